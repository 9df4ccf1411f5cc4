/** What becomes of several rounds: one outcome, or what is kept of them while they wait. Part of tool-loop.ts. */
import type { Heard } from "../kernel/echoes.ts";
import type { Usage } from "../llm/model.ts";
import { countBytes } from "../llm/tokens.ts";
import type { ToolOutput } from "./tools.ts";
import type { PendingTurn, Source, ToolRound, ToolUse, TurnOutcome } from "./types.ts";

interface Done {
  calls: readonly ToolUse[];
  sources: readonly Source[];
  made: readonly ToolRound[];
  /** What was said before somebody agreed. */
  before: readonly string[];
}

/** Characters of what a model says on its way to a call, such as "Let me look." */
const ASIDE = 200;

/** The last words, and whatever was said at length before. */
export function spoken(texts: readonly string[]): string {
  const said = texts.filter((text) => text !== "");
  return said.filter((text, index) => index === said.length - 1 || text.length > ASIDE).join("\n\n");
}

export function wholeOutcome(
  rounds: readonly TurnOutcome[],
  { calls, sources, made, before }: Done,
  end: TurnOutcome["end"],
  pending?: PendingTurn,
): TurnOutcome {
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
    text: spoken([...before, ...rounds.map(({ text }) => text)]),
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
    tools: { calls, firstUsage: first.usage, sources, heard: heardIn(made), ...notedIn(made) },
    ...(pending === undefined ? {} : { pending }),
  };
}

export const heardIn = (rounds: readonly ToolRound[]): Heard[] => rounds.flatMap(({ results }) => results.flatMap((result) => result?.heard ?? []));

/** Empty where nothing was. */
function notedIn(rounds: readonly ToolRound[]): { noted?: string[] } {
  const noted = rounds.flatMap(({ results }) => results.flatMap((result) => result?.noted ?? []));
  return noted.length === 0 ? {} : { noted };
}

/** Bytes of a turn that waits: it is written down, twice in one place, and no window holds more. */
const MOST_WAITING = 300_000;
/** In the place of an input that is too long to be kept; what it did is done. */
const LEFT_OUT = '{"left_out":"too long to be kept"}';

/** What waits is kept to the letter; of what is done, as much as there is room for. */
export function compact(rounds: readonly ToolRound[]): PendingTurn {
  const calls = rounds.flatMap((round) => round.calls).length;
  for (let each = Math.floor(MOST_WAITING / Math.max(1, calls)); ; each = Math.floor(each / 2)) {
    const pending: PendingTurn = { rounds: rounds.map((round) => shorten(round, each)) };
    if (each < 100 || countBytes(JSON.stringify(pending)) <= MOST_WAITING) return pending;
  }
}

function shorten({ text, calls, results }: ToolRound, each: number): ToolRound {
  return {
    text: start(text, each),
    calls: calls.map((call, index) => (results[index] === null || call.arguments.length <= each ? call : { ...call, arguments: LEFT_OUT })),
    results: results.map((result) => result && small(result, each)),
  };
}

/** Of whom only the name is left, everything counts as repeated (kernel/echoes.ts). */
function small({ images: _, heard, untrusted, passages, ...result }: ToolOutput, length: number): ToolOutput {
  const part = Math.floor(length / Math.max(1, passages?.length ?? 0));
  return {
    ...result,
    ...(heard === undefined ? {} : { heard: onePerPerson(heard) }),
    content: start(result.content, length),
    ...(untrusted === undefined ? {} : { untrusted: start(untrusted, length) }),
    ...(passages === undefined ? {} : { passages: passages.map((passage) => ({ ...passage, text: start(passage.text, part) })) }),
  };
}

function onePerPerson(heard: readonly Heard[]): Heard[] {
  return [...new Map(heard.map((words) => [JSON.stringify(words.person), { ...words, text: "" }])).values()];
}

const start = (text: string, length: number): string => text.slice(0, length).toWellFormed();

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
