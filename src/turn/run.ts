/**
 * Runs one turn: calls the model, reports the growing text, ends with an outcome that is journalled before anybody acts on it. A resumed turn whose
 * outcome is in the journal calls nothing. Stop and the deadline end it with what is there.
 */
import type { Clock } from "../kernel/clock.ts";
import type { Model, ModelRequest, ToolCall, Usage } from "../llm/model.ts";
import type { Journal, TurnEvent, TurnOutcome } from "./types.ts";

/** A model that never ends is cut here, characters. */
const MAX_TEXT = 200_000;

export interface TurnDeps {
  model: Model;
  journal: Journal;
  /** Name of the journal entry; a turn that calls the model anew has another. */
  step: string;
  clock: Clock;
  emit(event: TurnEvent): void;
  /** Tokens of a text by the model's own way of counting; for answers that end before the server reports. */
  countTokens(text: string): number;
  /** The finished text as people are to see it. */
  present?(text: string): string;
  costMicroUsd(model: string, usage: Usage, reportedUsd: number | undefined): number;
  /** Called before an attempt that was paid for is repeated, with what it cost; rejects where there is no money for another one. */
  afford(lostMicroUsd: number): Promise<void>;
}

/** Throws `ModelError` when every model failed, what `afford` rejects with, and the signal's reason where that is neither "stop" nor "deadline". */
export async function runTurn(request: ModelRequest, inputTokens: number, signal: AbortSignal, deps: TurnDeps): Promise<TurnOutcome> {
  const before = deps.journal.get(deps.step);
  // Written below, and nowhere else.
  if (before !== undefined) return before as TurnOutcome;
  const outcome = await callModel(request, inputTokens, signal, deps);
  deps.journal.put(deps.step, outcome);
  return outcome;
}

async function callModel(request: ModelRequest, inputTokens: number, signal: AbortSignal, deps: TurnDeps): Promise<TurnOutcome> {
  const { clock, emit } = deps;
  const startedAt = clock.now();
  let firstTokenMs: number | null = null;
  let text = "";
  let reasoning = "";
  let model = request.models[0] ?? "";
  let lostCost = 0;
  let toolCalls: readonly ToolCall[] = [];
  let toolsRefused = false;
  const restarts: string[] = [];
  const tooLong = new AbortController();

  const outcome = (end: TurnOutcome["end"], usage: Usage, reportedUsd: number | undefined): TurnOutcome => ({
    text: deps.present?.(text.trim()) ?? text.trim(),
    reasoning: reasoning.slice(0, 20_000),
    end,
    model,
    usage,
    costMicroUsd: lostCost + deps.costMicroUsd(model, usage, reportedUsd),
    restarts,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(toolsRefused ? { toolsRefused } : {}),
    firstTokenMs,
    modelMs: clock.now() - startedAt,
  });
  const pay = async (cost: number): Promise<number> => {
    await deps.afford(cost);
    return cost;
  };
  const counted = (): Usage => ({ inputTokens, cachedInputTokens: 0, outputTokens: deps.countTokens(text) + deps.countTokens(reasoning), estimated: true });

  try {
    for await (const event of deps.model.stream(request, AbortSignal.any([signal, tooLong.signal]))) {
      if (event.type !== "restart") firstTokenMs ??= clock.now() - startedAt;
      switch (event.type) {
        case "text":
          text += event.text;
          emit({ type: "draft", text });
          if (text.length > MAX_TEXT) tooLong.abort("too-long");
          break;
        case "reasoning":
          reasoning += event.text;
          break;
        case "tool-calls":
          toolCalls = event.calls;
          break;
        case "restart":
          restarts.push(`${event.model}: ${event.failure}`);
          lostCost += await pay(deps.costMicroUsd(event.model, event.lost, undefined));
          // Shown text stays until the new one takes its place: nothing flickers.
          text = "";
          reasoning = "";
          break;
        case "finish":
          model = event.model;
          toolsRefused = event.toolsRefused === true;
          return outcome(event.reason, event.usage, event.costUsd);
      }
    }
  } catch (error) {
    if (signal.aborted) {
      if (signal.reason === "stop") return outcome("stopped", counted(), undefined);
      if (signal.reason === "deadline") return outcome("deadline", counted(), undefined);
      throw error;
    }
    if (tooLong.signal.aborted) return outcome("length", counted(), undefined);
    throw error;
  }
  throw new Error("the model's stream ended without a finish event");
}
