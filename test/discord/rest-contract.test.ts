/** The REST adapter against the stand-in: the contract of the port. */
import { createDiscord, createKeyPair } from "../../scripts/playground/discord/discord.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import type { ApplicationId, ChannelId, MessageId } from "../../src/kernel/ids.ts";
import { type DiscordApiHarness, describeDiscordApiContract } from "../contracts/discord-api.ts";

describeDiscordApiContract("discord/rest", async (): Promise<DiscordApiHarness> => {
  let later = 0;
  const discord = createDiscord({
    keys: await createKeyPair(),
    clock: { now: () => Date.now() + later },
    intents: { messageContent: true },
    deliver: async () => Response.json({ type: 5 }),
  });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const [ada, bob] = [discord.addUser("ada"), discord.addUser("bob")];
  discord.addMember(guild, ada);
  discord.addMember(guild, bob);
  const asked = await discord.interact({ kind: "slash", user: ada, channel, command: "ask", options: { prompt: "hi" } });
  return {
    api: createDiscordRest({
      baseUrl: "https://discord.com/api/v10",
      botToken: discord.botToken,
      version: "0.1.0",
      clock: systemClock,
      random: () => 0,
      fetch: (url, init) => discord.fetch(new Request(url, init)),
    }),
    target: { applicationId: discord.applicationId as ApplicationId, token: asked.token },
    channel: channel.id as ChannelId,
    shown: () =>
      Promise.all(
        discord
          .visibleTo(ada, channel)
          .filter(({ isLoading }) => !isLoading)
          .map(async (message) => ({
            id: message.id,
            content: message.content,
            isPrivate: message.isPrivate,
            flags: message.flags,
            buttons: message.buttons.map(({ customId }) => customId),
            pinged: message.record.json.mentions.map(({ id }) => id),
            replyTo: message.record.json.message_reference?.message_id,
            files: await Promise.all(
              message.attachments.map(async ({ filename, url }) => ({ name: filename, text: await (await discord.fetch(new Request(url))).text() })),
            ),
          })),
      ),
    say: (content, replyTo) => {
      const target = replyTo === undefined ? undefined : discord.state.messages.get(replyTo);
      return discord.post(channel, bob, content, target === undefined ? {} : { replyTo: target }).json.id as MessageId;
    },
    trouble: (kind, times, retryAfterMs) => void discord.faults.add({ kind, times, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
    calls: () => discord.calls.filter(({ path }) => !path.includes("/attachments/")).length,
    violations: () => discord.violations,
    expire: () => {
      later = 16 * 60_000;
    },
  };
});
