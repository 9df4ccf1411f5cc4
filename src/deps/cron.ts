/** Config -> what the minutely cron needs. */
import { createAccessStore } from "../access/store.ts";
import { createWatchStore } from "../autonomy/watch-store.ts";
import { createBudgetStore } from "../budget/store.ts";
import type { CronDeps } from "../cron/dispatch.ts";
import { createDatabase, createRunSql } from "../db/client.ts";
import { createAlert } from "../discord/alert-webhook.ts";
import { createDiscordRest } from "../discord/rest.ts";
import { type Env, parseConfig } from "../env.ts";
import { noticeJob } from "../jobs/notice.ts";
import { scheduledPostJob } from "../jobs/scheduled-post.ts";
import { systemClock } from "../kernel/clock.ts";
import { createLog } from "../kernel/log.ts";
import { createUnnoticedStore } from "../memory/unnoticed-store.ts";
import { createNotifyStore } from "../notify/store.ts";
import { createPersonaStore, UNDO_MS } from "../persona/personas.ts";
import { createRetention } from "../privacy/retention.ts";
import { eraseLeftServer } from "../privacy/server.ts";
import { createReminderStore } from "../schedule/reminder-store.ts";
import { createScheduleStore, REMOVED_KEPT_MS } from "../schedule/store.ts";
import { createToolStore, PENDING_KEPT_MS } from "../tools/store.ts";
import { createTurnStore } from "../turns/store.ts";

import { createJobQueue, discordOf, globalFetch, refusals, reminderJob } from "./parts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Throws ConfigError. */
export function createCronDeps(env: Env): CronDeps {
  const config = parseConfig(env);
  const db = createDatabase(env.DB);
  const turns = createTurnStore(db);
  const access = createAccessStore(db);
  const personas = createPersonaStore(db);
  const tools = createToolStore(db);
  const schedules = createScheduleStore(db);
  const jobs = createJobQueue(env);
  const reminders = createReminderStore(db, refusals);
  const discord = createDiscordRest({ ...discordOf(config), fetch: globalFetch });
  const day = 24 * 60 * 60_000;
  // A run of cron is an event of its own, and does a handful of statements.
  const sweep = { run: createRunSql(env.DB), spend: async () => undefined };
  return {
    clock: systemClock,
    log: createLog(config.LOG_LEVEL),
    retentionMs: config.RETENTION_DAYS * day,
    countFailures: turns.countFailures,
    access,
    ownServers: (after) => discord.ownServers(after),
    forget: [
      access.forget,
      createBudgetStore(db, { user: 0, server: 0, global: 0 }).forget,
      // Retention is for what is kept; this was deleted.
      (_, limit) => personas.forget(systemClock.now() - UNDO_MS, limit),
      (before, limit) => createNotifyStore(db).forget(before, systemClock.now(), limit),
      // Nobody can agree to it any more.
      (_, limit) => tools.forget(systemClock.now() - PENDING_KEPT_MS, limit),
      schedules.forget,
      () => schedules.forgetRemoved(systemClock.now() - REMOVED_KEPT_MS),
      // It looks at all that wait as well.
      async (before, limit) => (systemClock.now() % HOUR_MS < MINUTE_MS ? reminders.forget(before, limit) : undefined),
    ],
    schedules: {
      schedules,
      most: 200,
      submit: (run, runAt) => jobs.submit(scheduledPostJob({ applicationId: config.DISCORD_APPLICATION_ID, now: systemClock.now() }, run, runAt)),
    },
    retention: createRetention(sweep),
    reminders: { overdue: reminders.overdue, submit: (reminder) => jobs.submit(reminderJob(config, reminder)) },
    eraseLeftServer: (now) => eraseLeftServer(now, sweep),
    looks: {
      watched: createWatchStore(db),
      lookAt: (channelId, at, pushedAt) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId)).lookAt(channelId, at, pushedAt),
    },
    notices: config.NOTICE_FACTS
      ? { unnoticed: createUnnoticedStore(db, refusals), submit: (words) => jobs.submit(noticeJob(words, config.DISCORD_APPLICATION_ID, systemClock.now())) }
      : null,
    ...(config.ALERT_WEBHOOK === "" ? {} : { alert: createAlert(config.ALERT_WEBHOOK, globalFetch) }),
  };
}
