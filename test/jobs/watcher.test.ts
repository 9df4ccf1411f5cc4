// A followed channel: how often it is read, what is taken in, what is answered, and what ends it.
import { describe, expect, test } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { KEEP } from "../../src/autonomy/activity.ts";
import { rows } from "../fakes/database.ts";
import { HOUR, MINUTE, onStage, SECOND } from "./watching.ts";

describe("a channel that listens", () => {
  test("is read every 15 s while people talk and for 10 minutes after, then ever more rarely, as long as mentions are still answered", () =>
    onStage(async ({ set, pass, say, reads, ada, now }) => {
      say(ada, "hello");
      await set({ listens: true });
      await pass(10 * MINUTE);
      expect(reads()).toBeGreaterThanOrEqual(38);
      expect(reads()).toBeLessThanOrEqual(43);
      const live = reads();
      await pass(HOUR);
      expect(reads() - live).toBeGreaterThan(8);
      expect(reads() - live).toBeLessThan(30);
      const first = reads();
      await pass(20 * HOUR);
      // Every 12 minutes: a mention is read before it is 15 minutes old.
      expect(reads() - first).toBeGreaterThan(100);
      expect(reads() - first).toBeLessThan(130);
      await pass(6 * 24 * HOUR);
      const later = reads();
      await pass(24 * HOUR);
      expect(reads() - later).toBeLessThanOrEqual(6);
      expect(now()).toBeGreaterThan(0);
    }));

  test("has a mention answered, with its author's roles, and a reply to the bot, but not @everyone, roles, bots, webhooks, edits or itself", () =>
    onStage(async ({ set, pass, say, mention, discord, channel, guild, ada, bob, ofKind }) => {
      const role = discord.addRole(guild, "crew", 0n);
      guild.members.get(bob.id)?.roles.push(role.id);
      const robot = discord.addUser("robot", { bot: true });
      discord.addMember(guild, robot);
      const own = discord.post(channel, discord.bot, "I am here.");
      await set({ listens: true });
      await pass(SECOND);
      const asked = mention(bob, "which apples?");
      say(bob, "@everyone hello", { json: { mention_everyone: true } });
      say(bob, `<@&${role.id}> hello`, { json: { mention_roles: [role.id] } });
      say(bob, "nothing for anybody");
      mention(robot, "beep");
      say(bob, `<@${discord.bot.id}> psst`, { json: { webhook_id: "42" } });
      const reply = say(ada, "and pears?", { replyTo: own, ping: false });
      discord.post(channel, discord.bot, `<@${discord.bot.id}> I say to myself`);
      await pass(15 * SECOND);
      expect(ofKind("ask").map(({ id, input }) => [id, input])).toEqual([
        [asked.json.id, { words: expect.stringContaining("which apples?"), author: bob.id, roles: [role.id] }],
        [reply.json.id, { words: "and pears?", author: ada.id, roles: [] }],
      ]);
      await pass(5 * MINUTE);
      expect(ofKind("ask")).toHaveLength(2);
    }));

  test("has nothing answered that was said before, is older than 15 minutes, or comes too fast; it is counted", () =>
    onStage(async ({ set, pass, mention, watcher, store, channel, ada, ofKind, now, allowed, ...stage }) => {
      mention(ada, "before");
      await pass(SECOND);
      await set({ listens: true });
      await pass(MINUTE);
      expect(ofKind("ask")).toHaveLength(0);
      expect(watcher.overview()?.lateMentionsToday).toBe(0);
      await stage.access.changeServer(stage.guild.id as never, { paused: true }, now());
      watcher.watch(channel.id);
      await pass(SECOND);
      mention(ada, "while it is paused");
      await pass(20 * MINUTE);
      await stage.access.changeServer(stage.guild.id as never, { paused: false }, now());
      watcher.watch(channel.id);
      await pass(MINUTE);
      expect(ofKind("ask")).toHaveLength(0);
      expect(watcher.overview()?.lateMentionsToday).toBe(1);
      allowed.flood = false;
      mention(ada, "too fast");
      await pass(MINUTE);
      expect(ofKind("ask")).toHaveLength(0);
      expect(watcher.overview()?.lateMentionsToday).toBe(2);
      expect(await store.claimDue(now(), now() + 1, 5)).toEqual([]);
    }));

  test("is not even read while the server is paused or the bot is to be used elsewhere", () =>
    onStage(async ({ set, pass, reads, access, guild, now, watcher, channel }) => {
      await set({ listens: true });
      await pass(MINUTE);
      for (const change of [{ paused: true }, { paused: false, channels: ["1"] }]) {
        await access.changeServer(guild.id as never, change, now());
        watcher.watch(channel.id);
        await pass(SECOND);
        const before = reads();
        await pass(HOUR);
        expect(reads()).toBe(before);
      }
      await access.changeServer(guild.id as never, { channels: [channel.id] }, now());
      const before = reads();
      await pass(HOUR);
      expect(reads()).toBeGreaterThan(before);
    }));

  test("answers a mention within 20 s while a conversation runs (p95 of 60)", () =>
    onStage(async ({ set, pass, say, mention, ada, bob, ofKind, now }) => {
      say(bob, "hello");
      await set({ listens: true });
      await pass(SECOND);
      const waits: number[] = [];
      for (let nth = 0; nth < 60; nth++) {
        await pass((3 + ((nth * 7) % 50)) * SECOND);
        const { json } = mention(ada, `number ${nth}`);
        const from = now();
        while (!ofKind("ask").some(({ id }) => id === json.id) && now() - from < MINUTE) await pass(SECOND / 2);
        waits.push(now() - from);
      }
      waits.sort((a, b) => a - b);
      console.log(`listening: median ${waits[30]} ms, p95 ${waits[57]} ms, worst ${waits[59]} ms`);
      expect(waits[57]).toBeLessThanOrEqual(20 * SECOND);
    }));

  test("reads a flood in a few requests, and after hours only its newest page", () =>
    onStage(async ({ set, pass, say, ada, bob, reads, life }) => {
      await set({ listens: true });
      await pass(SECOND);
      for (let nth = 0; nth < 250; nth++) say(nth % 2 ? ada : bob, `line ${nth}`);
      const before = reads();
      await pass(70 * SECOND);
      expect(reads() - before).toBeLessThanOrEqual(8);
      expect(life().activity.recent).toHaveLength(KEEP.recent);
      const last = say(ada, "last");
      await pass(15 * SECOND);
      expect(life().watch.cursor).toBe(last.json.id);
      expect(JSON.stringify(life()).length).toBeLessThan(10_000);
      expect(JSON.stringify(life().activity).length).toBeLessThan(8_192);
    }));

  test("knows the bot's user where that has another id than its application", () =>
    onStage(
      async ({ set, pass, mention, say, discord, channel, ada, ofKind, life }) => {
        expect(discord.bot.id).not.toBe(discord.applicationId);
        await set({ listens: true });
        await pass(SECOND);
        mention(ada);
        say(ada, `<@${discord.applicationId}> is somebody else`);
        discord.post(channel, discord.bot, "I say something");
        await pass(15 * SECOND);
        expect(ofKind("ask")).toHaveLength(1);
        expect(life().activity.lastOwn).toBeGreaterThan(0);
      },
      { botId: "123456789012345678" },
    ));

  test("makes one answer of what is read twice, after a crash between reading and writing too", () =>
    onStage(async ({ set, pass, mention, ada, ofKind, restart, discord, ...stage }) => {
      await set({ listens: true });
      await pass(SECOND);
      mention(ada);
      discord.faults.add({ kind: "lost-answer", times: 1 });
      restart();
      await pass(MINUTE);
      restart();
      await pass(MINUTE);
      expect(ofKind("ask")).toHaveLength(1);
      expect(stage.life().watch.cursor).not.toBe("");
    }));

  test("is switched off where Discord closes it, with one note; switched on again it goes on", () =>
    onStage(async ({ set, pass, channel, guild, ofKind, reads, mention, ada, watcher, now }) => {
      await set({ listens: true });
      await pass(MINUTE);
      channel.overwrites.push({ id: guild.id, type: 0, allow: 0n, deny: permission.viewChannel });
      await pass(MINUTE);
      const before = reads();
      expect(ofKind("notify").map(({ input }) => input)).toEqual(["forbidden"]);
      expect(await rows("SELECT problem, next_look_at FROM watched_channels")).toEqual([{ problem: "forbidden", next_look_at: null }]);
      await pass(HOUR);
      expect(reads()).toBe(before);
      expect(watcher.overview()).toBeNull();
      channel.overwrites.length = 0;
      await set({ listens: true });
      await pass(SECOND);
      mention(ada);
      await pass(15 * SECOND);
      expect(ofKind("ask")).toHaveLength(1);
      expect(now()).toBeGreaterThan(0);
    }));

  test("is not switched off by trouble that passes: it waits longer and longer", () =>
    onStage(async ({ set, pass, discord, ofKind, mention, ada, lines, watcher }) => {
      await set({ listens: true });
      await pass(MINUTE);
      discord.faults.add({ kind: "500", rate: 1 });
      const before = discord.calls.length;
      await pass(30 * MINUTE);
      expect(watcher.overview()?.readProblem).toBe("unreachable");
      expect(discord.calls.length - before).toBeLessThan(60);
      discord.faults.clear();
      await pass(20 * MINUTE);
      expect(watcher.overview()?.readProblem).toBe("");
      mention(ada);
      await pass(7 * MINUTE);
      expect(ofKind("ask")).toHaveLength(1);
      expect(lines.some((line) => line.includes("look-failed"))).toBe(true);
    }));

  test("is followed no more once it is switched off: nothing of it stays in the object", () =>
    onStage(async ({ set, pass, say, ada, reads, watcher, restart, life }) => {
      say(ada, "hello");
      await set({ listens: true });
      await pass(MINUTE);
      await set({ listens: false });
      await pass(SECOND);
      expect(life).toThrow("not followed");
      const before = reads();
      restart();
      await pass(HOUR);
      expect(reads()).toBe(before);
      expect(watcher.overview()).toBeNull();
    }));

  test("writes D1 about once an hour, not with every look", () =>
    onStage(async ({ set, pass, say, bob, now }) => {
      await set({ listens: true });
      const seen = new Set<unknown>();
      for (let minute = 0; minute < 180; minute++) {
        say(bob, "still here");
        await pass(MINUTE);
        const [row] = await rows("SELECT next_look_at AS at FROM watched_channels");
        seen.add(row?.at);
        expect(Number(row?.at)).toBeGreaterThan(now());
      }
      expect(seen.size).toBeLessThanOrEqual(5);
    }));
});
