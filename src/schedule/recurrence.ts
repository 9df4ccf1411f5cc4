/**
 * When something comes back, as somebody typed it: five cron fields, or plain words in English or German ("every weekday at 9", "jeden Montag um 18:30").
 * Used by /schedule and /remind, which show what comes of it before anything is kept; the words are read by plain-words.ts.
 */
import { type CronProblem, cronProblem } from "./cron-pattern.ts";
import { type PlainProblem, readPlainWords } from "./plain-words.ts";

/** `six-fields`: with seconds or years. `not-understood`: neither fields nor words that it knows; a model may. */
export type RecurrenceProblem = CronProblem | PlainProblem | "six-fields";

export type Recurrence = { cron: string } | { problem: RecurrenceProblem };

/** Longer ones are not looked at. */
export const LONGEST_RECURRENCE = 200;

const NICKNAMES: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

export function readRecurrence(words: string): Recurrence {
  const typed = words
    .normalize("NFKC")
    .trim()
    .replaceAll(/[`"“”„]/g, "");
  if (typed.length > LONGEST_RECURRENCE) return { problem: "not-understood" };
  const nickname = Object.hasOwn(NICKNAMES, typed.toLowerCase()) ? NICKNAMES[typed.toLowerCase()] : undefined;
  if (nickname !== undefined) return { cron: nickname };
  const fields = typed.split(/\s+/);
  if (!looksLikeFields(fields)) return checked(readPlainWords(typed));
  if (fields.length > 5) return { problem: "six-fields" };
  return checked({ cron: fields.join(" ").toUpperCase() });
}

/** What is typed in fields begins with two that have no letters, and is no sentence. */
const looksLikeFields = (fields: readonly string[]): boolean =>
  fields.length >= 3 &&
  fields.slice(0, 2).every((field) => /^[\d*?,/-]+$/.test(field)) &&
  fields.every((field) => /^(?:[\d*?,/#+-]|[A-Z]{3}|L|W|LW)+$/i.test(field));

function checked(found: Recurrence): Recurrence {
  if ("problem" in found) return found;
  const problem = cronProblem(found.cron);
  return problem === null ? found : { problem };
}
