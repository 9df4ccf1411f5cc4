/** The bytes of a streamed answer, well-behaved or as awkward as its behaviour asks. Called by `demo-model.ts`. */
import type { Behaviour } from "./behaviour.ts";

export interface StreamPlan {
  id: string;
  model: string;
  created: number;
  text: string;
  usage: Record<string, unknown> | undefined;
  behaviour: Behaviour;
  delayMs: number;
}

export interface StreamPorts {
  sleep(ms: number): Promise<void>;
  /** Resolves when the client has gone. */
  gone: Promise<void>;
}

/** Thrown inside the body to break the connection. */
class ConnectionReset extends Error {
  override name = "ConnectionReset";
}

/** Pieces of the body, in order. A real server flushes after each. */
export async function* streamAnswer(plan: StreamPlan, ports: StreamPorts): AsyncGenerator<string> {
  const { behaviour } = plan;
  const newline = behaviour.crlf ? "\r\n" : "\n";
  const line = (text: string) => `${text}${newline}${newline}`;
  const event = (body: Record<string, unknown>) => line(`data: ${JSON.stringify(body)}`);
  const chunk = (delta: Record<string, unknown>, finishReason: string | null = null) =>
    event({ ...head(plan), choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }], ...(plan.usage ? { usage: null } : {}) });
  const inText = (word: string) => (behaviour.contentArrays ? [{ type: "text", text: word }] : word);
  const deltas = [
    ...wordsOf(plan).map(([field, word]) => ({ [field]: field === "content" ? inText(word) : word })),
    ...toolCallFragments(behaviour).map((fragments) => ({ tool_calls: fragments })),
  ];
  const half = Math.ceil(deltas.length / 2);

  if (behaviour.emptyChoices) yield event({ ...head(plan), choices: [], prompt_filter_results: [] });
  if (behaviour.comments) yield line(": keep-alive");
  yield chunk({ role: "assistant", content: behaviour.contentArrays ? null : "" });
  if (behaviour.hang === "before-first-token") return await ports.gone;
  for (const [index, delta] of deltas.entries()) {
    if (index === half && breaksOff(behaviour)) {
      if (behaviour.hang === "mid-stream") return await ports.gone;
      if (behaviour.reset) throw new ConnectionReset();
      if (behaviour.errorInStream) yield event({ error: { param: null, code: null, ...behaviour.errorInStream } });
      return;
    }
    if (plan.delayMs > 0) await ports.sleep(plan.delayMs);
    if (behaviour.comments) yield line(": OPENROUTER PROCESSING");
    if (behaviour.emptyChoices) yield event({ ...head(plan), choices: [] });
    yield chunk(delta);
  }
  if (behaviour.finishReason !== null) yield chunk({}, finishReasonOf(behaviour));
  if (behaviour.hang === "after-finish") return await ports.gone;
  if (plan.usage) yield event({ ...head(plan), choices: [], usage: plan.usage });
  if (!behaviour.omitDone) yield line("data: [DONE]");
}

/** The same answer in one piece. */
export function wholeAnswer(plan: StreamPlan): Record<string, unknown> {
  const { behaviour, text } = plan;
  const reasoning = behaviour.reasoning ?? "";
  const field = behaviour.reasoningAs ?? "reasoning_content";
  const calls = wholeToolCalls(behaviour);
  const message = {
    role: "assistant",
    content: field === "think" ? thought(reasoning, text) : text,
    refusal: null,
    ...(reasoning === "" || field === "think" ? {} : { [field]: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  return {
    ...head(plan),
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasonOf(behaviour) }],
    ...(plan.usage ? { usage: plan.usage } : {}),
  };
}

const finishReasonOf = ({ finishReason, toolCalls }: Behaviour): string | null =>
  finishReason === undefined ? (toolCalls === undefined ? "stop" : "tool_calls") : finishReason;

function wholeToolCalls({ toolCalls = [], toolCallsAs }: Behaviour): Record<string, unknown>[] {
  return toolCalls.map(({ id, name, arguments: written }, index) => ({
    id: id ?? `call_${index}`,
    type: "function",
    function: { name, arguments: toolCallsAs === "objects" ? (JSON.parse(written) as unknown) : written },
  }));
}

/** What `tool_calls` of each chunk holds. */
function toolCallFragments(behaviour: Behaviour): Record<string, unknown>[][] {
  const { toolCallsAs: how = "fragments" } = behaviour;
  const whole = wholeToolCalls(behaviour);
  if (how === "whole" || how === "objects") return [whole.map((call, index) => ({ index, ...call }))];
  if (how === "same-index") return whole.map((call) => [{ index: 0, ...call }]);
  if (how === "without-index") return whole.map(({ type, function: called }) => [{ type, function: called }]);
  return (behaviour.toolCalls ?? []).flatMap(({ arguments: written }, index) => {
    const { id, type, function: called } = whole[index] ?? {};
    const begin = { index, ...(how === "without-ids" ? {} : { id }), type, function: { ...(called as object), arguments: "" } };
    return [[begin], ...(written.match(/[\s\S]{1,3}/g) ?? []).map((piece) => [{ index, function: { arguments: piece } }])];
  });
}

function head(plan: StreamPlan): Record<string, unknown> {
  return { id: plan.id, object: "chat.completion.chunk", created: plan.created, model: plan.model, system_fingerprint: "fp_demo" };
}

function breaksOff(behaviour: Behaviour): boolean {
  return behaviour.hang === "mid-stream" || behaviour.reset === true || behaviour.truncate === true || behaviour.errorInStream !== undefined;
}

/** Word by word, blanks kept: what a client must put together again without a loss. */
function wordsOf({ behaviour, text }: StreamPlan): [field: string, word: string][] {
  const split = (field: string, content: string) => (content.match(/\s*\S+|\s+$/g) ?? []).map((word): [string, string] => [field, word]);
  const reasoning = behaviour.reasoning ?? "";
  const field = behaviour.reasoningAs ?? "reasoning_content";
  return field === "think" ? split("content", thought(reasoning, text)) : [...split(field, reasoning), ...split("content", text)];
}

function thought(reasoning: string, text: string): string {
  return reasoning === "" ? text : `<think>\n${reasoning}\n</think>\n\n${text}`;
}
