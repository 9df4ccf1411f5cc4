/** What becomes of a schedule that is due: which of its slots runs now, how many an outage skipped, and when it is due next. Pure. Used by cron. */
import { nextRuns } from "./next-runs.ts";
import type { Schedule } from "./store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** So late a slot is still made up for, but no later than halfway to the next. */
const LATEST_MS = 6 * HOUR_MS;
const LEAST_MS = 5 * MINUTE_MS;
/** Slots that are counted at most: of an outage of weeks nobody needs to know more. */
const MOST_COUNTED = 500;
const LONG_AGO_MS = 48 * HOUR_MS;

export interface Plan {
  id: string;
  /** For which slot: the newest that has come. */
  slot: number;
  /** When it was due, by which it is claimed. */
  dueAt: number;
  /** It runs; else its time is over, and the slot counts as skipped. */
  runs: boolean;
  /** Slots before it that nobody makes up for. */
  skipped: number;
  /** Null: none ever. */
  nextAt: number | null;
}

/** `dueAt`: not later than now. */
export function planFor({ id, cron, timeZone }: Pick<Schedule, "id" | "cron" | "timeZone">, dueAt: number, now: number): Plan {
  let slot = dueAt;
  let skipped = 0;
  let nextAt = nextRuns(cron, timeZone, slot, 1)[0] ?? null;
  while (nextAt !== null && nextAt <= now) {
    // Behind what is counted, and far from what can be made up for, it is enough to go on near the end.
    const from = skipped >= MOST_COUNTED && nextAt < now - LONG_AGO_MS ? now - LONG_AGO_MS : nextAt;
    const [next = null, ...more] = nextRuns(cron, timeZone, from, MOST_COUNTED);
    const slots = [nextAt, ...(next === null ? [] : [next, ...more])];
    const past = slots.filter((at) => at <= now);
    skipped = Math.min(MOST_COUNTED, skipped + past.length);
    slot = past.at(-1) ?? slot;
    nextAt = slots.find((at) => at > now) ?? nextRuns(cron, timeZone, slot, 1)[0] ?? null;
  }
  const patience = nextAt === null ? LATEST_MS : Math.min(LATEST_MS, Math.max(LEAST_MS, (nextAt - slot) / 2));
  return { id, slot, dueAt, runs: now - slot <= patience, skipped, nextAt };
}
