/** The date that a question names, and how near a message is to it. Called by question.ts, nominate.ts and rank.ts. Pure. */
import type { Token } from "./tokens.ts";

export interface NamedDate {
  year: number | null;
  /** 0 is January. */
  month: number | null;
  day: number | null;
  /** Of its author's clock from UTC, ms. */
  offset: number;
}

/** When and where it was asked. */
export interface Now {
  /** ms since 1970 */
  at: number;
  /** Minutes that the asker's clock is ahead of UTC. */
  utcOffset: number;
}

/** How near, from 0 to 1. */
export interface Nearness {
  day: number;
  month: number;
  year: number;
}

const MONTHS = [
  "january jan januar",
  "february feb februar",
  "march mar marz",
  "april apr",
  "may mai",
  "june jun juni",
  "july jul juli",
  "august aug",
  "september sep sept",
  "october oct oktober okt",
  "november nov",
  "december dec dezember dez",
].map((names) => names.split(" "));

/** Words or names as well: months where they have a capital, or a number beside them. */
const AMBIGUOUS = new Set(["may", "march", "mar", "sep", "dec", "dez", "jan", "mai", "april", "june", "august"]);

const WEEKDAYS = ["sunday sonntag", "monday montag", "tuesday dienstag", "wednesday mittwoch", "thursday donnerstag", "friday freitag", "saturday samstag"].map(
  (names) => names.split(" "),
);

const DAYS_AGO: Readonly<Record<string, number>> = { today: 0, heute: 0, yesterday: 1, gestern: 1, vorgestern: 2 };
const LAST = new Set(["last", "letzte", "letzten", "letzter", "letztes", "vorige", "vorigen", "voriges", "vergangene", "vergangenen"]);
const THIS = new Set(["this", "diese", "diesen", "dieser", "dieses"]);
const UNITS: Readonly<Record<string, "week" | "month" | "year">> = {
  week: "week",
  woche: "week",
  month: "month",
  monat: "month",
  year: "year",
  jahr: "year",
};

const YEAR = /^(?:19|20)\d\d$/;
const DAY = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const ISO = /\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b/;
const DOTTED = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)\b/;
const DAY_MS = 86_400_000;

/** The date in `text`, whose words are `words`; null where there is none. */
export function readDate(text: string, words: readonly Token[], now: Now | null): NamedDate | null {
  const offset = (now?.utcOffset ?? 0) * 60_000;
  const named = (year: number | null, month: number | null, day: number | null): NamedDate => ({ year, month, day, offset });
  const [iso, dotted] = [ISO.exec(text), DOTTED.exec(text)];
  if (iso !== null) return named(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  if (dotted !== null) return named(Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1]));
  const year = words.find(({ word }) => YEAR.test(word));
  const at = words.findIndex((_, index) => isMonth(words, index));
  const month = monthOf(words[at]?.word);
  if (month !== null) {
    const day = [at - 1, at + 1, at - 2].map((index) => dayOf(words[index]?.word)).find((found) => found !== null);
    return named(year === undefined ? null : Number(year.word), month, day ?? null);
  }
  if (year !== undefined) return named(Number(year.word), null, null);
  return now === null ? null : relative(words, now.at + offset, named);
}

/** Yesterday, last week, on Monday: seen from `today`, ms by the asker's clock. A week stands for the seven days from its Monday. */
function relative(words: readonly Token[], today: number, named: (year: number, month: number | null, day: number | null) => NamedDate): NamedDate | null {
  const back = (days: number) => {
    const date = new Date(today - days * DAY_MS);
    return named(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  };
  const now = new Date(today);
  for (const [index, { word }] of words.entries()) {
    const ago = DAYS_AGO[word];
    if (ago !== undefined) return back(ago);
    const weekday = WEEKDAYS.findIndex((names) => names.includes(word));
    if (weekday !== -1) return back((now.getUTCDay() - weekday + 7) % 7 || 7);
    const before = words[index - 1]?.word ?? "";
    const unit = UNITS[word];
    const count = LAST.has(before) ? 1 : THIS.has(before) ? 0 : null;
    if (unit === undefined || count === null) continue;
    if (unit === "week") return back(((now.getUTCDay() + 6) % 7) + 7 * count);
    if (unit === "year") return named(now.getUTCFullYear() - count, null, null);
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1));
    return named(first.getUTCFullYear(), first.getUTCMonth(), null);
  }
  return null;
}

/** `at`: ms since 1970. What happened on a day is told on it or in the week after; what was planned for it, in the week before. */
export function nearness(date: NamedDate, at: number): Nearness {
  const when = new Date(at + date.offset);
  const [year, month] = [when.getUTCFullYear(), when.getUTCMonth()];
  if (date.month === null) return { day: 0, month: 0, year: date.year === year ? 1 : 0 };
  const begin = Date.UTC(date.year ?? (month < date.month ? year - 1 : year), date.month, date.day ?? 1);
  const days = Math.floor((when.getTime() - begin) / DAY_MS);
  const inMonth = month === date.month && (date.year === null || date.year === year);
  const justAfter = days > 0 && month === (date.month + 1) % 12 && when.getUTCDate() <= 7 && days < 40;
  const onDay = date.day === null ? 0 : days === 0 ? 1 : days > 0 && days <= 7 ? 0.6 : days < 0 && days >= -7 ? 0.3 : 0;
  return { day: onDay, month: inMonth ? 1 : justAfter ? 0.4 : 0, year: 0 };
}

function monthOf(word: string | undefined): number | null {
  const found = MONTHS.findIndex((names) => names.includes(word ?? ""));
  return found === -1 ? null : found;
}

function isMonth(words: readonly Token[], index: number): boolean {
  const token = words[index];
  if (token === undefined || monthOf(token.word) === null) return false;
  if (!AMBIGUOUS.has(token.word)) return true;
  const beside = [words[index - 1]?.word, words[index + 1]?.word];
  return (index > 0 && /^\p{Lu}/u.test(token.raw)) || beside.some((word) => word !== undefined && (YEAR.test(word) || DAY.test(word)));
}

function dayOf(word: string | undefined): number | null {
  const day = Number(DAY.exec(word ?? "")?.[1] ?? 0);
  return day >= 1 && day <= 31 ? day : null;
}
