/** Job kind `decide`: somebody agreed to what a turn wants to do, or did not. The first decision counts; the turn goes on from where it stood, in the same message. */

import { claimDecision } from "../conversation/claim.ts";
import { takeTurn } from "../conversation/take-turn.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import { describeError } from "../kernel/errors.ts";
import { textsFor } from "../locales/index.ts";
import type { PendingTurn } from "../turn/types.ts";
import { askInput, createAskJob } from "./ask.ts";
import type { Job, JobKind, JobRun } from "./types.ts";

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
      const pending = (run.journal.get(CLAIMED) as PendingTurn | undefined) ?? (await claimDecision(parentId, job, decision.moderates === true, deps));
      if (typeof pending === "string") {
        await tellAlone(job, run, sayings[pending], deps);
        return { outcome: "failed", reason: pending };
      }
      run.journal.put(CLAIMED, pending);
      return takeTurn(job, input, texts, run, deps, { pending, decision });
    },
  };
}

/** The message stays as it is: another decision may have made an answer of it. */
async function tellAlone(job: Job, run: JobRun, content: string, { discord, log }: ConversationDeps): Promise<void> {
  if (run.journal.get(TOLD) !== undefined) return;
  run.journal.put(TOLD, true);
  await discord
    .followUp({ applicationId: job.applicationId, token: job.token }, { content, private: true })
    .catch((error: unknown) => log.error("not told", { id: job.id, error: describeError(error) }));
}
