// Where the bot listens by itself: direct channels that are in use or that it opened, and threads of its own.
import { describe, expect, test } from "vitest";
import { rows } from "../fakes/database.ts";
import { HOUR, MINUTE, onStage, SECOND } from "./watching.ts";

describe("a direct channel", () => {
  const job = (stage: { discord: { applicationId: string }; channel: { id: string }; ada: { id: string } }, at: number) =>
    ({
      ...{ id: "1234567890", token: "t", user: { id: stage.ada.id, name: "ada" }, createdAt: at, channelId: stage.channel.id, guildId: null, locale: "de" },
      bot: { present: true, canPost: true, canRead: true, userInstallOnly: false },
    }) as never;

  test("is listened to once somebody used the bot in it: every message is for the bot, what comes in pieces is one", () =>
    onStage(
      async (stage) => {
        const { watcher, pass, say, ada, ofKind, now, discord, channel } = stage;
        say(ada, "long before");
        await pass(MINUTE);
        watcher.heard(job(stage, now()));
        await pass(SECOND);
        expect(await rows("SELECT listens, guild_id, locale, set_by FROM watched_channels")).toEqual([
          { listens: 1, guild_id: null, locale: "de", set_by: ada.id },
        ]);
        const first = say(ada, "hey");
        await pass(SECOND);
        say(ada, "one more thing");
        await pass(2 * SECOND);
        const last = say(ada, "which apples are sweet?");
        await pass(20 * SECOND);
        expect(ofKind("ask").map(({ id, input }) => [id, (input as { words: string }).words])).toEqual([
          [last.json.id, "hey\none more thing\nwhich apples are sweet?"],
        ]);
        discord.post(channel, discord.bot, "Cox.");
        const later = say(ada, "thanks");
        await pass(20 * SECOND);
        expect(ofKind("ask").map(({ id }) => id)).toEqual([last.json.id, later.json.id]);
        expect(first.json.id).not.toBe(last.json.id);
      },
      { direct: true },
    ));

  test("that the bot opened is read rarely until somebody answers there", () =>
    onStage(
      async (stage) => {
        const { watcher, pass, reads, say, ada, ofKind, discord, channel } = stage;
        discord.post(channel, discord.bot, "You wanted to be reminded.");
        watcher.listen({ channelId: channel.id, guildId: null, parentId: null, channelName: "", locale: "en-US", opener: ada.id, isQuiet: true });
        await pass(MINUTE - SECOND);
        expect(reads()).toBe(0);
        await pass(10 * MINUTE);
        expect(reads()).toBeLessThanOrEqual(8);
        const { json } = say(ada, "thank you, and tomorrow?");
        await pass(3 * MINUTE);
        expect(ofKind("ask").map(({ id }) => id)).toEqual([json.id]);
        const before = reads();
        await pass(MINUTE);
        expect(reads() - before).toBeGreaterThanOrEqual(3);
      },
      { direct: true },
    ));

  test("is let go after two months of silence, and forgotten with the person", () =>
    onStage(
      async (stage) => {
        const { watcher, pass, now, reads, say, ada } = stage;
        watcher.heard(job(stage, now()));
        say(ada, "hello");
        await pass(MINUTE);
        await pass(61 * 24 * HOUR);
        expect(await rows("SELECT * FROM watched_channels")).toEqual([]);
        const before = reads();
        await pass(24 * HOUR);
        expect(reads()).toBe(before);
        watcher.heard(job(stage, now()));
        await pass(MINUTE);
        expect(watcher.overview()).not.toBeNull();
        watcher.forget(ada.id);
        expect(watcher.overview()).toBeNull();
      },
      { direct: true },
    ));
});

test("in a thread of the bot's own all that its opener writes is for the bot, until somebody else takes part", () =>
  onStage(async ({ watcher, pass, say, mention, channel, guild, ada, bob, ofKind }) => {
    watcher.listen({ channelId: channel.id, guildId: guild.id, parentId: "1", channelName: "pears", locale: "en-US", opener: ada.id });
    await pass(SECOND);
    const first = say(ada, "and pears?");
    await pass(20 * SECOND);
    say(bob, "I prefer plums");
    await pass(20 * SECOND);
    say(ada, "so do I");
    await pass(20 * SECOND);
    const named = mention(ada, "and you?");
    await pass(20 * SECOND);
    expect(ofKind("ask").map(({ id }) => id)).toEqual([first.json.id, named.json.id]);
  }));
