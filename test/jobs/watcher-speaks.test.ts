// A channel in which the bot may speak unasked: a job where the engine says so, one at a time, decided once more right before the post.
import { describe, expect, test } from "vitest";
import type { SpeakInput } from "../../src/jobs/types.ts";
import { HOUR, MINUTE, onStage, SECOND, type Stage } from "./watching.ts";

/** Three people talk for a while; the last word stands a good minute ago at the end of it. */
async function chat({ discord, guild, ada, bob, say, pass }: Stage, minutes = 20): Promise<string> {
  const cara = discord.addUser("cara");
  discord.addMember(guild, cara);
  let last = "";
  for (let nth = 0; nth < minutes * 3; nth++) {
    last = say([ada, bob, cara][(nth * 2 + (nth % 5)) % 3] ?? ada, `orchard story number ${nth}.`).json.id;
    await pass((12 + ((nth * 7) % 17)) * SECOND);
  }
  return last;
}

function spoken({ ofKind }: Stage): SpeakInput {
  const [job] = ofKind("speak");
  if (job === undefined) throw new Error("it had nothing to say");
  return job.input as SpeakInput;
}

const speaking = (stage: Stage) => stage.set({ speaks: true, mood: "bubbly", quietHours: { from: 0, to: 0 } });
const switchOn = async (stage: Stage) => {
  await stage.access.changeServer(stage.guild.id as never, { chattiness: "chatty" }, stage.now());
  await speaking(stage);
};

async function untilItSpeaks(stage: Stage): Promise<SpeakInput["decision"]> {
  await switchOn(stage);
  await chat(stage);
  for (let wait = 0; stage.ofKind("speak").length === 0 && wait < 60; wait++) await stage.pass(5 * SECOND);
  return spoken(stage).decision;
}

/** One that nobody else sees. */
const command = ({ ada, channel, guild, now }: Stage, id: string) =>
  ({
    ...{ id, token: "t", user: { id: ada.id, name: "ada" }, createdAt: now(), channelId: channel.id, guildId: guild.id, locale: "en-US", private: true },
    bot: { present: true, canPost: true, canRead: true, userInstallOnly: false },
  }) as never;

