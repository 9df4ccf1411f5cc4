/** Waits for a promise, but not forever. Used wherever Discord's three seconds must be kept. */
import type { Clock } from "../kernel/clock.ts";

export type Within<T> = { done: true; value: T } | { done: false };

/** A loser that fails later is silent: `race` has handlers on both. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<Within<T>> {
  const finished = new AbortController();
  try {
    return await Promise.race([
      promise.then((value) => ({ done: true, value }) as const),
      clock.sleep(ms, finished.signal).then(() => ({ done: false }) as const),
    ]);
  } finally {
    finished.abort();
  }
}
