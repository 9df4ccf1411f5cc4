// More: what else can be done with an answer. Why, going on in a thread with what was said so far, and deleting it from channel and memory.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type Channel, channelType, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

interface Sent {
  messages: { role: string; content: string; name?: string }[];
}

const words = () => JSON.stringify((world.model.requests.at(-1)?.body as Sent | undefined)?.messages ?? []);
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const ask = async (prompt: string, more: { user?: User; channel?: Channel; options?: object } = {}) => {
  const handle = await world.ask(prompt, { ...more, options: { context: false, ...more.options } });
  await saved(handle.id);
  return handle;
};
/** Where that word stands. */
const places = async (word: string) =>
  (
    await Promise.all(
      [
        ["messages", "content"],
        ["turns", "input"],
        ["turns", "answer"],
        ["conversations", "summary"],
      ].map(async ([table, column]) => (await rows(`SELECT 1 FROM ${table} WHERE ${column} LIKE ?`, `%${word}%`)).map(() => `${table}.${column}`)),
    )
  ).flat();
const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));
const inMore = async (user: User, answer: InteractionHandle, label: string) => world.press(user, await world.press(user, answer, "More"), label);
/** What the panel has become. */
const ended = async (handle: InteractionHandle, text: RegExp) => {
  await vi.waitFor(() => expect(handle.original()?.content).toMatch(text), { timeout: 8_000 });
  return handle;
};
const threads = () => [...world.discord.state.channels.values()].filter(({ parentId }) => parentId === world.channel.id);
const thread = (): Channel => {
  const [only, ...others] = threads();
  if (only === undefined || others.length > 0) throw new Error(`${threads().length} threads`);
  return only;
};
const textsIn = (channel: Channel) => world.discord.visibleTo(world.bob, channel).map(({ content }) => content);

describe("the panel", () => {
  test("is shown to the asker and to moderators alone; under a private answer there is Why", async () => {
    const answer = await ask("hello");
    const panel = await world.press(world.ada, answer, "More");
    expect(panel.original()?.isPrivate).toBe(true);
    expect(labels(panel)).toEqual(["Why", "Continue in thread", "Delete"]);
    expect((await world.press(world.bob, answer, "More")).original()?.content).toContain("Only the person who asked");
    const mod = manager(world, "mod", permission.manageMessages);
    const theirs = await world.press(mod, answer, "More");
    expect((await world.press(mod, theirs, "Why")).original()?.content).toContain("You asked with /ask");
    expect(labels(await ask("psst", { options: { private: true } }))).toEqual(["Follow up", "Regenerate", "Why"]);
  });

  test("offers what the place allows: no thread within a thread or in direct messages", async () => {
    const inner = world.discord.addChannel(guildOf(world), { parent: world.channel, type: channelType.publicThread, owner: world.ada });
    expect(labels(await world.press(world.ada, await ask("hello", { channel: inner }), "More"))).toEqual(["Why", "Delete"]);
    const direct = world.discord.directChannel(world.discord.bot, world.ada);
    expect(labels(await world.press(world.ada, await ask("hello", { channel: direct }), "More"))).toEqual(["Why", "Delete"]);
    const eve = world.discord.addUser("eve", { installed: true });
    await world.knows(eve);
    const group = world.discord.groupChannel(eve, world.ada, world.bob);
    expect(labels(await world.press(eve, await ask("hello", { user: eve, channel: group }), "More"))).toEqual(["Why"]);
  });

  test("Why under old answers still works", async () => {
    const answer = await ask("hello");
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    const [message] = answer.messages();
    if (message) panel.from(message);
    const why = await panel.forge(`why:${answer.id}:${world.ada.id}`);
    expect(why.original()?.content).toContain("You asked with /ask");
  });
});

