/** poll, thread, react, event, send_message: done once, where asker and bot may do it, and pinging nobody. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Channel, channelType, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { builtInTools } from "../../src/tools/index.ts";
import { createOrchard, type Orchard } from "./orchard.ts";

let orchard: Orchard;
beforeEach(async () => {
  orchard = await createOrchard();
});
afterEach(() => {
  expect([orchard.discord.violations, orchard.errors]).toEqual([[], []]);
});

const written = (channel: Channel) => (orchard.discord.state.channelMessages.get(channel.id) ?? []).map(({ json }) => json);
const without = (who: User, ...bits: bigint[]) => {
  const deny = bits.reduce((all, bit) => all | bit, 0n);
  return orchard.discord.addChannel(orchard.guild, { name: "limited", overwrites: [{ id: who.id, type: 1, allow: 0n, deny }] });
};
const parse = (name: string, input: unknown) => builtInTools.find((tool) => tool.name === name)?.parse(input);
const POLL = { question: "Which?", answers: ["Apple", "Pear"] };

describe("send_message", () => {
  const send = (channel: Channel | string, text = "hello", where = {}) =>
    orchard.call("send_message", { channel: typeof channel === "string" ? channel : channel.id, text }, where);

  it("posts it, whatever it mentions pings nobody, and says where", async () => {
    const { bob, guild } = orchard;
    const garden = orchard.place("open");
    const sent = await send(garden, `<@${bob.id}> @everyone look`);
    expect(written(garden)).toMatchObject([{ content: `<@${bob.id}> @everyone look`, mentions: [], mention_everyone: false }]);
    expect(sent).toEqual({ content: `Sent: https://discord.com/channels/${guild.id}/${garden.id}/${written(garden)[0]?.id}` });
  });

  it("is one message for the same call of the same turn, and another for any other", async () => {
    const garden = orchard.place("open");
    expect(await send(garden)).toEqual(await send(garden));
    expect(written(garden)).toHaveLength(1);
    await send(garden, "hello", { key: "answer:call:1" });
    await send(garden, "hello", { token: "another turn's" });
    expect(written(garden)).toHaveLength(3);
  });

  it("is one message though the answer to it is lost", async () => {
    const garden = orchard.place("open");
    orchard.discord.faults.add({ kind: "lost-answer", match: ({ method, route }) => `${method} ${route}` === "POST /channels/:channel/messages", times: 2 });
    await send(garden);
    expect(written(garden)).toHaveLength(1);
  });

  it("that AutoMod does not want is a sentence", async () => {
    orchard.discord.faults.add({ kind: "refused", code: 200000, match: ({ method }) => method === "POST" });
    expect((await send(orchard.place("open"))).content).toContain("AutoMod");
  });

  it("whose fate nobody knows is not called sent, and not to be repeated", async () => {
    const garden = orchard.place("open");
    orchard.discord.faults.add({ kind: "lost-answer", match: ({ method }) => method === "POST" });
    expect((await send(garden)).content).toMatch(/Do not do it again/);
    expect(written(garden)).toHaveLength(1);
  });

  it("takes the permission to write there, of both", async () => {
    const { ada, discord } = orchard;
    for (const [who, pattern] of [
      [ada, /person you are talking to/],
      [discord.bot, /bot (lacks|is not)|not allowed to see/],
    ] as const)
      for (const bit of [permission.sendMessages, permission.viewChannel]) {
        const channel = without(who, bit);
        expect(await send(channel)).toMatchObject({ failed: true, content: expect.stringMatching(pattern) });
        expect(written(channel)).toEqual([]);
      }
  });

  it("in threads another permission counts, and locked ones are for those who manage threads", async () => {
    const { discord, guild, ada } = orchard;
    const readOnly = discord.addChannel(guild, { deny: permission.sendMessages });
    const thread = discord.addChannel(guild, { parent: readOnly });
    expect(await send(readOnly)).toMatchObject({ failed: true });
    expect(await send(thread)).not.toMatchObject({ failed: true });
    const silent = discord.addChannel(guild, { parent: without(ada, permission.sendMessagesInThreads) });
    expect(await send(silent)).toMatchObject({ failed: true });
    const locked = discord.addChannel(guild, { parent: orchard.place("open"), locked: true });
    guild.members.get(discord.bot.id)?.roles.push(discord.addRole(guild, "keepers", permission.manageThreads).id);
    expect(await send(locked)).toMatchObject({ failed: true });
    for (const channel of [readOnly, silent, locked]) expect(written(channel).filter(({ type }) => type === 0)).toEqual([]);
  });

  it("not into what they do not see, nor into what holds no messages", async () => {
    const { discord, guild } = orchard;
    for (const kind of ["hidden from the asker", "hidden from the bot", "private thread of others", "private thread without the bot"] as const) {
      const channel = orchard.place(kind);
      expect(await send(channel), kind).toMatchObject({ failed: true });
      expect(written(channel).filter(({ type }) => type === 0)).toEqual([]);
    }
    expect(await send(discord.addChannel(guild, { type: channelType.forum }))).toMatchObject({ failed: true });
    expect(await send(discord.addChannel(discord.addGuild()))).toMatchObject({ failed: true });
  });

  it("not by somebody who is timed out", async () => {
    const { guild, ada, discord } = orchard;
    const member = guild.members.get(ada.id);
    if (member) member.timeoutUntil = Date.now() + 3600_000;
    const garden = orchard.place("open");
    expect(await send(garden)).toMatchObject({ failed: true });
    expect(await orchard.call("poll", POLL)).toMatchObject({ failed: true });
    expect(discord.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("links unfold only for those who could make them unfold", async () => {
    const plain = without(orchard.ada, permission.embedLinks);
    const garden = orchard.place("open");
    await send(plain, "https://example.com");
    await send(garden, "https://example.com");
    expect([written(plain)[0]?.flags, written(garden)[0]?.flags]).toEqual([4, 0]);
  });

  it("names the channel by id, so that what was agreed to is what is done; people read it as a mention", () => {
    const id = orchard.here.id;
    for (const channel of [id, `<#${id}>`]) expect(parse("send_message", { channel, text: "hi" })).toEqual({ input: { channel: `<#${id}>`, text: "hi" } });
    expect(parse("send_message", parse("send_message", { channel: id, text: "hi" }) && { channel: `<#${id}>`, text: "hi" })).toEqual({
      input: { channel: `<#${id}>`, text: "hi" },
    });
    for (const channel of ["here", "#here", `<@${id}>`]) expect(parse("send_message", { channel, text: "hi" }), channel).toHaveProperty("problem");
    expect(parse("send_message", { channel: id, text: "x".repeat(2001) })).toHaveProperty("problem");
    expect(builtInTools.find(({ name }) => name === "send_message")?.parameters()).toMatchObject({ required: ["channel", "text"] });
  });
});

describe("poll", () => {
  it("stands in the channel of the turn, once", async () => {
    const { here } = orchard;
    expect(await orchard.call("poll", { ...POLL, hours: 2, several: true })).toEqual(await orchard.call("poll", { ...POLL, hours: 2, several: true }));
    expect(written(here)).toMatchObject([{ content: "", poll: { question: { text: "Which?" }, allow_multiselect: true } }]);
  });

  it("takes Create Polls and the permission to write, of both, also in threads", async () => {
    const { ada, discord, guild } = orchard;
    for (const who of [ada, discord.bot])
      for (const bit of [permission.sendPolls, permission.sendMessages]) {
        const channel = without(who, bit);
        expect(await orchard.call("poll", POLL, { channel })).toMatchObject({ failed: true });
        expect(written(channel)).toEqual([]);
      }
    const thread = discord.addChannel(guild, { parent: discord.addChannel(guild, { deny: permission.sendMessages }) });
    expect(await orchard.call("poll", POLL, { channel: thread })).not.toMatchObject({ failed: true });
  });

  it("keeps to Discord's measures", () => {
    for (const change of [
      { question: "x".repeat(301) },
      { answers: ["one"] },
      { answers: ["x".repeat(56), "y"] },
      { answers: Array(11).fill("x") },
      { hours: 769 },
    ])
      expect(parse("poll", { ...POLL, ...change }), JSON.stringify(change).slice(0, 40)).toHaveProperty("problem");
  });
});

describe("thread", () => {
  const threads = () => [...orchard.discord.state.channels.values()].filter(({ thread }) => thread !== null);

  it("hangs on a message or stands alone", async () => {
    const { discord, here, bob, guild } = orchard;
    const message = discord.post(here, bob, "the plan");
    const link = `https://discord.com/channels/${guild.id}/${here.id}/${message.json.id}`;
    expect((await orchard.call("thread", { name: "Plan", message: link })).content).toBe(
      `The thread is there: https://discord.com/channels/${guild.id}/${message.json.id}`,
    );
    await orchard.call("thread", { name: "Alone" });
    expect(threads().map(({ name, type }) => [name, type])).toEqual([
      ["Plan", channelType.publicThread],
      ["Alone", channelType.publicThread],
    ]);
  });

  it("takes Create Public Threads, of both, and a channel that has threads", async () => {
    const { ada, discord, guild, here } = orchard;
    for (const who of [ada, discord.bot])
      expect(await orchard.call("thread", { name: "x" }, { channel: without(who, permission.createPublicThreads) })).toMatchObject({ failed: true });
    const inside = discord.addChannel(guild, { parent: here });
    expect(await orchard.call("thread", { name: "x" }, { channel: inside })).toMatchObject({ failed: true });
    expect(await orchard.call("thread", { name: "x", message: "42424242424242424" })).toMatchObject({
      failed: true,
      content: expect.stringContaining("no such message"),
    });
    expect(threads()).toEqual([inside]);
  });

  it("whose fate is unknown is not called started", async () => {
    orchard.discord.faults.add({ kind: "lost-answer", match: ({ method, route }) => `${method} ${route}` === "POST /channels/:channel/threads", times: 1 });
    expect((await orchard.call("thread", { name: "x" })).content).toContain("did not say");
    expect(threads()).toHaveLength(1);
  });
});

describe("react", () => {
  const react = (emoji: string, message: string, where = {}) => orchard.call("react", { message, emoji }, where);

  it("with Unicode, with or without its selector, and with the server's own by name", async () => {
    const { discord, guild, here, bob } = orchard;
    const apple = discord.addEmoji(guild, "apple");
    const message = discord.post(here, bob, "hello");
    for (const emoji of ["🍎", "❤", "❤️", "👍🏽", "apple", ":Apple:", `<:apple:${apple.id}>`])
      expect(await react(emoji, message.json.id), emoji).toEqual({ content: "The reaction is there." });
    expect(message.json.reactions?.map(({ emoji }) => emoji.name)).toEqual(["🍎", "❤️", "👍🏽", "apple"]);
    for (const emoji of ["pear", "yes please", "🍎🍐", "lost"]) expect(await react(emoji, message.json.id), emoji).toMatchObject({ failed: true });
  });

  it("only in the channel of the turn, to what is there", async () => {
    const { discord, bob, guild } = orchard;
    const garden = orchard.place("open");
    const elsewhere = discord.post(garden, bob, "hello");
    expect(await react("🍎", `https://discord.com/channels/${guild.id}/${garden.id}/${elsewhere.json.id}`)).toMatchObject({ failed: true });
    expect(await react("🍎", elsewhere.json.id)).toMatchObject({ failed: true, content: expect.stringContaining("no such message") });
    expect(elsewhere.json.reactions).toBeUndefined();
  });

  it("takes Add Reactions and Read Message History, of both", async () => {
    const { ada, discord, bob } = orchard;
    for (const who of [ada, discord.bot])
      for (const bit of [permission.addReactions, permission.readMessageHistory]) {
        const channel = without(who, bit);
        const message = discord.post(channel, bob, "hello");
        expect(await react("🍎", message.json.id, { channel })).toMatchObject({ failed: true });
        expect(message.json.reactions).toBeUndefined();
      }
  });
});

describe("event", () => {
  const EVENT = { name: "Harvest", location: "The old mill", starts: "2030-12-01T20:00", ends: "2030-12-01T22:00" };
  const grant = (...users: User[]) => {
    const role = orchard.discord.addRole(orchard.guild, "planners", permission.createEvents);
    for (const user of users) orchard.guild.members.get(user.id)?.roles.push(role.id);
  };

  it("is in the list, at the asker's own time", async () => {
    const { ada, discord, guild } = orchard;
    grant(ada, discord.bot);
    const made = await orchard.call("event", { ...EVENT, description: "Bring baskets." }, { timeZone: "Europe/Berlin" });
    expect(guild.events).toMatchObject([{ name: "Harvest", description: "Bring baskets.", scheduled_start_time: "2030-12-01T19:00:00.000Z" }]);
    expect(made.content).toBe(
      `The event is in the list: https://discord.com/events/${guild.id}/${guild.events[0]?.id}. It begins Sunday, December 1, 2030 at 20:00 (Europe/Berlin).`,
    );
    await orchard.call("event", { ...EVENT, starts: "2030-12-01T20:00+01:00", ends: "2030-12-01T21:00Z" });
    expect(guild.events[1]).toMatchObject({ scheduled_start_time: "2030-12-01T19:00:00.000Z", scheduled_end_time: "2030-12-01T21:00:00.000Z" });
  });

  it("takes Create Events, of both", async () => {
    const { ada, discord, guild } = orchard;
    grant(discord.bot);
    expect((await orchard.call("event", EVENT)).content).toMatch(/^The person you are talking to lacks/);
    guild.members.get(discord.bot.id)?.roles.pop();
    grant(ada);
    expect((await orchard.call("event", EVENT)).content).toMatch(/^The bot lacks/);
    expect(guild.events).toEqual([]);
  });

  it("is still to come, ends after it began, and is a moment", async () => {
    grant(orchard.ada, orchard.discord.bot);
    for (const change of [{ starts: "2020-01-01T20:00" }, { ends: "2030-12-01T20:00" }, { starts: "tomorrow" }, { ends: "2030-12-01" }])
      expect(await orchard.call("event", { ...EVENT, ...change }), JSON.stringify(change)).toMatchObject({ failed: true });
    expect(orchard.guild.events).toEqual([]);
  });

  it("whose fate is unknown is not called made", async () => {
    grant(orchard.ada, orchard.discord.bot);
    orchard.discord.faults.add({
      kind: "lost-answer",
      match: ({ method, route }) => `${method} ${route}` === "POST /guilds/:guild/scheduled-events",
      times: 1,
    });
    expect((await orchard.call("event", EVENT)).content).toContain("did not say");
    expect(orchard.guild.events).toHaveLength(1);
  });
});

it("all are off where no manager switched them on, and what others see unasked needs consent", () => {
  const names = "server_info list_channels find_member channel_history search_messages poll thread event react send_message".split(" ");
  const discord = builtInTools.filter(({ name }) => names.includes(name));
  const risks = Object.fromEntries(discord.map(({ name, risk }) => [name, risk]));
  expect(discord.filter(({ byDefault }) => byDefault)).toEqual([]);
  expect(risks).toEqual({
    server_info: "read",
    list_channels: "read",
    find_member: "read",
    channel_history: "read",
    search_messages: "read",
    poll: "write",
    thread: "write",
    event: "sensitive",
    react: "write",
    send_message: "sensitive",
  });
});
