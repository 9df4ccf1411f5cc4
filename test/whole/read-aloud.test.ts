// Read aloud: an answer becomes a voice message where everybody may hear it, a file for its reader alone everywhere else; whoever may, and nothing of what must not leave.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { HEARD, SPEECH_VARIABLES, useHearing } from "./hearing.ts";
import { optOut } from "./memory.ts";
import { enter, openModels, ownServer } from "./own-endpoint-stage.ts";
import { guildOf, manager, openPanel } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, SPEECH_VARIABLES);

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { ask, aloud, voices, spoken, charged, holdVoice } = useHearing(() => world);
const files = (handle: Awaited<ReturnType<typeof aloud>>) => handle.original()?.attachments.map(({ filename, content_type }) => [filename, content_type]);

describe("in public", () => {
  test("an answer becomes a voice message that replies to it, and the panel leads there", async () => {
    const answer = await ask("why?", "**Because** of `this` [1].\n```\ncode\n```");
    const pressed = await aloud(answer, HEARD);
    const [voice, ...others] = voices();
    expect(others).toEqual([]);
    expect(voice).toMatchObject({ content: "", components: [], isPrivate: false, attachments: [{ filename: "voice-message.ogg", content_type: "audio/ogg" }] });
    const [{ duration_secs: seconds = 0, waveform = "" } = {}] = voice?.attachments ?? [];
    expect(seconds).toBeGreaterThan(0.5);
    expect(atob(waveform).length).toBe(Math.ceil(seconds * 10));
    expect(voice?.record.json.message_reference?.message_id).toBe(answer.messages()[0]?.id);
    expect(voice?.record.json.mentions).toEqual([]);
    expect(pressed.original()).toMatchObject({ isPrivate: true, attachments: [], content: expect.stringContaining(`/${world.channel.id}/${voice?.id}`) });
    expect(spoken()).toMatchObject([{ input: "Because of this.\nCode.", voice: "marin" }]);
    expect(await charged(pressed.id)).toBeGreaterThan(0);
  });

  test("the panel says at once that it is being read", async () => {
    const voice = holdVoice();
    const pressed = await aloud(await ask("why?", "Because."), /Reading it aloud/);
    expect(pressed.original()?.buttons).toEqual([]);
    voice.speak();
    await vi.waitFor(() => expect(pressed.original()?.content).toMatch(HEARD), { timeout: 8_000 });
  });

  test("a long answer is read from its beginning, and that is said", async () => {
    const pressed = await aloud(await ask("why?", "This is one of many sentences. ".repeat(200)), HEARD);
    expect(pressed.original()?.content).toContain("I read its beginning");
    expect(spoken()[0]?.input).toMatch(/many sentences\. The rest is in the text\.$/);
  });

  test("twice is heard twice, and Delete takes both along", async () => {
    const answer = await ask("why?", "Because.");
    const [first, second] = [await aloud(answer, HEARD), await aloud(answer, HEARD)];
    await Promise.all([charged(first.id), charged(second.id)]);
    expect(voices()).toHaveLength(2);
    const deleted = await world.press(world.ada, answer, "Delete");
    await vi.waitFor(() => expect(deleted.original()?.content).toMatch(/Deleted/), { timeout: 8_000 });
    expect(voices()).toEqual([]);
  });

  test("what is deleted while it is read is not heard any more", async () => {
    const voice = holdVoice();
    const answer = await ask("why?", "Because.");
    const pressed = await world.press(world.ada, answer, "Read aloud");
    await voice.begun();
    const deleted = await world.press(world.ada, answer, "Delete");
    await vi.waitFor(() => expect(deleted.original()?.content).toMatch(/Deleted/), { timeout: 8_000 });
    voice.speak();
    await vi.waitFor(() => expect(pressed.original()?.content).toMatch(/no longer have/), { timeout: 8_000 });
    expect(voices()).toEqual([]);
  });
});

