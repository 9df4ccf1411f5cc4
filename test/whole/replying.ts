/** What the tests of "Reply with AI" do and look at. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Channel, InteractionHandle, MessageRecord, User } from "../../scripts/playground/discord/discord.ts";
import type { World } from "./world.ts";

export const rows = async (sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;

export const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });

const hasEnded = (handle: InteractionHandle) => handle.settled && !/writing a reply|schreibe eine Antwort/.test(handle.original()?.content ?? "");

/** `world`: the one of the running test. */
export function replying(world: () => World) {
  const use = (target: MessageRecord, channel: Channel = world().channel, user: User = world().ada, locale = "en-US") =>
    world().discord.interact({ kind: "message", command: "Reply with AI", user, channel, target, locale });
  const ended = (handle: InteractionHandle) => world().discord.waitFor(() => hasEnded(handle), { timeoutMs: 10_000, what: "the end of the acknowledgement" });
  return {
    use,
    ended,
    reply: async (target: MessageRecord, channel?: Channel, user?: User, locale?: string) => {
      const handle = await use(target, channel, user, locale);
      await ended(handle);
      return handle;
    },
    /** The bot's own messages in a channel, without what interactions made. */
    posted: (channel: Channel = world().channel) =>
      (world().discord.state.channelMessages.get(channel.id) ?? []).filter(
        ({ json, interactionId, deletedAt }) => json.author.id === world().discord.bot.id && interactionId === undefined && deletedAt === undefined,
      ),
    sentToModel: () => JSON.stringify(world().model.requests.at(-1)?.body),
    guildOf: (channel: Channel) => {
      const guild = world().discord.state.guilds.get(channel.guildId ?? "");
      if (guild === undefined) throw new Error("no server");
      return guild;
    },
  };
}
