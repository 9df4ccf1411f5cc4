/**
 * A small grammar: what people say when something is to come back, in English or German, as five cron fields. What it does not know to the last word it refuses.
 * Used by recurrence.ts.
 *
 * Our own, since none fits: of sixteen such sentences cron-translate reads 7 (no German, no "17:00" without "at"; 3 KiB compressed), rrule 1 and drops times without a
 * word (14 KiB), @breejs/later 2 (10 KiB); chrono-node, which reads reminders' moments, knows no recurrence.
 */
import { inPart, timeAt } from "./plain-clock.ts";
import { monthDays, ofMonth, ordinal, weekdays } from "./plain-days.ts";
import { fieldsOf, type PlainProblem, type Said } from "./plain-fields.ts";
import { type Look, lookFrom } from "./plain-look.ts";
import { monthIn, tokensOf, weekdayIn } from "./plain-tokens.ts";
import * as vocabulary from "./plain-vocabulary.ts";

export type { PlainProblem } from "./plain-fields.ts";

type Result = { cron: string } | { problem: PlainProblem };

const { AND, AT, EVERY, RANGE, adverbIn, dayPartIn, ordinalIn, unitIn } = vocabulary;

/** In this order: what would be a time by itself may be part of something else. Each says how many words it takes; none: it does not fit. */
const RULES = [every, monthDays, window, dayPart, ordinal, weekdays, minute, time];

export function readPlainWords(typed: string): Result {
  const tokens = tokensOf(typed);
  const said: Said = {
    every: null,
    times: [],
    part: null,
    openTime: false,
    excluding: false,
    weekdays: [],
    either: false,
    nth: [],
    days: [],
    months: [],
    minutes: [],
    window: null,
  };
  for (let at = 0; at < tokens.length; ) {
    const look = lookFrom(tokens, at);
    const times = said.times.length;
    const taken = step(look, said);
    if (typeof taken === "string") return { problem: taken };
    if (taken === 0) return { problem: "not-understood" };
    // Only right behind a time a part of the day still changes it: "8 in the evening".
    if (said.times.length === times && !/^(?:in|the|at|am)$/.test(look.word(0))) said.openTime = false;
    at += taken;
  }
  return fieldsOf(said);
}

function step(look: Look, said: Said): number | PlainProblem {
  const word = look.word(0);
  if (vocabulary.SECONDS.test(word) && ordinalIn(word) === undefined) return "too-often";
  if (vocabulary.EXCEPT.test(word)) {
    said.excluding = true;
    return 1;
  }
  for (const rule of RULES) {
    const taken = rule(look, said);
    // What is taken away are weekdays; of "except in December" no fields can be made.
    if (taken !== 0) return said.excluding && (rule === monthDays || rule === ordinal) ? "not-understood" : taken;
  }
  // "The 1st, and mondays" are days of two kinds; "friday the 13th" is one day.
  if (AND.test(word)) said.either ||= (said.weekdays.length + said.nth.length === 0) !== (said.days.length === 0);
  return AND.test(word) || vocabulary.FILLER.test(word) ? 1 : 0;
}

/** "every 2 hours", "hourly", "jede halbe Stunde", "every other day", or "every" before something else. */
function every(look: Look, said: Said): number | PlainProblem {
  const adverb = adverbIn(look.word(0));
  if (adverb !== undefined) return repeats(said, adverb.n, adverb.unit, 1);
  if (/^(?:a|pro|per)$/.test(look.word(0)) || /^(?:once|einmal)$/.test(look.word(0))) {
    // "once a day", "einmal pro Woche".
    const skip = /^(?:once|einmal)$/.test(look.word(0)) ? (/^(?:a|an|per|pro|every|in|im|am)$/.test(look.word(1)) ? 2 : 1) : 1;
    const unit = unitIn(look.word(skip));
    return unit === undefined || unit === "minute" ? 0 : repeats(said, 1, unit, skip + 1);
  }
  if (!EVERY.test(look.word(0))) return 0;
  if (vocabulary.SECONDS.test(look.word(1)) && weekdayIn(look.word(2)) === undefined && unitIn(look.word(2)) === undefined && !ofMonth(look, 2))
    return "too-often";
  if (vocabulary.SECONDS.test(look.word(2)) && look.count(1) !== undefined) return "too-often";
  if (vocabulary.OTHER.test(look.word(1))) {
    const unit = unitIn(look.word(2));
    return unit === undefined ? "no-such-rhythm" : repeats(said, 2, unit, 3);
  }
  if (vocabulary.HALF.test(look.word(1))) return look.word(2) === "an" ? repeats(said, 30, "minute", 4) : repeats(said, 30, "minute", 3);
  if (/^viertelstunde$/.test(look.word(1))) return repeats(said, 15, "minute", 2);
  if (look.word(1) === "quarter") return /^hour$/.test(look.word(2)) ? repeats(said, 15, "minute", 3) : repeats(said, 3, "month", 2);
  if (/^quartal$/.test(look.word(1))) return repeats(said, 3, "month", 2);
  const nth = look.ordinal(1);
  const steps = nth === undefined ? undefined : unitIn(look.word(2));
  // "every third hour"; the first, the last and every "2nd day of the month" are days.
  if (nth !== undefined && nth > 1 && steps !== undefined && !ofMonth(look, 3)) return repeats(said, nth, steps, 3);
  if (nth !== undefined && nth > 1 && weekdayIn(look.word(2)) !== undefined && !ofMonth(look, 3)) return "no-such-rhythm";
  const count = look.count(1);
  const unit = unitIn(look.word(count === undefined ? 1 : 2));
  if (unit !== undefined) return repeats(said, count ?? 1, unit, count === undefined ? 2 : 3);
  if (count !== undefined && weekdayIn(look.word(2)) !== undefined) return "no-such-rhythm";
  return 1;
}