describe("a file for its reader alone", () => {
  test("is what a private answer becomes; nobody else hears of it", async () => {
    const answer = await ask("why?", "A secret.", { private: true });
    expect(answer.messages()[0]?.buttons.map(({ label }) => label)).toEqual(["Follow up", "Regenerate", "More"]);
    const more = await world.press(world.ada, answer, "More");
    expect(
      more
        .messages()
        .at(-1)
        ?.buttons.map(({ label }) => label),
    ).toEqual(["Why", "Read aloud"]);
    const pressed = await aloud(answer, /for you alone/);
    expect(files(pressed)).toEqual([["answer.ogg", "audio/ogg"]]);
    expect(pressed.original()?.isPrivate).toBe(true);
    expect(voices(world.channel, world.ada)).toEqual([]);
    expect((await world.press(world.ada, answer, "Why")).original()?.content).toContain("You asked with /ask");
  });

  test.each([
    ["the bot", () => world.discord.bot.id, /I may not send voice messages here/],
    ["whoever presses", () => world.ada.id, /not allowed to you here/],
  ])("is what there is where %s may send no voice messages", async (_, who, words) => {
    const deny = permission.sendVoiceMessages;
    const channel = world.discord.addChannel(guildOf(world), { overwrites: [{ id: who(), type: 1, allow: 0n, deny }] });
    const pressed = await aloud(await ask("why?", "Because.", { channel }), words);
    expect(files(pressed)).toEqual([["answer.ogg", "audio/ogg"]]);
    expect(voices(channel)).toEqual([]);
  });

  test("is what there is where the bot is a guest, and in direct messages", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    await world.knows(eve);
    const group = world.discord.groupChannel(eve, world.ada, world.bob);
    expect(files(await aloud(await ask("why?", "Because.", { user: eve, channel: group }), /I may not send/, eve))).toEqual([["answer.ogg", "audio/ogg"]]);
    const direct = world.discord.directChannel(world.discord.bot, world.ada);
    expect(files(await aloud(await ask("why?", "Because.", { channel: direct }), /I may not send/))).toEqual([["answer.ogg", "audio/ogg"]]);
  });

  test("is what sound becomes that is no Ogg Opus, and what Discord refuses", async () => {
    world.model.scriptSpeech(() => ({ format: "mp3" }));
    const answer = await ask("why?", "Because.");
    expect(files(await aloud(answer, /can't be a voice message/))).toEqual([["answer.mp3", "audio/mpeg"]]);
    world.model.scriptSpeech(undefined);
    world.discord.faults.add({ kind: "refused", code: 50173, times: 1, match: (call) => call.method === "POST" && call.path.endsWith("/messages") });
    const refused = await aloud(answer, /Discord didn't take the voice message/);
    expect(files(refused)).toEqual([["answer.ogg", "audio/ogg"]]);
    expect(voices()).toEqual([]);
    expect(await charged(refused.id)).toBeGreaterThan(0);
  });

  test("is called by its name in German", async () => {
    const answer = await ask("why?", "Weil.", { private: true });
    const panel = openPanel(world, { user: world.ada, channel: world.channel, locale: "de" });
    const [message] = answer.messages();
    if (message) panel.from(message);
    await panel.press("More");
    const pressed = await panel.press("Vorlesen");
    await vi.waitFor(() => expect(pressed.original()?.content).toContain("für dich allein"), { timeout: 10_000 });
    expect(files(pressed)).toEqual([["antwort.ogg", "audio/ogg"]]);
  });
});

test("in a thread it is a voice message, too", async () => {
  const channel = world.discord.addChannel(guildOf(world), { parent: world.channel, type: channelType.publicThread, owner: world.ada });
  await aloud(await ask("why?", "Because.", { channel }), HEARD);
  expect(voices(channel)).toHaveLength(1);
});

test("/privacy says where its words go", async () => {
  const notice = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "privacy" });
  expect(notice.original()?.content).toContain("goes to the voice model at `model.example`");
});

describe("who may, and what", () => {
  test("the asker and moderators; nobody else, whatever the button says", async () => {
    const answer = await ask("why?", "Because.");
    await aloud(answer, HEARD, manager(world, "mod", permission.manageMessages));
    const secret = await ask("why?", "A secret.", { private: true });
    for (const [turn, user] of [
      [answer, world.bob],
      [secret, world.bob],
      [secret, manager(world, "mods", permission.manageMessages)],
    ] as const) {
      const panel = openPanel(world, { user, channel: world.channel });
      const [message] = (await ask("and?", "Something else.", { user })).messages();
      if (message) panel.from(message);
      const forged = await panel.forge(`read-aloud:${turn.id}:${user.id}:more`);
      await vi.waitFor(() => expect(forged.original()?.content).toMatch(/Only the person who asked/), { timeout: 8_000 });
    }
    expect(spoken()).toHaveLength(1);
  });

  test("not an answer with words of somebody who opted out since", async () => {
    world.model.script(() => ({ text: "Bob says hello." }));
    const target = world.discord.post(world.channel, world.bob, "hello everybody");
    const answer = await world.discord.interact({ kind: "message", user: world.ada, channel: world.channel, command: "Reply with AI", target });
    const posted = await vi.waitFor(() => {
      const found = world.discord.visibleTo(world.ada, world.channel).find(({ content, buttons }) => content === "Bob says hello." && buttons.length > 1);
      if (found === undefined) throw new Error("not yet");
      return found;
    });
    expect(answer.settled).toBe(true);
    await optOut(world, { user: world.bob, channel: world.channel });
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    panel.from(posted);
    await panel.press("More");
    const pressed = await panel.press("Read aloud");
    await vi.waitFor(() => expect(pressed.original()?.content).toContain("doesn't want to be read"), { timeout: 8_000 });
    expect(spoken()).toEqual([]);
  });

  test("not an answer of a server's own endpoint: its words go nowhere else", async () => {
    ownServer(world);
    await enter(world, await openModels(world));
    const answer = await ask("why?", "unused");
    await aloud(answer, /go nowhere else/);
    expect(spoken()).toEqual([]);
  });

  test("not what has no words, and not what is no longer known", async () => {
    await aloud(await ask("why?", "👍"), /nothing in this answer/);
    const answer = await ask("why?", "Because.");
    const panel = await world.press(world.ada, answer, "More");
    await env.DB.prepare("DELETE FROM turns").run();
    const pressed = await world.press(world.ada, panel, "Read aloud");
    await vi.waitFor(() => expect(pressed.original()?.content).toContain("no longer have"), { timeout: 8_000 });
    expect(spoken()).toEqual([]);
  });
});
