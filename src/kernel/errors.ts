/** The closed family of errors. Expected failures are values; these are for surprises. `delivery/explain.ts` and `objects/` make them visible. */

/** A setting is missing or wrong. The message names the variable and says how to set it. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Discord answered with a failure. `code` is Discord's JSON error code, 0 where it sent none. */
export class DiscordApiError extends Error {
  override name = "DiscordApiError";
  readonly method: string;
  /** Route with tokens removed, e.g. `PATCH /webhooks/:app/:token/messages/@original` without its values. */
  readonly route: string;
  readonly status: number;
  readonly code: number;
  constructor(method: string, route: string, status: number, code: number, message: string) {
    super(`${method} ${route}: ${status} (${code}) ${message}`);
    this.method = method;
    this.route = route;
    this.status = status;
    this.code = code;
  }
}

/** A request had no answer: refused, reset, timed out. Whether it took effect is unknown. */
export class NetworkError extends Error {
  override name = "NetworkError";
}

/** Why a model call failed, as a word that `delivery/explain.ts` has a sentence for. */
export type ModelFailure =
  | "unreachable" // no connection, DNS, TLS
  | "first-token-timeout"
  | "idle-timeout"
  | "rate-limited" // 429
  | "server-error" // 408, 409, 5xx
  | "unauthorized" // 401, 403
  | "unknown-model" // 404
  | "bad-request" // other 4xx
  | "too-long" // the server says that the prompt exceeds its window
  | "not-an-api" // HTML or another thing that is no OpenAI protocol
  | "broken-stream" // ended without a finish
  | "empty"; // finished without a word

/** A model call failed. `retryable`: the same call may work later. `retryAfterMs`: the server's own wish. */
export class ModelError extends Error {
  override name = "ModelError";
  readonly failure: ModelFailure;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  constructor(failure: ModelFailure, message: string, options: { retryable: boolean; retryAfterMs?: number | undefined; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the person did cannot work; the message is a sentence that may be shown to them. */
export class UserError extends Error {
  override name = "UserError";
}

/** A state that our own code promised cannot happen. */
export class BugError extends Error {
  override name = "BugError";
}

/** For log lines: name and reason, no stack. A database error's own message quotes the query's parameters, which is content, so its cause is taken. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const reason = error.cause instanceof Error ? error.cause : error;
  return `${error.name}: ${reason.message.slice(0, 200)}`;
}
