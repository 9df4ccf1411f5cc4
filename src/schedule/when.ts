/**
 * The moment that somebody named in plain words, English or German, in their own time zone: "in 10 minutes", "tomorrow at 9", "nächsten Freitag um 18 Uhr",
 * "2026-12-24 20:00", a timestamp of Discord's. chrono-node reads the words; since it knows fixed offsets alone, what clocks show is turned into a moment
 * here. Loaded on first use, since its rules cost a millisecond at every start. Used by /remind, its windows and set_reminder.
 */
import type { ParsedResult } from "chrono-node/en";
import { type LocalTime, localTimeOf, momentOf, offsetAt } from "../kernel/calendar.ts";
import { inKnownWords, withoutMoment } from "./when-words.ts";

export interface Here {
  /** ms since 1970. */
  now: number;
  /** IANA name. */
  timeZone: string;
  /** Discord's name of a language. */
  locale: string;
}

/**
 * `at`: ms since 1970, of a whole second. `rest`: what the text says besides. `byClock`: it says what clocks show, so that in another zone it is another
 * moment. Never in the past, and never guessed where the words say less than a day.
 */
export type When = { at: number; rest: string; byClock: boolean } | { problem: WhenProblem };
/** `none`: no moment in it. */
export type WhenProblem = "none" | "past" | "too-soon" | "too-far";

/** So long it takes until everything is in place, ms. */
export const SOONEST_MS = 5_000;
const FURTHEST_YEARS = 5;
/** Of a day without a time. */
const MORNING = 9;
const LONGEST = 4_000;

type Start = ParsedResult["start"];

let languages: Promise<[typeof import("chrono-node/en"), typeof import("chrono-node/de")]> | undefined;

export async function readWhen(text: string, here: Here): Promise<When> {
  const stamp = /<t:(\d{1,11})(?::[tTdDfFRsS])?>/.exec(text);
  if (stamp !== null) {
    const rest = withoutMoment(text.slice(0, stamp.index), text.slice(stamp.index + stamp[0].length));
    return checked(Number(stamp[1]) * 1_000, { rest, byClock: false }, here);
  }
  const today = localTimeOf(here.now, here.timeZone);
  const plain = text.normalize("NFC").slice(0, LONGEST).trim();
  const said = inKnownWords(/^\d{1,2}$/.test(plain) ? `at ${plain}` : plain, today);
  // "2 Std" is the same as "in 2 Std".
  for (const whole of [said, `in ${said}`]) {
    const found = await bestIn(whole, here);
    if (found === undefined) continue;
    const rest = withoutMoment(whole.slice(0, found.index), whole.slice(found.index + found.text.length));
    return checked(momentIn(found, today, here), { rest, byClock: !isAnywhere(found.start) }, here);
  }
  return { problem: "none" };
}

function checked(at: number | null, said: { rest: string; byClock: boolean }, { now, timeZone }: Here): When {
  if (at === null) return { problem: "none" };
  const whole = Math.floor(at / 1_000) * 1_000;
  const second = Math.floor(now / 1_000) * 1_000;
  if (whole < second) return { problem: "past" };
  // Who says “in 5 seconds” means what is possible.
  if (whole < second + SOONEST_MS) return { problem: "too-soon" };
  const today = localTimeOf(now, timeZone);
  return whole > momentOf({ ...today, year: today.year + FURTHEST_YEARS }, timeZone) ? { problem: "too-far" } : { at: whole, ...said };
}

/** The longest of all that either language finds; a span of time before a time of day, the person's own language before the other. */
async function bestIn(text: string, { now, timeZone, locale }: Here): Promise<ParsedResult | undefined> {
  languages ??= Promise.all([import("chrono-node/en"), import("chrono-node/de")]);
  const [en, de] = await languages;
  const reference = { instant: new Date(now), timezone: offsetAt(now, timeZone) / 60_000 };
  // Americans write the month first.
  const english = locale === "en-US" ? en.casual : en.GB;
  const readers = locale === "de" ? [de.casual, english] : [english, de.casual];
  const all = readers.flatMap((reader) => reader.parse(text, reference, { forwardDate: true }));
  return all
    .filter((found) => isMoment(found, text))
    .toSorted((one, other) => other.text.length - one.text.length || Number(isSpan(other.start)) - Number(isSpan(one.start)))[0];
}

