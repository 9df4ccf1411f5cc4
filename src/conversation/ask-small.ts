/** Asks the small model for something nobody sees as an answer: notes of a conversation, facts about a person. Used by summary.ts and notice.ts. */
import type { Job } from "../jobs/types.ts";
import { ModelError } from "../kernel/errors.ts";
import { estimateTokens } from "../llm/tokens.ts";
import { type PromptName, promptFor } from "../prompts/index.ts";
import { runTurn } from "../turn/run.ts";
import type { Journal, TurnOutcome } from "../turn/types.ts";
import { costOfFailed } from "./billing.ts";
import type { SmallJobs } from "./choose-model.ts";
import { jobSettings } from "./job-settings.ts";
import { replyReserve } from "./prepare.ts";
import type { ConversationDeps } from "./types.ts";

/** What is asked: a prompt file, and tokens of input at most, its own text included. */
export interface SmallTask {
  prompt: PromptName;
  inputTokens: number;
}

export interface SmallAsking {
  at: SmallJobs;
  journal: Journal;
  /** Of the journal, for the model's words. */
  step: string;
  signal: AbortSignal;
  afford(lostMicroUsd: number): Promise<void>;
}

export interface SmallAnswer {
  /** Null where no model answered. */
  outcome: TurnOutcome | null;
  costMicroUsd: number;
  /** Null: it is whole, or was cut by its length. */
  failure: string | null;
}

export type SmallDeps = Pick<ConversationDeps, "clock" | "settings" | "safetyIdentifier">;

/** What it can cost at most. */
export function smallWorstCase(task: SmallTask, at: SmallJobs, settings: SmallDeps["settings"]): number {
  const { models, replyTokens, inputTokens } = limitsOf(task, at, settings);
  return at.pricing.worstCaseMicroUsd(models, inputTokens, replyTokens);
}

/** `material`: for so many tokens of room. Rejects with what `afford` rejects with, and with the signal's reason where that is neither "stop" nor "deadline". */
export async function askSmall(
  job: Job,
  task: SmallTask,
  material: (room: number) => string,
  { at, journal, step, signal, afford }: SmallAsking,
  deps: SmallDeps,
): Promise<SmallAnswer> {
  const { models, replyTokens, inputTokens, ...limits } = limitsOf(task, at, deps.settings);
  const { body } = promptFor(task.prompt);
  const messages = [
    { role: "system" as const, content: body },
    { role: "user" as const, content: material(inputTokens - estimateTokens(body)) },
  ];
  const size = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  let spent = 0;
  const request = { messages, models, maxOutputTokens: replyTokens, ...limits, safetyIdentifier: await deps.safetyIdentifier(job.user.id) };
  try {
    const outcome = await runTurn(request, size, signal, {
      model: at.model,
      clock: deps.clock,
      journal,
      step,
      afford: async (lost) => {
        spent += lost;
        await afford(lost);
      },
      emit: () => undefined,
      countTokens: estimateTokens,
      costMicroUsd: at.pricing.costMicroUsd,
    });
    const isWhole = outcome.text !== "" && (outcome.end === "stop" || outcome.end === "length");
    return { outcome, costMicroUsd: outcome.costMicroUsd, failure: isWhole ? null : outcome.end };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { failure } = error;
    return { outcome: null, costMicroUsd: spent + costOfFailed({ failure, inputTokens: size, drafted: "", models }, at), failure };
  }
}

function limitsOf({ prompt, inputTokens }: SmallTask, { models, windowOf }: SmallJobs, settings: SmallDeps["settings"]) {
  const { temperature, maxOutputTokens, firstTokenTimeoutMs } = jobSettings(promptFor(prompt), settings);
  const window = Math.min(...models.map(windowOf));
  const replyTokens = replyReserve(window, maxOutputTokens);
  return { models, temperature, firstTokenTimeoutMs, replyTokens, inputTokens: Math.min(inputTokens, window - replyTokens) };
}
