/** The first decision about a turn that stands still counts: reads what stood, for the interaction that made it. Used by the job kind `decide`. */
import { inOneBatch } from "../db/client.ts";
import type { Job } from "../jobs/types.ts";
import { describeError } from "../kernel/errors.ts";
import { parsePending } from "../tools/store.ts";
import type { PendingTurn } from "../turn/types.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again, ms. */
const WAITS_MS = [250, 1_000, 2_500];

/** `decided`: by somebody else, or its time is up. `not-yours`: another person asked, in this one's conversation. `gone`: what was read for it must not be used any more. A job that comes back gets the same again. */
export async function claimDecision(
  turnId: string,
  job: Job,
  moderates: boolean,
  deps: ConversationDeps,
): Promise<PendingTurn | "decided" | "not-yours" | "gone" | "storage"> {
  const { db, toolStore, access, clock, log } = deps;
  for (const wait of [...WAITS_MS, null]) {
    try {
      const by = { interactionId: job.id, userId: job.user.id, channelId: job.channelId, moderates };
      const isClaimed = await toolStore.claimPending(turnId, by, job.createdAt);
      const pending = parsePending((await inOneBatch(db, { rows: toolStore.pending(turnId) })).rows);
      if (!isClaimed && !moderates && pending !== null && pending.userId !== job.user.id) return "not-yours";
      if (!isClaimed || pending === null) return "decided";
      // Who opted out meanwhile is not read any more.
      if ((await access.optedOut(pending.people)).size > 0) return "gone";
      // Written by save-turn.ts alone.
      return JSON.parse(pending.state) as PendingTurn;
    } catch (error) {
      log.error("claim failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await clock.sleep(wait);
    }
  }
  return "storage";
}
