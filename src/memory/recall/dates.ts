/** Dates that a question names, and how near a message is to them. Called by question.ts and rank.ts. */
import type { Token } from "./tokens.ts";

export interface NamedDate {
  year: number | null;
  /** 0 is January. */
  month: number | null;
  day: number | null;
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

/** Words as well; as months people write them with a capital, or beside a number. */
const AMBIGUOUS = new Set(["may", "march", "mar", "sep", "dec", "jan", "mai"]);

const YEAR = /^(?:19|20)\d\d$/;
const DAY = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const WRITTEN_OUT = [/\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b/, /\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b/];
const DAY_MS = 86_400_000;

/** The date in `text`, whose words are `tokens`; null where there is none. */
export function readDate(text: string, tokens: readonly Token[]): NamedDate | null {
  const [iso, german] = WRITTEN_OUT.map((pattern) => pattern.exec(text));
  if (iso) return named(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  if (german) return named(Number(german[3]), Number(german[2]) - 1, Number(german[1]));
  const year = tokens.find(({ word }) => YEAR.test(word));
  const at = tokens.findIndex((token, index) => monthOf(token.word) !== null && isMonth(tokens, index));
  const month = monthOf(tokens[at]?.word ?? "");
  if (month === null) return year === undefined ? null : named(Number(year.word), null, null);
  const day = [at - 1, at + 1, at - 2].map((index) => dayOf(tokens[index]?.word)).find((found) => found !== null);
  return named(year === undefined ? null : Number(year.word), month, day ?? null);
}

/** 1 for the day or the month itself, less for days that may still tell of it, 0 for others. `at`: ms since 1970 where the date's author lives. */
export function nearness(date: NamedDate, at: number): { day: number; month: number; year: number } {
  const when = new Date(at);
  const [year, month] = [when.getUTCFullYear(), when.getUTCMonth()];
  if (date.month === null) return { day: 0, month: 0, year: date.year === year ? 1 : 0 };
  const begin = Date.UTC(date.year ?? (month < date.month ? year - 1 : year), date.month, date.day ?? 1);
  const days = Math.floor((at - begin) / DAY_MS);
  const sameYear = date.year === null || date.year === year;
  const inMonth = month === date.month && sameYear ? 1 : days > 0 && days < 31 + 7 && when.getUTCDate() <= 7 ? 0.4 : 0;
  // What happened on a day is told on it or in the week after it; what was planned for it, some days before.
  const onDay = date.day === null ? 0 : days === 0 ? 1 : days > 0 && days <= 7 ? 0.6 : days < 0 && days >= -7 ? 0.3 : 0;
  return { day: onDay, month: inMonth, year: 0 };
}

const named = (year: number | null, month: number | null, day: number | null): NamedDate => ({ year, month, day });

function monthOf(word: string): number | null {
  const found = MONTHS.findIndex((names) => names.includes(word));
  return found === -1 ? null : found;
}

function isMonth(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || !AMBIGUOUS.has(token.word)) return true;
  const beside = [tokens[index - 1]?.word, tokens[index + 1]?.word];
  return (/^\p{Lu}/u.test(token.raw) && index > 0) || beside.some((word) => word !== undefined && (YEAR.test(word) || DAY.test(word)));
}

function dayOf(word: string | undefined): number | null {
  const day = Number(DAY.exec(word ?? "")?.[1] ?? 0);
  return day >= 1 && day <= 31 ? day : null;
}
