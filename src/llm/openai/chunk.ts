/** Reads one chunk of a chat completion, or a whole completion, as leniently as the servers in the wild demand. Used by `chat.ts`. */
import type { FinishReason } from "../model.ts";
import { isRecord, readNumber, readString } from "./json.ts";
import { readToolCalls, type ToolCallFragment } from "./tool-calls.ts";

export interface Chunk {
  text: string;
  reasoning: string;
  toolCalls: ToolCallFragment[];
  /** The server's own word; undefined while it goes on. */
  finish: string | undefined;
  usage: ReportedUsage | undefined;
  /** An error object that arrived beside or in the choice. */
  error: unknown;
}

export interface ReportedUsage {
  inputTokens: number | undefined;
  cachedInputTokens: number;
  outputTokens: number | undefined;
  costUsd: number | undefined;
}

export function readChunk(value: unknown): Chunk {
  const chunk: Chunk = { text: "", reasoning: "", toolCalls: [], finish: undefined, usage: undefined, error: undefined };
  if (!isRecord(value)) return chunk;
  chunk.usage = readUsage(value.usage);
  const choices = value.choices;
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  if (!isRecord(choice)) return chunk;
  chunk.finish = readString(choice.finish_reason) || undefined;
  chunk.error = choice.error ?? undefined;
  // A server that ignored `stream` sends `message` where a stream has `delta`.
  const delta = choice.delta ?? choice.message;
  if (!isRecord(delta)) return chunk;
  readContent(delta.content, chunk);
  chunk.text += readString(delta.refusal);
  chunk.toolCalls = readToolCalls(delta.tool_calls);
  // DeepSeek and vLLM say reasoning_content, OpenRouter and newer vLLM reasoning; who sends both means one.
  chunk.reasoning += readString(delta.reasoning_content) || readString(delta.reasoning);
  return chunk;
}

/** Content is a string, null, or (Mistral) an array of text and thinking parts. */
function readContent(content: unknown, chunk: Chunk): void {
  if (typeof content === "string") chunk.text += content;
  if (!Array.isArray(content)) return;
  for (const part of content as unknown[]) {
    if (typeof part === "string") chunk.text += part;
    if (!isRecord(part)) continue;
    if (part.type === "thinking" || part.type === "reasoning") chunk.reasoning += readThinking(part);
    else chunk.text += readString(part.text);
  }
}

function readThinking(part: Record<string, unknown>): string {
  const inner = part.thinking ?? part.text;
  if (!Array.isArray(inner)) return readString(inner);
  return (inner as unknown[]).map((item) => (isRecord(item) ? readString(item.text) : readString(item))).join("");
}

function readUsage(value: unknown): ReportedUsage | undefined {
  if (!isRecord(value)) return undefined;
  const inputTokens = readNumber(value.prompt_tokens);
  const completion = readNumber(value.completion_tokens);
  const total = readNumber(value.total_tokens);
  if (inputTokens === undefined && completion === undefined) return undefined;
  // Google and xAI leave reasoning out of completion_tokens but in total_tokens, and bill it.
  const outputTokens = inputTokens !== undefined && total !== undefined ? Math.max(completion ?? 0, total - inputTokens) : completion;
  const details = value.prompt_tokens_details;
  const cached = (isRecord(details) ? readNumber(details.cached_tokens) : undefined) ?? readNumber(value.prompt_cache_hit_tokens) ?? 0;
  return { inputTokens, cachedInputTokens: Math.min(cached, inputTokens ?? 0), outputTokens, costUsd: readNumber(value.cost) };
}

/** An unknown reason counts as a stop: the answer is there, and its text is all we have. */
export function readFinishReason(finish: string | undefined): FinishReason {
  if (finish === undefined) return "stop";
  if (/length|max_?(output_?)?tokens/i.test(finish)) return "length";
  if (/content.?filter|safety|blocklist|prohibited|recitation/i.test(finish)) return "content-filter";
  return "stop";
}
