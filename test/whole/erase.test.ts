// "Erase everything about me": afterwards nobody finds anything, in no table, no index, no object, whatever happened meanwhile.
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { openDatabase } from "../fakes/database.ts";
import { findEverywhere, rowsByTable } from "../find-everywhere.ts";
import { hmacOf, knownPerson, saved, WORDS } from "./known-person.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

// The tests of a file share their database.
beforeEach(async () => {
  await openDatabase();
});
let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);

const told = (handle: InteractionHandle) => handle.original()?.content ?? "";
const receipt = (handle: InteractionHandle) => world.discord.waitFor(() => told(handle).includes("Receipt"), { timeoutMs: 25_000, what: "the receipt" });
const confirm = async (user: User, channel = world.channel) => {
  const panel = openPanel(world, { user, channel });
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  return { panel, pressed: await panel.press("Yes, erase it all") };
};
const needlesOf = (user: User) => [user.id, ...Object.values(WORDS)];

describe("somebody whom the bot knows in every way", () => {
  test("is gone from everywhere; what others have stays, without them", { timeout: 60_000 }, async () => {
    const quill = await knownPerson(world);
    const filled = await rowsByTable();
    expect(Object.entries(filled).filter(([name, rows]) => rows === 0 && !/^(erasures|claimed_slots|memory_fts_)/.test(name))).toEqual([]);
    const before = await findEverywhere(needlesOf(quill));
    // The search sees all of it, or finding nothing would mean nothing.
    expect(new Set(before.map(({ needle }) => needle))).toEqual(new Set(needlesOf(quill)));
    const tables = ["turns", "messages", "facts", "fact_versions", "passages", "documents", "prompts", "personas", "persona_choices", "model_choices"];
    tables.push(
      "server_models",
      "people",
      "servers",
      "conversations",
      "memory_scopes",
      "ledger",
      "budget_usage",
      "memory_fts_data",
      "unnoticed",
      "tool_rules",
      "mcp_servers",
      "watched_channels",
      "moods",
      "notify_targets",
      "notifications",
      "schedules",
      "pending_calls",
      "reminders",
    );
    // Whoever speaks to it is known to the channel's object, too.
    const found = before.map(({ where }) => (where.split(".")[0] ?? "").replace(/^object \w+/, "object"));
    expect(new Set(found)).toEqual(new Set(["index memory_fts", "object presence", ...tables.map((name) => `D1 ${name}`)]));
    const bobs = await rows("SELECT count(*) AS n FROM turns WHERE user_id = ?", world.bob.id);

    const { panel, pressed } = await confirm(quill);
    await receipt(pressed);
    expect(await findEverywhere(needlesOf(quill))).toEqual([]);
    // As a button it came in the message that asked; as a receipt it has its number, date and counts.
    expect(told(pressed)).toMatch(new RegExp(`Receipt \\*\\*${pressed.id}\\*\\*, asked for <t:\\d+:f>`));
    expect(told(pressed)).toMatch(
      /\d+ questions with their answers.*\d+ remembered messages.*3 facts.*1 version of your instructions.*1 persona.*2 choices.*1 conversation.*1 reminder.*3 entries with your settings.*\d+ places in what others have/s,
    );
    expect(pressed.original()?.buttons).toEqual([]);
    expect(pressed.original()?.isPrivate).toBe(true);

    const key = await hmacOf(quill.id);
    expect(await rows("SELECT id, key, finished_at IS NOT NULL AS done FROM erasures")).toEqual([{ id: pressed.id, key, done: 1 }]);
    expect(await rows("SELECT blocked FROM servers WHERE id = '4242'")).toEqual([{ blocked: JSON.stringify([world.bob.id, key]) }]);
    expect(await rows("SELECT user_scope FROM ledger WHERE turn_id = 'before'")).toEqual([{ user_scope: `user:${key}` }]);
    expect(await rows("SELECT text, set_by FROM prompts")).toEqual([{ text: "Be kind here.", set_by: "" }]);
    expect(await rows("SELECT name, set_by FROM personas")).toEqual([{ name: "Owl", set_by: "" }]);
    expect(await rows("SELECT name, added_by FROM documents")).toEqual([{ name: "Rules", added_by: "" }]);
    expect(await rows("SELECT text FROM passages")).toEqual([{ text: "Ask @someone about rules" }]);
    expect(await rows("SELECT text FROM facts")).toEqual([{ text: "Is a friend of @someone" }]);
    expect(await rows("SELECT text FROM fact_versions")).toEqual([{ text: "Was a friend of @someone" }]);
    expect(await rows("SELECT key, summary, people FROM conversations")).toEqual([{ key: world.channel.id, summary: "", people: "[]" }]);
    expect(await rows("SELECT * FROM vectors")).toEqual([]);
    expect(await rows("SELECT tool, set_by FROM tool_rules")).toEqual([{ tool: "poll", set_by: "" }]);
    expect(await rows("SELECT name, set_by FROM mcp_servers")).toEqual([{ name: "Of @someone", set_by: "" }]);
    expect(await rows("SELECT channel_id, speaks, topics, set_by FROM watched_channels")).toEqual([
      { channel_id: "78", speaks: 1, topics: '["what @someone cooks"]', set_by: "" },
    ]);
    expect(await rows("SELECT name, words, set_by FROM moods")).toEqual([{ name: "monday", words: "Like @someone.", set_by: "" }]);
    expect(await rows("SELECT name, prompt, set_by FROM schedules ORDER BY id")).toEqual([
      { name: "Theirs", prompt: "Praise @someone", set_by: "" },
      { name: "Of bob", prompt: "Greet @someone", set_by: world.bob.id },
    ]);
    expect(await rows("SELECT id, text, about_message_id AS about, quoted_key AS key FROM reminders ORDER BY id")).toEqual([
      { id: "12", text: "", about: null, key: null },
      { id: "13", text: "Answer @someone", about: null, key: null },
    ]);
    // What bob was asked about goes where it has anything of them: else he would agree to something else.
    expect(await rows("SELECT turn_id FROM pending_calls")).toEqual([{ turn_id: "w4" }]);
    // Of bob's turns the one about their message went, and one answer was emptied.
    expect(await rows("SELECT count(*) AS n FROM turns WHERE user_id = ?", world.bob.id)).toEqual([{ n: Number(bobs[0]?.n) - 1 }]);
    expect(await rows("SELECT input FROM turns WHERE input LIKE '%Who is @someone?%' AND answer = '@someone knows more about that.'")).toHaveLength(1);
    expect(await rows("SELECT content FROM messages WHERE content LIKE '(This answer is gone%'")).toHaveLength(1);
    expect(await rows("SELECT content FROM messages WHERE content = 'hello @someone, how are you'")).toHaveLength(1);
    // What is searched is what is there.
    expect(await rows("SELECT count(*) AS n FROM memory_fts WHERE memory_fts MATCH 'someone'")).not.toEqual([{ n: 0 }]);
    await panel.command("privacy");
    expect(panel.text()).toMatch(new RegExp(`Erased for you.*${pressed.id}`));
  });
});

