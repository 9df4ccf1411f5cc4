/** Schedules as a manager makes them, and the minutes that bring them: by signed requests and the real cron. For whole-path tests. */
import { createScheduledController, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Channel, InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import type { Env } from "../../src/env.ts";
import worker from "../../src/index.ts";
import { rows } from "./panel.ts";
import type { World } from "./world.ts";

const MINUTE = 60_000;

export function schedulingIn(world: () => World, clock: { move(ms: number): void }) {
  const slash = async (user: User, path: string, options: Record<string, OptionValue> = {}, locale = "en-US"): Promise<InteractionHandle> => {
    const handle = await world().discord.interact({ kind: "slash", user, channel: world().channel, command: "schedule", path: [path], options, locale });
    await world().discord.waitFor(() => handle.settled);
    return handle;
  };
  const press = async (user: User, from: InteractionHandle, label: string) => {
    const handle = await world().press(user, from, label);
    await world().discord.waitFor(() => handle.settled);
    return handle;
  };
  const cron = async (variables: Record<string, string> = {}) => {
    const controller = createScheduledController({ scheduledTime: Date.now() - (Date.now() % MINUTE), cron: "* * * * *" });
    await worker.scheduled(controller, { ...(env as unknown as Env), ...variables });
  };
  const running = () => rows("SELECT slot FROM schedule_runs WHERE outcome = 'running'");
  return {
    slash,
    press,
    cron,
    /** Prepares it and presses Save. */
    async save(user: User, options: Record<string, OptionValue>): Promise<InteractionHandle> {
      return press(user, await slash(user, "add", options), "Save");
    },
    /** The clock stands at that moment. */
    at: (moment: string | number) => clock.move((typeof moment === "string" ? Date.parse(moment) : moment) - Date.now()),
    /** What was begun has ended, and is written down. */
    over: (channel: Channel = world().channel) =>
      vi.waitFor(
        async () => {
          const object = env.CHANNEL.get(env.CHANNEL.idFromName(channel.id));
          await runDurableObjectAlarm(object);
          expect(await running()).toEqual([]);
          // Nor what follows, such as a note to the owner.
          const open = "SELECT id FROM jobs WHERE state <> 'later'";
          expect(await runInDurableObject(object, (_object, { storage }) => storage.sql.exec(open).toArray())).toEqual([]);
        },
        { timeout: 12_000, interval: 100 },
      ),
    runs: () => rows("SELECT slot, outcome, problem, skipped, message_id, cost_micro_usd FROM schedule_runs ORDER BY slot"),
    stored: async () => (await rows("SELECT * FROM schedules ORDER BY id"))[0] as Record<string, unknown> | undefined,
    /** The bot's own posts there, oldest first; none that an interaction made. */
    posts: (channel: Channel = world().channel) =>
      (world().discord.state.channelMessages.get(channel.id) ?? [])
        .filter(({ json, interactionId, deletedAt }) => json.author.id === world().discord.bot.id && interactionId === undefined && deletedAt === undefined)
        .map(({ json }) => json),
  };
}

/** Tests of one file share a database. */
export const noSchedules = () =>
  env.DB.batch(["schedules", "schedule_runs", "notifications", "turns", "ledger", "budget_usage"].map((name) => env.DB.prepare(`DELETE FROM ${name}`)));