/** Of a year or a month alone nobody knows when; "do", "so", "sun" and "may" mostly mean something else, unless they are all that was said. */
function isMoment({ start, text }: ParsedResult, whole: string): boolean {
  const isDay = ["day", "weekday", "hour"].some((part) => start.isCertain(part as "day")) || isRelative(start) || dayPart(start) !== undefined;
  return isDay && (text.length > 3 || /\d/.test(text) || text === whole);
}

const isRelative = (start: Start): boolean => start.tags().has("result/relativeDate");
/** In minutes or hours: so much time, whatever clocks do meanwhile. */
const isSpan = (start: Start): boolean => start.tags().has("result/relativeDateAndTime");
/** The same moment for everybody: a span, or the zone was named. */
const isAnywhere = (start: Start): boolean => isSpan(start) || (start.isCertain("timezoneOffset") && !isRelative(start));
/** chrono's mornings begin at six. */
function dayPart(start: Start): number | undefined {
  if (start.tags().has("casualReference/morning")) return MORNING;
  const isNamed = [...start.tags()].some((tag) => /^casualReference\/(?:tonight|evening|night|afternoon|noon|midnight)$/.test(tag));
  return isNamed ? (start.get("hour") ?? MORNING) : undefined;
}

function momentIn({ start, text }: ParsedResult, today: LocalTime, { now, timeZone, locale }: Here): number | null {
  if (isAnywhere(start)) return start.date().getTime();
  // Read as the one before today by its words alone.
  if (/(?<!\p{L})(?:last|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?)(?!\p{L})/iu.test(text)) return 0;
  const date = dateIn(start, text, today);
  if (date === null) return null;
  const { year, month, day } = date;
  const minutes = timeIn(start, text, today);
  const at = (later: { days?: number; years?: number }) =>
    momentOf({ year: year + (later.years ?? 0), month, day: day + (later.days ?? 0), minutes }, timeZone) +
    (start.get("second") ?? 0) * certain(start, "second");
  if (!start.isCertain("day") && !start.isCertain("weekday") && !isRelative(start)) return nextTime(minutes, text, today, { now, timeZone, locale });
  if (at({}) > now || start.isCertain("year")) return at({});
  return start.isCertain("weekday") && !start.isCertain("day") ? at({ days: 7 }) : at({ years: 1 });
}

/** Months and years are of different lengths: "in a month" on the 31st is the last day of a shorter one, where chrono goes on into the month after it. */
function dateIn(start: Start, text: string, today: LocalTime): Pick<LocalTime, "year" | "month" | "day"> | null {
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  if (year === null || month === null || day === null) return null;
  const isCounted = isRelative(start) && !start.isCertain("day") && /month|year|monat|jahr|quart/i.test(text) && !/day|week|tag|woche/i.test(text);
  if (!isCounted || today.day <= 28 || day > 3) return { year, month, day };
  const last = new Date(Date.UTC(year, month - 1, 0));
  return { year: last.getUTCFullYear(), month: last.getUTCMonth() + 1, day: last.getUTCDate() };
}

/** ms of a second that was named. */
const certain = (start: Start, part: "second"): number => (start.isCertain(part) && !isRelative(start) ? 1_000 : 0);

/** Minutes after midnight. */
function timeIn(start: Start, text: string, today: LocalTime): number {
  if (start.isCertain("hour")) return (start.get("hour") ?? 0) * 60 + (start.get("minute") ?? 0);
  const part = dayPart(start);
  if (part !== undefined) return part * 60;
  // "In 3 days" is at this time, "next week" is not.
  return isRelative(start) && !/^(?:next|this|nächste|kommende|diese)/iu.test(text) ? today.minutes : MORNING * 60;
}

/** The next time that clocks there show that. "At 9" may be in the evening where people count to twelve. */
function nextTime(minutes: number, text: string, today: LocalTime, { now, timeZone, locale }: Here): number {
  const isOpen = locale === "en-US" && /^(?:at\s+)?(?:[1-9]|1[01])$/i.test(text);
  const on = (later: number) =>
    [minutes, ...(isOpen ? [minutes + 12 * 60] : [])].map((each) => momentOf({ ...today, day: today.day + later, minutes: each }, timeZone));
  const soon = [...on(0), ...on(1)].filter((moment) => moment > now);
  return Math.min(...soon);
}
