/** Job kind `embed`: behind an answer, what is remembered gets its embeddings. Nobody waits for it and nobody is told. */
import * as z from "zod";
import { type EmbeddingCost, embedMemories } from "../conversation/embed.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import type { InteractionId } from "../kernel/ids.ts";
import { RECORD } from "../turn/types.ts";
import type { EmbedInput, Job, JobKind } from "./types.ts";

const schema = (): z.ZodType<EmbedInput> => z.object({ scopes: z.array(z.string()) });

/** What follows from that turn's job; it has no token, and a lane of its own. */
export function embedJob(turn: Job, input: EmbedInput, at: number): Job {
  return {
    ...turn,
    id: `${turn.id}-vectors` as InteractionId,
    kind: "embed",
    conversation: `vectors:${turn.channelId}`,
    token: "",
    target: "message",
    createdAt: at,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input,
  };
}

export function createEmbedJob(deps: ConversationDeps): JobKind {
  return {
    run: (job, run) => embedMemories(job, schema().parse(job.input), run, deps),
    save: async (job, journal) => {
      // Written by embed.ts alone.
      const record = journal.get(RECORD) as EmbeddingCost | undefined;
      if (record !== undefined) await deps.db.batch([deps.budget.settle(job.id, record.costMicroUsd)]);
    },
    abandon: async (_job, run, reason) => {
      if (run.journal.get(RECORD) === undefined) run.journal.put(RECORD, { costMicroUsd: 0 } satisfies EmbeddingCost);
      return { outcome: "failed", reason };
    },
  };
}
