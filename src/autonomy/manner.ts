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
 * Chosen on five public chats, with and without what people start, whole and in halves, for the mean over many draws of all figures within 10 to 15 %: an unseen chat is such a
 * draw, too, and the best single run is luck (20 to 75 posts in each chat). What they taught there: a bar that is high at first and comes down finds 79 % good moments, one that is
 * low from the start 74 % while its share of all messages nearly doubles (4.2 % for 2.3); without the last chance before a conversation ends, two in five are joined (91 % with it),
 * since most have no pause that is better; of the openers at a chance of .64 seven in ten find somebody, at .69 nearly all; most that a shy one made found nobody.
 */
const MANNER = {
  /** Messages between two posts for the most outgoing of all, growing e-fold with reserve: bubbly 7, neutral 29, shy 64. */
  between: 5,
  betweenGrows: 3.5,
  seconds: 900,
  secondsGrows: 2.2,
  first: 0.91,
  firstShy: 0.08,
  end: 0.69,
  endShy: 0.2,
  last: 0.5,
  lastShy: 0.38,
  start: 0.69,
  startShy: 0.5,
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
