/** Job kind `embed`: behind an answer, what is remembered gets its embeddings. Nobody waits for it and nobody is told. */
import * as z from "zod";
import { embedMemories } from "../conversation/embed.ts";
import { giveBack, settleCost } from "../conversation/meaning.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import type { InteractionId } from "../kernel/ids.ts";
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
    save: (job, journal) => settleCost(job, journal, deps),
    abandon: async (_job, run, reason) => {
      giveBack(run.journal);
      return { outcome: "failed", reason };
    },
  };
}