describe("a channel in which it may speak", () => {
  test("gets one job at the lull, about a message that stands there, with the gates; not another one before it is known what became of it", () =>
    onStage(async (stage) => {
      await switchOn(stage);
      await chat(stage);
      await stage.pass(5 * MINUTE);
      const [, ...more] = stage.ofKind("speak");
      const { decision, mood } = spoken(stage);
      expect(decision.action).not.toBeNull();
      expect(decision.gates.length).toBeGreaterThan(0);
      expect(decision.gates.every(({ passed }) => passed)).toBe(true);
      expect(mood.name).toBe("bubbly");
      expect(more).toEqual([]);
      if (decision.about !== null) expect(stage.discord.state.messages.has(decision.about)).toBe(true);
    }));

  test("decides once more with what was said meanwhile; a draft that is dropped is counted and costs a longer wait", () =>
    onStage(async (stage) => {
      await switchOn(stage);
      await chat(stage);
      for (let wait = 0; stage.ofKind("speak").length === 0 && wait < 60; wait++) await stage.pass(5 * SECOND);
      const { decision } = spoken(stage);
      stage.say(stage.bob, "wait, I was not done");
      const again = await stage.watcher.recheck(decision);
      expect(again.action).toBeNull();
      expect(stage.life().activity.recent.at(-1)?.by).toBe(stage.bob.id);
      expect(stage.watcher.overview()?.discardedToday).toBe(1);
      expect(stage.life().watch.decideAfter).toBeGreaterThan(stage.now());
    }));

  test("goes on where nobody spoke; its post counts, once, however often it is seen", () =>
    onStage(async (stage) => {
      await switchOn(stage);
      await chat(stage);
      for (let wait = 0; stage.ofKind("speak").length === 0 && wait < 60; wait++) await stage.pass(5 * SECOND);
      const { decision } = spoken(stage);
      const again = await stage.watcher.recheck(decision);
      expect(again.action).toBe(decision.action);
      const post = stage.discord.post(stage.channel, stage.discord.bot, "Apples!");
      // A look may see it before the job tells of it.
      await stage.pass(15 * SECOND);
      stage.watcher.note({ kind: "own", id: post.json.id, at: stage.now(), unasked: decision.action });
      stage.watcher.note({ kind: "own", id: post.json.id, at: stage.now(), unasked: decision.action });
      await stage.pass(MINUTE);
      expect(stage.watcher.overview()?.spokenToday).toBe(1);
      expect(stage.life().activity.spoken).toHaveLength(1);
      expect(stage.life().activity.ownId).toBe(post.json.id);
      await stage.pass(HOUR);
      expect(stage.ofKind("speak")).toHaveLength(1);
    }));

  test("says nothing where the server is silent, paused, or Discord cannot be asked", () =>
    onStage(async (stage) => {
      await speaking(stage);
      await chat(stage);
      await stage.pass(5 * MINUTE);
      expect(stage.ofKind("speak")).toEqual([]);
      await stage.access.changeServer(stage.guild.id as never, { chattiness: "chatty" }, stage.now());
      stage.watcher.watch(stage.channel.id);
      await chat(stage, 5);
      for (let wait = 0; stage.ofKind("speak").length === 0 && wait < 60; wait++) await stage.pass(5 * SECOND);
      const { decision } = spoken(stage);
      stage.discord.faults.add({ kind: "500", rate: 1 });
      expect((await stage.watcher.recheck(decision)).gates.at(-1)).toEqual({ gate: "unreadable", passed: false });
      stage.discord.faults.clear();
      await stage.access.changeServer(stage.guild.id as never, { paused: true }, stage.now());
      stage.watcher.watch(stage.channel.id);
      expect((await stage.watcher.recheck(decision)).gates.at(-1)).toEqual({ gate: "off", passed: false });
    }));

  test("asks right before the post what is set now, though nobody told its object of a change", () =>
    onStage(async (stage) => {
      const decision = await untilItSpeaks(stage);
      await stage.access.changeServer(stage.guild.id as never, { chattiness: "silent" }, stage.now());
      expect((await stage.watcher.recheck(decision)).gates.at(-1)).toEqual({ gate: "off", passed: false });
    }));

  test("does not speak twice in a row for a command that only its user saw", () =>
    onStage(async (stage) => {
      const decision = await untilItSpeaks(stage);
      await stage.watcher.recheck(decision);
      const post = stage.discord.post(stage.channel, stage.discord.bot, "Apples!");
      stage.watcher.note({ kind: "own", id: post.json.id, at: stage.now(), unasked: decision.action });
      for (let nth = 0; nth < 30; nth++) {
        stage.watcher.heard(command(stage, `${1_000_000 + nth}`));
        await stage.pass(MINUTE);
      }
      expect(stage.life().activity.since).toBe(0);
      expect(stage.life().activity.lastHuman).toBeLessThan(stage.now() - 20 * MINUTE);
    }));

  test("counts a post that stands there though its job does not know of it", () =>
    onStage(async (stage) => {
      const decision = await untilItSpeaks(stage);
      await stage.watcher.recheck(decision);
      const post = stage.discord.post(stage.channel, stage.discord.bot, "Apples!");
      await stage.pass(5 * MINUTE);
      expect(stage.life().activity.ownId).toBe(post.json.id);
      expect(stage.life().activity.since).toBe(0);
    }));

  test("counts an answer to somebody that came while a post was expected", () =>
    onStage(async (stage) => {
      const decision = await untilItSpeaks(stage);
      await stage.watcher.recheck(decision);
      const post = stage.discord.post(stage.channel, stage.discord.bot, "Apples!");
      await stage.pass(SECOND);
      const answer = stage.discord.post(stage.channel, stage.discord.bot, "An answer to somebody.");
      await stage.pass(15 * SECOND);
      stage.watcher.note({ kind: "own", id: post.json.id, at: Date.parse(post.json.timestamp), unasked: decision.action });
      expect(stage.life().activity.ownId).toBe(answer.json.id);
      expect(stage.life().activity.spoken).toHaveLength(1);
    }));

  test("says nothing while somebody in a thread of its own is still writing to it", () =>
    onStage(async (stage) => {
      await stage.access.changeServer(stage.guild.id as never, { chattiness: "chatty" }, stage.now());
      stage.watcher.listen({ channelId: stage.channel.id, guildId: stage.guild.id, parentId: "1", channelName: "", locale: "en-US", opener: stage.ada.id });
      await stage.set({ speaks: true, listens: true, mood: "bubbly", quietHours: { from: 0, to: 0 } });
      await stage.pass(MINUTE);
      stage.say(stage.ada, "well,");
      const decision = { action: "join_conversation", gates: [], about: null, person: null, lookAgainAt: 0 } as const;
      expect((await stage.watcher.recheck(decision)).gates.at(-1)).toEqual({ gate: "typing", passed: false });
      await stage.pass(SECOND);
      const last = stage.say(stage.ada, "which apples are sweet?");
      await stage.pass(20 * SECOND);
      expect(stage.ofKind("ask").map(({ id, input }) => [id, (input as { words: string }).words])).toEqual([[last.json.id, "well,\nwhich apples are sweet?"]]);
    }));

  test("does not talk with another bot, whatever that one says to it", () =>
    onStage(async (stage) => {
      const decision = await untilItSpeaks(stage);
      await stage.watcher.recheck(decision);
      const { discord, guild, channel } = stage;
      const post = discord.post(channel, discord.bot, "Apples!");
      stage.watcher.note({ kind: "own", id: post.json.id, at: stage.now(), unasked: decision.action });
      const other = discord.addUser("other", { bot: true });
      discord.addMember(guild, other);
      for (let nth = 0; nth < 40; nth++) {
        discord.post(channel, other, `<@${discord.bot.id}> pears, number ${nth}?`, { replyTo: post });
        await stage.pass(2 * MINUTE);
      }
      expect([stage.ofKind("ask"), stage.ofKind("speak").length, stage.life().activity.since]).toEqual([[], 1, 0]);
    }));

  test("does not refer to what somebody wrote who opted out", () =>
    onStage(async (stage) => {
      for (const { id } of [stage.ada, stage.bob]) await stage.access.setOptOut(await stage.pseudonyms(id), true, stage.now());
      await switchOn(stage);
      await chat(stage);
      await stage.pass(5 * MINUTE);
      for (const job of stage.ofKind("speak")) {
        const about = (job.input as SpeakInput).decision.about;
        const author = stage.discord.state.messages.get(about ?? "")?.json.author.id;
        expect([stage.ada.id, stage.bob.id]).not.toContain(author);
      }
    }));
});
