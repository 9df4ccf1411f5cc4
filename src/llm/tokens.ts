/** Token counts without a tokenizer: an estimate from UTF-8 length that learns from what servers report. Used by the context budget, pricing and the adapters. */
import type { ModelMessage, ModelRequest, ToolDeclaration } from "./model.ts";

/**
 * Bytes per token before anything was learned. English runs at 4 to 4.5, code at about 3, so 3.6 errs on the safe side.
 * No weights per script: BPE works on bytes, so UTF-8 length already gives Cyrillic (2 bytes a letter) about 0.55 and
 * CJK (3 bytes) about 0.83 tokens a character, which is what current vocabularies need; {@link calibrate} learns the rest.
 */
export const DEFAULT_RATIO = 3.6;

/** Role, separators and start marker of a message in the chat formats in use. */
const TOKENS_PER_MESSAGE = 4;
/** The start of the reply, once a request. */
const TOKENS_PER_REQUEST = 3;
/** A flat figure: 1,024 px square costs 765 (OpenAI high detail), 1,300 to 1,600 elsewhere, and the server scales down before. */
export const TOKENS_PER_IMAGE = 1_100;

/** UTF-8 length of `text` without encoding it. A lone surrogate counts 3, as TextEncoder's replacement character does. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

export function estimateTokens(text: string, ratio: number = DEFAULT_RATIO): number {
  return Math.ceil(countBytes(text) / ratio);
}

export interface MessageSize {
  /** Text, which the ratio applies to. */
  bytes: number;
  /** What costs tokens whatever the ratio: message overhead and images. */
  fixedTokens: number;
}

/** What `messages` consist of. `calibrate` wants `bytes` against the reported tokens less `fixedTokens`. */
export function measureMessages(messages: readonly ModelMessage[]): MessageSize {
  const size: MessageSize = { bytes: 0, fixedTokens: TOKENS_PER_REQUEST };
  for (const message of messages) {
    size.fixedTokens += TOKENS_PER_MESSAGE;
    if (message.role === "user" && message.name !== undefined) size.bytes += countBytes(message.name);
    if (message.role === "assistant") for (const call of message.toolCalls ?? []) size.bytes += countBytes(call.name + call.arguments);
    if (typeof message.content === "string") {
      size.bytes += countBytes(message.content);
      continue;
    }
    for (const part of message.content) {
      if (part.type === "text") size.bytes += countBytes(part.text);
      else size.fixedTokens += TOKENS_PER_IMAGE;
    }
  }
  return size;
}

export function estimateMessages(messages: readonly ModelMessage[], ratio: number = DEFAULT_RATIO): number {
  const { bytes, fixedTokens } = measureMessages(messages);
  return Math.ceil(bytes / ratio) + fixedTokens;
}

/** Every tool is told as its declaration's JSON, or something of about that length. */
function measureTools(tools: readonly ToolDeclaration[]): MessageSize {
  return { bytes: tools.reduce((sum, tool) => sum + countBytes(JSON.stringify(tool)), 0), fixedTokens: 0 };
}

export function estimateRequest({ messages, tools = [] }: Pick<ModelRequest, "messages" | "tools">, ratio: number = DEFAULT_RATIO): number {
  return estimateMessages(messages, ratio) + Math.ceil(measureTools(tools).bytes / ratio);
}

const LOWEST_RATIO = 1.5;
const HIGHEST_RATIO = 6;
/** One odd prompt (a base64 block, a table of dashes) moves the ratio by at most an eighth of its distance. */
const LEARNING_RATE = 0.125;
/** Below this the message overhead, which differs by server, drowns the signal. */
const SMALLEST_SAMPLE = 200;

/** The ratio after one more observation. Don't feed it what {@link looksTruncated}, nor requests with images (their cost is a guess). */
export function calibrate(previous: number, observed: { bytes: number; reportedTokens: number }): number {
  const start = clamp(previous);
  const { bytes, reportedTokens } = observed;
  if (!Number.isFinite(bytes) || !Number.isFinite(reportedTokens) || reportedTokens < SMALLEST_SAMPLE || bytes <= 0) return start;
  return clamp(start + (clamp(bytes / reportedTokens) - start) * LEARNING_RATE);
}

const SMALLEST_WINDOW = 1_000;

/** Windows that local servers use by default. They cut silently, and then report just about this many. */
const COMMON_WINDOWS = [2_048, 4_096, 8_192, 16_384, 32_768];

/**
 * Whether the server seems to have read only a part of the prompt.
 * An honest report stays above 0.45 of the estimate even where the ratio has learned nothing and the text is the densest known (Hindi or deeply
 * indented code in a 200k vocabulary: 7 to 8 bytes a token against our 3.6). Up to 0.8 it takes a second sign: the report sits right under a window
 * that servers cut at (a coincidence of 1 in 60). Under 1,000 tokens nothing is cut in practice, and the overhead of templates would mislead.
 */
export function looksTruncated(estimated: number, reported: number): boolean {
  // No server cuts to less than this: such a report (a constant, or only what was not cached) tells nothing about its window.
  if (estimated < 1_000 || reported < SMALLEST_WINDOW) return false;
  if (reported < estimated * 0.45) return true;
  return reported < estimated * 0.8 && COMMON_WINDOWS.some((window) => reported <= window && reported > window - 64);
}

function clamp(ratio: number): number {
  if (!Number.isFinite(ratio)) return DEFAULT_RATIO;
  return Math.min(HIGHEST_RATIO, Math.max(LOWEST_RATIO, ratio));
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
