/** What a model call that failed will have cost. Used by answer.ts and summary.ts. */
import type { Failure } from "../delivery/explain.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { ConversationDeps } from "./types.ts";

/** After these the server has, or may have, read the prompt, and bills it. */
const BILLED: readonly string[] = ["first-token-timeout", "idle-timeout", "broken-stream", "empty"] satisfies Failure[];

interface FailedCall {
  failure: Failure | "stopped";
  inputTokens: number;
  /** What was shown of the answer. */
  drafted: string;
  models: readonly string[];
}

export function costOfFailed({ failure, inputTokens, drafted, models }: FailedCall, { pricing }: Pick<ConversationDeps, "pricing">): number {
  if (drafted === "" && !BILLED.includes(failure)) return 0;
  return pricing.costMicroUsd(models[0] ?? "", { inputTokens, cachedInputTokens: 0, outputTokens: estimateTokens(drafted), estimated: true });
}
