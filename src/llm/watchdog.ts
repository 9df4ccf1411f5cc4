/** One deadline that moves with every chunk, without a timer per chunk. Used by the model adapters around each wait for the server. */
import type { Clock } from "../kernel/clock.ts";

export interface Watchdog {
  /** `bark` is called once the clock reaches `at` (ms since 1970), unless it is moved or paused before. */
  until(at: number): void;
  /** While paused nothing expires: the consumer takes its time, the server is not to blame. */
  pause(): void;
  stop(): void;
}

export function createWatchdog(clock: Clock, bark: () => void): Watchdog {
  let deadline = Number.POSITIVE_INFINITY;
  let wakeAt = Number.POSITIVE_INFINITY;
  let sleeper: AbortController | undefined;

  const sleepUntil = async (at: number): Promise<void> => {
    sleeper?.abort();
    const own = new AbortController();
    sleeper = own;
    wakeAt = at;
    await clock.sleep(Math.max(0, at - clock.now()), own.signal);
    if (own.signal.aborted) return;
    sleeper = undefined;
    wakeAt = Number.POSITIVE_INFINITY;
    if (deadline === Number.POSITIVE_INFINITY) return;
    // The sleeper usually wakes for a deadline that has moved on since: one timer serves hundreds of chunks.
    if (clock.now() < deadline) return sleepUntil(deadline);
    bark();
  };

  return {
    until(at) {
      deadline = at;
      if (at < wakeAt) void sleepUntil(at);
    },
    pause() {
      deadline = Number.POSITIVE_INFINITY;
    },
    stop() {
      deadline = Number.POSITIVE_INFINITY;
      sleeper?.abort();
    },
  };
}
