/**
 * A turn that may call tools: the model's words, what it wants called, what came of that, the model again, until it has nothing more to ask. Every round and
 * every result is in the journal before the next, so that a resumed turn calls nothing twice. Bounds: rounds, the same call again, room in the window,
 * money, time.
 */
import type { ModelMessage, ModelRequest, ToolCall, Usage } from "../llm/model.ts";
import { runTurn, type TurnDeps } from "./run.ts";
import { createSources, renderResult } from "./tool-results.ts";
import type { ToolBox, ToolOutput } from "./tools.ts";
import type { Source, ToolUse, TurnOutcome } from "./types.ts";

/** After these the model has to answer with what it knows. */
const MOST_ROUNDS = 8;
const AT_ONCE = 4;
/** The same call with the same input so often tells nothing new. */
const MOST_REPEATS = 2;
/** Tokens for results; with less left the model has to answer. */
const LEAST_ROOM = 256;

export interface ToolLoopDeps extends TurnDeps {
  tools: ToolBox;
  /** Tokens of the model's window. */
  window: number;
}

/** `inputTokens`: of the request's messages, tools left out. Throws what `runTurn` throws. */
export async function runWithTools(request: ModelRequest, inputTokens: number, signal: AbortSignal, deps: ToolLoopDeps): Promise<TurnOutcome> {
  const { tools, window, step, countTokens } = deps;
  if (tools.declarations.length === 0) return runTurn(request, inputTokens, signal, deps);
  const messages = [...request.messages];
  const rounds: TurnOutcome[] = [];
  const used: ToolUse[] = [];
  const asked = new Map<string, number>();
  const sources = createSources();
  let size = inputTokens + countTokens(JSON.stringify(tools.declarations));
  for (let round = 0; ; round++) {
    const isLast = round >= MOST_ROUNDS || (round > 0 && window - size - request.maxOutputTokens < LEAST_ROOM);
    const inRound = { ...request, messages: [...messages], tools: tools.declarations, ...(isLast ? { toolsClosed: true } : {}) };
    const outcome = await runTurn(inRound, size, signal, { ...deps, step: stepOf(step, round) });
    rounds.push(outcome);
    const { toolCalls = [], end } = outcome;
    if (toolCalls.length === 0 || end === "stopped" || end === "deadline") return whole(rounds, used, sources.all(), end);
    // The next round is another request, which the reservation does not hold yet.
    await deps.afford(outcome.costMicroUsd);
    deps.emit({ type: "status", text: tools.status(toolCalls) });
    const results = await callAll(toolCalls, round, asked, signal, deps, used);
    if (results === null) return whole(rounds, used, sources.all(), signal.reason === "stop" ? "stopped" : "deadline");
    const answer: ModelMessage = { role: "assistant", content: outcome.text, toolCalls };
    size += countTokens(outcome.text + JSON.stringify(toolCalls));
    const share = Math.max(0, Math.floor((window - size - request.maxOutputTokens) / toolCalls.length));
    const told = toolCalls.map(
      ({ id }, index): ModelMessage => ({ role: "tool", callId: id, content: renderResult(results[index] ?? NOTHING, sources, share, countTokens) }),
    );
    size += told.reduce((sum, { content }) => sum + (typeof content === "string" ? countTokens(content) : 0), 0);
    messages.push(answer, ...told);
  }
}

const NOTHING: ToolOutput = { content: "" };

const stepOf = (step: string, round: number): string => (round === 0 ? step : `${step}:${round}`);

/** In the calls' order; null: the turn was ended meanwhile. */
async function callAll(
  calls: readonly ToolCall[],
  round: number,
  asked: Map<string, number>,
  signal: AbortSignal,
  deps: ToolLoopDeps,
  used: ToolUse[],
): Promise<ToolOutput[] | null> {
  const { clock, journal, step, tools } = deps;
  const results: ToolOutput[] = [];
  const uses: ToolUse[] = [];
  const repeats = calls.map((call) => {
    const input = `${call.name} ${canonical(call.arguments)}`;
    asked.set(input, (asked.get(input) ?? 0) + 1);
    return asked.get(input) ?? 0;
  });
  const one = async (call: ToolCall, index: number): Promise<void> => {
    const key = `${stepOf(step, round)}:call:${index}`;
    const startedAt = clock.now();
    const known = journal.get(key) as ToolOutput | undefined;
    const result = known ?? (await make(call, key, repeats[index] ?? 0));
    if (known === undefined) journal.put(key, result);
    results[index] = result;
    uses[index] = { name: call.name, failed: result.failed === true, ms: clock.now() - startedAt };
  };
  const make = async (call: ToolCall, key: string, repeat: number): Promise<ToolOutput> => {
    if (repeat > MOST_REPEATS) return { content: "You made this very call before; its result stands above. Answer with what you have.", failed: true };
    const begun = `${key}:begun`;
    const begunAt = journal.get(begun) as number | undefined;
    if (begunAt === undefined) {
      if (!tools.repeatable(call, Number.POSITIVE_INFINITY)) journal.put(begun, clock.now());
    } else if (!tools.repeatable(call, clock.now() - begunAt))
      return { content: "It was interrupted, and nobody knows whether it has happened. Do not do it again; say so to the person.", failed: true };
    return tools.run(call, { key, signal });
  };
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const onAbort = () => ended.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const waiting = [...calls.entries()];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) await one(next[1], next[0]);
    };
    await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, work)), ended.promise]);
    signal.throwIfAborted();
    used.push(...uses);
    return results;
  } catch (error) {
    if (signal.aborted && (signal.reason === "stop" || signal.reason === "deadline")) {
      used.push(...uses.filter((use) => use !== undefined));
      return null;
    }
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** One outcome of several rounds. What it said before it called something counts where it said nothing after. */
function whole(rounds: readonly TurnOutcome[], calls: readonly ToolUse[], sources: readonly Source[], end: TurnOutcome["end"]): TurnOutcome {
  const [first, last] = [rounds[0], rounds.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a turn without a round");
  const { toolCalls: _, ...rest } = last;
  if (rounds.length === 1 && calls.length === 0) return { ...rest, end };
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
  };
}

/** The same input, however it is spaced and ordered. */
function canonical(written: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(written)));
  } catch {
    return written;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
