/** The calls of one round: made at most four at a time, each once, its result in the journal before anything builds on it. Part of tool-loop.ts. */
import type { ToolCall } from "../llm/model.ts";
import type { ToolLoopDeps } from "./tool-loop.ts";
import type { ToolOutput } from "./tools.ts";
import type { Decision, ToolRound, ToolUse, TurnOutcome } from "./types.ts";

const AT_ONCE = 4;
/** The same call with the same input so often tells nothing new. */
const MOST_REPEATS = 2;

interface Making {
  /** The round's, for the journal. */
  key: string;
  repeats(call: ToolCall): number;
  /** About those that somebody had to agree to. */
  decision: Decision | undefined;
}

/** Results in the calls' order; null: somebody has to agree first. `ended`: the turn was ended meanwhile. */
export async function callAll(
  { calls, results: before }: ToolRound,
  { key: roundKey, repeats, decision }: Making,
  signal: AbortSignal,
  { clock, journal, tools, emit }: ToolLoopDeps,
  used: ToolUse[],
): Promise<{ results: (ToolOutput | null)[]; ended?: TurnOutcome["end"] }> {
  const results = [...before];
  const uses: ToolUse[] = [];
  const counts = calls.map(repeats);
  const one = async (call: ToolCall, index: number): Promise<void> => {
    if (before[index] !== null) return;
    // What stood still waits for nothing else, whatever the rules say by now.
    if (decision === undefined && tools.needsApproval(call)) return;
    const key = `${roundKey}:call:${index}`;
    const startedAt = clock.now();
    const known = journal.get(key) as ToolOutput | undefined;
    const result = known ?? (decision?.verdict === "denied" ? denied(decision) : await make(call, key, counts[index] ?? 0));
    if (known === undefined) journal.put(key, result);
    results[index] = result;
    const failed = result.failed === true;
    uses[index] = { name: call.name, failed, ms: clock.now() - startedAt };
    emit({ type: "called", name: call.name, fate: failed ? "failed" : "done" });
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
    return { results };
  } catch (error) {
    if (signal.aborted && (signal.reason === "stop" || signal.reason === "deadline")) {
      for (const [index, { name }] of calls.entries())
        if (results[index] === null && journal.get(`${roundKey}:call:${index}:begun`) !== undefined) emit({ type: "called", name, fate: "unsure" });
      return { results, ended: signal.reason === "stop" ? "stopped" : "deadline" };
    }
    throw error;
  } finally {
    used.push(...uses.filter((use) => use !== undefined));
    signal.removeEventListener("abort", onAbort);
  }
}

function denied({ reason = "" }: Decision): ToolOutput {
  const why = reason === "" ? "" : ` They say: "${reason}"`;
  return { content: `The person did not allow it, so it was not done.${why} Do not try it again in another way; answer without it.`, failed: true };
}
