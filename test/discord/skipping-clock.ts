/** A clock that jumps from one sleeper's end to the next, so that minutes of waiting take no time and every moment is exact. */
import type { Clock } from "../../src/kernel/clock.ts";
import { settle } from "../llm/moving-clock.ts";

export interface SkippingClock extends Clock {
  /** Moves time by exactly this much. */
  advance(ms: number): Promise<void>;
  /** Moves time until the call has ended. */
  run<T>(call: Promise<T>): Promise<T>;
}

export function createSkippingClock(): SkippingClock {
  let time = 1_800_000_000_000;
  const sleepers = new Set<{ at: number; wake: () => void }>();

  async function wakeNext(until: number): Promise<boolean> {
    await settle();
    const [next] = Array.from(sleepers).sort((a, b) => a.at - b.at);
    if (!next || next.at > until) return false;
    time = Math.max(time, next.at);
    next.wake();
    return true;
  }

  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const own = {
          at: time + ms,
          wake: () => {
            sleepers.delete(own);
            signal?.removeEventListener("abort", own.wake);
            resolve();
          },
        };
        sleepers.add(own);
        signal?.addEventListener("abort", own.wake, { once: true });
      }),
    async advance(ms) {
      const until = time + ms;
      while (await wakeNext(until));
      time = until;
    },
    async run(call) {
      let done = false;
      const end = () => {
        done = true;
      };
      call.then(end, end);
      await settle();
      while (!done && (await wakeNext(Number.POSITIVE_INFINITY))) await settle();
      return call;
    },
  };
}
