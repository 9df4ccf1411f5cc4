/** Job kind `summarize`: behind an answer, the older part of a long conversation becomes notes. Nobody waits for it and nobody is told. */
import * as z from "zod";
import { giveUpSummary, type SummaryToSave, saveSummary, summarize } from "../conversation/summarize.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import type { InteractionId } from "../kernel/ids.ts";
import { RECORD } from "../turn/types.ts";
import type { Job, JobKind, SummarizeInput } from "./types.ts";

const schema = (): z.ZodType<SummarizeInput> => z.object({ conversation: z.string(), keep: z.number() });

/** What follows from that turn's job; it has no token, and a lane of its own. */
export function summarizeJob(turn: Job, input: SummarizeInput, at: number): Job {
  return {
    ...turn,
    id: `${turn.id}-summary` as InteractionId,
    kind: "summarize",
    conversation: `summary:${input.conversation}`,
    token: "",
    target: "message",
    createdAt: at,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input,
  };
}

export function createSummarizeJob(deps: ConversationDeps): JobKind {
  return {
    run: (job, run) => summarize(job, schema().parse(job.input), run, deps),
    save: async (_job, journal) => {
      const record = journal.get(RECORD);
      // Written by summarize.ts alone.
      if (record !== undefined) await saveSummary(record as SummaryToSave, deps);
    },
    abandon: async (job, run, reason) => giveUpSummary(job, run, reason),
  };
}
