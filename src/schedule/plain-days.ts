/** Days in plain words: weekdays, days of the month, dates, the first Monday. Used by plain-words.ts; each rule says how many words it takes. */
import type { PlainProblem, Said } from "./plain-fields.ts";
import type { Look } from "./plain-look.ts";
import { monthIn, weekdayIn } from "./plain-tokens.ts";
import { AND, BEGINNING, MONTH_END, MONTH_START, RANGE, unitIn, WEEKDAYS, WEEKENDS } from "./plain-vocabulary.ts";

/** "first monday", "the 1st and 15th", "1. März", "last day of the month". */
export function ordinal(look: Look, said: Said): number | PlainProblem {
  const found: number[] = [];
  let length = 0;
  for (let ahead = 0; ; ) {
    const nth = look.ordinal(ahead);
    if (nth === undefined) break;
    found.push(nth);
    length = ahead + 1;
    const isRange = RANGE.test(look.word(length));
    const to = isRange ? look.ordinal(length + 1) : undefined;
    if (to !== undefined && to > nth) {
      for (let day = nth + 1; day <= to; day++) found.push(day);
      length += 2;
    }
    const skipped = AND.test(look.word(length)) ? (/^(?:the|der|den|am)$/.test(look.word(length + 1)) ? 2 : 1) : 0;
    if (skipped === 0) break;
    ahead = length + skipped;
  }
  if (length === 0) return 0;
  const weekday = weekdayIn(look.word(length));
  if (weekday !== undefined) {
    if (found.some((nth) => nth > 5)) return "not-understood";
    said.nth.push(...found.map((nth): [number, number] => [nth, weekday]));
    return length + 1;
  }
  if (found.includes(-1) && WEEKDAYS.test(look.word(length))) {
    said.days.push("LW");
    return length + 1;
  }
  if (found.some((nth) => nth > 31 || nth === 0)) return "not-understood";
  const isDay = unitIn(look.word(length)) === "day";
  // "the last", of what?
  if (found.includes(-1) && !isDay) return "not-understood";
  said.days.push(...found.map((nth) => (nth === -1 ? "L" : nth)));
  return length + (isDay ? 1 : 0);
}

/** "of the month", "im Monat", "jedes Monats". */
export function ofMonth(look: Look, ahead: number): boolean {
  for (let index = ahead; index < ahead + 3; index++) {
    if (unitIn(look.word(index)) === "month" || monthIn(look.word(index)) !== undefined) return true;
    if (!/^(?:of|the|each|every|a|in|im|des|eines|jede[mns]?|day|tag)$/.test(look.word(index))) return false;
  }
  return false;
}

/** "monday to friday", "weekends", "Mo-Fr". */
export function weekdays(look: Look, said: Said): number {
  const word = look.word(0);
  const group = WEEKDAYS.test(word) ? [1, 2, 3, 4, 5] : WEEKENDS.test(word) ? [6, 0] : null;
  if (group !== null) return onDays(said, group, 1);
  if (look.word(0) === "business" && unitIn(look.word(1)) === "day") return onDays(said, [1, 2, 3, 4, 5], 2);
  if (look.word(0) === "unter" && look.word(2) === "woche") return onDays(said, [1, 2, 3, 4, 5], 3);
  const from = weekdayIn(word);
  if (from === undefined) return 0;
  const to = RANGE.test(look.word(1)) ? weekdayIn(look.word(2)) : undefined;
  if (to === undefined) return onDays(said, [from], 1);
  return onDays(
    said,
    Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7),
    3,
  );
}

function onDays(said: Said, days: readonly number[], taken: number): number {
  if (said.excluding) {
    const before = said.weekdays.length === 0 ? [0, 1, 2, 3, 4, 5, 6] : said.weekdays;
    said.weekdays = before.filter((day) => !days.includes(day));
  } else said.weekdays.push(...days);
  return taken;
}

/** "december 24", "24.12.", "June to August", "am Monatsende", "day 15". */
export function monthDays(look: Look, said: Said): number {
  const token = look.token(0);
  if (token !== undefined && "date" in token) {
    said.days.push(token.date.day);
    said.months.push(token.date.month);
    return 1;
  }
  if (MONTH_END.test(look.word(0))) return onDay(said, "L", 1);
  if (MONTH_START.test(look.word(0))) return onDay(said, 1, 1);
  if ((look.word(0) === "end" || look.word(0) === "ende") && ofMonth(look, 1)) return onDay(said, "L", 1);
  if (BEGINNING.test(look.word(0)) && ofMonth(look, 1)) return onDay(said, 1, 1);
  const first = look.number(0);
  const month = first === null ? undefined : monthIn(look.word(1));
  if (first !== null && month !== undefined) {
    if (first < 1 || first > 31) return 0;
    said.months.push(month);
    return onDay(said, first, 2);
  }
  const dayNumber = unitIn(look.word(0)) === "day" ? look.number(1) : null;
  if (dayNumber !== null && dayNumber >= 1 && dayNumber <= 31) return onDay(said, dayNumber, 2);
  const from = monthIn(look.word(0));
  if (from === undefined) {
    // "of the month", "jedes Monats", after a day.
    return said.days.length + said.nth.length > 0 && unitIn(look.word(0)) === "month" ? 1 : 0;
  }
  const to = RANGE.test(look.word(1)) ? monthIn(look.word(2)) : undefined;
  if (to !== undefined) {
    for (let month = from; ; month = (month % 12) + 1) {
      said.months.push(month);
      if (month === to) return 3;
    }
  }
  said.months.push(from);
  const day = look.ordinal(1) ?? look.number(1);
  if (day === null || day < 1 || day > 31 || look.word(2) === "uhr") return 1;
  return onDay(said, day, 2);
}

function onDay(said: Said, day: number | "L", taken: number): number {
  said.days.push(day);
  return taken;
}
