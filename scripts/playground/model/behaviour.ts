/** How the demo model answers one request: its words, and every way in which real servers misbehave. Tests script it, people type its names in brackets. */

export interface Behaviour {
  /** Instead of the demo's own words. */
  text?: string;
  reasoning?: string;
  /** The field that carries `reasoning`, or `think` for a block inside the content. */
  reasoningAs?: "reasoning_content" | "reasoning" | "think";
  /** Functions that it wants called, after its words. */
  toolCalls?: readonly { id?: string; name: string; arguments: string }[];
  /**
   * How they arrive; the demo's default is OpenAI's way, in fragments. `whole`: each in one piece. `without-ids`: as fragments that have none.
   * `same-index`: whole, all under index 0. `without-index`: whole, with neither. `objects`: whole, arguments as an object.
   */
  toolCallsAs?: "fragments" | "whole" | "without-ids" | "same-index" | "without-index" | "objects";
  /** null: none is ever sent. */
  finishReason?: string | null;
  /** Between words; the demo's default is 25. */
  delayMs?: number;
  headers?: Record<string, string>;

  /** Answers with this status and OpenAI's error object. */
  status?: number;
  /** Of that error object. */
  error?: { message?: string; type?: string; code?: string | number | null; param?: string | null };
  /** Answers with an HTML page instead, with `status` or 200. */
  html?: boolean;
  /** Answers 400 to requests that carry one of these parameters, `messages.name` among them. */
  refuse?: readonly string[];
  /** The whole body, verbatim, in these pieces; with `status` or 200. */
  raw?: { contentType: string; pieces: readonly string[] };

  ignoreStream?: boolean;
  /** `none`: not even when asked for. */
  usage?:
    | "none"
    | { prompt_tokens?: number; completion_tokens?: number; total_tokens?: number; prompt_tokens_details?: { cached_tokens: number }; cost?: number };
  /** Reads only this many tokens of the prompt, says nothing about it, and reports them as if they were all. */
  contextTokens?: number;
  emptyChoices?: boolean;
  crlf?: boolean;
  comments?: boolean;
  byteAtATime?: boolean;
  /** Content as arrays of parts, with nulls in between. */
  contentArrays?: boolean;
  omitDone?: boolean;

  hang?: "before-headers" | "before-first-token" | "mid-stream" | "after-finish";
  /** Half of the answer, then a proper end of the connection, without finish reason or end marker. */
  truncate?: boolean;
  /** Half of the answer, then the connection breaks. */
  reset?: boolean;
  /** Half of the answer, then an error object in the stream. */
  errorInStream?: { message: string; type?: string; code?: string | number };
}

/** Names that work in a prompt, e.g. `[truncate]`, and in `DemoModel.script`. */
export const BEHAVIOURS = {
  "ignore-stream": { ignoreStream: true },
  "no-usage": { usage: "none" },
  "empty-choices": { emptyChoices: true },
  crlf: { crlf: true },
  comments: { comments: true },
  "byte-at-a-time": { byteAtATime: true, delayMs: 0 },
  "content-arrays": { contentArrays: true },
  "no-done": { omitDone: true },
  truncate: { truncate: true },
  reset: { reset: true },
  html: { html: true },
  "html-502": { html: true, status: 502 },
  hang: { hang: "before-first-token" },
  "hang-mid-stream": { hang: "mid-stream" },
  "error-in-stream": { errorInStream: { message: "The server had an error while processing your request.", type: "server_error" } },
  empty: { text: "" },
  "refuse-stream-options": { refuse: ["stream_options"] },
  "refuse-max-tokens": { refuse: ["max_tokens"] },
  "refuse-temperature": { refuse: ["temperature"] },
  "small-context": { contextTokens: 2_048 },
  think: { reasoning: "The user wants to see reasoning. I am a demo, so this is a pretence of it.", reasoningAs: "reasoning_content" },
  "think-tag": { reasoning: "This reasoning stands in the content, between tags.", reasoningAs: "think" },
  length: { finishReason: "length" },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof BEHAVIOURS;

/** What OpenAI says with a status. */
export function errorFor(status: number): { message: string; type: string; code: string | null } {
  if (status === 401)
    return {
      message: "Incorrect API key provided: sk-demo-0000. You can find your API key in your account.",
      type: "invalid_request_error",
      code: "invalid_api_key",
    };
  if (status === 404)
    return { message: "The model `demo-unknown` does not exist or you do not have access to it.", type: "invalid_request_error", code: "model_not_found" };
  if (status === 413) return { message: "This model's maximum context length is 8192 tokens.", type: "invalid_request_error", code: "context_length_exceeded" };
  if (status === 429)
    return { message: "Rate limit reached for demo in organization org-demo on requests per min (RPM).", type: "requests", code: "rate_limit_exceeded" };
  if (status >= 500) return { message: "The server had an error while processing your request. Sorry about that!", type: "server_error", code: null };
  return { message: "The request was refused by the demo model, as asked.", type: "invalid_request_error", code: null };
}
