/** Times of day in plain words: "9", "17:30", "half past seven", "8 Uhr 30", "halb acht". Used by plain-words.ts. */
import type { Look } from "./plain-look.ts";
import { numberIn, wordOf } from "./plain-tokens.ts";
import { AT, type DayPart, unitIn } from "./plain-vocabulary.ts";

/** `length`: words it takes. `isFixed`: no part of the day changes it. */
export interface SaidTime {
  minutes: number;
  length: number;
  isFixed: boolean;
}

/** A bare number is an hour. */
export function timeAt(look: Look, ahead: number): SaidTime | null {
  const token = look.token(ahead);
  if (token === undefined) return null;
  const word = wordOf(token);
  const after = look.word(ahead + 1);
  if ("time" in token) return { minutes: token.time, length: /^(?:uhr|h)$/.test(after) ? 2 : 1, isFixed: token.time >= 13 * 60 };
  if (word === "noon" || word === "midday") return { minutes: 12 * 60, length: 1, isFixed: true };
  if (/^(?:midnight|mitternacht)$/.test(word)) return { minutes: 0, length: 1, isFixed: true };
  const rest = (from: number, shift: number, length: number) => {
    const hour = hourAt(look, ahead + from);
    return hour === null
      ? null
      : { minutes: (hour * 60 + shift + 24 * 60) % (24 * 60), length: length + (look.word(ahead + from + 1) === "uhr" ? 1 : 0), isFixed: false };
  };
  if (word === "half") return after === "past" ? rest(2, 30, 3) : rest(1, 30, 2);
  if (word === "halb") return rest(1, -30, 2);
  if (/^(?:quarter|viertel)$/.test(word) && /^(?:past|after|nach)$/.test(after)) return rest(2, 15, 3);
  if (/^(?:quarter|viertel)$/.test(word) && /^(?:to|before|vor)$/.test(after)) return rest(2, -15, 3);
  if (/^dreiviertel$/.test(word)) return rest(1, -15, 2);
  const hour = hourAt(look, ahead);
  if (hour === null) return null;
  const isClock = /^(?:uhr|h)$/.test(after);
  const minute = isClock ? look.number(ahead + 2) : null;
  if (minute !== null && minute < 60 && unitIn(look.word(ahead + 3)) === undefined) return { minutes: hour * 60 + minute, length: 3, isFixed: hour > 12 };
  return { minutes: hour * 60, length: isClock ? 2 : 1, isFixed: hour > 12 };
}

/** An ordinal is one right behind "um" alone: "um 9." */
function hourAt(look: Look, ahead: number): number | null {
  const token = look.token(ahead);
  const isLast = look.token(ahead + 1) === undefined;
  const hour =
    token === undefined
      ? undefined
      : "number" in token
        ? token.number
        : "ordinal" in token && isLast && AT.test(look.word(ahead - 1))
          ? token.ordinal
          : isArticle(look.word(ahead))
            ? undefined
            : numberIn(wordOf(token));
  return hour === undefined || hour > 23 ? null : hour;
}

/** "a", "an", "ein": a number only where something is counted. */
const isArticle = (word: string): boolean => /^(?:an?|eine?[mnrs]?)$/.test(word);

/** "8 in the evening" is 20:00, "12 at night" 0:00. */
export function inPart(time: number, { at, later }: DayPart): number {
  const hour = Math.floor(time / 60);
  if (hour === 12 && (at >= 22 * 60 || at === 8 * 60 || at === 0)) return time - 12 * 60;
  return later !== null && hour >= later && hour < 12 ? time + 12 * 60 : time;
}
