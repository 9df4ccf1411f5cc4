/** Waits for a server no longer than some time. Used by the adapters of pictures. */
import type { Clock } from "../kernel/clock.ts";
import { ModelError } from "../kernel/errors.ts";

/** Rejects with ModelError `first-token-timeout` when time is up, whether `act` heeds its signal or not, and with the signal's reason. */
export async function withPatience<T>(ms: number, clock: Clock, signal: AbortSignal, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const ended = new AbortController();
  const tooLate = clock.sleep(ms, AbortSignal.any([signal, ended.signal])).then((): never => {
    giveUp.abort();
    throw new Error("too slow");
  });
  try {
    return await Promise.race([act(AbortSignal.any([signal, giveUp.signal])), tooLate]);
  } catch (error) {
    signal.throwIfAborted();
    if (giveUp.signal.aborted) throw new ModelError("first-token-timeout", "The server is too slow.", { retryable: true, cause: error });
    throw error;
  } finally {
    ended.abort();
  }
}
