/**
 * What every adapter of the DiscordApi port must do for threads and the bot's nickname. Call `describeThreadsContract` with a factory; the server behind
 * it is the playground's stand-in, so that what it refuses counts as a mistake of the adapter.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelType, type FaultKind, permission } from "../../scripts/playground/discord/discord.ts";
import type { ChannelId, GuildId, MessageId } from "../../src/kernel/ids.ts";
import type { ApplicationHarness } from "./discord-application.ts";

const TROUBLE: FaultKind[] = ["429", "500", "reset", "lost-answer"];

export function describeThreadsContract(name: string, createHarness: () => Promise<ApplicationHarness>): void {
  describe(`${name} keeps the DiscordApi contract for threads and the nickname`, () => {
    let harness: ApplicationHarness;
    let complaints: string[];
    beforeEach(async () => {
      harness = await createHarness();
      complaints = [];
    });
    afterEach(() => {
      expect(harness.discord.violations).toEqual(complaints);
    });

    function place(deny = 0n, type: number = channelType.text) {
      const { discord } = harness;
      const guild = discord.addGuild();
      const channel = discord.addChannel(guild, { deny, type });
      const ada = discord.addUser("ada");
      discord.addMember(guild, ada);
      return { guild, channel, ada, id: channel.id as ChannelId };
    }

    const threads = () => [...harness.discord.state.channels.values()].filter(({ thread }) => thread !== null);

    test("a thread hangs on the message, has its id, and the bot can write there", async () => {
      const { api, discord } = harness;
      const { channel, ada, id } = place();
      const from = discord.post(channel, ada, "the plan");
      const thread = await api.startThreadFrom(id, from.json.id as MessageId, "The plan");
      expect(thread.id).toBe(from.json.id);
      expect(threads()).toMatchObject([{ id: thread.id, parentId: channel.id, name: "The plan", type: channelType.publicThread }]);
      await api.createMessage(thread.id, { content: "here" }, "n-1");
      expect((await api.channelMessages(thread.id, { limit: 10 })).map(({ type, content }) => [type, content])).toEqual([
        [0, "here"],
        [21, ""],
      ]);
    });

    test("a message that has a thread already leads to that one", async () => {
      const { api, discord } = harness;
      const { channel, ada, id } = place();
      const from = discord.post(channel, ada, "the plan");
      const theirs = discord.startThread(channel, ada, "Ada's", from);
      expect(await api.startThreadFrom(id, from.json.id as MessageId, "Mine")).toEqual({ id: theirs.id });
      expect(threads().map((thread) => thread.name)).toEqual(["Ada's"]);
    });

    test.each([
      [channelType.text, channelType.publicThread],
      [channelType.announcement, channelType.announcementThread],
    ])("in a channel of type %i a thread of its own is of type %i", async (parent, type) => {
      const { id, channel } = place(0n, parent);
      const started = await harness.api.startThread({ id, type: parent }, "Recap");
      expect(threads()).toMatchObject([{ parentId: channel.id, name: "Recap", type }]);
      expect(started).toEqual({ kind: "started", id: threads()[0]?.id });
    });

    test("without permission, or on a message that is gone, it is an error at once", async () => {
      const { api, discord } = harness;
      const { channel, ada, id } = place(permission.createPublicThreads);
      const from = discord.post(channel, ada, "the plan");
      await expect(api.startThreadFrom(id, from.json.id as MessageId, "x")).rejects.toMatchObject({ status: 403, code: 50013 });
      await expect(api.startThread({ id, type: channel.type }, "x")).rejects.toMatchObject({ status: 403, code: 50013 });
      await expect(api.startThreadFrom(place().id, "42" as MessageId, "x")).rejects.toMatchObject({ status: 404, code: 10008 });
      expect(discord.calls).toHaveLength(3);
      expect(threads()).toEqual([]);
    });

    describe.each(TROUBLE)("through %s", (kind) => {
      test("a thread on a message is started once", async () => {
        const { api, discord } = harness;
        const { channel, ada, id } = place();
        const from = discord.post(channel, ada, "the plan");
        discord.faults.add({ kind, times: 1, retryAfterMs: 80 });
        expect(await api.startThreadFrom(id, from.json.id as MessageId, "The plan")).toEqual({ id: from.json.id });
        expect(threads()).toHaveLength(1);
      });

      test("a thread of its own is never started twice, and only called started if it was", async () => {
        const { api, discord } = harness;
        const { id, channel } = place();
        discord.faults.add({ kind, times: 1, retryAfterMs: 80 });
        const started = await api.startThread({ id, type: channel.type }, "Recap");
        expect(started.kind).toBe(kind === "429" ? "started" : "unknown");
        expect(threads()).toHaveLength(kind === "429" || kind === "lost-answer" ? 1 : 0);
      });

      test("the nickname is set and taken away again", async () => {
        const { api, discord } = harness;
        const { guild } = place();
        const nick = () => guild.members.get(discord.bot.id)?.nick;
        discord.faults.add({ kind, times: 1, retryAfterMs: 80 });
        await api.setNickname(guild.id as GuildId, "Captain Salt");
        expect(nick()).toBe("Captain Salt");
        discord.faults.add({ kind, times: 1, retryAfterMs: 80 });
        await api.setNickname(guild.id as GuildId, null);
        expect(nick()).toBe(null);
      });
    });

    test("a nickname without permission is an error at once, one that is too long is the caller's mistake", async () => {
      const { api, discord } = harness;
      const guild = discord.addGuild({ everyone: permission.viewChannel });
      await expect(api.setNickname(guild.id as GuildId, "Salt")).rejects.toMatchObject({ status: 403, code: 50013 });
      await expect(api.setNickname(place().guild.id as GuildId, "x".repeat(33))).rejects.toMatchObject({ status: 400, code: 50035 });
      expect(discord.calls).toHaveLength(2);
      complaints = [...discord.violations];
      expect(complaints).toHaveLength(1);
    });
  });
}
