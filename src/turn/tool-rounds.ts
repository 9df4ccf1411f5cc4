/** One outcome of several rounds. Part of tool-loop.ts. */
import type { Usage } from "../llm/model.ts";
import type { PendingTurn, Source, ToolUse, TurnOutcome } from "./types.ts";

/** What it said before it called something counts where it said nothing after. */
export function wholeOutcome(
  rounds: readonly TurnOutcome[],
  { calls, sources }: { calls: readonly ToolUse[]; sources: readonly Source[] },
  end: TurnOutcome["end"],
  pending?: PendingTurn,
): TurnOutcome {
  const [first, last] = [rounds[0] ?? NO_ROUND, rounds.at(-1) ?? NO_ROUND];
  const { toolCalls: _, ...rest } = last;
  if (rounds.length === 1 && calls.length === 0 && pending === undefined) return { ...rest, end };
  const sum = (pick: (round: TurnOutcome) => number) => rounds.reduce((total, round) => total + pick(round), 0);
  const usage: Usage = {
    inputTokens: sum((round) => round.usage.inputTokens),
    cachedInputTokens: sum((round) => round.usage.cachedInputTokens),
    outputTokens: sum((round) => round.usage.outputTokens),
    estimated: rounds.some((round) => round.usage.estimated),
  };
  return {
    ...rest,
    text: rounds.findLast(({ text }) => text !== "")?.text ?? "",
    reasoning: rounds
      .map(({ reasoning }) => reasoning)
      .filter((text) => text !== "")
      .join("\n\n")
      .slice(0, 20_000),
    end,
    usage,
    costMicroUsd: sum((round) => round.costMicroUsd),
    restarts: rounds.flatMap(({ restarts }) => restarts),
    firstTokenMs: first.firstTokenMs,
    modelMs: sum((round) => round.modelMs),
    tools: { calls, firstUsage: first.usage, sources },
    ...(pending === undefined ? {} : { pending }),
  };
}

/** A turn that goes on from what was decided may end before it asks the model. */
const NO_ROUND: TurnOutcome = {
  text: "",
  reasoning: "",
  end: "stop",
  model: "",
  usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, estimated: false },
  costMicroUsd: 0,
  restarts: [],
  firstTokenMs: null,
  modelMs: 0,
};