const channelObject = (id = world.channel.id) => env.CHANNEL.get(env.CHANNEL.idFromName(id));
const stranger = (name = "quillfeather") => {
  const user = world.discord.addUser(name);
  world.discord.addMember(guildOf(world), user);
  return user;
};
const ask = (user: User, prompt: string, channel = world.channel) =>
  world.discord.interact({ kind: "slash", user, channel, command: "ask", options: { prompt, context: false } });
const messagesOf = (user: User) => rows("SELECT content FROM messages WHERE user_id = ? ORDER BY id", user.id);

describe("what happens meanwhile", () => {
  test("the process dies in the middle: it is finished by the next one, with one receipt", { timeout: 60_000 }, async () => {
    const quill = await knownPerson(world);
    const { pressed } = await confirm(quill);
    // Between the two times that it looks: most is gone, and it is not yet told.
    await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE user_id = ?", quill.id)).toEqual([]), { timeout: 5_000 });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(channelObject());
    await receipt(pressed);
    expect(await findEverywhere(needlesOf(quill))).toEqual([]);
    expect(await rows("SELECT id FROM erasures")).toEqual([{ id: pressed.id }]);
    // Counted once: what was gone before the crash is in it.
    expect(told(pressed)).toMatch(/3 facts.*1 persona/s);
    expect(pressed.original()?.history.filter(({ content }) => content.includes("Receipt"))).toHaveLength(1);
  });

  test("an answer that is being given, in a channel that nothing knew of, ends, and writes nobody back", { timeout: 60_000 }, async () => {
    const quill = stranger();
    const other = world.discord.addChannel(guildOf(world), { name: "other" });
    const text = Array.from({ length: 300 }, (_, i) => `zanzibarquartz${i}`).join(" ");
    world.model.script(() => ({ text, delayMs: 30 }));
    const asked = await ask(quill, "zanzibarquartz?", other);
    const here = await ask(quill, "zanzibarquartz here?");
    await world.discord.waitFor(() => told(asked).length > 20 && told(here).length > 20, { timeoutMs: 10_000 });
    const { pressed } = await confirm(quill);
    await world.answered(here);
    expect(told(here)).toContain("Stopped here");
    await receipt(pressed);
    await world.answered(asked, 20_000);
    await vi.waitFor(async () =>
      expect(await runInDurableObject(channelObject(other.id), (_, { storage: { sql } }) => sql.exec("SELECT id FROM jobs").toArray())).toEqual([]),
    );
    expect(await findEverywhere([quill.id, "zanzibarquartz", "quillfeather"])).toEqual([]);
    // What it cost is counted all the same.
    expect(await rows("SELECT count(*) AS n FROM ledger WHERE settled = 1 AND amount > 0")).toEqual([{ n: 2 }]);
  });

  test("somebody else's answer about their message, and one that repeats their words, are not kept either", { timeout: 60_000 }, async () => {
    const quill = stranger();
    await ask(quill, "hello");
    const message = world.discord.post(world.channel, quill, "What about a wobbletronica?");
    world.model.script(() => ({ text: Array.from({ length: 200 }, (_, i) => `wobbletronica ${i}`).join(" "), delayMs: 20 }));
    const reply = await world.discord.interact({ kind: "message", user: world.bob, channel: world.channel, command: "Reply with AI", target: message });
    const about = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options: { prompt: "What is new?" } });
    await world.discord.waitFor(() => told(about).length > 20, { timeoutMs: 10_000 });
    const { pressed } = await confirm(quill);
    await world.answered(about, 20_000);
    await world.discord.waitFor(() => reply.settled, { timeoutMs: 20_000 });
    await receipt(pressed);
    await vi.waitFor(async () => expect(await rows("SELECT settled FROM ledger WHERE settled = 0")).toEqual([]), { timeout: 10_000 });
    expect(await findEverywhere([quill.id, "wobbletronica", "quillfeather"])).toEqual([]);
  });

  test("what they ask after the press is new, and is kept", { timeout: 60_000 }, async () => {
    const quill = stranger();
    await world.knows(quill);
    await saved((await world.ask("an old secret", { user: quill })).id);
    const { pressed } = await confirm(quill);
    const later = await world.ask("a new secret", { user: quill });
    await saved(later.id);
    await receipt(pressed);
    expect((await messagesOf(quill)).map(({ content }) => content)[0]).toBe("a new secret");
    expect(await rows("SELECT id FROM turns WHERE user_id = ?", quill.id)).toEqual([{ id: later.id }]);
    expect(await findEverywhere(["an old secret"])).toEqual([]);
    await world.ask("what did I say?", { user: quill });
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("a new secret");
  });

  test("a record that waits in an object for the database is not forgotten there", { timeout: 60_000 }, async () => {
    const quill = stranger();
    const other = world.discord.directChannel(world.discord.bot, quill);
    await world.ask("hello", { user: quill, channel: other });
    world.model.script(() => ({ text: "zanzibarquartz", delayMs: 60 }));
    const asked = await ask(quill, "zanzibarquartz?", other);
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(2));
    await rows("ALTER TABLE model_counts RENAME TO model_counts_away");
    await world.answered(asked);
    const jobs = () => runInDurableObject(channelObject(other.id), (_, { storage: { sql } }) => sql.exec("SELECT state FROM jobs").toArray());
    await vi.waitFor(async () => expect(await jobs()).toEqual([{ state: "saving" }]), { timeout: 5_000 });
    // Tried three times it waits for longer than the erasure takes.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await rows("ALTER TABLE model_counts_away RENAME TO model_counts");
    const { pressed } = await confirm(quill);
    await receipt(pressed);
    expect(await jobs()).toEqual([]);
    expect(await findEverywhere([quill.id, "zanzibarquartz"])).toEqual([]);
  });

  test("the database goes away: they are told, and the same button goes on where it stopped", { timeout: 90_000 }, async () => {
    const quill = await knownPerson(world);
    await rows("ALTER TABLE people RENAME TO people_away");
    const panel = openPanel(world, { user: quill, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Erase everything about me");
    const first = await panel.press("Yes, erase it all");
    await world.discord.waitFor(() => told(first).includes("Not everything is erased yet"), { timeoutMs: 30_000 });
    await rows("ALTER TABLE people_away RENAME TO people");
    const seen = first.original();
    if (seen) panel.from(seen);
    const again = await panel.press("Yes, erase it all");
    await receipt(again);
    expect(await findEverywhere(needlesOf(quill))).toEqual([]);
  });
});

