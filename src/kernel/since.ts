/**
 * How far back somebody wants to look, as they typed it in English or German: "2h", "3 Tage", "yesterday 14:00", "seit Montag", "20.11.", a link to a
 * message. Parsed without knowing where they are; `sinceMoment` says when that was for them. Used by /catchup and the conversation.
 */
import { localTimeOf, momentOf } from "./calendar.ts";
import { snowflakeTime } from "./ids.ts";
import { DAYS, DAYTIMES, EVERYTHING, FILLER, LAST_MESSAGE, MONTHS, meaning, NUMBERS, UNITS, WEEKDAYS } from "./since-words.ts";

type Day =
  | { kind: "days"; ago: number }
  /** The last one before today; 0: Sunday. */
  | { kind: "weekday"; day: number }
  /** Without a year: the last one that has been. */
  | { kind: "date"; month: number; day: number; year?: number };

/** `at`: minutes after midnight. `time`: the last time that clocks showed that. Plain JSON. */
export type Since = { kind: "ago"; ms: number } | { kind: "moment"; at: number } | (Day & { at: number }) | { kind: "time"; at: number };

const LONGEST = 100;
/** An ISO date, a German one, a time, a number, a word. */
const TOKEN = /(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.(\s?\d{4}|\d{2}(?!\d))?|(\d{1,2}):(\d{2})(?!\d)|(\d+(?:[.,]\d+)?)|(\p{L}+(?:'\p{L}+)?)/gu;

type Token = { date: Day } | { time: number } | { number: number } | { word: string };

/** `last-message`: since the asker's own last message. Null: it cannot be read. */
export function parseSince(typed: string): Since | "last-message" | null {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  const [, message] = /\/channels\/(?:@me|\d+)\/\d+\/(\d{15,20})\b/.exec(text) ?? [];
  if (message !== undefined) return { kind: "moment", at: snowflakeTime(message) };
  const [, stamp] = /^<t:(\d{1,11})(?::[a-z])?>$/.exec(text) ?? [];
  if (stamp !== undefined) return { kind: "moment", at: Number(stamp) * 1000 };
  if (text.length > LONGEST) return null;
  const tokens = tokensOf(text);
  const said = tokens.filter((token) => !isFiller(token));
  const [only] = said;
  if (said.length === 1 && only !== undefined && "word" in only) {
    if (LAST_MESSAGE.test(only.word)) return "last-message";
    if (EVERYTHING.test(only.word)) return { kind: "moment", at: 0 };
  }
  // Of the fillers one may be the half of a day.
  return duration(said) ?? point(tokens.filter((token) => !isFiller(token) || wordOf(token) === "am"));
}

/** When that was for somebody in that time zone, ms since 1970. May lie ahead: today, at a time that is still to come. */
export function sinceMoment(since: Since, now: number, timeZone: string): number {
  if (since.kind === "moment") return since.at;
  if (since.kind === "ago") return Math.max(0, now - since.ms);
  const today = localTimeOf(now, timeZone);
  const daysAgo = (ago: number) => momentOf({ ...today, day: today.day - ago, minutes: since.at }, timeZone);
  switch (since.kind) {
    case "days":
      return daysAgo(since.ago);
    case "weekday":
      return daysAgo((today.weekday - since.day + 7) % 7 || 7);
    case "time":
      return daysAgo(since.at <= today.minutes ? 0 : 1);
    case "date": {
      const { year, month, day, at } = since;
      const inYear = (of: number) => momentOf({ year: of, month, day, minutes: at }, timeZone);
      if (year !== undefined) return inYear(year);
      return inYear(today.year) <= now ? inYear(today.year) : inYear(today.year - 1);
    }
  }
}

function tokensOf(text: string): Token[] {
  return [...text.replaceAll("day before yesterday", "vorgestern").matchAll(TOKEN)].flatMap((found): Token[] => {
    const [, isoYear, isoMonth, isoDay, day, month, year, hour, minute, number, word = ""] = found;
    if (isoYear !== undefined) return [{ date: { kind: "date", year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay) } }];
    if (day !== undefined) return [{ date: { kind: "date", month: Number(month), day: Number(day), ...yearOf(year) } }];
    if (hour !== undefined) return Number(minute) < 60 ? [{ time: Number(hour) * 60 + Number(minute) }] : [{ word: "?" }];
    if (number !== undefined) return [{ number: Number(number.replace(",", ".")) }];
    return apart(word).map((part) => ({ word: part }));
  });
}

const yearOf = (year: string | undefined) => (year === undefined ? {} : { year: Number(year) + (year.length === 2 ? 2000 : 0) });

/** "Montagabend" is Montag and Abend. */
function apart(word: string): string[] {
  const [, day = "", daytime = ""] = /^(\p{L}+?)(vormittag|nachmittag|mittag|morgen|abend|nacht)s?$/u.exec(word) ?? [];
  return meaning(WEEKDAYS, day) === undefined ? [word] : [day, daytime];
}

/** "2 h 30 min", "half an hour", or a long enough unit alone. */
function duration(tokens: readonly Token[]): Since | null {
  let ms = 0;
  let count: number | null = null;
  for (const token of tokens) {
    const word = "word" in token ? token.word : "";
    const number: number | undefined = "number" in token ? token.number : meaning(NUMBERS, word);
    const unit = meaning(UNITS, word);
    const alone = tokens.length === 1 && word.length > 3;
    if (number !== undefined && (count === null || count === 1 || (count === 0.5 && number === 1))) count = (count ?? 1) * number;
    else if (unit !== undefined && (count !== null || alone)) {
      ms += unit * (count ?? 1);
      count = null;
    } else return null;
  }
  return count === null && ms > 0 && Number.isSafeInteger(Math.round(ms)) ? { kind: "ago", ms: Math.round(ms) } : null;
}

/** A day, a time of day, or both. */
function point(tokens: readonly Token[]): Since | null {
  let day: Day | null = null;
  let at: number | null = null;
  for (let index = 0; index < tokens.length; ) {
    const rest = tokens.slice(index);
    const time = timeIn(rest, day !== null);
    const found = time === null ? dayIn(rest) : null;
    if (time !== null && at === null) at = time.minutes;
    else if (found !== null && day === null) day = found.day;
    else if (time !== null || found !== null || !isFiller(rest[0])) return null;
    index += time?.length ?? found?.length ?? 1;
  }
  if (at !== null && at >= 24 * 60) return null;
  if (day !== null) return isReal(day) ? { ...day, at: at ?? 0 } : null;
  return at === null ? null : { kind: "time", at };
}

const isFiller = (token: Token | undefined): boolean => token !== undefined && "word" in token && FILLER.test(token.word);
const wordOf = (token: Token | undefined): string => (token !== undefined && "word" in token ? token.word : "");
const numberOf = (token: Token | undefined): number | null => (token !== undefined && "number" in token ? token.number : null);

/** `length`: tokens it takes. */
function timeIn([first, second, third]: readonly Token[], afterDay: boolean): { minutes: number; length: number } | null {
  if (first === undefined) return null;
  const half = /^[ap]m$/.exec(wordOf(second))?.[0];
  const hour = numberOf(first);
  const clock = "time" in first ? first.time : hour !== null && Number.isInteger(hour) ? hour * 60 : null;
  if (clock !== null) {
    if (half !== undefined && clock < 13 * 60) return { minutes: (clock % (12 * 60)) + (half === "pm" ? 12 * 60 : 0), length: 2 };
    if (/^(?:uhr|o'clock)$/.test(wordOf(second))) {
      const minute = numberOf(third);
      return minute !== null && "number" in first && minute < 60 ? { minutes: clock + minute, length: 3 } : { minutes: clock, length: 2 };
    }
    return "time" in first ? { minutes: clock, length: 1 } : null;
  }
  const word = wordOf(first);
  const daytime = meaning(DAYTIMES, word);
  // By itself it is tomorrow.
  return daytime === undefined || (word === "morgen" && !afterDay) ? null : { minutes: daytime, length: 1 };
}

function dayIn([first, second, third]: readonly Token[]): { day: Day; length: number } | null {
  if (first === undefined) return null;
  if ("date" in first) return { day: first.date, length: 1 };
  const ago = meaning(DAYS, wordOf(first));
  if (ago !== undefined) return { day: { kind: "days", ago }, length: 1 };
  const weekday = meaning(WEEKDAYS, wordOf(first));
  if (weekday !== undefined) return { day: { kind: "weekday", day: weekday }, length: 1 };
  // "20. November", "Nov 20", "20th of November 2025".
  const [month, day, length] =
    numberOf(first) === null
      ? [meaning(MONTHS, wordOf(first)), numberOf(second), 2]
      : /^(?:st|nd|rd|th)$/.test(wordOf(second))
        ? [meaning(MONTHS, wordOf(third)), numberOf(first), 3]
        : [meaning(MONTHS, wordOf(second)), numberOf(first), 2];
  return month === undefined || day === null ? null : { day: { kind: "date", month, day }, length };
}

/** No 31st of February. */
function isReal(day: Day): boolean {
  if (day.kind !== "date") return true;
  const year = day.year ?? 2024;
  const date = new Date(Date.UTC(year, day.month - 1, day.day));
  return Number.isInteger(day.day) && year >= 2015 && date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day;
}
