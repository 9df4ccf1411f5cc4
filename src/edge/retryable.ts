/** Which errors of the platform deserve a second try. Used by commit. */

/** Source: Durable Objects, error handling: `retryable` errors left nothing behind. */
export function isRetryable(error: unknown): boolean {
  return typeof error === "object" && error !== null && (error as { retryable?: unknown }).retryable === true;
}
