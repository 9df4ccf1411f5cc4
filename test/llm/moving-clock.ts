/** A clock that stands still until a test moves it. Sleepers wake in order, each with the rest of the program having caught up. */
import type { Clock } from "../../src/kernel/clock.ts";

export interface MovingClock extends Clock {
  /** Moves time, waking everybody on the way. */
  advance(ms: number): Promise<void>;
  /** How long each sleep was asked to take. */
  readonly sleeps: number[];
  readonly sleeping: number;
}

export function createMovingClock(start = 1_800_000_000_000): MovingClock {
  let time = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  const sleeps: number[] = [];
  return {
    sleeps,
    get sleeping() {
      return sleepers.length;
    },
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        sleeps.push(ms);
        if (signal?.aborted) return resolve();
        const wake = () => {
          sleepers = sleepers.filter((sleeper) => sleeper !== own);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const own = { at: time + ms, wake };
        sleepers.push(own);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = sleepers.filter((sleeper) => sleeper.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        time = Math.max(time, next.at);
        next.wake();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

/** Lets everything that is ready run: streams need several rounds of the event loop. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 12; round++) await new Promise((resolve) => setTimeout(resolve, 0));
}
