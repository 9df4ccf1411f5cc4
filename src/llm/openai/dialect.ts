/** What a server and model refuse of the protocol, learned from their 400s. Used by `chat.ts`, which repeats the call in the other dialect. */

export interface Dialect {
  maxTokens: "max_tokens" | "max_completion_tokens";
  /** The other spelling has been tried too; there is no third. */
  respelled: boolean;
  streamOptions: boolean;
  /** Names of `optionalParameters` that it refuses. */
  without: readonly string[];
  /** Mistral refuses `name`; then it is written into the text. */
  names: boolean;
  /** OpenAI refuses to stream its newest models to accounts that are not verified. */
  stream: boolean;
  /** Models that know no tools, and servers that were started without a parser for them. */
  tools: boolean;
  /** Names of tools whose schemas it does not take. */
  withoutTools: readonly string[];
}

/** Without them an answer is only a little different. */
export const optionalParameters = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "seed",
  "stop",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "repeat_penalty",
] as const;
export type OptionalParameter = (typeof optionalParameters)[number];

export function isOpenAiHost(host: string): boolean {
  return host === "api.openai.com" || host.endsWith(".api.openai.com");
}

/** Local and older servers only know `max_tokens`; OpenAI's newer models only the other. */
export function firstDialect(host: string): Dialect {
  const maxTokens = isOpenAiHost(host) ? "max_completion_tokens" : "max_tokens";
  return { maxTokens, respelled: false, streamOptions: true, without: [], names: true, stream: true, tools: true, withoutTools: [] };
}

const OUT_OF_RANGE = /too (large|high|big|many)|at most|maximum|exceed|less than|greater than|between|range/i;

/** A value outside of its range is one to correct, nothing that the server doesn't know: the next request may have a better one. */
export const isOutOfRange = (refusal: string): boolean => OUT_OF_RANGE.test(withoutInput(refusal));

/** pydantic echoes the whole request as "input" behind its complaint, with every parameter in it. */
const withoutInput = (refusal: string): string => refusal.split(/["']input["']\s*:/, 1)[0] ?? "";

/** So many are left out one by one; then it takes none. */
const MOST_WITHOUT = 4;

/** The tool whose schema it complains about, by its name or its place. */
function refusedTool(body: string, sent: readonly string[]): string | undefined {
  if (!/schema|parameters|propert|required/i.test(body)) return undefined;
  const place = /\b(?:tools|function_declarations)(?:\[|\.)(\d+)/i.exec(body)?.[1];
  return sent.find((name) => new RegExp(`['"\`]${name}['"\`]`).test(body)) ?? (place === undefined ? undefined : sent[Number(place)]);
}

/**
 * The dialect to try after `refusal` was the answer to `dialect`, or undefined when nothing in it can be changed. Each step is taken once. `tools`: names of
 * those that were offered.
 */
export function adaptDialect(dialect: Dialect, refusal: string, tools: readonly string[] = []): Dialect | undefined {
  const body = withoutInput(refusal);
  if (dialect.streamOptions && /stream_options|include_usage/.test(body)) return { ...dialect, streamOptions: false };
  const refused = optionalParameters.filter((name) => !dialect.without.includes(name) && new RegExp(`\\b${name}\\b`, "i").test(body));
  if (refused.length > 0) return { ...dialect, without: [...dialect.without, ...refused] };
  if (!dialect.respelled && /max_(completion_)?tokens/.test(body) && !OUT_OF_RANGE.test(body)) {
    return { ...dialect, respelled: true, maxTokens: dialect.maxTokens === "max_tokens" ? "max_completion_tokens" : "max_tokens" };
  }
  if (dialect.names && /messages?\b.{0,60}\bname\b/is.test(body)) return { ...dialect, names: false };
  const tool = refusedTool(
    body,
    tools.filter((name) => !dialect.withoutTools.includes(name)),
  );
  if (dialect.tools && tool !== undefined && dialect.withoutTools.length < MOST_WITHOUT) return { ...dialect, withoutTools: [...dialect.withoutTools, tool] };
  if (dialect.tools && /\btools?\b|\bfunction.?call/i.test(body)) return { ...dialect, tools: false };
  if (dialect.stream && /["'`]stream["'`]|stream(ing)? (is )?not supported|verified to stream/i.test(body))
    return { ...dialect, stream: false, streamOptions: false };
  return undefined;
}
