/** The vocabulary of since.ts, English and German: each pattern fits a whole word in small letters. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Meanings = readonly (readonly [RegExp, number])[];

/** In ms. */
export const UNITS: Meanings = [
  [/^(?:m|mins?|minutes?|minuten?)$/, MINUTE],
  [/^(?:h|hrs?|hours?|stdn?|stunden?)$/, HOUR],
  [/^(?:d|days?|t|tag|tage[ns]?)$/, DAY],
  [/^(?:w|wks?|weeks?|wo|wochen?)$/, 7 * DAY],
  [/^(?:mo|months?|monat|monate[n]?)$/, 30 * DAY],
  [/^(?:y|yrs?|years?|j|jahr|jahre[n]?)$/, 365 * DAY],
];

export const NUMBERS: Meanings = [
  [/^(?:an?|one|eine?[mnrs]?)$/, 1],
  [/^(?:half|halbe[nrs]?)$/, 0.5],
  [/^(?:anderthalb|eineinhalb)$/, 1.5],
  [/^(?:two|zwei|couple|paar)$/, 2],
  [/^(?:three|drei)$/, 3],
  [/^(?:four|vier)$/, 4],
  [/^(?:five|fünf)$/, 5],
  [/^(?:six|sechs)$/, 6],
  [/^(?:seven|sieben)$/, 7],
  [/^(?:eight|acht)$/, 8],
  [/^(?:nine|neun)$/, 9],
  [/^(?:ten|zehn)$/, 10],
  [/^(?:twelve|zwölf)$/, 12],
];

/** How many days ago. */
export const DAYS: Meanings = [
  [/^(?:today|heute)$/, 0],
  [/^(?:yesterday|gestern)$/, 1],
  [/^vorgestern$/, 2],
];

/** 0: Sunday. */
export const WEEKDAYS: Meanings = [
  [/^(?:sun|sundays?|so|sonntags?)$/, 0],
  [/^(?:mon|mondays?|mo|montags?)$/, 1],
  [/^(?:tues?|tuesdays?|di|dienstags?)$/, 2],
  [/^(?:wed|wednesdays?|mi|mittwochs?)$/, 3],
  [/^(?:thu|thurs?|thursdays?|do|donnerstags?)$/, 4],
  [/^(?:fri|fridays?|fr|freitags?)$/, 5],
  [/^(?:sat|saturdays?|sa|samstags?|sonnabends?)$/, 6],
];

export const MONTHS: Meanings = [
  [/^(?:jan|january|januar|jänner)$/, 1],
  [/^(?:feb|february|februar)$/, 2],
  [/^(?:mar|march|märz|mrz)$/, 3],
  [/^(?:apr|april)$/, 4],
  [/^(?:may|mai)$/, 5],
  [/^(?:june?|juni)$/, 6],
  [/^(?:july?|juli)$/, 7],
  [/^(?:aug|august)$/, 8],
  [/^(?:sept?|september)$/, 9],
  [/^(?:oct|okt|october|oktober)$/, 10],
  [/^(?:nov|november)$/, 11],
  [/^(?:dec|dez|december|dezember)$/, 12],
];

/** In minutes after midnight. */
export const DAYTIMES: Meanings = [
  [/^(?:midnight|mitternacht)$/, 0],
  [/^(?:morning|morgens?|früh)$/, 5 * 60],
  [/^vormittags?$/, 8 * 60],
  [/^(?:noon|midday|mittags?|afternoon|nachmittags?)$/, 12 * 60],
  [/^(?:evening|tonight|night|abends?|nachts?)$/, 18 * 60],
];

/** Say nothing about when. */
export const FILLER =
  /^(?:since|from|seit|ab|von|vom|in|within|for|the|die|der|dem|den|das|this|diese[mnrs]?|past|last|letzte[mnrs]?|vergangene[mnrs]?|vor|ago|her|back|zurück|at|um|on|am|of|and|und|my|meine[mnr]?|ca|about)$/;

export const LAST_MESSAGE = /^(?:messages?|nachricht|posts?|visit|besuch)$/;
export const EVERYTHING = /^(?:all|everything|alles|beginning|start|anfang|immer)$/;

export const meaning = (words: Meanings, word: string): number | undefined => words.find(([pattern]) => pattern.test(word))?.[1];
