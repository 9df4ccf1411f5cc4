// Where a bot is a guest, half a member or not one at all, and where Discord's time is up: each asker still gets exactly one outcome.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type Channel, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const rows = async (sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;
const finished = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const begin = (prompt: string, user: User = world.ada, channel: Channel = world.channel, options: Record<string, boolean> = {}) =>
  world.discord.interact({ kind: "slash", user, channel, command: "ask", options: { prompt, ...options } });
const labels = (handle: InteractionHandle) =>
  handle
    .messages()
    .at(-1)
    ?.buttons.map((button) => button.label);
const byBot = () => world.discord.calls.filter((call) => call.auth === "bot");
const guildOf = (channel: Channel) => {
  const guild = world.discord.state.guilds.get(channel.guildId ?? "");
  if (guild === undefined) throw new Error("no server");
  return guild;
};
/** A channel in which the bot lacks these permissions. */
const channelWithout = (denied: bigint) =>
  world.discord.addChannel(guildOf(world.channel), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny: denied }] });
const sentToModel = () => JSON.stringify(world.model.requests.at(-1)?.body);
/** As if the person had asked a quarter of an hour ago. */
const expire = (asked: InteractionHandle) => {
  const interaction = world.discord.state.interactions.get(asked.token);
  if (interaction === undefined) throw new Error("no interaction");
  interaction.createdAt -= 16 * 60_000;
};

describe("a direct conversation with the bot", () => {
  test("is answered, remembered, and knows no server", async () => {
    world.discord.install(world.ada);
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    const first = await world.ask("my cat is called Miso", { channel: dm });
    await finished(first.id);
    await world.ask("and?", { channel: dm });
    expect(sentToModel()).toContain("Miso");
    expect(await rows("SELECT guild_id FROM turns WHERE id = ?", first.id)).toEqual([{ guild_id: null }]);
    expect(await rows("SELECT server_scope FROM ledger WHERE turn_id = ?", first.id)).toEqual([{ server_scope: null }]);
    await world.ask("what is my cat called?");
    expect(sentToModel()).not.toContain("Miso");
  });
});

describe("other people's private channel, with a personal installation only", () => {
  test("is answered without the bot's token, in at most five follow-ups, the rest in a file", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const group = world.discord.groupChannel(eve, world.bob);
    world.discord.post(group, world.bob, "a secret of the group");
    world.model.script(() => ({ text: "more words here. ".repeat(1_000), delayMs: 0 }));
    const asked = await begin("long please", eve, group);
    await world.answered(asked);
    expect(asked.messages()).toHaveLength(5);
    expect(asked.messages().at(-1)?.attachments).toHaveLength(1);
    expect(byBot()).toEqual([]);
    expect(world.discord.calls.filter((call) => call.method === "POST").length).toBeLessThanOrEqual(5);
    expect(sentToModel()).not.toContain("secret");
  });

  test("and a server that the bot is no member of, likewise; a dead token there is the end", async () => {
    const foreign = world.discord.addGuild({ installed: false });
    const channel = world.discord.addChannel(foreign);
    const eve = world.discord.addUser("eve", { installed: true });
    world.discord.addMember(foreign, eve);
    const asked = await begin("hello", eve, channel);
    await world.answered(asked);
    world.model.script(() => ({ text: "too late ".repeat(20), delayMs: 40 }));
    const late = await begin("hello again", eve, channel);
    expire(late);
    await finished(late.id);
    expect(await rows("SELECT outcome, message_ids FROM turns WHERE id = ?", late.id)).toEqual([{ outcome: "undeliverable", message_ids: "[]" }]);
    expect(byBot()).toEqual([]);
  });
});

