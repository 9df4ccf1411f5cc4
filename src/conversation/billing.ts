/** What model calls may cost, and what one that failed will have cost. Used by answer.ts and summary.ts. */
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import { estimateTokens } from "../llm/tokens.ts";
import { deployerModels, promptFor, promptNames } from "../prompts/index.ts";
import { type JobSettings, jobSettings } from "./job-settings.ts";
import { ownKey } from "./load.ts";
import { mostInput, replyReserve } from "./prepare.ts";
import { bytesToEmbed } from "./recall.ts";
import type { ConversationDeps } from "./types.ts";

/** After these the server has, or may have, read the prompt, and bills it. */
const BILLED: readonly string[] = ["first-token-timeout", "idle-timeout", "broken-stream", "empty"] satisfies Failure[];

/** Between two rounds there was no money for another one, or nobody to ask for it. */
const NOT_ASKED: readonly string[] = ["budget-user", "budget-server", "budget-global", "storage"] satisfies Failure[];

interface FailedCall {
  failure: Failure | "stopped";
  inputTokens: number;
  /** What was shown of the answer. */
  drafted: string;
  models: readonly string[];
}

export function costOfFailed({ failure, inputTokens, drafted, models }: FailedCall, { pricing }: Pick<ConversationDeps, "pricing">): number {
  // Rounds that were over count by themselves; the next one was not asked for.
  if (NOT_ASKED.includes(failure) || (drafted === "" && !BILLED.includes(failure))) return 0;
  return pricing.costMicroUsd(models[0] ?? "", { inputTokens, cachedInputTokens: 0, outputTokens: estimateTokens(drafted), estimated: true });
}

/**
 * A turn that goes back to another one may turn out to be any job, and any of the bot's models may have been chosen for it: both stand in D1, and are
 * read in the same moment in which the money is reserved.
 */
export function mostItCosts(input: AskInput, own: JobSettings, { settings, pricing, windowOf }: ConversationDeps): number {
  const jobs = input.parentId === undefined ? [own] : promptNames.map((name) => jobSettings(promptFor(name), settings));
  const costs = jobs.flatMap(({ models, maxOutputTokens }) =>
    [...models, ...deployerModels(settings.models)].map((model) => mostOneCosts(model, maxOutputTokens, { pricing, windowOf })),
  );
  return Math.max(...costs);
}

/** Of finding out what the question means. */
export function mostMeaningCosts(job: Job, input: AskInput, { embeddings, lastQuestions }: Pick<ConversationDeps, "embeddings" | "lastQuestions">): number {
  if (embeddings === null) return 0;
  return embeddings.worstCaseMicroUsd(bytesToEmbed(input, lastQuestions.of(ownKey(job)).question, job.guildId));
}

export function mostOneCosts(model: string, maxOutputTokens: number, { pricing, windowOf }: Pick<ConversationDeps, "pricing" | "windowOf">): number {
  const window = windowOf(model);
  const reply = replyReserve(window, maxOutputTokens);
  return pricing.worstCaseMicroUsd([model], mostInput(window, reply), reply);
}
