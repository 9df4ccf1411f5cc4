/** A turn with a model that is scripted by its rounds, and tools made by a test. Used by the tests of tool-loop.ts. */
import type { Model, ModelEvent, ModelRequest, ToolCall, Usage } from "../../src/llm/model.ts";
import { type Resumed, runWithTools, type ToolLoopDeps } from "../../src/turn/tool-loop.ts";
import { createSources } from "../../src/turn/tool-results.ts";
import type { ToolBox, ToolOutput } from "../../src/turn/tools.ts";
import type { TurnEvent } from "../../src/turn/types.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";
import { ask } from "../llm/collect.ts";
import { createMovingClock } from "../llm/moving-clock.ts";

export const usage: Usage = { inputTokens: 100, cachedInputTokens: 10, outputTokens: 20, estimated: false };
export const call = (name: string, input: unknown = {}, id = `${name}-${JSON.stringify(input)}`): ToolCall => ({ id, name, arguments: JSON.stringify(input) });
export interface Round {
  text?: string;
  calls?: ToolCall[];
}

/** Answers each request by how many rounds it has behind it, as a model would on the same conversation. */
function scripted(rounds: readonly Round[]): Model & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async *stream(request, signal): AsyncGenerator<ModelEvent> {
      signal.throwIfAborted();
      requests.push(structuredClone(request));
      const round = request.messages.filter((message) => message.role === "assistant" && message.toolCalls !== undefined).length;
      const { text = "", calls = [] } = request.toolsClosed === true ? { text: "Enough." } : (rounds[round] ?? { text: "Done." });
      if (text !== "") yield { type: "text", text };
      if (calls.length > 0) yield { type: "tool-calls", calls };
      yield { type: "finish", reason: "stop", model: "demo", usage, costUsd: undefined };
    },
  };
}

export type Run = ToolBox["run"];

export function toolBox(run: Run, more: Partial<ToolBox> = {}): ToolBox {
  return {
    declarations: ["look", "send"].map((name) => ({ name, description: name, parameters: { type: "object" } })),
    repeatable: ({ name }) => name !== "send",
    needsApproval: () => false,
    status: (calls) => calls.map(({ name }) => name).join(", "),
    run,
    ...more,
  };
}

export function stage(rounds: readonly Round[], run: Run, more: Partial<ToolLoopDeps> = {}, resumed?: Resumed) {
  const clock = createMovingClock();
  const model = scripted(rounds);
  const events: TurnEvent[] = [];
  const stop = new AbortController();
  const journal: FakeJournal = createJournal();
  const afforded: number[] = [];
  const deps: ToolLoopDeps = {
    model,
    journal,
    step: "outcome",
    clock,
    emit: (event) => events.push(event),
    countTokens: (value) => Math.ceil(value.length / 4),
    costMicroUsd: (_model, { inputTokens, outputTokens }) => inputTokens + 2 * outputTokens,
    afford: async (cost) => void afforded.push(cost),
    tools: toolBox(run),
    sources: createSources(),
    window: 8_192,
    ...more,
  };
  return { clock, model, journal: deps.journal, events, stop, afforded, run: () => runWithTools(ask("hi"), 50, stop.signal, deps, resumed) };
}

export const said = (content: string): Promise<ToolOutput> => Promise.resolve({ content, failed: false });
