/** What people say of moments and chrono-node does not know, put into words that it does. Pure. Used by when.ts. */
import type { LocalTime } from "../kernel/calendar.ts";

const two = (number: number) => String(number).padStart(2, "0");

/** ISO 8601, which every parser reads. */
const isoDate = (date: Date) => `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;

const clock = (minutes: number) => `${Math.floor(minutes / 60) % 24}:${two(minutes % 60)}`;

/** From spelled numbers to an hour. */
const HOURS: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 },
  ...{ eins: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10, elf: 11, zwölf: 12 },
};
const EN_HOUR = "(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
const DE_HOUR = "(\\d{1,2}|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)";
const hourOf = (word: string) => HOURS[word.toLowerCase()] ?? Number(word);

type Say = (groups: readonly string[], today: LocalTime) => string | null;

/** Minutes after that hour; of `half past` and the like. */
const past =
  (minutes: number): Say =>
  ([hour = ""]) =>
    hourOf(hour) > 24 ? null : clock(hourOf(hour) * 60 + minutes + (minutes < 0 ? 24 * 60 : 0));

const onDay = ({ year, month, day }: LocalTime, later: number) => isoDate(new Date(Date.UTC(year, month - 1, day + later)));

/** The next such day of a month, today included; null where no month has it. */
function nextDay(today: LocalTime, day: number): string | null {
  if (day < 1 || day > 31) return null;
  for (let later = day < today.day ? 1 : 0; later < 4; later++) {
    const date = new Date(Date.UTC(today.year, today.month - 1 + later, day));
    if (date.getUTCDate() === day) return isoDate(date);
  }
  return null;
}

/** The next day of that date, today included; null where there is none, such as on 31 February. */
function nextDate(today: LocalTime, month: number, day: number): string | null {
  const isOver = month < today.month || (month === today.month && day < today.day);
  for (let year = today.year + (isOver ? 1 : 0); year <= today.year + 5; year++) {
    const date = new Date(Date.UTC(year, month - 1, day));
    if (date.getUTCMonth() === month - 1 && date.getUTCDate() === day) return isoDate(date);
  }
  return null;
}

const hours = (written: string) => `in ${Math.round(Number(written.replace(",", ".")) * 60)} min`;

/** In this order; made on first use, since regular expressions of letters cost time at the start. */
let rules: readonly (readonly [RegExp, Say])[] | undefined;

const makeRules = (): readonly (readonly [RegExp, Say])[] => [
  // No word boundary is known before an umlaut.
  [/(?<!\p{L})(?:(?:on|by) )?(?:the )?day after tomorrow(?!\p{L})/giu, (_, today) => onDay(today, 2)],
  [/(?<!\p{L})(über)?morgen (?:früh|in der früh)(?!\p{L})(?:(?= um )|)(?! um)/giu, ([over], today) => `${onDay(today, over ? 2 : 1)} 9:00`],
  [/(?<!\p{L})((?:über)?morgen) (?:früh|in der früh)(?= um )/giu, ([day = ""]) => day],
  [/(?<!\p{L})(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(vormittag|mittag|nachmittag|abend)(?!\p{L})/giu, ([day, part]) => `${day} ${part}`],
  [/(?<!\p{L})in (?:einer )?halben stunde(?!\p{L})/giu, () => "in 30 min"],
  [/(?<!\p{L})in (?:einer )?viertelstunde(?!\p{L})/giu, () => "in 15 min"],
  [/(?<!\p{L})in (?:einer )?dreiviertelstunde(?!\p{L})/giu, () => "in 45 min"],
  [/(?<!\p{L})in (?:anderthalb|eineinhalb) stunden(?!\p{L})/giu, () => "in 90 min"],
  [/(?<!\p{L})(?:in )?(\d{1,3}[.,]\d{1,2}) ?(?:stunden|std\.?|h|hours?|hrs?)(?!\p{L})/giu, ([written = ""]) => hours(written)],
  [/(?<!\p{L})(?:in )?a quarter of an hour(?!\p{L})/giu, () => "in 15 min"],
  [new RegExp(`(?<!\\p{L})half past ${EN_HOUR}(?!\\p{L})`, "giu"), past(30)],
  [new RegExp(`(?<!\\p{L})quarter past ${EN_HOUR}(?!\\p{L})`, "giu"), past(15)],
  [new RegExp(`(?<!\\p{L})quarter to ${EN_HOUR}(?!\\p{L})`, "giu"), past(-15)],
  [new RegExp(`(?<!\\p{L})halb ${DE_HOUR}(?!\\p{L})`, "giu"), past(-30)],
  [new RegExp(`(?<!\\p{L})viertel nach ${DE_HOUR}(?!\\p{L})`, "giu"), past(15)],
  [new RegExp(`(?<!\\p{L})viertel vor ${DE_HOUR}(?!\\p{L})`, "giu"), past(-15)],
  [/(?<![\d.:])(\d{1,2})\.(\d{2}) ?uhr(?!\p{L})/giu, ([hour, minute]) => (Number(hour) < 25 && Number(minute) < 60 ? `${hour}:${minute} Uhr` : null)],
  [/(?<![\d.:])(\d{1,2}) uhr (\d{2})(?![\d.:])/giu, ([hour, minute]) => (Number(hour) < 25 && Number(minute) < 60 ? `${hour}:${minute} Uhr` : null)],
  // A German date without its year.
  [
    /(?<![\d.])(\d{1,2})\. ?(\d{1,2})\.(?! ?\d{4})(?!\d{2}(?!:|\d))/giu,
    ([day, month], today) => (Number(month) > 12 ? null : nextDate(today, Number(month), Number(day))),
  ],
  // A day of whichever month comes.
  [/(?<!\p{L})(?:on )?the (\d{1,2})(?:st|nd|rd|th)(?! of)(?! \p{L}{3,})(?!\p{L})/giu, ([day], today) => nextDay(today, Number(day))],
  [/(?<!\p{L})(?:on )?the (\d{1,2})(?:st|nd|rd|th)(?= at )/giu, ([day], today) => nextDay(today, Number(day))],
  [/(?<!\p{L})am (\d{1,2})\.(?! ?\d)(?= um |$)/giu, ([day], today) => nextDay(today, Number(day))],
];

/** The same in other words, where others are needed. */
export function inKnownWords(text: string, today: LocalTime): string {
  rules ??= makeRules();
  return rules.reduce(
    (written, [pattern, say]) =>
      written.replaceAll(pattern, (found: string, ...given: unknown[]) => {
        const groups = given
          .slice(
            0,
            given.findIndex((part) => typeof part === "number"),
          )
          .map((part) => (typeof part === "string" ? part : ""));
        return say(groups, today) ?? found;
      }),
    text,
  );
}

/** Words between what is to be done and when, and around both: they belong to neither. */
const BEFORE = /[\s,;:–-]+(?:at|on|by|um|am|bis|gegen|ab|the|at the)?[\s,;:–-]*$/iu;
const AFTER = /^(?:[\s,;:–-]+(?:or so|o'clock|uhr|please|bitte)(?!\p{L}))?[\s,;:–-]*(?:(?:to|that)(?=\s))?[\s,;:–-]*/iu;
const ASKING =
  /^(?:please\s+|bitte\s+)?(?:remind me(?:\s+(?:to|that|about|of))?|erinner[e]?\s+mich(?:\s+(?:bitte|daran|an|dass))*|remember\s+to)(?!\p{L})[\s,;:–-]*/iu;

/** What is left of a text once the moment between these two is taken out of it. */
export function withoutMoment(before: string, after: string): string {
  const [head, tail] = [before === "" ? "" : ` ${before}`.replace(BEFORE, ""), after === "" ? "" : ` ${after.trimStart()}`.replace(AFTER, "")];
  return `${head.trim()} ${tail.trim()}`
    .trim()
    .replace(ASKING, "")
    .replaceAll(/[ \t]{2,}/g, " ")
    .trim();
}
