/** The first decision about a turn that stands still counts: reads what stood, for the interaction that made it. Used by the job kind `decide`. */
import { inOneBatch } from "../db/client.ts";
import type { Job } from "../jobs/types.ts";
import { describeError } from "../kernel/errors.ts";
import { parsePending } from "../tools/store.ts";
import type { PendingTurn } from "../turn/types.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again, ms. */
const WAITS_MS = [250, 1_000, 2_500];

/** `decided`: by somebody else, or its time is up. A job that comes back gets the same again. */
export async function claimDecision(turnId: string, job: Job, { db, toolStore, clock, log }: ConversationDeps): Promise<PendingTurn | "decided" | "storage"> {
  for (const wait of [...WAITS_MS, null]) {
    try {
      if (!(await toolStore.claimPending(turnId, job.id, job.createdAt))) return "decided";
      const pending = parsePending((await inOneBatch(db, { rows: toolStore.pending(turnId) })).rows);
      // Written by save-turn.ts alone.
      return pending === null ? "decided" : (JSON.parse(pending.state) as PendingTurn);
    } catch (error) {
      log.error("claim failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await clock.sleep(wait);
    }
  }
  return "storage";
}
