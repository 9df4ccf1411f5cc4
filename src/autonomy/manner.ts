/** How a mood shows in figures: what it takes to speak. Pure; used by decide.ts. */

import type { Mood } from "./types.ts";

export interface Manner {
  /** Messages of people between two of its own. */
  messagesBetween: number;
  /** Seconds between two of its own, unless very much was said. */
  secondsBetween: number;
  /** What a moment has to be worth early in a conversation, and after it listened for long. */
  barAtFirst: number;
  barInTheEnd: number;
  /** ... and before a conversation ends without it. */
  barLastChance: number;
  /** How likely an answer has to be to begin a conversation. */
  barToStart: number;
  /** How likely an answer has to be to speak to somebody who has just turned up. */
  barToEngage: number;
  /** Seconds since its own last before it begins one. */
  secondsBeforeStart: number;
}

export const MANNER = {
  between: 5,
  betweenGrows: 4,
  seconds: 900,
  secondsGrows: 2,
  first: 0.88,
  end: 0.68,
  endShy: 0.06,
  last: 0.55,
  lastShy: 0.1,
  start: 0.72,
  startShy: 0.2,
  startEvery: 10_800,
};

export function mannerOf({ energy, sociability, impulsiveness }: Mood): Manner {
  const reserve = 1 - (0.35 * energy + 0.4 * sociability + 0.25 * impulsiveness);
  return {
    messagesBetween: Math.round(MANNER.between * Math.exp(MANNER.betweenGrows * reserve)),
    secondsBetween: MANNER.seconds * Math.exp(MANNER.secondsGrows * reserve),
    barAtFirst: MANNER.first + 0.04 * (0.8 - impulsiveness),
    barInTheEnd: MANNER.end + MANNER.endShy * (0.8 - impulsiveness),
    barLastChance: MANNER.last + MANNER.lastShy * (0.8 - impulsiveness),
    barToStart: MANNER.start + MANNER.startShy * (0.9 - energy),
    barToEngage: MANNER.start + MANNER.startShy * (0.95 - sociability),
    secondsBeforeStart: MANNER.startEvery,
  };
}
