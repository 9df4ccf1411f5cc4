/**
 * Gates for outgoing requests of one object. Workers count them per invocation (50 on the Free plan; an object's are topped up by each event that
 * reaches it) and let only 6 connections wait for response headers, so that slow models could otherwise hold up Discord. Source: Workers limits, 2026-07.
 */
import type { Clock } from "../kernel/clock.ts";

/** Connections that may wait for headers at once, by whom they go to. */
const WAITING = { model: 4, discord: 2 } as const;
/** Requests that live drafts leave over for what must be said. */
const RESERVE = 10;

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

export interface Gates {
  fetchFor(lane: keyof typeof WAITING): Fetch;
  /** Waits until so many requests may be made that are not made here, such as D1's statements, and counts them. */
  spend(requests: number): Promise<void>;
  /** A new event reached the object: the count starts again. */
  refill(): void;
  /** Least time between two draft edits, ms, such that `answers` running ones do not use the budget up before the next refill. */
  draftSpacing(answers: number): number;
}

export interface GatesDeps {
  fetch: Fetch;
  clock: Clock;
  /** Requests per event. */
  budget: number;
  /** While answers run, an event comes at least this often, ms. */
  refillEveryMs: number;
  /** Nothing is left: ask for an event soon. */
  onEmpty(): void;
}

export function createGates(deps: GatesDeps): Gates {
  let left = deps.budget;
  let refilledAt = deps.clock.now();
  const forRefill = createQueue();

  async function takeFromBudget(signal: AbortSignal | undefined): Promise<void> {
    while (left <= 0) {
      deps.onEmpty();
      await forRefill.wait(signal);
    }
    left -= 1;
  }

  return {
    fetchFor(lane) {
      let free: number = WAITING[lane];
      const forConnection = createQueue();
      return async (input, init) => {
        const signal = init?.signal ?? undefined;
        if (free > 0) free -= 1;
        else await forConnection.wait(signal);
        try {
          await takeFromBudget(signal);
          return await deps.fetch(input, init);
        } finally {
          if (!forConnection.next()) free += 1;
        }
      };
    },
    async spend(requests) {
      for (let taken = 0; taken < requests; taken++) await takeFromBudget(undefined);
    },
    refill() {
      left = deps.budget;
      refilledAt = deps.clock.now();
      while (forRefill.next());
    },
    draftSpacing(answers) {
      const spare = left - RESERVE;
      const untilRefill = Math.max(0, refilledAt + deps.refillEveryMs - deps.clock.now());
      if (spare <= 0) return Math.max(untilRefill, 1_000);
      return (untilRefill * answers) / spare;
    },
  };
}

/** First come, first served; who gives up (its signal aborts) leaves the queue with the signal's reason. */
function createQueue() {
  const waiting: (() => void)[] = [];
  return {
    wait: (signal: AbortSignal | undefined) =>
      new Promise<void>((resolve, reject) => {
        signal?.throwIfAborted();
        const proceed = () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(proceed), 1);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiting.push(proceed);
      }),
    /** Lets the first one through; false when nobody waits. */
    next(): boolean {
      const proceed = waiting.shift();
      proceed?.();
      return proceed !== undefined;
    },
  };
}
