// "Ask AI privately": a panel that only its asker sees, an answer for each of its buttons, and nothing of it in the channel.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type Channel, type InteractionHandle, type MessageRecord, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { replying, rows, saved } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { sentToModel, guildOf } = replying(() => world);

const open = (
  target: MessageRecord,
  { channel = world.channel, user = world.ada, locale = "en-US" }: { channel?: Channel; user?: User; locale?: string } = {},
) => world.discord.interact({ kind: "message", command: "Ask AI privately", user, channel, target, locale });
const labels = (handle: InteractionHandle) => handle.original()?.buttons.map(({ label }) => label);
/** Presses and waits for the answer, a message of its own. */
const press = async (panel: InteractionHandle, label: string, user = world.ada) => {
  const pressed = await world.press(user, panel, label);
  if (pressed.modal === undefined) await world.answered(pressed);
  return pressed;
};
const picture = () => world.discord.putFile("cat.png", "image/png", new Uint8Array([1, 2, 3]));
const publicMessages = (channel = world.channel) =>
  (world.discord.state.channelMessages.get(channel.id) ?? []).filter(({ json, onlyFor }) => json.author.id === world.discord.bot.id && onlyFor === undefined);

describe("the panel", () => {
  test("quotes the message, for the asker alone, and offers what can be done with it", async () => {
    const target = world.discord.post(world.channel, world.bob, "Ein Satz, den nicht jeder versteht.");
    const panel = await open(target);
    expect(panel.callback).toMatchObject({ type: 4, data: { flags: 64, allowed_mentions: { parse: [] } } });
    const url = `https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${target.json.id}`;
    expect(panel.original()?.embeds).toMatchObject([
      { author: { name: "bob" }, description: "Ein Satz, den nicht jeder versteht.", url, timestamp: target.json.timestamp },
    ]);
    expect(labels(panel)).toEqual(["Explain", "Translate", "Summarize from here", "Own question", "Remember"]);
    expect(world.model.requests).toEqual([]);
  });

  test("stays, and each button answers in a message of its own, privately and remembered privately", async () => {
    const target = world.discord.post(world.channel, world.bob, "The quick brown fox jumps over the lazy dog.");
    const panel = await open(target);
    for (const [label, words] of [
      ["Explain", "Explain the message above"],
      ["Translate", "Translate the message above into American English"],
      ["Summarize from here", "Summarize the conversation that begins"],
    ] as const) {
      const answer = await press(panel, label);
      expect(answer.original()).toMatchObject({ isPrivate: true });
      expect(answer.original()?.id).not.toBe(panel.original()?.id);
      expect(sentToModel()).toContain(words);
      expect(sentToModel()).toMatch(/<message author=.{1,3}bob[^>]*untrusted[^>]*>.{0,4}The quick brown fox/);
      await saved(answer.id);
      expect(await rows("SELECT private, quoted_user_id FROM turns WHERE id = ?", answer.id)).toEqual([{ private: 1, quoted_user_id: world.bob.id }]);
    }
    expect(labels(panel)).toContain("Explain");
    expect(publicMessages()).toEqual([]);
  });

  test("takes a question of one's own, and a follow-up remembers what it was about", async () => {
    const panel = await open(world.discord.post(world.channel, world.bob, "I'll be there at eight."));
    const modal = await press(panel, "Own question");
    const answer = await world.discord.interact({
      kind: "modal",
      user: world.ada,
      channel: world.channel,
      from: modal,
      values: { question: "Eight in the evening?" },
    });
    await world.answered(answer);
    expect(answer.original()).toMatchObject({ isPrivate: true });
    expect(sentToModel()).toMatch(/there at eight.*Answer this question about the message above:.*Eight in the evening\?/s);
    await saved(answer.id);
    const followUp = await world.press(world.ada, answer, "Follow up");
    const next = await world.discord.interact({
      kind: "modal",
      user: world.ada,
      channel: world.channel,
      from: followUp,
      values: { prompt: "And who says so?" },
    });
    await world.answered(next);
    expect(sentToModel()).toMatch(/author=.{1,3}bob.*there at eight.*And who says so/s);
  });

  test("summarizes what came after the message, and says where it could not", async () => {
    world.discord.intents.messageContent = true;
    world.discord.post(world.channel, world.bob, "said before");
    const target = world.discord.post(world.channel, world.bob, "Where shall we eat tonight?");
    for (const words of ["Pizza!", "No, sushi."]) world.discord.post(world.channel, world.ada, words);
    const panel = await open(target);
    await press(panel, "Summarize from here");
    expect(sentToModel()).toMatch(/channel_messages.*Pizza!.*No, sushi\..*<message[^>]*>.{0,4}Where shall we eat/s);
    expect(sentToModel()).not.toContain("said before");
    for (let i = 0; i < 520; i++) world.discord.post(world.channel, world.bob, `and ${i}`);
    const long = await press(panel, "Summarize from here");
    expect(long.original()?.content).toContain("I read only the first 500 messages after this one.");
    expect(sentToModel()).not.toContain("and 510");
  });

  test("links its points to the messages, and says what it read", async () => {
    world.discord.intents.messageContent = true;
    const panel = await open(world.discord.post(world.channel, world.bob, "Where shall we eat tonight?"));
    const pizza = world.discord.post(world.channel, world.ada, "Pizza!");
    world.model.script(() => ({ text: "Ada wants pizza [1].", delayMs: 1 }));
    const answer = await press(panel, "Summarize from here");
    expect(sentToModel()).toContain("[1] ");
    expect(answer.original()?.content).toMatch(/^-# 1 message, <t:\d+:f>, by 1 person\.\n/);
    expect(answer.original()?.content).toContain(
      `Ada wants pizza [↗](https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${pizza.json.id}).`,
    );
  });

  test("is not offered for what cannot be: no summary where nobody may read", async () => {
    const overwrites = [{ id: world.discord.bot.id, type: 1 as const, allow: 0n, deny: permission.readMessageHistory }];
    const channel = world.discord.addChannel(guildOf(world.channel), { overwrites });
    const panel = await open(world.discord.post(channel, world.bob, "A sentence of some length."), { channel });
    expect(labels(panel)).toEqual(["Explain", "Translate", "Own question", "Remember"]);
  });
});

describe("a picture", () => {
  test("with words is described when asked, from the link that the panel keeps", async () => {
    const file = picture();
    const panel = await open(world.discord.post(world.channel, world.bob, "My cat after a very long day.", { attachments: [file] }));
    expect(labels(panel)).toEqual(["Explain", "Translate", "Summarize from here", "Describe picture", "Own question", "Remember"]);
    expect(panel.original()?.embeds).toMatchObject([{ image: { url: expect.stringContaining("cat.png") }, fields: [{ name: "cat.png" }] }]);
    const answer = await press(panel, "Describe picture");
    expect(answer.original()).toMatchObject({ isPrivate: true });
    expect(sentToModel()).toContain("data:image/png;base64,AQID");
    expect(sentToModel()).toContain("Describe the picture");
  });

  test("without words is described at once, and the panel stands below", async () => {
    const handle = await open(world.discord.post(world.channel, world.bob, "", { attachments: [picture()] }));
    expect(handle.callback).toMatchObject({ type: 5, data: { flags: 64 } });
    await world.answered(handle);
    expect(sentToModel()).toContain("data:image/png;base64,AQID");
    expect(labels(handle)).toEqual(["Follow up", "Regenerate", "Why", "Summarize from here", "Describe picture", "Own question"]);
    await saved(handle.id);
    const modal = await press(handle, "Own question");
    const answer = await world.discord.interact({
      kind: "modal",
      user: world.ada,
      channel: world.channel,
      from: modal,
      values: { question: "What colour is it?" },
    });
    await world.answered(answer);
    expect(sentToModel()).toMatch(/What colour is it\?.*data:image\/png;base64,AQID/s);
    world.model.script(() => ({ text: "A cat again.", delayMs: 1 }));
    const again = await world.press(world.ada, handle, "Regenerate");
    await vi.waitFor(() => expect(handle.original()?.content).toContain("A cat again."), { timeout: 5_000 });
    expect(again.original()?.embeds).toHaveLength(1);
    expect(labels(handle)).toContain("Describe picture");
  });
});

describe("who may", () => {
  test("nobody's words who opted out, neither at the menu nor at an older panel", async () => {
    const target = world.discord.post(world.channel, world.bob, "A sentence of some length.");
    const panel = await open(target);
    const key = Uint8Array.from(new TextEncoder().encode(world.discord.publicKeyHex));
    const [name] = await createPseudonyms([key])(world.bob.id);
    await env.DB.prepare("INSERT INTO opt_outs (key, active, changed_at) VALUES (?, 1, 0)").bind(name).run();
    for (const handle of [await open(target), await world.press(world.ada, panel, "Explain")]) {
      expect(handle.original()).toMatchObject({ isPrivate: true, content: expect.stringContaining("doesn't want me to read it") });
    }
    expect(world.model.requests).toEqual([]);
  });

  test("in groups, in direct messages of others and in servers without the bot it works all the same", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const foreign = world.discord.addGuild({ installed: false });
    world.discord.addMember(foreign, eve);
    world.discord.addMember(foreign, world.bob);
    for (const channel of [world.discord.groupChannel(eve, world.bob), world.discord.directChannel(eve, world.bob), world.discord.addChannel(foreign)]) {
      const panel = await open(world.discord.post(channel, world.bob, "A sentence of some length."), { channel, user: eve });
      expect(labels(panel)).toEqual(["Explain", "Translate", "Own question", "Remember"]);
      const answer = await press(panel, "Explain", eve);
      expect(answer.original()).toMatchObject({ isPrivate: true });
      expect(sentToModel()).toContain("A sentence of some length.");
    }
    expect(world.discord.calls.filter(({ auth }) => auth === "bot")).toEqual([]);
  });

  test("and in German it speaks German, into which it translates", async () => {
    const panel = await open(world.discord.post(world.channel, world.bob, "It rains cats and dogs."), { locale: "de" });
    expect(labels(panel)).toEqual(["Erklären", "Übersetzen", "Ab hier zusammenfassen", "Eigene Frage", "Merken"]);
    expect(panel.original()?.content).toContain("Nur du siehst das.");
    const customId = panel.original()?.buttons.find(({ label }) => label === "Übersetzen")?.customId ?? "";
    const message = panel.original()?.record ?? "";
    const answer = await world.discord.interact({ kind: "button", user: world.ada, channel: world.channel, message, customId, locale: "de" });
    await world.answered(answer);
    expect(sentToModel()).toContain("Translate the message above into German");
    expect(labels(answer)).toEqual(["Nachfragen", "Neu antworten", "Warum"]);
  });
});