describe("a server's channel", () => {
  test("that is a thread: read, answered, and its own conversation", async () => {
    world.discord.intents.messageContent = true;
    const thread = world.discord.addChannel(guildOf(world.channel), { parent: world.channel });
    world.discord.post(thread, world.bob, "said in the thread");
    world.discord.post(world.channel, world.bob, "said outside");
    const asked = await world.ask("what was said?", { channel: thread });
    expect(sentToModel()).toContain("said in the thread");
    expect(sentToModel()).not.toContain("said outside");
    await finished(asked.id);
    expect(await rows("SELECT conversation FROM turns WHERE id = ?", asked.id)).toEqual([{ conversation: `${thread.id}:${world.ada.id}` }]);
  });

  test("that the bot may not read: it says so, once, and does not try", async () => {
    const channel = channelWithout(permission.readMessageHistory);
    world.discord.post(channel, world.bob, "said before");
    const asked = await world.ask("what was said?", { channel });
    expect(asked.messages()[0]?.content).toContain("can't read");
    expect(byBot()).toEqual([]);
    await finished(asked.id);
    const again = await world.ask("and now?", { channel });
    expect(again.messages()[0]?.content).not.toContain("can't read");
  });

  test("that the asker may not read back is not read for them either", async () => {
    world.discord.intents.messageContent = true;
    const overwrites = [{ id: world.ada.id, type: 1 as const, allow: 0n, deny: permission.readMessageHistory }];
    const channel = world.discord.addChannel(guildOf(world.channel), { overwrites });
    world.discord.post(channel, world.bob, "said before ada came");
    await world.ask("what was said?", { channel });
    expect(sentToModel()).not.toContain("before ada came");
    expect(byBot()).toEqual([]);
  });

  test("that the bot may not post in is answered all the same, while the token lives", async () => {
    const channel = channelWithout(permission.sendMessages);
    const asked = await world.ask("hello", { channel });
    expect(asked.messages()).toHaveLength(1);
    world.model.script(() => ({ text: "too late ".repeat(20), delayMs: 40 }));
    const late = await begin("hello again", world.ada, channel);
    expire(late);
    await finished(late.id);
    expect(byBot().filter((call) => call.method === "POST")).toEqual([]);
    const why = await world.discord.interact({ kind: "slash", user: world.ada, channel, command: "why" });
    expect(why.original()?.content).toContain("Could not be delivered");
  });
});

describe("somebody whose client speaks German", () => {
  test("reads German, in answers, failures and refusals", async () => {
    const ask = (prompt: string) =>
      world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options: { prompt }, locale: "de" });
    world.discord.post(world.channel, world.bob, "ohne Inhalt");
    const asked = await ask("Was ist Regen?");
    await world.answered(asked);
    expect(labels(asked)).toEqual(["Nachfragen", "Neu antworten", "Mehr"]);
    expect(asked.messages()[0]?.content).toContain("Abhilfe");
    world.model.script(() => ({ status: 401 }));
    const failed = await ask("Und Schnee?");
    await world.answered(failed);
    expect(failed.messages()[0]?.content).toContain("Der Betreiber muss OPENAI_API_KEY prüfen");
    expect(labels(failed)).toEqual(["Noch einmal", "Warum"]);
    const button = asked.messages()[0]?.buttons.find(({ label }) => label === "Neu antworten");
    const refused = await world.discord.interact({
      kind: "button",
      user: world.bob,
      channel: world.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: button?.customId ?? "",
      locale: "de",
    });
    expect(refused.original()?.content).toContain("Das kann nur");
  });
});

describe("several answers at once", () => {
  test("of one person come in order, the second with the first in mind", async () => {
    let asked = 0;
    world.model.script(() => ({ text: `answer ${++asked} ${"word ".repeat(20)}`, delayMs: 15 }));
    const first = await begin("first question");
    const second = await begin("second question");
    await world.discord.waitFor(() => (second.original()?.isLoading ?? true) && labels(first)?.includes("Regenerate") === true, {
      timeoutMs: 8_000,
      what: "the first while the second waits",
    });
    expect(world.model.requests.length).toBeLessThanOrEqual(2);
    await world.answered(second);
    expect(second.messages()[0]?.content).toContain("answer 2");
    expect(sentToModel()).toMatch(/first question.*answer 1.*second question/s);
  });

  test("of three people in one channel are written side by side", async () => {
    const cleo = world.discord.addUser("cleo");
    world.discord.addMember(guildOf(world.channel), cleo);
    await world.knows(cleo);
    world.model.script(() => ({ text: "word ".repeat(160), delayMs: 25 }));
    const handles = await Promise.all([world.ada, world.bob, cleo].map((user) => begin("at once", user)));
    await world.discord.waitFor(() => handles.every((handle) => (handle.original()?.content.length ?? 0) > 5), { timeoutMs: 8_000, what: "all three growing" });
    expect(handles.some((handle) => labels(handle)?.includes("Regenerate"))).toBe(false);
    for (const handle of handles) await world.answered(handle);
    expect(new Set(handles.map((handle) => handle.messages()[0]?.content))).toEqual(new Set(["word ".repeat(160).trim()]));
  });
});
