// What goes wrong around looks: refusals that are not Discord's word on the channel, commands amid trouble, direct channels that Discord closes.
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, onStage, SECOND, type Stage } from "./watching.ts";

const rows = async (sql: string) => (await env.DB.prepare(sql).all()).results;

/** Somebody used a command in the channel. */
const used = (stage: Stage, more: { private?: boolean; guildId?: string | null } = {}) =>
  ({
    ...{ id: "1234567890", token: "t", user: { id: stage.ada.id, name: "ada" }, createdAt: stage.now(), channelId: stage.channel.id, locale: "en-US" },
    ...{ guildId: stage.guild.id, private: false, bot: { present: true, canPost: true, canRead: true, userInstallOnly: false } },
    ...more,
  }) as never;

describe("a channel", () => {
  test.each([
    [403, 0],
    [404, 0],
    [403, 40001],
  ])("is not switched off by a %i with the code %i: that is not Discord's word on it", (status, code) =>
    onStage(async ({ set, pass, discord, ofKind, mention, ada }) => {
      await set({ listens: true });
      await pass(MINUTE);
      discord.faults.add({ kind: "refused", status, code, match: ({ method }) => method === "GET" });
      await pass(5 * MINUTE);
      expect(await rows("SELECT problem FROM watched_channels")).toEqual([{ problem: "" }]);
      expect(ofKind("notify")).toEqual([]);
      discord.faults.clear();
      mention(ada);
      await pass(10 * MINUTE);
      expect(ofKind("ask")).toHaveLength(1);
    }),
  );

  test("is gone where Discord says so", () =>
    onStage(async ({ set, pass, discord, ofKind }) => {
      await set({ listens: true });
      await pass(MINUTE);
      discord.faults.add({ kind: "refused", status: 404, code: 10003, match: ({ method }) => method === "GET" });
      await pass(5 * MINUTE);
      expect(ofKind("notify").map(({ input }) => input)).toEqual(["gone"]);
    }));

  test("that waits because Discord has trouble is read no sooner for people who use commands", () =>
    onStage(async (stage) => {
      const { set, pass, discord, watcher } = stage;
      await set({ listens: true });
      await pass(MINUTE);
      discord.faults.add({ kind: "refused", status: 401, code: 0 });
      await pass(MINUTE);
      const before = discord.calls.length;
      for (let nth = 0; nth < 30; nth++) {
        watcher.heard(used(stage));
        await pass(MINUTE);
      }
      expect(discord.calls.length - before).toBeLessThanOrEqual(1);
    }));

  test("is read no sooner than its time because somebody used a command in it", () =>
    onStage(async (stage) => {
      await stage.set({ listens: true });
      await stage.pass(MINUTE);
      const before = stage.reads();
      for (let nth = 0; nth < 10; nth++) {
        stage.watcher.heard(used(stage));
        await stage.pass(SECOND);
      }
      expect(stage.reads() - before).toBeLessThanOrEqual(1);
    }));

  test("counts what came too late around midnight to the day on which that was found out", () =>
    onStage(async ({ set, pass, discord, mention, ada, watcher }) => {
      await set({ listens: true });
      await pass(11 * HOUR + 45 * MINUTE);
      discord.faults.add({ kind: "500", rate: 1, match: ({ method }) => method === "GET" });
      mention(ada);
      await pass(20 * MINUTE);
      discord.faults.clear();
      await pass(HOUR);
      expect(watcher.overview()?.lateMentionsToday).toBe(1);
    }));

  test("of which nothing was read for more than an hour is read by its newest page alone", () =>
    onStage(async ({ set, pass, say, bob, reads, life }) => {
      await set({ listens: true });
      say(bob, "good morning");
      await pass(3 * HOUR);
      for (let nth = 0; nth < 250; nth++) say(bob, `line ${nth}`);
      const before = reads();
      for (let wait = 0; reads() === before && wait < 60; wait++) await pass(30 * SECOND);
      expect(reads() - before).toBe(1);
      expect(life().activity.recent).toHaveLength(30);
    }));

  test("answers nobody who has left the server since they asked", () =>
    onStage(async ({ set, pass, mention, guild, ada, ofKind, watcher }) => {
      await set({ listens: true });
      await pass(SECOND);
      mention(ada);
      guild.members.delete(ada.id);
      await pass(20 * SECOND);
      expect(ofKind("ask")).toEqual([]);
      expect(watcher.overview()?.lateMentionsToday).toBe(1);
    }));

  test("has at most ten of its messages answered at once; the others are counted", () =>
    onStage(async ({ set, pass, mention, discord, guild, ofKind, watcher }) => {
      await set({ listens: true });
      await pass(SECOND);
      for (let nth = 0; nth < 14; nth++) {
        const somebody = discord.addUser(`somebody${nth}`);
        discord.addMember(guild, somebody);
        mention(somebody);
      }
      await pass(20 * SECOND);
      expect(ofKind("ask")).toHaveLength(10);
      expect(watcher.overview()?.lateMentionsToday).toBe(4);
    }));

  test("has a mention answered that replies to somebody else, once, by what stands there when it is read", () =>
    onStage(async ({ set, pass, say, ada, bob, channel, discord, ofKind }) => {
      await set({ listens: true });
      await pass(SECOND);
      const first = say(bob, "apples are blue");
      const asked = discord.post(channel, ada, `<@${discord.bot.id}> is that so?`, { replyTo: first });
      const withdrawn = discord.post(channel, bob, `<@${discord.bot.id}> never mind`);
      discord.state.messages.delete(withdrawn.json.id);
      const list = discord.state.channelMessages.get(channel.id);
      list?.splice(list.indexOf(withdrawn), 1);
      await pass(MINUTE);
      expect(ofKind("ask").map(({ id }) => id)).toEqual([asked.json.id]);
    }));

  test("takes a command for no message that something could reply to", () =>
    onStage(async (stage) => {
      await stage.set({ listens: true });
      await stage.pass(MINUTE);
      stage.watcher.heard(used(stage));
      await stage.pass(MINUTE);
      expect(stage.life().activity.recent.map(({ id, by }) => [id, by])).toEqual([["c1234567890", stage.ada.id]]);
    }));

  test("learns within a look of cron's that it is switched off, though nobody told its object", () =>
    onStage(async (stage) => {
      await stage.set({ listens: true });
      await stage.pass(MINUTE);
      await env.DB.prepare("UPDATE watched_channels SET listens = 0").run();
      stage.watcher.lookAt(stage.channel.id, stage.now(), stage.now() + HOUR);
      await stage.pass(20 * SECOND);
      expect(stage.watcher.overview()).toBeNull();
    }));
});

