// "Reply with AI" wherever it may be used and on whatever message: the answer stands where people expect it, for those who may see it.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { channelType, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { deleteMessage } from "../../scripts/playground/discord/messages.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { replying, rows, saved } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { use, ended, reply, posted, sentToModel, guildOf } = replying(() => world);

/** A channel in which that person or everybody lacks these permissions. */
const channelWithout = (denied: bigint, who = world.discord.bot.id) =>
  world.discord.addChannel(guildOf(world.channel), { overwrites: [{ id: who, type: 1, allow: 0n, deny: denied }] });
const optOut = async (user: User) => {
  const key = Uint8Array.from(new TextEncoder().encode(world.discord.publicKeyHex));
  const [name] = await createPseudonyms([key])(user.id);
  await env.DB.prepare("INSERT INTO opt_outs (key, active, changed_at) VALUES (?, 1, 0)").bind(name).run();
};

describe("where the bot or the asker may not", () => {
  test("read: it answers to the command, for everybody, and says to whom", async () => {
    const channel = channelWithout(permission.readMessageHistory);
    const target = world.discord.post(channel, world.bob, "anybody here?");
    const handle = await use(target, channel);
    await world.answered(handle);
    expect(handle.callback).toEqual({ type: 5 });
    expect(handle.original()).toMatchObject({ isPrivate: false });
    expect(handle.original()?.content).toContain(`In reply to bob: https://discord.com/channels/${channel.guildId}/${channel.id}/${target.json.id}`);
    expect(world.discord.calls.filter(({ auth, path }) => auth === "bot" && path.includes(channel.id))).toEqual([]);
    expect(sentToModel()).toContain("anybody here?");
  });

  test("post: it answers to the command", async () => {
    const channel = channelWithout(permission.sendMessages);
    const handle = await use(world.discord.post(channel, world.bob, "anybody here?"), channel);
    await world.answered(handle);
    expect(handle.original()).toMatchObject({ isPrivate: false });
    expect(posted(channel)).toEqual([]);
  });

  test("write, in a read-only channel: the asker alone gets the answer", async () => {
    const channel = channelWithout(permission.sendMessages, world.ada.id);
    const handle = await use(world.discord.post(channel, world.bob, "rules: be nice"), channel);
    await world.answered(handle);
    expect(handle.original()).toMatchObject({ isPrivate: true });
    expect(posted(channel)).toEqual([]);
    await saved(handle.id);
    expect(await rows("SELECT private, conversation FROM turns WHERE id = ?", handle.id)).toEqual([
      { private: 1, conversation: `${channel.id}:${world.ada.id}:private` },
    ]);
  });

  test("post any more, since the question: the asker gets it, with the reason, and it is a private turn", async () => {
    world.discord.faults.add({ kind: "refused", status: 403, code: 50013, match: ({ method, auth }) => method === "POST" && auth === "bot" });
    const handle = await reply(world.discord.post(world.channel, world.bob, "hm?"));
    expect(handle.original()?.content).toContain("I may not post here, so only you see this.");
    expect(handle.original()?.buttons.map(({ label }) => label)).toEqual(["Follow up", "Regenerate", "More"]);
    await saved(handle.id);
    expect(await rows("SELECT private FROM turns WHERE id = ?", handle.id)).toEqual([{ private: 1 }]);
    world.model.script(() => ({ text: "Once more.", delayMs: 1 }));
    const again = await world.press(world.ada, handle, "Regenerate");
    await vi.waitFor(() => expect(again.original()).toMatchObject({ isPrivate: true, content: "Once more." }), { timeout: 5_000 });
  });

  test("say such a thing: what AutoMod blocks is read by the asker alone, and nothing of it stays", async () => {
    world.model.script(() => ({ text: "rude ".repeat(60), delayMs: 15 }));
    const handle = await use(world.discord.post(world.channel, world.bob, "hm?"));
    await world.discord.waitFor(() => posted().length > 0, { timeoutMs: 8_000 });
    world.discord.faults.add({ kind: "refused", status: 400, code: 200000, match: ({ method, auth }) => method === "PATCH" && auth === "bot" });
    await ended(handle);
    expect(handle.original()?.content).toContain("AutoMod");
    expect(handle.original()?.content).toContain("rude");
    expect(posted()).toEqual([]);
  });
});

describe("in threads", () => {
  const thread = (more: { archived?: boolean; locked?: boolean } = {}) =>
    world.discord.addChannel(guildOf(world.channel), { parent: world.channel, type: channelType.publicThread, ...more });

  test("it replies there, also in one that was archived", async () => {
    for (const channel of [thread(), thread({ archived: true })]) {
      const handle = await reply(world.discord.post(channel, world.bob, "hm?"), channel);
      expect(posted(channel)).toHaveLength(1);
      expect(handle.original()?.content).toContain("https://discord.com/channels/");
    }
  });

  test("that are locked the asker alone gets the answer, with the reason", async () => {
    const manager = world.discord.addUser("manager");
    world.discord.addMember(guildOf(world.channel), manager, { roles: [world.discord.addRole(guildOf(world.channel), "mods", permission.manageThreads)] });
    const channel = thread({ archived: true, locked: true });
    const handle = await reply(world.discord.post(channel, world.bob, "hm?"), channel, manager);
    expect(handle.original()).toMatchObject({ isPrivate: true });
    expect(handle.original()?.content).toContain("closed for me");
    expect(posted(channel)).toEqual([]);
  });
});

