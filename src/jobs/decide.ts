/** Job kind `decide`: somebody agreed to what a turn wants to do, or did not. The first decision counts; the turn goes on from where it stood, in the same message. */

import { claimDecision } from "../conversation/claim.ts";
import { takeTurn } from "../conversation/take-turn.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import { describeError } from "../kernel/errors.ts";
import { textsFor } from "../locales/index.ts";
import type { PendingTurn } from "../turn/types.ts";
import { askInput, createAskJob } from "./ask.ts";
import type { Job, JobKind, JobRun } from "./types.ts";

/** A press whose acknowledgement does not arrive within this time was none, ms. */
const ACKNOWLEDGED_WITHIN_MS = 10_000;
/** Between looks; the first one is not before the acknowledgement can have arrived. */
const FIRST_LOOK_MS = 150;
const LONGEST_LOOK_MS = 800;
/** Journal steps: what stood still; that the person has been told why nothing happens. */
const CLAIMED = "claimed";
const TOLD = "told";

export function createDecideJob(deps: ConversationDeps): JobKind {
  return {
    ...createAskJob(deps),
    run: async (job, run) => {
      const texts = textsFor(job.locale);
      const input = askInput().parse(job.input);
      const { decision = { verdict: "denied" }, parentId = "" } = input;
      const sayings = {
        decided: texts.tools.approval.decided,
        "not-yours": texts.action.notYours,
        gone: texts.failure.turnGone,
        storage: texts.failure.storage,
      };
      // Written below alone.
      const claimed = run.journal.get(CLAIMED) as PendingTurn | undefined;
      if (claimed === undefined && !(await isHeard(job, run, deps))) return { outcome: "never-acknowledged" };
      const pending = claimed ?? (await claimDecision(parentId, job, decision.moderates === true, deps));
      if (typeof pending === "string") {
        await tellAlone(job, run, sayings[pending], deps);
        return { outcome: "failed", reason: pending };
      }
      run.journal.put(CLAIMED, pending);
      return takeTurn(job, input, texts, run, deps, { pending, decision });
    },
  };
}

/** Whoever was told by Discord that their press failed may press something else: nothing is decided by it. Where Discord cannot tell, it counts. */
async function isHeard(job: Job, { signal }: JobRun, { discord, clock, log }: ConversationDeps): Promise<boolean> {
  const giveUpAt = clock.now() + ACKNOWLEDGED_WITHIN_MS;
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
    await clock.sleep(wait, signal);
    try {
      if (await discord.isAcknowledged(job, signal)) return !signal.aborted;
    } catch (error) {
      if (!signal.aborted) log.error("acknowledgement unknown", { id: job.id, error: describeError(error) });
      return !signal.aborted;
    }
    if (clock.now() >= giveUpAt) return false;
  }
}

/** The message stays as it is: another decision may have made an answer of it. */
async function tellAlone(job: Job, run: JobRun, content: string, { discord, log }: ConversationDeps): Promise<void> {
  if (run.journal.get(TOLD) !== undefined) return;
  run.journal.put(TOLD, true);
  await discord
    .followUp({ applicationId: job.applicationId, token: job.token }, { content, private: true })
    .catch((error: unknown) => log.error("not told", { id: job.id, error: describeError(error) }));
}
