/** What somebody typed into /remind or a window -> what, when and how often. Used by remind-make.ts and the windows. */
import { localTimeOf } from "../kernel/calendar.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { readRecurrence } from "../schedule/recurrence.ts";
import { REMINDER_LENGTH } from "../schedule/reminder-store.ts";
import { type Here, readWhen, SOONEST_MS, type WhenProblem } from "../schedule/when.ts";

export interface Typed {
  what: string;
  when: string;
  repeat: string;
}

export interface Wish {
  text: string;
  /** ms since 1970 */
  dueAt: number;
  /** Five fields. */
  cron: string | null;
  /** It was said what clocks show then: in another zone it would be another moment. */
  byClock: boolean;
}

export type WishProblem = WhenProblem | "what" | "when" | "long" | "repeat" | "too-often" | "never" | { unclear: string };

const RECURRING = String.raw`(?:every|each|daily|weekly|monthly|yearly|weekdays|jede[nrsm]?|täglich|wöchentlich|monatlich|jährlich|werktags)(?!\p{L})`;
const begins = () => new RegExp(`^${RECURRING}`, "iu");
const within = () => new RegExp(`^(.*?)(?:^|[\\s,;:–-]+)(${RECURRING}.*)$`, "isu");

/** At the time that was named besides. */
const SIMPLE: readonly (readonly [RegExp, (fields: { minute: number; hour: number; day: number; month: number; weekday: number }) => string])[] = [
  [/^(?:daily|every ?day|each day|täglich|jeden tag)$/iu, ({ minute, hour }) => `${minute} ${hour} * * *`],
  [/^(?:(?:on |every )?weekdays?|werktags|jeden werktag)$/iu, ({ minute, hour }) => `${minute} ${hour} * * 1-5`],
  [/^(?:weekly|every week|each week|wöchentlich|jede woche)$/iu, ({ minute, hour, weekday }) => `${minute} ${hour} * * ${weekday}`],
  [/^(?:monthly|every month|each month|monatlich|jeden monat)$/iu, ({ minute, hour, day }) => `${minute} ${hour} ${day} * *`],
  [/^(?:yearly|annually|every year|each year|jährlich|jedes jahr)$/iu, ({ minute, hour, day, month }) => `${minute} ${hour} ${day} ${month} *`],
];

/** `needsText`: it is not about a message, which says by itself what it is about. */
export async function readWish(typed: Typed, here: Here, needsText = true): Promise<Wish | { problem: WishProblem }> {
  const { what, when, repeat } = apart({ what: cleanText(typed.what), when: cleanText(typed.when), repeat: cleanText(typed.repeat) });
  const named = when === "" ? (repeat === "" ? await readWhen(what, here) : null) : await readWhen(when, here);
  if (named !== null && "problem" in named) return { problem: when === "" && named.problem === "none" ? "when" : named.problem };
  if (named !== null && when !== "" && named.rest !== "") return { problem: { unclear: named.rest } };
  const text = named !== null && when === "" ? named.rest : what;
  if (text === "" && needsText) return { problem: "what" };
  if (text.length > REMINDER_LENGTH) return { problem: "long" };
  if (repeat === "") return named === null ? { problem: "when" } : { text, dueAt: named.at, cron: null, byClock: named.byClock };
  const back = cronOf(repeat, named?.at ?? null, here);
  if ("problem" in back) return back;
  const dueAt = named?.at ?? nextRuns(back.cron, here.timeZone, here.now + SOONEST_MS, 1)[0];
  return dueAt === undefined ? { problem: "never" } : { text, dueAt, cron: back.cron, byClock: true };
}

/** "Water the plants every day at 9", or "every day at 9" where only a moment was asked for. */
function apart(typed: Typed): Typed {
  if (typed.repeat !== "") return typed;
  if (begins().test(typed.when)) return { ...typed, when: "", repeat: typed.when };
  if (typed.when !== "") return typed;
  const [, what = "", repeat = ""] = within().exec(typed.what) ?? [];
  return repeat !== "" && "cron" in readRecurrence(repeat) ? { ...typed, what: what.trim(), repeat } : typed;
}

function cronOf(words: string, dueAt: number | null, { timeZone }: Here): { cron: string } | { problem: "repeat" | "too-often" | "never" } {
  if (dueAt !== null) {
    const { minutes, day, month, weekday } = localTimeOf(dueAt, timeZone);
    const simple = SIMPLE.find(([said]) => said.test(words));
    if (simple !== undefined) return { cron: simple[1]({ minute: minutes % 60, hour: Math.floor(minutes / 60), day, month, weekday }) };
  }
  const read = readRecurrence(words);
  if ("cron" in read) return read;
  return { problem: read.problem === "too-often" || read.problem === "never" ? read.problem : "repeat" };
}