function repeats(said: Said, n: number, unit: vocabulary.Unit, taken: number): number {
  const { every } = said;
  // "every week on weekdays, every 2 hours": the shorter one says it all.
  if (every !== null && every.n * MINUTES[every.unit] <= n * MINUTES[unit]) return taken;
  said.every = { n, unit };
  return taken;
}

const MINUTES: Readonly<Record<vocabulary.Unit, number>> = { minute: 1, hour: 60, day: 1440, week: 10_080, month: 43_200, year: 525_600 };

/** "from 9 to 17", "zwischen 9 und 17 Uhr", "ab 8". */
function window(look: Look, said: Said): number {
  const named = vocabulary.FROM.test(look.word(0));
  // "starting at 9", "starting from 9".
  const skip = named ? (AT.test(look.word(1)) || look.word(1) === "from" ? 2 : 1) : AT.test(look.word(0)) ? 1 : 0;
  const from = timeAt(look, skip);
  // "from monday to friday".
  if (from === null) return named && (weekdayIn(look.word(1)) ?? monthIn(look.word(1)) ?? ordinalIn(look.word(1))) !== undefined ? 1 : 0;
  const between = look.word(skip + from.length);
  const to = RANGE.test(between) || (named && /^(?:and|und)$/.test(between)) ? timeAt(look, skip + from.length + 1) : null;
  if (to === null && !named) return 0;
  said.window = { from: from.minutes, to: to?.minutes ?? null };
  return skip + from.length + (to === null ? 0 : 1 + to.length);
}

/** "in the evening", "abends", "at noon". */
function dayPart(look: Look, said: Said): number {
  const part = dayPartIn(look.word(0));
  // By itself that is tomorrow.
  const tomorrow = look.word(0) === "morgen" && !/^(?:am|zum)$/.test(look.word(-1)) && !EVERY.test(look.word(-1)) && weekdayIn(look.word(-1)) === undefined;
  if (part === undefined || tomorrow) return 0;
  const last = said.times.length - 1;
  const time = said.times[last];
  if (said.openTime && time !== undefined) said.times[last] = inPart(time, part);
  // It belongs to what follows, or stands for a time by itself.
  else {
    if (said.part?.open === true) said.times.push(said.part.at);
    said.part = { ...part, open: true };
  }
  return 1;
}

/** ":15", "minute 15", "at 15 minutes past the hour". */
function minute(look: Look, said: Said): number {
  const token = look.token(0);
  if (token !== undefined && "minute" in token && token.minute < 60) return onMinute(said, token.minute, 1);
  const named = unitIn(look.word(0)) === "minute" ? look.number(1) : null;
  if (named !== null && named < 60) return onMinute(said, named, 2);
  const past = look.number(0);
  if (past === null || past > 59 || unitIn(look.word(1)) !== "minute" || !/^(?:past|after|nach)$/.test(look.word(2))) return 0;
  // "the (full) hour", "der vollen Stunde".
  let length = 3;
  while (/^(?:the|every|each|full|der|jeder|voller|vollen)$/.test(look.word(length))) length++;
  if (unitIn(look.word(length)) !== "hour") return 0;
  repeats(said, 1, "hour", 0);
  return onMinute(said, past, length + 1);
}

function onMinute(said: Said, minute: number, taken: number): number {
  said.minutes.push(minute);
  return taken;
}

function time(look: Look, said: Said): number {
  const skip = AT.test(look.word(0)) ? 1 : 0;
  const found = timeAt(look, skip);
  if (found === null) return 0;
  const { part } = said;
  said.times.push(part === null || found.isFixed ? found.minutes : inPart(found.minutes, part));
  if (part !== null) said.part = { ...part, open: false };
  said.openTime = !found.isFixed;
  return skip + found.length;
}
