/** Five cron fields as croner (https://croner.56k.guru) reads them: whether they can be used, and what is handed to it. Used by recurrence.ts and next-runs.ts. */
import { Cron, CronPattern } from "croner";

/** Posts closer together than this are no schedule but a flood. */
export const LEAST_MINUTES = 15;

export type CronProblem = "bad-cron" | "too-often" | "never";

/** Null: it can be used. `cron`: five fields, single spaces between them. */
export function cronProblem(cron: string): CronProblem | null {
  try {
    if (closest(cron) < LEAST_MINUTES) return "too-often";
    // Any zone will do: no clock skips a whole day every time.
    return new Cron(cron, OPTIONS).nextRun(new Date(SOME_MOMENT)) === null ? "never" : null;
  } catch {
    return "bad-cron";
  }
}

/** Opens the pattern in that zone; what is in `cron` has been accepted before. */
export const cronIn = (cron: string, timeZone: string): Cron => new Cron(clockTimes(cron), { ...OPTIONS, timezone: timeZone });

/** One a minute at most; lists of clock times (`fixedTimeRule`) come once where clocks skip or repeat an hour. */
const OPTIONS = { mode: "5-part", fixedTimeRule: "no-wildcard", timezone: "UTC", paused: true } as const;
const SOME_MOMENT = Date.UTC(2026, 0, 1);

/**
 * Where not every hour counts, steps and ranges as the clock times that they stand for: croner takes a step for a span of real time, so that "every two
 * hours" would come twice within the hour that is repeated in autumn, and not at all in the one that is skipped in spring. Every hour is every hour.
 */
function clockTimes(cron: string): string {
  const [minute, , ...days] = cron.split(" ");
  const hours = hoursOf(cron);
  return (hours.length === 24 ? [minute, "*", ...days] : [minutesOf(cron).join(","), hours.join(","), ...days]).join(" ");
}

/** Minutes between the two runs of a day, or around a midnight, that are closest to each other. */
function closest(cron: string): number {
  const minutes = minutesOf(cron);
  const hours = hoursOf(cron);
  const [first = 0] = minutes;
  const within = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? minute));
  // Days on either side of midnight need not follow each other; nobody misses the few such patterns.
  const followed = hours.some((hour) => hours.includes((hour + 1) % 24));
  return Math.min(60, ...within, ...(followed ? [first + 60 - (minutes.at(-1) ?? first)] : []));
}

/** The numbers of a field, as croner reads it. */
const minutesOf = (cron: string): number[] => numbersOf(new CronPattern(cron, undefined, OPTIONS).minute);
const hoursOf = (cron: string): number[] => numbersOf(new CronPattern(cron, undefined, OPTIONS).hour);
const numbersOf = (field: readonly number[]): number[] => field.flatMap((isSet, number) => (isSet ? [number] : []));
