/** What every adapter of the DiscordApi port must do to tell who may read what, against the playground's stand-in. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Channel, channelType, type Guild, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { mayBothRead } from "../../src/discord/channel-access.ts";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import type { ApplicationHarness } from "./discord-application.ts";

export function describeAccessContract(name: string, createHarness: () => Promise<ApplicationHarness>): void {
  describe(`${name} keeps the DiscordApi contract for who may read what`, () => {
    let harness: ApplicationHarness;
    let guild: Guild;
    let ada: User;
    beforeEach(async () => {
      harness = await createHarness();
      guild = harness.discord.addGuild();
      ada = harness.discord.addUser("ada");
      harness.discord.addMember(guild, ada);
    });
    afterEach(() => {
      expect(harness.discord.violations).toEqual([]);
    });

    const ask = (channelId: string, asker: User = ada) =>
      mayBothRead(
        {
          guildId: guild.id as GuildId,
          channelId: channelId as ChannelId,
          askerId: asker.id as UserId,
          botId: harness.discord.applicationId as string as UserId,
        },
        harness.api,
        new AbortController().signal,
      );
    const without = (who: User | "everyone", deny: bigint, more: { type?: number; parent?: Channel } = {}) => {
      const overwrite = who === "everyone" ? { id: guild.id, type: 0 as const } : { id: who.id, type: 1 as const };
      return harness.discord.addChannel(guild, { ...more, overwrites: [{ ...overwrite, allow: 0n, deny }] });
    };

    test("a member's roles, and that somebody is none", async () => {
      const { api, discord } = harness;
      const pickers = discord.addRole(guild, "pickers", 0n);
      const bob = discord.addUser("bob");
      discord.addMember(guild, bob, { roles: [pickers] });
      expect(await api.memberRoles(guild.id as GuildId, bob.id as UserId)).toEqual([pickers.id]);
      expect(await api.memberRoles(guild.id as GuildId, discord.addUser("eve").id as UserId)).toBeNull();
      expect(await api.memberRoles(guild.id as GuildId, "42" as UserId)).toBeNull();
    });

    test("a channel by itself; null for one that is hidden or gone", async () => {
      const { api, discord } = harness;
      const open = discord.addChannel(guild, { name: "open" });
      const thread = discord.addChannel(guild, { parent: open, name: "side" });
      expect(await api.channel(thread.id as ChannelId)).toEqual({ id: thread.id, name: "side", type: 11, guildId: guild.id, parentId: open.id });
      expect(await api.channel(without(discord.bot, permission.viewChannel).id as ChannelId)).toBeNull();
      expect(await api.channel("42" as ChannelId)).toBeNull();
    });

    test("who has joined a thread", async () => {
      const { api, discord } = harness;
      const thread = discord.addChannel(guild, { parent: discord.addChannel(guild), owner: ada });
      expect(await api.isThreadMember(thread.id as ChannelId, ada.id as UserId)).toBe(true);
      expect(await api.isThreadMember(thread.id as ChannelId, discord.addUser("bob").id as UserId)).toBe(false);
    });

    describe("reading another channel", () => {
      test("takes View Channel and Read Message History, of both", async () => {
        const { discord } = harness;
        expect(await ask(discord.addChannel(guild).id)).toBe("readable");
        for (const bit of [permission.viewChannel, permission.readMessageHistory]) {
          expect(await ask(without(ada, bit).id)).toBe("asker");
          expect(await ask(without(discord.bot, bit).id)).toBe("bot");
          expect(await ask(without("everyone", bit).id)).toBe("asker");
        }
        expect(await ask(discord.addChannel(guild).id, discord.addUser("eve"))).toBe("asker");
      });

      test("that is gone, elsewhere or holds no messages is not possible", async () => {
        const { discord } = harness;
        expect(await ask("42")).toBe("gone");
        expect(await ask(discord.addChannel(discord.addGuild()).id)).toBe("gone");
        expect(await ask(discord.addChannel(guild, { type: channelType.category }).id)).toBe("no-messages");
      });

      test("that is a thread follows its channel", async () => {
        const { discord } = harness;
        const thread = (parent: Channel) => discord.addChannel(guild, { parent }).id;
        expect(await ask(thread(discord.addChannel(guild)))).toBe("readable");
        expect(await ask(thread(without(ada, permission.viewChannel)))).toBe("asker");
        expect(await ask(thread(without(ada, permission.readMessageHistory)))).toBe("asker");
        expect(await ask(thread(without(discord.bot, permission.readMessageHistory)))).toBe("bot");
        // Discord does not even say what it is.
        expect(await ask(thread(without(discord.bot, permission.viewChannel)))).toBe("gone");
      });

      test("that is a private thread takes having joined it, or managing threads", async () => {
        const { discord } = harness;
        const parent = discord.addChannel(guild);
        const secret = (...recipients: User[]) => {
          const thread = discord.addChannel(guild, { parent, type: channelType.privateThread });
          thread.recipients = recipients.map(({ id }) => id);
          return thread.id;
        };
        expect(await ask(secret(discord.bot))).toBe("asker");
        expect(await ask(secret(ada))).toBe("gone");
        expect(await ask(secret(ada, discord.bot))).toBe("readable");
        const mira = discord.addUser("mira");
        discord.addMember(guild, mira, { roles: [discord.addRole(guild, "mods", permission.manageThreads)] });
        expect(await ask(secret(discord.bot), mira)).toBe("readable");
      });
    });
  });
}
