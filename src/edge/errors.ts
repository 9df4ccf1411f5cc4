/** Makes surprises visible: a log line for us. What people see is chosen where it happened. */
import type { LogFields } from "../kernel/log.ts";

/** Name and reason only. A database error's own message quotes the query's parameters, so its cause is taken. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const reason = error.cause instanceof Error ? error.cause : error;
  return { error: error.name, reason: reason.message.slice(0, 200) };
}

export function isRetryable(error: unknown): boolean {
  return typeof error === "object" && error !== null && (error as { retryable?: unknown }).retryable === true;
}
