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
  const words = wordsOf(plan);
  const half = Math.ceil(words.length / 2);

  if (behaviour.emptyChoices) yield event({ ...head(plan), choices: [], prompt_filter_results: [] });
  if (behaviour.comments) yield line(": keep-alive");
  yield chunk({ role: "assistant", content: behaviour.contentArrays ? null : "" });
  if (behaviour.hang === "before-first-token") return await ports.gone;
  for (const [index, [field, word]] of words.entries()) {
    if (index === half && breaksOff(behaviour)) {
      if (behaviour.hang === "mid-stream") return await ports.gone;
      if (behaviour.reset) throw new ConnectionReset();
      if (behaviour.errorInStream) yield event({ error: { param: null, code: null, ...behaviour.errorInStream } });
      return;
    }
    if (plan.delayMs > 0) await ports.sleep(plan.delayMs);
    if (behaviour.comments) yield line(": OPENROUTER PROCESSING");
    if (behaviour.emptyChoices) yield event({ ...head(plan), choices: [] });
    yield chunk({ [field]: field === "content" && behaviour.contentArrays ? [{ type: "text", text: word }] : word });
  }
  if (behaviour.finishReason !== null) yield chunk({}, behaviour.finishReason ?? "stop");
  if (behaviour.hang === "after-finish") return await ports.gone;
  if (plan.usage) yield event({ ...head(plan), choices: [], usage: plan.usage });
  if (!behaviour.omitDone) yield line("data: [DONE]");
}

/** The same answer in one piece. */
export function wholeAnswer(plan: StreamPlan): Record<string, unknown> {
  const { behaviour, text } = plan;
  const reasoning = behaviour.reasoning ?? "";
  const field = behaviour.reasoningAs ?? "reasoning_content";
  const message =
    field === "think"
      ? { role: "assistant", content: thought(reasoning, text), refusal: null }
      : { role: "assistant", content: text, refusal: null, ...(reasoning === "" ? {} : { [field]: reasoning }) };
  return {
    ...head(plan),
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: behaviour.finishReason === undefined ? "stop" : behaviour.finishReason }],
    ...(plan.usage ? { usage: plan.usage } : {}),
  };
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
