/** A journal in memory, as durable as the test wants it to be. Used by tests of what is resumed. */
import type { Journal } from "../../src/turn/types.ts";

export interface FakeJournal extends Journal {
  readonly entries: ReadonlyMap<string, unknown>;
  /** Steps in the order of their last writing. */
  steps(): string[];
}

/** `before`: what a process that died had written. */
export function createJournal(before: Record<string, unknown> = {}): FakeJournal {
  const entries = new Map<string, unknown>(Object.entries(before));
  return {
    entries,
    steps: () => [...entries.keys()],
    get: (step) => entries.get(step),
    // A copy, as SQLite keeps one.
    put: (step, value) => void entries.set(step, JSON.parse(JSON.stringify(value))),
  };
}
