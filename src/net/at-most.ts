/** Lets only so many requests of one method wait for their answers at once, first come, first served; others pass. For what is slow among what shares connections. */
import type { Fetch } from "./gates.ts";

/** Who gives up while waiting (its signal aborts) leaves with the signal's reason. */
export function atMost(most: number, method: string, fetch: Fetch): Fetch {
  let free = most;
  const waiting: (() => void)[] = [];

  const enter = (signal: AbortSignal | null | undefined) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted();
      const proceed = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(proceed), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      waiting.push(proceed);
    });

  return async (input, init) => {
    if (init?.method !== method) return fetch(input, init);
    if (free > 0) free -= 1;
    else await enter(init.signal);
    try {
      return await fetch(input, init);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
