/**
 * What every adapter of the DiscordApi port must do for what tools need of a server: members, emojis, messages by their words, events, reactions and
 * polls. The server behind it is the playground's stand-in, so that what it refuses counts as a mistake of the adapter.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Channel, channelType, type FaultKind, type Guild, permission, type User } from "../../scripts/playground/discord/discord.ts";
import type { MessageQuery } from "../../src/discord/api.ts";
import type { ChannelId, GuildId, MessageId, UserId } from "../../src/kernel/ids.ts";
import type { ApplicationHarness } from "./discord-application.ts";

const TROUBLE: FaultKind[] = ["429", "500", "reset", "lost-answer"];

export function describeServerContract(name: string, createHarness: () => Promise<ApplicationHarness>): void {
  describe(`${name} keeps the DiscordApi contract for what a server holds`, () => {
    let harness: ApplicationHarness;
    let guild: Guild;
    let channel: Channel;
    let ada: User;
    let guildId: GuildId;
    let complaints: string[];
    beforeEach(async () => {
      harness = await createHarness();
      const { discord } = harness;
      guild = discord.addGuild({ name: "The Orchard", botPermissions: permission.createEvents });
      guildId = guild.id as GuildId;
      channel = discord.addChannel(guild);
      ada = discord.addUser("ada", { displayName: "Ada L." });
      discord.addMember(guild, ada, { nick: "Countess", roles: [discord.addRole(guild, "pickers", 0n)] });
      complaints = [];
    });
    afterEach(() => {
      expect(harness.discord.violations).toEqual(complaints);
    });
    const trouble = (kind: FaultKind) => harness.discord.faults.add({ kind, times: 1, retryAfterMs: 80 });

    test("a member: names, roles, since when; null for who is none", async () => {
      const { api, discord } = harness;
      const muted = discord.addUser("mira");
      discord.addMember(guild, muted, { timeoutUntil: 1_900_000_000_000 });
      const known = guild.members.get(ada.id);
      expect(await api.member(guildId, ada.id as UserId)).toEqual({
        id: ada.id,
        name: "Countess",
        username: "ada",
        bot: false,
        roles: known?.roles,
        joinedAt: known?.joinedAt,
        timeoutUntil: null,
      });
      expect(await api.member(guildId, muted.id as UserId)).toMatchObject({ name: "mira", timeoutUntil: 1_900_000_000_000 });
      expect(await api.member(guildId, discord.addUser("eve").id as UserId)).toBeNull();
    });

    test("members by the beginning of their names, whatever stands in it", async () => {
      const { api, discord } = harness;
      const odd = discord.addUser("odd", { displayName: "a&b=c?/" });
      discord.addMember(guild, odd);
      const names = async (beginning: string, limit = 10) => (await api.findMembers(guildId, beginning, limit)).map(({ username }) => username);
      expect(await names("count")).toEqual(["ada"]);
      expect(await names("AD")).toEqual(["ada"]);
      expect(await names("a")).toEqual(["ada", "odd"]);
      expect(await names("a", 1)).toEqual(["ada"]);
      expect(await names("a&b=c?/")).toEqual(["odd"]);
      expect(await names("nobody")).toEqual([]);
    });

    test("the server with its counts and roles, highest first; its own emojis", async () => {
      const { api, discord } = harness;
      const apple = discord.addEmoji(guild, "apple");
      const lost = discord.addEmoji(guild, "lost", false);
      expect(await api.server(guildId)).toEqual({
        name: "The Orchard",
        description: "",
        ownerId: guild.ownerId,
        members: 3,
        online: 3,
        boosts: 0,
        roles: [...guild.roles].reverse().map(({ id, name: role }) => ({ id, name: role })),
      });
      expect(await api.emojis(guildId)).toEqual([
        { id: apple.id, name: "apple", available: true },
        { id: lost.id, name: "lost", available: false },
      ]);
    });

    test("the threads that are active, newest first, without those that are hidden from the bot", async () => {
      const { api, discord } = harness;
      const [first, second] = ["first", "second"].map((name) => discord.addChannel(guild, { parent: channel, name }));
      discord.addChannel(guild, { parent: channel, archived: true });
      discord.addChannel(guild, { parent: channel, type: channelType.privateThread });
      discord.addChannel(guild, { parent: discord.addChannel(guild, { deny: permission.viewChannel }) });
      expect(await api.activeThreads(guildId)).toEqual(
        [second, first].map((thread) => ({ id: thread?.id, parentId: channel.id, type: channelType.publicThread, name: thread?.name })),
      );
    });

    describe("searching messages", () => {
      const search = (query: Partial<MessageQuery> = {}) =>
        harness.api.searchMessages(guildId, { channels: [channel.id as ChannelId], limit: 25, ageRestricted: false, order: "newest", ...query });
      const texts = async (query: Partial<MessageQuery> = {}) => {
        const found = await search(query);
        return found.kind === "found" ? found.messages.map(({ content }) => content) : found;
      };
      beforeEach(() => {
        harness.discord.intents.messageContent = true;
      });

      test("by words, author, channels and time, newest first", async () => {
        const { discord } = harness;
        const bob = discord.addUser("bob");
        const other = discord.addChannel(guild);
        const thread = discord.addChannel(guild, { parent: channel, name: "side" });
        discord.post(channel, ada, "an apple a day");
        const middle = discord.post(channel, bob, "Apple & pear = fruit?");
        discord.post(channel, ada, "pears only");
        discord.post(other, ada, "apple elsewhere");
        discord.post(thread, ada, "apple in the thread");
        expect(await texts({ content: "apple" })).toEqual(["apple in the thread", "Apple & pear = fruit?", "an apple a day"]);
        expect(await texts({ content: "Apple & pear = fruit?" })).toEqual(["Apple & pear = fruit?"]);
        expect(await texts({ authorId: bob.id as UserId })).toEqual(["Apple & pear = fruit?"]);
        expect(await texts({ minId: middle.json.id as MessageId })).toEqual(["apple in the thread", "pears only"]);
        expect(await texts({ maxId: middle.json.id as MessageId })).toEqual(["an apple a day"]);
        expect(await texts({ content: "apple", channels: [channel.id, other.id] as ChannelId[], limit: 2 })).toEqual([
          "apple in the thread",
          "apple elsewhere",
        ]);
        const found = await search({ content: "thread" });
        expect(found).toMatchObject({ messages: [{ channelId: thread.id, author: { name: "Ada L." } }] });
        expect(found).toMatchObject({ threads: [{ id: thread.id, parentId: channel.id, type: 11, name: "side" }] });
      });

      test("age-restricted channels only where that is asked for", async () => {
        const { discord } = harness;
        const adults = discord.addChannel(guild, { nsfw: true });
        discord.post(adults, ada, "for adults");
        const channels = [adults.id as ChannelId];
        expect(await texts({ channels })).toEqual([]);
        expect(await texts({ channels, ageRestricted: true })).toEqual(["for adults"]);
      });

      test("says when the server is not indexed yet", async () => {
        guild.indexing = 1;
        expect(await search()).toEqual({ kind: "indexing", retryAfterMs: 1000 });
        expect(await search()).toMatchObject({ kind: "found" });
      });

      test("takes the Message Content intent", async () => {
        harness.discord.intents.messageContent = false;
        await expect(search()).rejects.toMatchObject({ status: 403, code: 50001 });
      });
    });

    describe("reactions", () => {
      const react = (emoji: string, on: MessageId) => harness.api.addReaction(channel.id as ChannelId, on, emoji);

      test.each(TROUBLE)("are there once through %s, be it a Unicode emoji or the server's own", async (kind) => {
        const { discord } = harness;
        const apple = discord.addEmoji(guild, "apple");
        const message = discord.post(channel, ada, "hello");
        for (const emoji of ["🍎", "1️⃣", `apple:${apple.id}`]) {
          trouble(kind);
          await react(emoji, message.json.id as MessageId);
        }
        expect(message.json.reactions?.map(({ emoji, count }) => [emoji.name, emoji.id, count])).toEqual([
          ["🍎", null, 1],
          ["1️⃣", null, 1],
          ["apple", apple.id, 1],
        ]);
      });

      test("that Discord does not know, and messages that are gone, are an error", async () => {
        const message = harness.discord.post(channel, ada, "hello");
        await expect(react("apple", message.json.id as MessageId)).rejects.toMatchObject({ code: 10014 });
        await expect(react("🍎", "42" as MessageId)).rejects.toMatchObject({ code: 10008 });
      });
    });

    describe("events", () => {
      const soon = Date.now() + 3600_000;
      const event = { name: "Harvest", description: "Bring baskets.", place: "The old mill", from: soon, to: soon + 7200_000 };

      test("are in the list with their place and times", async () => {
        const made = await harness.api.createEvent(guildId, event);
        expect(guild.events).toMatchObject([
          {
            name: "Harvest",
            description: "Bring baskets.",
            entity_type: 3,
            entity_metadata: { location: "The old mill" },
            scheduled_start_time: new Date(soon).toISOString(),
            scheduled_end_time: new Date(soon + 7200_000).toISOString(),
          },
        ]);
        expect(made).toEqual({ kind: "made", id: guild.events[0]?.id });
      });

      test.each(TROUBLE)("are never made twice through %s, and only called made if they were", async (kind) => {
        trouble(kind);
        const made = await harness.api.createEvent(guildId, event);
        expect(made.kind).toBe(kind === "429" ? "made" : "unknown");
        expect(guild.events).toHaveLength(kind === "429" || kind === "lost-answer" ? 1 : 0);
      });

      test("take Create Events", async () => {
        const other = harness.discord.addGuild();
        await expect(harness.api.createEvent(other.id as GuildId, event)).rejects.toMatchObject({ status: 403, code: 50013 });
      });
    });

    describe("polls", () => {
      const poll = { question: "Which?", answers: ["Apple", "Pear"], hours: 48, severalAnswers: true };

      test.each(TROUBLE)("are posted once under one nonce through %s", async (kind) => {
        const { api, discord } = harness;
        trouble(kind);
        const posted = await api.createMessage(channel.id as ChannelId, { poll }, "n-1");
        expect(await api.createMessage(channel.id as ChannelId, { poll }, "n-1")).toEqual(posted);
        const shown = discord.visibleTo(ada, channel).map(({ record }) => record.json);
        expect(shown.map(({ id }) => id)).toEqual([posted.id]);
        expect(shown[0]?.poll).toMatchObject({
          question: { text: "Which?" },
          answers: [
            { answer_id: 1, poll_media: { text: "Apple" } },
            { answer_id: 2, poll_media: { text: "Pear" } },
          ],
          allow_multiselect: true,
        });
        expect(Date.parse(String(shown[0]?.poll?.expiry)) - Date.parse(shown[0]?.timestamp ?? "")).toBe(48 * 3600_000);
      });

      test("that are too long are the caller's mistake; they take Create Polls", async () => {
        const { api, discord } = harness;
        const post = (answers: string[], to = channel.id) => api.createMessage(to as ChannelId, { poll: { ...poll, answers } }, "n-1");
        await expect(post(["x".repeat(56), "y"])).rejects.toMatchObject({ code: 50035 });
        await expect(post(Array.from({ length: 11 }, (_, index) => `${index}`))).rejects.toMatchObject({ code: 50035 });
        complaints = [...discord.violations];
        expect(complaints).toHaveLength(2);
        await expect(post(["a", "b"], discord.addChannel(guild, { deny: permission.sendPolls }).id)).rejects.toMatchObject({ code: 50013 });
      });
    });
  });
}
