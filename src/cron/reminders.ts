/** Finds reminders that nobody told in time, since their alarm was never set or is lost, and sets it again. Called by dispatch.ts. */
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Reminder } from "../schedule/reminder-store.ts";

/** An object that is only held up tells them by itself, ms. */
const OVERDUE_MS = 2 * 60_000;
/** A minute, so that no run makes more requests than it may. */
const AT_ONCE = 30;
const MINUTE_MS = 60_000;

export interface RemindersDeps {
  log: Log;
  overdue(before: number, limit: number, order: "oldest" | "newest"): Promise<Reminder[]>;
  /** Commits its job; one that is there already stays as it is. */
  submit(reminder: Reminder): Promise<unknown>;
}

/** In turn from both ends, so that some that cannot be told do not hide all others. */
export async function setLostAlarms(minute: number, { overdue, submit, log }: RemindersDeps): Promise<void> {
  const order = (minute / MINUTE_MS) % 2 < 1 ? "oldest" : "newest";
  const late = await overdue(minute - OVERDUE_MS, AT_ONCE, order);
  await Promise.all(late.map((reminder) => submit(reminder).catch((error: unknown) => log.error("cron", { part: "reminders", error: describeError(error) }))));
}
