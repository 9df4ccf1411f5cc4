/** Turns what a server answered into a `ModelError`: by status, by the error object, never with a key, a prompt or a raw body in the message. Used by `exchange.ts` and `chat.ts`. */
import { ModelError, type ModelFailure } from "../../kernel/errors.ts";
import { isRecord, readString } from "./json.ts";

/** The parts of an error that servers in the wild fill in. */
interface ErrorFacts {
  status: number | undefined;
  code: string;
  type: string;
  message: string;
  /** The key that was sent: servers quote it. */
  key: string;
}

const TOO_LONG =
  /context.{0,20}(length|window|size)|maximum (context|prompt|input)|prompt (is )?too (long|large)|too many (input )?tokens|(input|prompt|request).{0,40}exceed|exceeds? the (maximum|available|limit)|reduce the length|n_ctx|string_above_max/i;
const UNKNOWN_MODEL =
  /model_not_found|model.{0,80}(not found|does not exist|doesn.t exist|not available|is not (a )?valid|unknown|not supported)|(invalid|unknown|no such) model|no endpoints found/i;
const NO_MONEY = /insufficient_quota|exceeded your current quota|credit balance|insufficient (balance|credits|funds)|billing|payment required/i;

/** A response with a status other than 2xx. `retryAfterMs`: from its headers; `key`: what must not stand in the message. */
export function explainResponse(status: number, contentType: string, body: string, retryAfterMs: number | undefined, key = ""): ModelError {
  const parsed = parseJson(body);
  const facts = readFacts(parsed, status, key);
  const html = looksLikeHtml(contentType, body);
  // 5xx pages of proxies are HTML too; there the server is ill, not misaddressed.
  if (status >= 500 || status === 408 || status === 409) return fail("server-error", facts, true, retryAfterMs);
  if (status === 429) return fail("rate-limited", facts, !NO_MONEY.test(`${facts.code} ${facts.message}`), retryAfterMs);
  if (status < 400) return notAnApi(`status ${status}: redirected`);
  if (status === 401 || status === 402) return fail("unauthorized", facts, false);
  if (html) return notAnApi(`status ${status} with an HTML page`);
  if (status === 403) return fail("unauthorized", facts, false);
  if (status === 404 || status === 405) {
    // "404 page not found", {"detail":"Not Found"}: the path is wrong, not the model.
    return facts.code !== "" || facts.type !== "" || /model/i.test(facts.message)
      ? fail("unknown-model", facts, false)
      : notAnApi(`status ${status}, no such path`);
  }
  return explainFacts(facts, "bad-request");
}

/** An error object inside a stream or in a body with status 200. Numeric codes there are HTTP statuses (OpenRouter). */
export function explainErrorObject(error: unknown, key = ""): ModelError {
  const facts = readFacts({ error }, undefined, key);
  if (facts.status !== undefined && facts.status >= 300) return explainResponse(facts.status, "application/json", JSON.stringify({ error }), undefined, key);
  return explainFacts(facts, "server-error");
}

export function notAnApi(detail: string): ModelError {
  return new ModelError("not-an-api", `The endpoint does not answer like an OpenAI-compatible API (${detail}).`, { retryable: false });
}

export function looksLikeHtml(contentType: string, body: string): boolean {
  return /text\/html|application\/xhtml/i.test(contentType) || /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/** `Retry-After-Ms`, or `Retry-After` as seconds or as a date. Source: RFC 9110, 10.2.3, and the openai package. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const value = headers.get("retry-after");
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * One line for the log out of a provider's message. Keys, addresses and long quotations go: validators echo the request,
 * and a 401 quotes the key.
 */
export function summarise(message: string): string {
  const line = message
    .slice(0, 1_000)
    .replace(/\p{Cc}+/gu, " ")
    .replace(/[{[].*$/, "…")
    .replace(/(["'`])(?:(?!\1).){40,}\1/g, "…")
    .replace(/\b(bearer|basic)\s+\S+/gi, "$1 …")
    .replace(/\b(sk|pk|rk|gsk|xai|key|org|proj)[-_][\w*.-]+/gi, "…")
    .replace(/https?:\/\/\S+/gi, "…")
    .replace(/[\w+/=*-]{24,}/g, "…")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function explainFacts(facts: ErrorFacts, otherwise: ModelFailure): ModelError {
  const words = `${facts.code} ${facts.type} ${facts.message}`;
  // "max_tokens exceeds the maximum" is a wrong setting: a shorter prompt would not help.
  const aboutReply = /max_(completion_)?tokens/.test(words) && !/context/i.test(words);
  if (facts.status === 413 || (TOO_LONG.test(words) && !aboutReply)) return fail("too-long", facts, false);
  if (UNKNOWN_MODEL.test(words)) return fail("unknown-model", facts, false);
  if (NO_MONEY.test(words)) return fail("rate-limited", facts, false);
  if (/rate.?limit|too many requests|resource_exhausted/i.test(words)) return fail("rate-limited", facts, true);
  if (/invalid.{0,10}api.?key|unauthori[sz]ed|authentication|permission/i.test(words)) return fail("unauthorized", facts, false);
  if (/overloaded|unavailable|server_error|internal|timeout|timed out|capacity/i.test(words)) return fail("server-error", facts, true);
  if (/invalid_request|bad_request|unsupported/i.test(words)) return fail("bad-request", facts, false);
  return fail(otherwise, facts, otherwise === "server-error");
}

function fail(failure: ModelFailure, facts: ErrorFacts, retryable: boolean, retryAfterMs?: number): ModelError {
  const status = facts.status === undefined ? "" : ` (${facts.status})`;
  const detail = summarise(facts.key === "" ? facts.message : facts.message.replaceAll(facts.key, "…"));
  return new ModelError(failure, `${failure}${status}${detail === "" ? "" : `: ${detail}`}`, { retryable, retryAfterMs });
}

/** Reads `{error: {...}}`, `{error: "..."}`, `{message}`, `{detail}` and arrays of the first (Google). */
function readFacts(parsed: unknown, status: number | undefined, key: string): ErrorFacts {
  const body = Array.isArray(parsed) ? parsed[0] : parsed;
  const none: ErrorFacts = { status, code: "", type: "", message: "", key };
  if (!isRecord(body)) return none;
  const { error } = body;
  if (typeof error === "string") return { ...none, message: error };
  if (!isRecord(error)) return { ...none, message: readString(body.message) || readString(body.detail) };
  const code = error.code;
  const numeric = typeof code === "number" ? code : undefined;
  return {
    status: status ?? numeric,
    code: numeric === undefined ? readString(code) : "",
    type: readString(error.type) || readString(error.status),
    message: readString(error.message),
    key,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
