/**
 * Every minute: hands out the schedules whose slot has come, as jobs in their channels' objects. Each is claimed before it is handed out, and what was
 * claimed and never ran, because a cron or an object died, is handed out again under the same id, which is harmless. Called by dispatch.ts.
 */
import type { Clock } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import { type Plan, planFor } from "../schedule/plan.ts";
import { runId } from "../schedule/run-id.ts";
import type { Claimed, Schedule } from "../schedule/store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Posts that begin in one second: the bot has 50 requests in it for everybody, and models like it slower, too. */
const A_SECOND = 4;
/** Handed out at the same time. */
const AT_ONCE = 20;
/** A run is looked for again after this; until then it is on its way. */
const ON_ITS_WAY_MS = MINUTE_MS;
const LOOK_EVERY_MINUTES = 3;
const LOOK_BACK_MS = 7 * MINUTE_MS;

export interface SchedulesDeps {
  clock: Clock;
  log: Log;
  schedules: {
    due(now: number, limit: number): Promise<Schedule[]>;
    claim(plans: readonly (Plan & { turnId: string })[], now: number): Promise<Claimed[]>;
    unfinished(from: number, to: number, limit: number): Promise<Claimed[]>;
    giveUp(from: number, to: number, now: number): Promise<void>;
  };
  /** A minute; the rest waits for the next. */
  most: number;
  /** Commits the job of that run, to begin at that moment. */
  submit(run: Claimed, runAt: number): Promise<unknown>;
}

/** `minute`: when it was to run, which counts where clocks differ. */
export async function runSchedules(minute: number, deps: SchedulesDeps): Promise<void> {
  const now = Math.max(minute, deps.clock.now());
  const due = await deps.schedules.due(now, deps.most);
  const plans = await Promise.all(due.map((schedule) => plan(schedule, now, deps.log)));
  const claimed = plans.length === 0 ? [] : await deps.schedules.claim(plans, now);
  await handOut(claimed, now, deps);
  await lookAgain(minute, now, deps);
}

async function plan(schedule: Schedule, now: number, log: Log): Promise<Plan & { turnId: string }> {
  // What is due has a moment.
  const made = planned(schedule, schedule.nextAt ?? now, now, log);
  return { ...made, turnId: await runId(made.id, made.slot) };
}

/** One that cannot be planned, whyever, must not keep the others from coming: it comes no more. */
function planned(schedule: Schedule, dueAt: number, now: number, log: Log): Plan {
  try {
    return planFor(schedule, dueAt, now);
  } catch (error) {
    log.error("cron", { part: "schedules", schedule: schedule.id, error: describeError(error) });
    return { id: schedule.id, slot: dueAt, dueAt, runs: false, skipped: 0, nextAt: null };
  }
}

async function handOut(runs: readonly Claimed[], now: number, { submit, log }: SchedulesDeps): Promise<void> {
  for (let from = 0; from < runs.length; from += AT_ONCE) {
    const some = runs.slice(from, from + AT_ONCE).map(async (run, index) => {
      // Spread over the minute where they are many; one alone comes to the second.
      const runAt = now + Math.floor((from + index) / A_SECOND) * 1_000;
      try {
        await submit(run, runAt);
      } catch (error) {
        // Handed out again in some minutes.
        log.error("cron", { part: "schedules", error: describeError(error) });
      }
    });
    await Promise.all(some);
  }
}

/** Every few minutes among the runs of just before, each hour among those of that hour: so each is looked at some four times in all. */
async function lookAgain(minute: number, now: number, deps: SchedulesDeps): Promise<void> {
  const { schedules, most } = deps;
  const number = Math.floor(minute / MINUTE_MS);
  if (number % LOOK_EVERY_MINUTES === 0) await handOut(await schedules.unfinished(now - LOOK_BACK_MS, now - ON_ITS_WAY_MS, most), now, deps);
  if (number % 60 !== 30) return;
  await handOut(await schedules.unfinished(now - HOUR_MS, now - LOOK_BACK_MS, most), now, deps);
  // An object forgets the ids of what it has done; what is older might run twice.
  await schedules.giveUp(now - 4 * HOUR_MS, now - HOUR_MS, now);
}