describe("Continue in thread", () => {
  test("begins a thread at the answer, named after the question, and knows there what was said", async () => {
    await ask("my cat is called Miso");
    const answer = await ask("what do **cats** eat?");
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in <#\d+>/);
    expect(thread().id).toBe(answer.messages().at(-1)?.id);
    expect(thread().name).toBe("what do cats eat?");
    expect(textsIn(thread()).join("\n")).toContain("We go on here");
    await ask("and what is mine called?", { channel: thread() });
    expect(words()).toContain("Miso");
    expect(words()).toContain("what do **cats** eat?");
    // Both go on by themselves.
    await ask("never mind");
    expect(words()).not.toContain("and what is mine called?");
  });

  test("twice is the same thread, opened once, with everything carried over once", async () => {
    const answer = await ask("my cat is called Miso");
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    expect(threads()).toHaveLength(1);
    expect(textsIn(thread()).filter((text) => text.includes("We go on here"))).toHaveLength(1);
    expect(await rows("SELECT count(*) AS n FROM messages WHERE conversation = ?", `${thread().id}:${world.ada.id}`)).toEqual([{ n: 2 }]);
  });

  test("takes nothing along of others, of private turns, or of what came after", async () => {
    await ask("bob likes quinces", { user: world.bob });
    await ask("the password is swordfish", { options: { private: true } });
    const answer = await ask("my cat is called Miso");
    await ask("I owe Cleo 100 euros");
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    await ask("what do you know?", { channel: thread() });
    expect(words()).toContain("Miso");
    expect(words()).not.toMatch(/quince|swordfish|euros/);
    await ask("and what do you know?", { user: world.bob, channel: thread() });
    expect(words()).not.toMatch(/Miso|quince/);
  });

  test("of a shared conversation goes on as everybody's", async () => {
    const panel = openPanel(world, { user: manager(world), channel: world.channel });
    await panel.command("settings");
    await panel.press("Channel");
    await panel.press("One conversation for all");
    await ask("my dog is called Rex", { user: world.bob });
    const answer = await ask("my cat is called Miso");
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    await ask("who lives here?", { user: world.bob, channel: thread() });
    expect(words()).toContain("Miso");
    expect(words()).toContain("Rex");
  });

  test("is one thread and one opener though the object dies in the middle", async () => {
    const answer = await ask("my cat is called Miso");
    const more = await world.press(world.ada, answer, "More");
    world.discord.faults.add({ kind: "500", match: (call) => call.method === "PATCH" });
    const pressed = await world.press(world.ada, more, "Continue in thread");
    await vi.waitFor(() => expect(threads()).toHaveLength(1), { timeout: 5_000 });
    await vi.waitFor(() => expect(textsIn(thread()).join("\n")).toContain("We go on here"), { timeout: 5_000 });
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await ended(pressed, /We go on in/);
    expect(threads()).toHaveLength(1);
    expect(textsIn(thread()).filter((text) => text.includes("We go on here"))).toHaveLength(1);
  });

  test("says what is missing, for whom, and that the answer is gone", async () => {
    const deny = permission.createPublicThreads;
    const forBot = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const forBob = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.ada.id, type: 1, allow: 0n, deny }] });
    const inBot = await inMore(world.ada, await ask("hello", { channel: forBot }), "Continue in thread");
    expect(inBot.original()?.content).toContain("missing for me: **Create Public Threads**");
    const inBob = await inMore(world.ada, await ask("hello", { channel: forBob }), "Continue in thread");
    expect(inBob.original()?.content).toContain("missing for you: **Create Public Threads**");

    const answer = await ask("hello");
    const more = await world.press(world.ada, answer, "More");
    const record = answer.messages()[0]?.record;
    if (record) record.deletedAt = Date.now();
    await ended(await world.press(world.ada, more, "Continue in thread"), /no longer in the channel/);
  });

  test("that Discord's rules do not let be named after the question gets another name", async () => {
    const answer = await ask("something rude");
    world.discord.faults.add({ kind: "refused", code: 200000, times: 1, match: (call) => call.path.endsWith("/threads") });
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    expect(thread().name).toBe("Our conversation");
  });
});

describe("Delete", () => {
  test("takes the answer out of the channel and the exchange out of the memory, whoever may", async () => {
    await ask("my cat is called Miso");
    world.model.script(() => ({ text: "word ".repeat(700) }));
    const answer = await ask("my secret is medlar");
    world.model.script(undefined);
    expect(answer.messages().length).toBeGreaterThan(1);
    expect(await places("medlar")).toEqual(["messages.content", "turns.input"]);
    // It had asked somebody whether it may do something.
    await rows("INSERT INTO pending_calls (turn_id, channel_id, user_id, state, created_at) VALUES (?, '1', '1', 'medlar', 5)", answer.id);
    await ended(await inMore(world.ada, answer, "Delete"), /Deleted/);
    expect(answer.messages()).toEqual([]);
    expect(await places("medlar")).toEqual([]);
    expect(await rows("SELECT state FROM pending_calls")).toEqual([{ state: "" }]);
    expect(await rows("SELECT outcome FROM turns WHERE id = ?", answer.id)).toEqual([{ outcome: "answered" }]);
    await ask("what do you know?");
    expect(words()).toContain("Miso");
    await ended(await inMore(manager(world, "mod", permission.manageMessages), await ask("one more"), "Delete"), /Deleted/);
  });

  test("takes the copies in a thread along, and a summary that may tell of it", async () => {
    const answer = await ask("my secret is loquat");
    await ended(await inMore(world.ada, answer, "Continue in thread"), /We go on in/);
    const key = `${world.channel.id}:${world.ada.id}`;
    await rows("INSERT INTO conversations (key, started_at, summary, summarized_at) VALUES (?, 0, 'loquat', ?)", key, Date.now());
    expect(new Set(await places("loquat"))).toEqual(new Set(["messages.content", "turns.input", "turns.answer", "conversations.summary"]));
    await ended(await inMore(world.ada, answer, "Delete"), /Deleted/);
    expect(await places("loquat")).toEqual([]);
  });

  test("is nobody else's to press, whatever the button says", async () => {
    const answer = await ask("hello");
    const panel = openPanel(world, { user: world.bob, channel: world.channel });
    const [message] = answer.messages();
    if (message) panel.from(message);
    const forged = await panel.forge(`delete:${answer.id}:${world.bob.id}:more`);
    await vi.waitFor(() => expect(forged.original()?.content ?? answer.messages()[0]?.content).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answer.messages()).toHaveLength(1);
    expect(await rows("SELECT answer FROM turns WHERE id = ? AND answer <> ''", answer.id)).toHaveLength(1);
  });
});
