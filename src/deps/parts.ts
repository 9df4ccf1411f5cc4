/** Parts that more than one side of the house is made of. Used by the other files here. */
import { isHeldBack, isOptedOut, wantsNothingNoticed } from "../access/store.ts";
import type { ChannelLife } from "../autonomy/overview.ts";
import { limitsInUsd } from "../budget/store.ts";
import type { Database } from "../db/client.ts";
import type { Config, Env } from "../env.ts";
import { remindJob, remindJobId } from "../jobs/remind.ts";
import type { JobQueue } from "../jobs/types.ts";
import { systemClock } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { ChannelId, InteractionId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { createPseudonyms } from "../kernel/pseudonym.ts";
import { createSealer, type Sealer } from "../kernel/seal.ts";
import { VERSION } from "../kernel/version.ts";
import { createPricing } from "../llm/pricing.ts";
import type { Fetch } from "../net/gates.ts";
import { isPrivateHost } from "../net/private-host.ts";
import { createReminderStore, type Reminder } from "../schedule/reminder-store.ts";
import { createReminders, type Reminders } from "../schedule/reminders.ts";

/** By which servers of the web know who asks. */
export const USER_AGENT = `Edgewise/${VERSION} (+https://github.com/edgewise-bot/edgewise)`;
export const refusals = { isOptedOut, wantsNothingNoticed, isHeldBack };
/** Called through a closure: workerd's fetch depends on its receiver. */
export const globalFetch: Fetch = (input, init) => fetch(input, init);

export function discordOf(config: Config) {
  return { baseUrl: config.DISCORD_API_BASE, botToken: config.DISCORD_BOT_TOKEN, clock: systemClock, random: Math.random, version: VERSION };
}

export function createJobQueue(env: Env): JobQueue {
  // A fresh stub each time: one that threw stays broken. Source: Durable Objects, error handling.
  const channel = (channelId: string) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId));
  return {
    submit: (job) => channel(job.channelId).submit(job),
    cancel: (channelId, id) => channel(channelId).cancel(id),
    stop: (channelId, id) => channel(channelId).stop(id),
  };
}

export function createChannelLife(env: Env): ChannelLife {
  const channel = (channelId: string) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId));
  return { watch: (channelId) => channel(channelId).watch(channelId), presenceOf: (channelId) => channel(channelId).presence() };
}

/** The job that tells it: it waits in the object of its channel. */
export function reminderJob(config: Config, reminder: Reminder) {
  const at = { ...reminder, applicationId: config.DISCORD_APPLICATION_ID, now: systemClock.now() };
  return remindJob(at, remindInput(reminder), reminder.sendAt);
}

const remindInput = ({ id, version, dueAt }: Reminder) => ({ reminderId: id, version, dueAt, attempt: 0 });

export function createOwnReminders(env: Env, config: Config, db: Database, log: Log): Reminders {
  const jobs = createJobQueue(env);
  const alarms = {
    set: (reminder: Reminder) => jobs.submit(reminderJob(config, reminder)),
    drop: (reminder: Reminder) => jobs.cancel(reminder.channelId as ChannelId, remindJobId(remindInput(reminder)) as InteractionId),
  };
  const failed = (error: unknown) => log.error("reminder-alarm", { error: describeError(error) });
  return createReminders(createReminderStore(db, refusals), alarms, failed);
}

export const limitsOf = ({ USER_DAILY_BUDGET_USD, SERVER_DAILY_BUDGET_USD, DAILY_BUDGET_USD }: Config) =>
  limitsInUsd({ user: USER_DAILY_BUDGET_USD, server: SERVER_DAILY_BUDGET_USD, global: DAILY_BUDGET_USD });

/** Without SECRET_KEY the public key takes its place: people can still be found again, though anybody who has the table could try out ids. */
export function pseudonymsOf(config: Config) {
  const fallback = Uint8Array.from(new TextEncoder().encode(config.DISCORD_PUBLIC_KEY));
  const keys = [config.SECRET_KEY, config.SECRET_KEY_PREVIOUS].filter((key) => key !== undefined);
  return createPseudonyms([keys[0] ?? fallback, ...keys.slice(1), ...(keys.length > 0 ? [fallback] : [])]);
}

/** The deployer's own machine costs nothing, unless a price was named on purpose. */
export function pricingOf(config: Config) {
  const { price, isDefault } = config.FALLBACK_PRICE;
  return createPricing({ fallback: price, privateEndpoint: isDefault && isPrivate(config) });
}

export const isPrivate = (config: Config) => isPrivateHost(new URL(config.OPENAI_BASE_URL).hostname);

/** At a server's own endpoint. */
export const ownPricing = (address: string) => createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint: isPrivateHost(new URL(address).hostname) });

/** Null without SECRET_KEY: then no secret can be kept. */
export function sealerOf({ SECRET_KEY, SECRET_KEY_PREVIOUS }: Config): Sealer | null {
  const older = SECRET_KEY_PREVIOUS === undefined ? [] : [SECRET_KEY_PREVIOUS];
  return SECRET_KEY === undefined ? null : createSealer([SECRET_KEY, ...older]);
}
