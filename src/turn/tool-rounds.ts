/** What becomes of several rounds: one outcome, or what is kept of them while they wait. Part of tool-loop.ts. */
import type { Usage } from "../llm/model.ts";
import type { ToolOutput } from "./tools.ts";
import type { PendingTurn, Source, ToolRound, ToolUse, TurnOutcome } from "./types.ts";

interface Done {
  calls: readonly ToolUse[];
  sources: readonly Source[];
  made: readonly ToolRound[];
}

/** What it said before it called something counts where it said nothing after. */
export function wholeOutcome(rounds: readonly TurnOutcome[], { calls, sources, made }: Done, end: TurnOutcome["end"], pending?: PendingTurn): TurnOutcome {
  const [first, last] = [rounds[0] ?? NO_ROUND, rounds.at(-1) ?? NO_ROUND];
  const { toolCalls: _, ...rest } = last;
  if (rounds.length === 1 && calls.length === 0 && sources.length === 0 && pending === undefined) return { ...rest, end };
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
    tools: { calls, firstUsage: first.usage, sources, heard: made.flatMap(({ results }) => results.flatMap((result) => result?.heard ?? [])) },
    ...(pending === undefined ? {} : { pending }),
  };
}

/** Characters of all results of a turn that waits: it is written down, and no window holds more. */
const MOST_WAITING = 200_000;

export function compact(rounds: readonly ToolRound[]): PendingTurn {
  const each = Math.floor(MOST_WAITING / Math.max(1, rounds.flatMap(({ calls }) => calls).length));
  return { rounds: rounds.map((round) => ({ ...round, results: round.results.map((result) => result && small(result, each)) })) };
}

function small({ images: _, heard, untrusted, passages, ...result }: ToolOutput, length: number): ToolOutput {
  const part = Math.floor(length / Math.max(1, passages?.length ?? 0));
  return {
    ...result,
    ...(heard === undefined ? {} : { heard: heard.map((words) => ({ ...words, text: "" })) }),
    content: result.content.slice(0, length),
    ...(untrusted === undefined ? {} : { untrusted: untrusted.slice(0, length) }),
    ...(passages === undefined ? {} : { passages: passages.map((passage) => ({ ...passage, text: passage.text.slice(0, part) })) }),
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
