/** /viewprompt: what I am told, layer by layer, who set it and when; whole, and what it was before. Within Discord's limits. */
import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SERVER } from "../../src/access/store.ts";
import type { PromptScope } from "../../src/persona/store.ts";
import type { Callback } from "../edge/fakes.ts";
import { ASKER, CHANNEL, inBotDm, inForeignGuild, inGuild, NOW, OTHER, other, press, slash, TALK } from "../edge/payloads.ts";
import {
  choose,
  createPromptWorld,
  EPHEMERAL,
  idOf,
  inThread,
  labels,
  MANAGE_CHANNELS,
  MANAGE_GUILD,
  MINE,
  options,
  type PromptWorld,
  THE_CHANNELS,
  THE_SERVERS,
  THREAD,
} from "./prompt-world.ts";

let world: PromptWorld;
beforeEach(async () => {
  world = await createPromptWorld();
});

const view = slash("viewprompt");
const member = inGuild();
const channelManager = inGuild({}, undefined, TALK | MANAGE_CHANNELS);
const serverManager = inGuild({}, undefined, TALK | MANAGE_GUILD);
let changes = 0;
const put = (scope: PromptScope, text: string, at = NOW - 60_000, userId = OTHER) => world.store.set(scope, text, { userId, at, change: `put ${++changes}` });
const titles = (body: Callback) => body.data?.embeds?.map(({ title }) => title);
const texts = (body: Callback) => body.data?.embeds?.map(({ description }) => description) ?? [];

describe("the overview", () => {
  it("shows every layer in the order in which they are read, filled, with who set it and when", async () => {
    world = await createPromptWorld({
      access: { server: async () => ({ ...DEFAULT_SERVER, name: "The Orchard" }), person: async () => ({ timeZone: "Asia/Tokyo", noticing: true }) },
    });
    await put(THE_SERVERS, "On {server} we are kind to {user}.");
    await put(THE_CHANNELS, "#{channel} is about apples, {{not}} pears.");
    await put(MINE, "It is {time} on {date}.", NOW, ASKER);
    const body = await world.act(member, view);
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, allowed_mentions: { parse: [] } } });
    expect(titles(body)).toEqual([
      "Default",
      "How I take what people set",
      "This server's instructions",
      "This channel's instructions",
      "Personal instructions",
    ]);
    const [base, preface, server, channel, own] = texts(body);
    expect(base).toMatch(/^-# from src\/prompts\/default\.md\nYou are Edgewise/);
    expect(preface).toContain("`wishes`");
    expect(server).toBe(`-# set by <@${OTHER}> <t:1763665140:R>\nOn The Orchard we are kind to Mina.`);
    expect(channel).toMatch(/\n#general is about apples, \{not\} pears\.$/);
    expect(own).toBe(`-# set by <@${ASKER}> <t:1763665200:R>\nIt is 04:00 AM GMT+9 on Friday, November 21, 2025.`);
  });

  it("says how to set something where nothing is", async () => {
    const body = await world.act(member, view);
    expect(body.data?.content).toMatch(/Nobody has set anything.*\/setprompt/);
    expect(titles(body)).toEqual(["Default"]);
    expect((await world.act(inBotDm(), view)).data?.content).toMatch(/You have not set anything.*\/setprompt/);
    expect((await world.act({ ...member, locale: "de" }, view)).data?.content).toContain("/prompt-setzen");
  });

  it("names the deployer's own prompt as such, and leaves out what was removed", async () => {
    world = await createPromptWorld({ facts: { systemPrompt: 'You are {bot}. {"a": 1} {unknown}' } });
    await put(THE_SERVERS, "");
    const body = await world.act(member, view);
    expect(texts(body)).toEqual(['-# from SYSTEM_PROMPT\nYou are Edgewise. {"a": 1} {unknown}']);
  });

  it("in a thread shows its channel's and its own; outside a server, or where the bot is a guest, the person's alone", async () => {
    await put(THE_SERVERS, "S");
    await put(THE_CHANNELS, "C");
    await put(`channel:${THREAD}`, "T");
    await put(MINE, "M");
    expect(titles(await world.act({ ...member, ...inThread }, view))?.slice(2)).toEqual([
      "This server's instructions",
      "This channel's instructions",
      "This thread's instructions",
      "Personal instructions",
    ]);
    for (const where of [inBotDm(), inForeignGuild()]) expect(titles(await world.act(where, view))?.slice(2)).toEqual(["Personal instructions"]);
  });

  it("never shows another person's, not even to managers", async () => {
    await put(MINE, "a secret wish");
    expect(JSON.stringify(await world.act({ ...serverManager, member: { ...(serverManager.member as object), user: other } }, view))).not.toContain("secret");
  });

  it("offers Edit and Undo for what the person may change", async () => {
    await put(THE_SERVERS, "S");
    await put(MINE, "M");
    expect(labels(await world.act(member, view))).toEqual(["Edit: mine", "Undo: mine"]);
    expect(labels(await world.act(channelManager, view))).toEqual(["Edit: mine", "Edit: channel", "Undo: mine"]);
    expect(labels(await world.act(serverManager, view))).toEqual(["Edit: mine", "Edit: channel", "Edit: server", "Undo: mine", "Undo: server"]);
    expect(labels(await world.act({ ...serverManager, ...inThread }, view))).toContain("Edit: thread");
  });

  it("fits into one message however much was set, shortens the longest, and says so", async () => {
    for (const scope of [THE_SERVERS, `channel:${CHANNEL}`, `channel:${THREAD}`] as const) await put(scope, "🦜".repeat(2_000));
    await put(MINE, "short and whole");
    const body = await world.act({ ...serverManager, ...inThread }, view);
    const all = body.data?.embeds ?? [];
    expect(all.reduce((sum, { title = "", description = "" }) => sum + title.length + description.length, 0)).toBeLessThanOrEqual(6_000);
    expect(texts(body).every((text) => (text?.length ?? 0) <= 4_096 && text?.isWellFormed())).toBe(true);
    expect(texts(body).at(-1)).toMatch(/\nshort and whole$/);
    expect(texts(body)[2]).toMatch(/…$/);
    expect(body.data?.content).toMatch(/shortened here; the menu below/);
    for (const { label, value } of options(body)) expect(label.length <= 100 && value.length <= 100).toBe(true);
    expect(options(body).length).toBeLessThanOrEqual(25);
  });
});