describe("the message", () => {
  test("was deleted meanwhile: a plain message takes the reply's place", async () => {
    world.model.script(() => ({ text: "Too late.", delayMs: 150 }));
    const target = world.discord.post(world.channel, world.bob, "never mind");
    const handle = await use(target);
    deleteMessage(world.discord.state, target);
    await ended(handle);
    expect(posted().map(({ json }) => [json.type, json.content])).toEqual([[0, "Too late."]]);
  });

  test("is by somebody who opted out: it is left alone, and so are their words around and in the chain", async () => {
    world.discord.intents.messageContent = true;
    await optOut(world.bob);
    const secret = world.discord.post(world.channel, world.bob, "a secret of bob");
    const refused = await use(secret);
    expect(refused.original()).toMatchObject({ isPrivate: true });
    expect(refused.original()?.content).toContain("doesn't want me to read it");
    expect(world.model.requests).toEqual([]);
    world.discord.post(world.channel, world.bob, "another secret");
    await reply(world.discord.post(world.channel, world.ada, "what does bob mean?", { replyTo: secret }));
    expect(sentToModel()).toContain("what does bob mean?");
    expect(sentToModel()).not.toContain("secret");
    await world.ask("what was said?");
    expect(sentToModel()).not.toContain("secret");
  });

  test("is a notice, or empty, or unreadable: a sentence, and no answer", async () => {
    const notice = world.discord.post(world.channel, world.bob, "", { json: { type: 7 } });
    const empty = world.discord.post(world.channel, world.bob, "");
    const film = world.discord.post(world.channel, world.bob, "", { attachments: [world.discord.putFile("film.mp4", "video/mp4", new Uint8Array(3))] });
    const texts = [];
    for (const target of [notice, empty, film]) texts.push((await use(target)).original()?.content);
    expect(texts).toEqual([expect.stringContaining("notice by Discord"), expect.stringContaining("can't find anything"), expect.stringContaining("film.mp4")]);
    expect(world.model.requests).toEqual([]);
  });

  test("is an embed, a poll or a sticker: what can be read of it is read", async () => {
    await reply(world.discord.post(world.channel, world.bob, "", { json: { embeds: [{ title: "Release 2.0", description: "It is faster." }] } }));
    expect(sentToModel()).toContain("Release 2.0");
    const poll = {
      question: { text: "Pizza?" },
      answers: [{ answer_id: 1, poll_media: { text: "Always" } }],
      allow_multiselect: false,
      layout_type: 1,
      expiry: "",
    };
    await reply(world.discord.post(world.channel, world.bob, "", { json: { poll } }));
    expect(sentToModel()).toMatch(/Pizza\?.*Always/);
    await reply(world.discord.post(world.channel, world.bob, "", { json: { sticker_items: [{ id: "1", name: "Wumpus waves", format_type: 1 }] } }));
    expect(sentToModel()).toContain("Wumpus waves");
  });

  test("is an answer of the bot's own: it goes on from there", async () => {
    const asked = await world.ask("tell me about rain");
    const record = asked.original()?.record;
    if (record === undefined) throw new Error("no answer");
    await reply(record);
    expect(sentToModel()).toMatch(/author=.{1,3}You, in an earlier answer/);
  });
});

describe("elsewhere", () => {
  test("in the bot's own direct messages it is a real reply", async () => {
    world.discord.install(world.ada);
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    const handle = await reply(world.discord.post(dm, world.ada, "my own message"), dm);
    expect(posted(dm)).toHaveLength(1);
    expect(handle.original()?.content).toContain(`https://discord.com/channels/@me/${dm.id}/`);
  });

  test("in a group, and in a server without the bot, it answers to the command", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const group = world.discord.groupChannel(eve, world.bob);
    const foreign = world.discord.addGuild({ installed: false });
    world.discord.addMember(foreign, eve);
    world.discord.addMember(foreign, world.bob);
    for (const channel of [group, world.discord.addChannel(foreign)]) {
      world.discord.post(channel, world.bob, "a secret beside it");
      const handle = await use(world.discord.post(channel, world.bob, "in private?"), channel, eve);
      await world.answered(handle);
      expect(handle.original()).toMatchObject({ isPrivate: false });
      expect(sentToModel()).toContain("in private?");
      expect(sentToModel()).not.toContain("secret");
    }
    expect(world.discord.calls.filter(({ auth }) => auth === "bot")).toEqual([]);
  });

  test("in German it speaks German", async () => {
    const handle = await reply(world.discord.post(world.channel, world.bob, "na?"), world.channel, world.ada, "de");
    expect(handle.original()?.content).toContain("Hier ist meine Antwort: https://discord.com/channels/");
  });
});

test("on a message with many pictures: its words are read all the same, as many pictures as there is room for, and the rest is named", async () => {
  const attachments = Array.from({ length: 10 }, (_, n) => world.discord.putFile(`cat${n}.png`, "image/png", new Uint8Array([n])));
  const handle = await reply(world.discord.post(world.channel, world.bob, "Which of these cats is mine?", { attachments }));
  await saved(handle.id);
  expect(sentToModel()).toContain("Which of these cats is mine?");
  expect(sentToModel()).toContain("Write a reply to the message above");
  expect(sentToModel().match(/data:image\/png/g)).toHaveLength(3);
  expect(posted().at(-1)?.json.content).toMatch(/left out/);
  const [turn] = await rows("SELECT explanation FROM turns WHERE id = ?", handle.id);
  expect(JSON.stringify(turn)).not.toContain("shortened it in the middle");
});
