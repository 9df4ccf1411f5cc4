/** Reads a model's stream to its end, whatever the end is. Used by the tests of models. */
import type { Model, ModelEvent, ModelRequest, ToolCall } from "../../src/llm/model.ts";

export interface Collected {
  events: ModelEvent[];
  text: string;
  reasoning: string;
  calls: readonly ToolCall[] | undefined;
  finish: Extract<ModelEvent, { type: "finish" }> | undefined;
  error: unknown;
}

export async function collect(model: Model, request: ModelRequest, signal: AbortSignal = new AbortController().signal): Promise<Collected> {
  const collected: Collected = { events: [], text: "", reasoning: "", calls: undefined, finish: undefined, error: undefined };
  try {
    for await (const event of model.stream(request, signal)) {
      collected.events.push(event);
      if (event.type === "text") collected.text += event.text;
      if (event.type === "reasoning") collected.reasoning += event.text;
      if (event.type === "tool-calls") collected.calls = event.calls;
      if (event.type === "restart") collected.text = collected.reasoning = "";
      if (event.type === "finish") collected.finish = event;
    }
  } catch (error) {
    collected.error = error;
  }
  return collected;
}

export function ask(prompt: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: "user", content: prompt }], models: ["demo"], maxOutputTokens: 500, ...more };
}
