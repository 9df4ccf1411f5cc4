/** Words that tell when or how many, in English and German, without diacritics as tokens.ts makes them. Called by rank.ts. */
import type { Token } from "./tokens.ts";

const TIME = new Set(
  `yesterday today tonight tomorrow week weeks month months year years day days weekend morning afternoon evening night ago last next since recently
  lately hour hours minute minutes spring summer fall autumn winter monday tuesday wednesday thursday friday saturday sunday january february april june
  july august september october november december
  gestern heute vorgestern morgen ubermorgen woche wochen monat monate monaten jahr jahre jahren tag tage tagen wochenende abend nacht letzte letzten
  letztes letzter nachste nachsten nachstes nachster seit neulich stunde stunden minuten fruhling sommer herbst winter montag dienstag mittwoch donnerstag
  freitag samstag sonntag januar februar marz mai juni juli oktober dezember`.split(/\s+/),
);

const NUMBERS = new Set(
  `one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand once twice couple several few dozen
  eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig dreißig vierzig funfzig hundert tausend einmal zweimal dreimal paar mehrere
  dutzend`.split(/\s+/),
);

export const tellsTime = (tokens: readonly Token[]): boolean => tokens.some(({ word }) => TIME.has(word) || /^(?:19|20)\d\d$/.test(word));

export const tellsNumber = (tokens: readonly Token[]): boolean => tokens.some(({ word }) => NUMBERS.has(word) || /^\d/.test(word));
