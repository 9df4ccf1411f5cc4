/**
 * What the minute's cron does: hands out what is scheduled, wakes watched channels that are due, forgets what is past retention and what servers left behind
 * that the bot is not in any more, tells the deployer when answers keep failing, has what people said looked through by night, and looks once a day which
 * servers the bot is in. Idempotent by the minute.
 */
import type { Clock } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Retention } from "../privacy/retention.ts";
import { type LooksDeps, wakeWatched } from "./looks.ts";
import { type NoticesDeps, noticeByNight } from "./notices.ts";
import { type RemindersDeps, setLostAlarms } from "./reminders.ts";
import { runSchedules, type SchedulesDeps } from "./schedules.ts";
import { compareServers, type ServersDeps } from "./servers.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Alert after this many failures within the window. */
const FAILURES = 5;
const WINDOW_MS = 10 * MINUTE_MS;
/** Rows one run may delete of each table: D1 blocks while it writes. */
const CHUNK = 500;

export interface CronDeps extends ServersDeps {
  clock: Clock;
  log: Log;
  retentionMs: number;
  /** Failed turns that finished in (from, to], ms since 1970. */
  countFailures(from: number, to: number): Promise<number>;
  /** Delete at most `limit` rows older than `before` of each table. */
  forget: ((before: number, limit: number) => Promise<void>)[];
  /** Words and conversations, by each server's own time. */
  retention: Retention;
  /** A chunk of what is kept of a server that the bot left days ago. */
  eraseLeftServer(now: number): Promise<void>;
  schedules: Omit<SchedulesDeps, "clock" | "log">;
  looks: Omit<LooksDeps, "log">;
  reminders: Omit<RemindersDeps, "log">;
  /** Null where the deployer does not want it. */
  notices: Omit<NoticesDeps, "log"> | null;
  /** Posts a sentence to ALERT_WEBHOOK; absent where none is set. */
  alert?: (text: string) => Promise<void>;
}

/** Never rejects: one failing part must not keep the others from running. */
export async function dispatch(scheduledTime: number, deps: CronDeps): Promise<void> {
  // Before all else: people see when they come.
  await attempt("schedules", deps, () => runSchedules(scheduledTime, { ...deps.schedules, clock: deps.clock, log: deps.log }));
  await attempt("looks", deps, async () => void (await wakeWatched(scheduledTime, { ...deps.looks, log: deps.log })));
  await attempt("alert", deps, () => watchFailures(scheduledTime, deps));
  for (const forget of deps.forget) await attempt("retention", deps, () => forget(deps.clock.now() - deps.retentionMs, CHUNK));
  const now = deps.clock.now();
  await attempt("retention", deps, () => deps.retention.forgetWords(now, deps.retentionMs));
  if (scheduledTime % HOUR_MS < MINUTE_MS) await attempt("conversations", deps, () => deps.retention.forgetConversations(now, deps.retentionMs));
  await attempt("left", deps, () => deps.eraseLeftServer(now));
  const { notices, reminders, log } = deps;
  await attempt("reminders", deps, () => setLostAlarms(scheduledTime, { ...reminders, log }));
  if (notices !== null) await attempt("notices", deps, () => noticeByNight(scheduledTime, { ...notices, log }));
  await attempt("servers", deps, () => compareServers(scheduledTime, deps));
}

/** Only on the way over the threshold: the same window a minute ago was still below it. */
async function watchFailures(minute: number, deps: CronDeps): Promise<void> {
  if (deps.alert === undefined) return;
  const failures = await countOrNull(minute, deps);
  if (failures === null) {
    // Answers cannot be counted, and hardly given, without D1; said once per window, since nothing can be remembered either.
    if (minute % WINDOW_MS < MINUTE_MS) await deps.alert("Edgewise: the database is out of reach, so people get no answers.");
    return;
  }
  const { now, before } = failures;
  if (now >= FAILURES && before < FAILURES)
    await deps.alert(`Edgewise: ${now} answers failed within 10 minutes. The Worker's log has a line for each, with its reason.`);
}

async function countOrNull(minute: number, deps: CronDeps): Promise<{ now: number; before: number } | null> {
  try {
    const [now, before] = await Promise.all([
      deps.countFailures(minute - WINDOW_MS, minute),
      deps.countFailures(minute - WINDOW_MS - MINUTE_MS, minute - MINUTE_MS),
    ]);
    return { now, before };
  } catch (error) {
    deps.log.error("cron", { part: "alert", error: describeError(error) });
    return null;
  }
}

async function attempt(part: string, deps: CronDeps, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    deps.log.error("cron", { part, error: describeError(error) });
  }
}
