/** Cuts what somebody typed about a recurrence into times, ordinals, dates, numbers and words. Used by plain-words.ts. */
import { MONTHS, meaning, NUMBERS, WEEKDAYS } from "../kernel/since-words.ts";

/** `time`: minutes after midnight. `minute`: of an hour (":15"). `word`: small letters, or a sign by itself. */
export type Token =
  | { time: number }
  | { minute: number }
  | { ordinal: number }
  | { date: { day: number; month: number } }
  | { number: number }
  | { word: string };

/** 9:30am, 9pm; 24.12.; 9:30, 9.30; 9h30; 1st, 1.; :15; 9; a word; a sign. */
const TOKEN =
  /(\d{1,2})(?:[:.](\d{2}))?([ap]m)(?!\p{L})|(\d{1,2})\.\s?(\d{1,2})\.(?!\d)|(\d{1,2})[:.](\d{2})(?!\d)|(\d{1,2})h(\d{2})(?!\d)|(\d{1,2})(?:(?:st|nd|rd|th|te[nrs]?)(?!\p{L})|\.(?!\d))|:(\d{2})(?!\d)|(\d+)|(\p{L}+)|(\S)/gu;

export function tokensOf(typed: string): Token[] {
  const text = typed
    .toLowerCase()
    .replaceAll(/\b([ap])\.\s?m\.?/g, "$1m")
    .replaceAll(/\bo'?clock\b|\bo’clock\b/g, "uhr")
    // "um 9 am Montag" is no morning.
    .replaceAll(isGerman(typed) ? /(\d)\s+(pm)\b/g : /(\d)\s+([ap]m)\b/g, "$1$2");
  return [...text.matchAll(TOKEN)].flatMap((found): Token[] => {
    const [, hour12, minute12, half, day, month, hour, minute, hourH, minuteH, ordinal, past, number, word = "", sign = ""] = found;
    if (hour12 !== undefined) return [clock(hour12, minute12, half)];
    if (day !== undefined) return [{ date: { day: Number(day), month: Number(month) } }];
    if (hour !== undefined) return [clock(hour, minute)];
    if (hourH !== undefined) return [clock(hourH, minuteH)];
    if (ordinal !== undefined) return [{ ordinal: Number(ordinal) }];
    if (past !== undefined) return [{ minute: Number(past) }];
    if (number !== undefined) return [{ number: Number(number) }];
    return word === "" ? [{ word: sign }] : apart(word);
  });
}

const isGerman = (typed: string): boolean => /\b(?:um|uhr|jed\p{L}+|alle|täglich|am\s+(?:\d|ers|letz))/iu.test(typed);

function clock(hour: string, minute = "0", half?: string): Token {
  const [h, m] = [Number(hour), Number(minute)];
  // 24:00 would be a day early, or late.
  if (m > 59 || (half === undefined ? h > 23 : h < 1 || h > 12)) return { word: "?" };
  return { time: (half === undefined ? h : (h % 12) + (half === "pm" ? 12 : 0)) * 60 + m };
}

/** "Montagabend" is Montag and Abend, "zweistündlich" zwei and stündlich. */
function apart(word: string): Token[] {
  const [, first = "", second = ""] = /^(\p{L}+?)(vormittags?|nachmittags?|mittags?|morgens?|abends?|nachts?)$/u.exec(word) ?? [];
  if (meaning(WEEKDAYS, first) !== undefined) return [{ word: first }, { word: second }];
  const [, count = "", unit = ""] = /^(\p{L}+?)(stündlich|minütlich|monatlich|wöchentlich|jährlich)$/u.exec(word) ?? [];
  return numberIn(count) === undefined ? [{ word }] : [{ word: "alle" }, { word: count }, { word: unit }];
}

const MORE_NUMBERS = [
  [/^(?:eleven|elf)$/, 11],
  [/^(?:fifteen|fünfzehn)$/, 15],
  [/^(?:twenty|zwanzig)$/, 20],
  [/^(?:thirty|dreißig|dreissig)$/, 30],
] as const;

/** Without halves and pairs. */
export function numberIn(word: string): number | undefined {
  const number = meaning(NUMBERS, word) ?? meaning(MORE_NUMBERS, word);
  return number !== undefined && Number.isInteger(number) && !/^(?:couple|paar)$/.test(word) ? number : undefined;
}

export const weekdayIn = (word: string): number | undefined => meaning(WEEKDAYS, word);
export const monthIn = (word: string): number | undefined => meaning(MONTHS, word);

export const wordOf = (token: Token | undefined): string => (token !== undefined && "word" in token ? token.word : "");
