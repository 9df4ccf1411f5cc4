/** Reminders for whole-path tests: the clock moves on, the object's alarm goes off, and what it says is looked at. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Channel, InteractionHandle, MessageRecord, User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { rows } from "./panel.ts";
import type { World } from "./world.ts";

export const objectOf = (channel: Channel) => env.CHANNEL.get(env.CHANNEL.idFromName(channel.id));

/** Set by its words alone, such as "in 10 minutes". */
export const remind = (
  world: World,
  options: Record<string, OptionValue>,
  { user = world.ada, channel = world.channel, locale = "en-US" }: { user?: User; channel?: Channel; locale?: string } = {},
): Promise<InteractionHandle> => world.discord.interact({ kind: "slash", command: "remind", user, channel, locale, options });

/** What the bot posted by itself, oldest first. */
export const toldIn = (world: World, channel: Channel): MessageRecord[] =>
  (world.discord.state.channelMessages.get(channel.id) ?? []).filter(
    ({ json, onlyFor, interactionId, deletedAt }) =>
      json.author.id === world.discord.bot.id && onlyFor === undefined && interactionId === undefined && deletedAt === undefined,
  );

/** Of the people of this world: the tests of a file share their database. */
export async function reminderRows({ ada, bob }: World): Promise<Record<string, unknown>[]> {
  return (await rows("SELECT * FROM reminders WHERE user_id IN (?, ?) ORDER BY id", ada.id, bob.id)) as Record<string, unknown>[];
}

/** The object's alarm goes off, and what runs then has an end. */
export async function alarm(channel: Channel): Promise<void> {
  await runDurableObjectAlarm(objectOf(channel));
}

/** As many are told as were wanted, and D1 knows of it. */
export const untilTold = async (world: World, channel: Channel, n: number): Promise<MessageRecord[]> => {
  await vi.waitFor(
    async () => {
      const told = toldIn(world, channel);
      if (told.length < n) throw new Error(`${told.length} of ${n} told`);
      const known = new Set((await reminderRows(world)).map(({ message_id }) => message_id));
      if (!known.has(told.at(-1)?.json.id)) throw new Error("not written down");
    },
    { timeout: 8_000 },
  );
  return toldIn(world, channel);
};