test("a direct channel that Discord closes is listened to again once it is used again", () =>
  onStage(
    async (stage) => {
      const { watcher, pass, discord, say, ada, ofKind } = stage;
      watcher.heard(used(stage, { guildId: null }));
      await pass(MINUTE);
      const closed = discord.faults.add({ kind: "refused", status: 403, code: 50001, match: ({ method }) => method === "GET" });
      await pass(MINUTE);
      expect(watcher.overview()).toBeNull();
      expect(await rows("SELECT * FROM watched_channels")).toEqual([]);
      closed.remove();
      watcher.heard(used(stage, { guildId: null }));
      await pass(MINUTE);
      say(ada, "hello again");
      await pass(20 * SECOND);
      expect(ofKind("ask")).toHaveLength(1);
    },
    { direct: true },
  ));

test("who is forgotten while their direct channel is being read is not written down by that look", () =>
  onStage(
    async (stage) => {
      const { watcher, pass, say, ada, allowed, life, ofKind } = stage;
      watcher.heard(used(stage, { guildId: null }));
      await pass(MINUTE);
      say(ada, "hello");
      Object.defineProperty(allowed, "flood", {
        get: () => {
          watcher.forget(ada.id);
          return true;
        },
      });
      await pass(20 * SECOND);
      expect(life).toThrow("not followed");
      expect(ofKind("ask")).toEqual([]);
    },
    { direct: true },
  ));

test("with somebody who is erased the words go that may have been theirs", () =>
  onStage(async (stage) => {
    const { set, pass, say, ada, bob, watcher, erasures, pseudonyms, now } = stage;
    await set({ listens: true });
    say(ada, "the rhubarb cellar");
    await pass(MINUTE);
    expect(JSON.stringify(stage.life())).toContain("rhubarb");
    watcher.forget(ada.id);
    expect(JSON.stringify(stage.life())).not.toContain("rhubarb");
    say(bob, "the quince attic");
    await pass(MINUTE);
    await erasures.begin({ id: "1", key: (await pseudonyms(bob.id))[0], at: now() });
    await pass(6 * MINUTE);
    expect(JSON.stringify(stage.life())).not.toContain("quince");
  }));
