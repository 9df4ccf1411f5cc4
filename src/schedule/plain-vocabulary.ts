/** The vocabulary of plain-words.ts, English and German: each pattern fits a whole word in small letters. */

export type Unit = "minute" | "hour" | "day" | "week" | "month" | "year";

type Words<T> = readonly (readonly [RegExp, T])[];

const meaningOf = <T>(words: Words<T>, word: string): T | undefined => words.find(([pattern]) => pattern.test(word))?.[1];

const UNITS: Words<Unit> = [
  [/^(?:m|mins?|minutes?|minuten?|minütlich)$/, "minute"],
  [/^(?:h|hrs?|hours?|std|stunden?|stündlich)$/, "hour"],
  [/^(?:days?|tage?[ns]?)$/, "day"],
  [/^(?:weeks?|wochen?|wöchentlich)$/, "week"],
  [/^(?:months?|monate?[ns]?|monatlich)$/, "month"],
  [/^(?:years?|jahre?[ns]?|jährlich)$/, "year"],
];

/** A unit that says by itself that it comes back. */
const ADVERBS: Words<{ n: number; unit: Unit }> = [
  [/^(?:hourly|stündlich)$/, { n: 1, unit: "hour" }],
  [/^halbstündlich$/, { n: 30, unit: "minute" }],
  [/^viertelstündlich$/, { n: 15, unit: "minute" }],
  [/^(?:daily|täglich|tagtäglich|everyday)$/, { n: 1, unit: "day" }],
  [/^(?:weekly|wöchentlich)$/, { n: 1, unit: "week" }],
  [/^(?:biweekly|fortnightly)$/, { n: 2, unit: "week" }],
  [/^(?:monthly|monatlich)$/, { n: 1, unit: "month" }],
  [/^(?:quarterly|vierteljährlich|quartalsweise)$/, { n: 3, unit: "month" }],
  [/^halbjährlich$/, { n: 6, unit: "month" }],
  [/^(?:yearly|annually|jährlich)$/, { n: 1, unit: "year" }],
];

const ORDINALS: Words<number> = [
  [/^(?:first|erste[mnrs]?)$/, 1],
  [/^(?:second|zweite[mnrs]?)$/, 2],
  [/^(?:third|dritte[mnrs]?)$/, 3],
  [/^(?:fourth|vierte[mnrs]?)$/, 4],
  [/^(?:fifth|fünfte[mnrs]?)$/, 5],
  [/^(?:tenth|zehnte[mnrs]?)$/, 10],
  [/^(?:fifteenth|fünfzehnte[mnrs]?)$/, 15],
  [/^(?:twentieth|zwanzigste[mnrs]?)$/, 20],
  [/^(?:last|letzte[mnrs]?)$/, -1],
];

/** `at`: where no time is said, in minutes after midnight. `later`: a time on the clock's first half is moved into the second, from which hour on. */
export interface DayPart {
  at: number;
  later: number | null;
}
const DAY_PARTS: Words<DayPart> = [
  [/^(?:mornings?|morgens?|früh)$/, { at: 8 * 60, later: null }],
  [/^vormittags?$/, { at: 10 * 60, later: null }],
  [/^(?:noons?|midday|mittags?)$/, { at: 12 * 60, later: 1 }],
  [/^(?:afternoons?|nachmittags?)$/, { at: 15 * 60, later: 1 }],
  [/^(?:evenings?|abends?)$/, { at: 19 * 60, later: 4 }],
  [/^(?:nights?|nightly|nachts?)$/, { at: 22 * 60, later: 6 }],
  [/^(?:midnight|mitternachts?)$/, { at: 0, later: null }],
];

export const unitIn = (word: string): Unit | undefined => meaningOf(UNITS, word);
export const adverbIn = (word: string): { n: number; unit: Unit } | undefined => meaningOf(ADVERBS, word);
export const ordinalIn = (word: string): number | undefined => meaningOf(ORDINALS, word);
export const dayPartIn = (word: string): DayPart | undefined => meaningOf(DAY_PARTS, word);

export const EVERY = /^(?:every|each|all|alle|jede[mnrs]?|per|pro)$/;
export const OTHER = /^(?:other|andere[nrs]?)$/;
export const HALF = /^(?:half|halbe)$/;
export const AT = /^(?:at|um|gegen|@)$/;
export const FROM = /^(?:from|between|starting|beginning|von|zwischen|ab)$/;
export const RANGE = /^(?:to|till|until|through|thru|bis|-|–|—)$/;
export const AND = /^(?:and|und|sowie|or|,|;|&|\+)$/;
export const EXCEPT = /^(?:except|excluding|without|außer|ausser|ohne|not|nicht)$/;
export const WEEKDAYS = /^(?:weekdays?|workdays?|werktage?[ns]?|wochentage?[ns]?|arbeitstage?[ns]?)$/;
export const WEEKENDS = /^(?:weekends?|wochenenden?|wochenendes)$/;
export const MONTH_END = /^(?:monatsende|monatsletzten?)$/;
export const MONTH_START = /^(?:monatsanfang|monatsersten?|monatsbeginn)$/;
export const BEGINNING = /^(?:start|beginning|anfang|beginn)$/;
export const SECONDS = /^(?:s|secs?|seconds?|sekunden?|sekündlich)$/;
/** Say nothing about when. */
export const FILLER =
  /^(?:on|in|at|of|the|a|an|and|also|then|once|repeat|post|please|runs?|over|always|during|when|around|only|am|im|um|an|zu|zur|zum|der|die|das|dem|den|des|einmal|immer|jeweils|bitte|dann|auch|nur|uhr|ca|past|full|sharp|local|time|ortszeit|und|[,;.&+!()])$/;