describe("the button", () => {
  test("asks first, and goes back", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Erase everything about me");
    expect(panel.text()).toMatch(/Erase everything about you\?.*What goes.*What stays.*Messages in Discord.*7 to 30 days.*can't be undone/s);
    await panel.press("Back");
    expect(panel.text()).toContain("What I keep");
    expect(await rows("SELECT id FROM erasures")).toEqual([]);
  });

  test("pressed once and delivered again erases once; pressed again it finds nothing", { timeout: 60_000 }, async () => {
    const quill = stranger();
    await saved((await world.ask("hello", { user: quill })).id);
    const { pressed, panel } = await confirm(quill);
    await world.discord.redeliver(pressed);
    await receipt(pressed);
    await world.discord.redeliver(pressed);
    expect(await rows("SELECT id FROM erasures")).toEqual([{ id: pressed.id }]);
    await panel.command("privacy");
    await panel.press("Erase everything about me");
    const second = await panel.press("Yes, erase it all");
    await receipt(second);
    expect(told(second)).toContain("There was nothing of you.");
  });

  test("under somebody else's message erases whoever presses, for their eyes only", { timeout: 60_000 }, async () => {
    const asked = await world.ask("hello");
    await saved(asked.id);
    const quill = stranger();
    await saved((await world.ask("hi", { user: quill })).id);
    const panel = openPanel(world, { user: quill, channel: world.channel });
    const seen = asked.original();
    if (seen) panel.from(seen);
    const forged = await panel.forge("privacy-erase:now");
    await receipt(forged);
    expect(forged.original()?.isPrivate).toBe(true);
    expect(told(asked)).not.toContain("Receipt");
    expect(await rows("SELECT user_id FROM turns")).toEqual([{ user_id: world.ada.id }]);
  });

  test("is offered to whoever opts out, and a block outlives the erasing", { timeout: 60_000 }, async () => {
    const quill = stranger();
    await rows("INSERT OR REPLACE INTO servers (id, blocked) VALUES (?, ?)", world.channel.guildId, JSON.stringify([quill.id]));
    const panel = openPanel(world, { user: quill, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    expect(panel.text()).toContain("at once with “Erase everything about me”");
    await panel.press("Erase everything about me");
    await receipt(await panel.press("Yes, erase it all"));
    expect(await findEverywhere([quill.id])).toEqual([]);
    const refused = await ask(quill, "hello?");
    await world.answered(refused);
    expect(told(refused)).toContain("don't want me to answer you");
    await panel.command("privacy");
    expect(panel.text()).toContain("You opted out");
  });
});