describe("in full", () => {
  it("shows one layer whole, with the way back", async () => {
    const text = "x".repeat(4_000);
    await put(THE_SERVERS, text);
    const body = await world.act(member, choose("prompt-show", "full:server"));
    expect(body).toMatchObject({ type: 7 });
    expect(titles(body)).toEqual(["This server's instructions"]);
    expect(texts(body)[0]?.endsWith(text)).toBe(true);
    expect(labels(body)).toEqual(["Back"]);
    const back = await world.act(member, press(idOf(body, "Back"), EPHEMERAL));
    expect(back.type).toBe(7);
    expect(titles(back)).toHaveLength(3);
  });

  it("shows as much as a message takes of what grew by filling it, and says that its end is missing", async () => {
    await put(MINE, "{channel} ".repeat(400));
    const body = await world.act({ ...member, channel: { id: CHANNEL, type: 0, name: "n".repeat(80) } }, choose("prompt-show", "full:user"));
    const all = body.data?.embeds ?? [];
    expect(all).toHaveLength(2);
    expect(all.reduce((sum, { title = "", description = "" }) => sum + title.length + description.length, 0)).toBeLessThanOrEqual(6_000);
    expect(body.data?.content).toMatch(/end is missing/);
  });

  it("offers Edit and Undo to who may", async () => {
    await put(THE_CHANNELS, "C");
    expect(labels(await world.act(channelManager, choose("prompt-show", "full:channel")))).toEqual(["Back", "Edit", "Undo"]);
  });
});

describe("the history", () => {
  it("tells who set what and when, newest first, removals included, undone ones not", async () => {
    await put(THE_SERVERS, "first\nversion", NOW - 3_600_000);
    await world.store.undo(THE_SERVERS, (await put(THE_SERVERS, "taken back")).id, NOW);
    await put(THE_SERVERS, "");
    await put(THE_SERVERS, `third ${"x".repeat(500)}`, NOW, ASKER);
    const overview = await world.act(member, view);
    expect(options(overview).map(({ value }) => value)).toContain("history:server");
    const body = await world.act(member, choose("prompt-show", "history:server"));
    const lines = (texts(body)[0] ?? "").split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(new RegExp(`^- <t:1763665200:R> <@${ASKER}>: third x+…$`));
    expect(lines[1]).toContain("*removed*");
    expect(lines[2]).toMatch(/first version$/);
  });

  it("fits, full of long versions", async () => {
    for (let index = 0; index < 20; index++) await put(MINE, "🦜".repeat(2_000));
    const [text = ""] = texts(await world.act(member, choose("prompt-show", "history:user")));
    expect(text.split("\n")).toHaveLength(20);
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text.isWellFormed()).toBe(true);
  });

  it("of a scope that does not hold here is nobody's business", async () => {
    await put(THE_SERVERS, "house secret");
    for (const value of ["history:server", "full:server", "history:constructor", "full:__proto__"]) {
      const body = await world.act(inForeignGuild(), choose("prompt-show", value));
      expect(JSON.stringify(body)).not.toContain("house secret");
      expect(JSON.stringify(body)).toContain("There is nothing there");
    }
    expect((await world.act(member, choose("prompt-show", "else"))).data?.content).toMatch(/don't know this button/);
  });
});

it("custom ids carry ids alone and stay within 100 characters", async () => {
  for (const scope of [THE_SERVERS, THE_CHANNELS, MINE]) await put(scope, "x");
  const body = await world.act(serverManager, view);
  const ids = [...JSON.stringify(body).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = ""]) => id);
  expect(ids.length).toBeGreaterThan(6);
  for (const id of ids) expect(id).toMatch(/^prompt-[a-z]+(:(me|channel|server)(:\d+)?)?$/);
});
