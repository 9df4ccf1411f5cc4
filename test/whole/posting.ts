/** Jobs that no interaction stands behind, as whole-path tests hand them in: what people wrote, read and answered, and what Discord shows then. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Channel, MessageRecord } from "../../scripts/playground/discord/discord.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { mentionJob, type PostPlace } from "../../src/jobs/mention.ts";
import type { Job } from "../../src/jobs/types.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { ApplicationId, ChannelId, GuildId, MessageId } from "../../src/kernel/ids.ts";
import type { World } from "./world.ts";

export function postingIn(world: () => World) {
  const objectOf = (channel: Channel = world().channel) => env.CHANNEL.get(env.CHANNEL.idFromName(channel.id));
  const place = (channel: Channel = world().channel): PostPlace => ({
    applicationId: world().discord.applicationId as ApplicationId,
    channelId: channel.id as ChannelId,
    channelName: channel.name ?? "",
    parentId: (channel.parentId ?? null) as ChannelId | null,
    guildId: channel.guildId as GuildId | null,
    locale: "en-US",
    now: Date.now(),
  });
  const read = async (record: MessageRecord, channel: Channel) => {
    const rest = createDiscordRest({
      ...{ baseUrl: "https://discord.com/api/v10", botToken: world().discord.botToken, version: "0.1.0", clock: systemClock, random: () => 0 },
      fetch: (url, init) => world().discord.fetch(new Request(url, init)),
    });
    const message = await rest.message(channel.id as ChannelId, record.json.id as MessageId);
    if (message === null) throw new Error("the message is gone");
    return message;
  };
  const submit = (job: Job, channel: Channel = world().channel) => objectOf(channel).submit(job);
  return {
    objectOf,
    place,
    submit,
    wake: (channel?: Channel) => runDurableObjectAlarm(objectOf(channel)),
    /** Somebody's message as the reader hands it over; how the object took it. */
    mention: async (record: MessageRecord, channel: Channel = world().channel) => submit(mentionJob(place(channel), await read(record, channel)), channel),
    /** The bot's own messages in a channel, without what interactions made; `json` alone. */
    posted: (channel: Channel = world().channel) =>
      (world().discord.state.channelMessages.get(channel.id) ?? [])
        .filter(({ json, interactionId, deletedAt }) => json.author.id === world().discord.bot.id && interactionId === undefined && deletedAt === undefined)
        .map(({ json }) => json),
    /** No job is left in the channel's object. */
    over: (channel?: Channel) =>
      vi.waitFor(
        async () =>
          expect(await runInDurableObject(objectOf(channel), (_object, { storage }) => storage.sql.exec("SELECT id FROM jobs").toArray())).toEqual([]),
        { timeout: 10_000 },
      ),
  };
}
