/** The gates on the way to one decision, written down as they are passed. Used by decide.ts and classic.ts. */

import { SECOND } from "./observe.ts";
import type { Action, Decision, Gate } from "./types.ts";

export interface Walk {
  /** Notes a gate; null: passed, go on. Otherwise silence, and when to look again. */
  gate(name: string, passed: boolean, lookAgainAt: number, value?: number, bar?: number): Decision | null;
  speak(action: Action, about: string | null, person: string | null): Decision;
  /** Those that were passed so far, and the one that was not. */
  readonly gates: readonly Gate[];
}

export function walkAt(now: number): Walk {
  const gates: Gate[] = [];
  /** A look always lies ahead, or an alarm would come back at once for ever. */
  const ahead = (at: number) => Math.max(at, now + SECOND);
  return {
    gates,
    gate(name, passed, lookAgainAt, value, bar) {
      gates.push({
        gate: name,
        passed,
        ...(value !== undefined && Number.isFinite(value) && { value: rounded(value) }),
        ...(bar !== undefined && { bar: rounded(bar) }),
      });
      return passed ? null : { action: null, gates, about: null, person: null, lookAgainAt: ahead(lookAgainAt) };
    },
    speak: (action, about, person) => ({ action, gates, about, person, lookAgainAt: ahead(now + 60 * SECOND) }),
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
