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

/**
 * Chosen on five public chats for the mean of ten variations of all of these figures by a tenth each, not for the best single run. What they taught: a bar that is high at first and
 * comes down takes the best of many pauses in a busy room (talked over in 10 % of posts, at a constant bar in 20 %) and still takes part in small ones; without a last chance before
 * a conversation ends, a tenth of them is missed in quiet rooms; below a chance of two thirds, openers find nobody every other time.
 */
const MANNER = {
  /** Messages between two posts for the most outgoing of all, growing e-fold with reserve: bubbly 8, neutral 37, shy 93. */
  between: 5,
  betweenGrows: 4,
  seconds: 900,
  secondsGrows: 2,
  first: 0.88,
  firstShy: 0.04,
  end: 0.68,
  endShy: 0.06,
  last: 0.55,
  lastShy: 0.2,
  start: 0.69,
  startShy: 0.2,
  /** Minutes after the last word, silence is more often the end than a pause: only in a very lively room. */
  engage: 0.9,
  startEvery: 7200,
};
/** Of this disposition it is that the plain figures hold. */
const LIVELY = { energy: 0.9, sociability: 0.95, impulsiveness: 0.8 };

export function mannerOf({ energy, sociability, impulsiveness }: Mood): Manner {
  const reserve = 1 - (0.35 * energy + 0.4 * sociability + 0.25 * impulsiveness);
  return {
    messagesBetween: Math.round(MANNER.between * Math.exp(MANNER.betweenGrows * reserve)),
    secondsBetween: MANNER.seconds * Math.exp(MANNER.secondsGrows * reserve),
    barAtFirst: MANNER.first + MANNER.firstShy * (LIVELY.impulsiveness - impulsiveness),
    barInTheEnd: MANNER.end + MANNER.endShy * (LIVELY.impulsiveness - impulsiveness),
    barLastChance: MANNER.last + MANNER.lastShy * (LIVELY.impulsiveness - impulsiveness),
    barToStart: MANNER.start + MANNER.startShy * (LIVELY.energy - energy),
    barToEngage: MANNER.engage + MANNER.startShy * (LIVELY.sociability - sociability),
    secondsBeforeStart: MANNER.startEvery,
  };
}
