// With EMBEDDING_MODEL: vectors are made of words, and go with them, by whatever way those go.
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { openDatabase } from "../fakes/database.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { hmacOf } from "./known-person.ts";
import { charged, EMBEDDING_VARIABLES, embedded, keptVectors, useMeanings } from "./meanings.ts";
import { memoryOf, said } from "./memory.ts";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, EMBEDDING_VARIABLES);

// The tests of a file share their database.
beforeEach(async () => {
  await openDatabase();
});
const clock = useMovableClock();
let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const { state, ask } = useMeanings(() => world);

const idsOfVectors = async () => (await keptVectors()).map(({ id }) => id);
/** Of whatever can have one: newest first, as they are told apart by their words. */
const idsWith = async (word: string) =>
  (
    await rows(
      "SELECT id FROM messages WHERE instr(content, ?1) UNION SELECT id FROM facts WHERE instr(text, ?1) UNION SELECT id FROM passages WHERE instr(text, ?1)",
      word,
    )
  ).map(({ id }) => id);
const orphans = () =>
  rows("SELECT id FROM vectors WHERE id NOT IN (SELECT id FROM messages WHERE superseded = 0 UNION SELECT id FROM facts UNION SELECT id FROM passages)");
const cron = async (minutes = 1) => {
  // As the runtime calls it; the generated type of the entry only knows `fetch`.
  const entry = exports.default as unknown as { scheduled(event: { scheduledTime: Date; cron: string }): Promise<unknown> };
  for (let minute = 0; minute < minutes; minute++) await entry.scheduled({ scheduledTime: new Date(Date.now() + minute * 60_000), cron: "* * * * *" });
};

describe("somebody who erases everything about themselves", () => {
  const WORD = "zanzibarquartz";
  const remembered = () =>
    rows("INSERT INTO channel_settings (channel_id, guild_id, shared, remembered, changed_at) VALUES (?, ?, 0, 1, 1)", world.channel.id, guildOf(world).id);
  const newcomer = async () => {
    const quill = world.discord.addUser("quillfeather");
    world.discord.addMember(guildOf(world), quill);
    await world.knows(quill);
    return quill;
  };
  const erase = async (user: User): Promise<InteractionHandle> => {
    const panel = openPanel(world, { user, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Erase everything about me");
    const pressed = await panel.press("Yes, erase it all");
    await world.discord.waitFor(() => said(pressed).includes("Receipt"), { timeoutMs: 25_000, what: "the receipt" });
    return pressed;
  };

  test("leaves no vector behind: of questions, answers, private ones, facts, what was overheard and what others' answers repeat", {
    timeout: 60_000,
  }, async () => {
    await remembered();
    const quill = await newcomer();
    const own: Place = { user: quill, channel: world.channel };
    world.model.script(() => ({ text: "Noted." }));
    await ask("bob's question about gardens", { user: world.bob });
    await ask(`my cat is called ${WORD}`, { user: quill });
    await ask(`a secret: ${WORD}`, { user: quill, options: { private: true } });
    await ask(`in direct messages: ${WORD}`, { user: quill, channel: world.discord.directChannel(world.discord.bot, quill) });
    await memoryOf(world).use(own, "remember", { text: `I collect ${WORD}.` });
    world.discord.post(world.channel, quill, `Who wants to see my ${WORD}?`);
    world.model.script(() => ({ text: `Somebody shows a ${WORD}.` }));
    await ask("what is going on?", { user: world.bob });
    world.model.script(() => ({ text: "Noted." }));
    await ask("and what else?", { user: quill });
    const theirs = await idsWith(WORD);
    // Three questions, a fact, what was overheard, and bob's answer that repeats it.
    expect(theirs.length).toBeGreaterThanOrEqual(6);
    await vi.waitFor(async () => expect(await idsOfVectors()).toEqual(expect.arrayContaining(theirs)), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await rows("SELECT turn_id FROM ledger WHERE settled = 0")).toEqual([]), { timeout: 5_000 });
    const bobs = (await rows("SELECT id FROM messages WHERE content LIKE '%gardens%'")).map(({ id }) => id);

    await erase(quill);
    expect(await findEverywhere([WORD, quill.id, "quillfeather"])).toEqual([]);
    expect(await orphans()).toEqual([]);
    const left = await idsOfVectors();
    expect(left.filter((id) => theirs.includes(id))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(bobs));
    const ofOthers = await rows("SELECT DISTINCT user_id FROM messages WHERE id IN (SELECT id FROM vectors)");
    expect(ofOthers).toEqual([{ user_id: world.bob.id }]);
    expect(await rows("SELECT count(*) AS n FROM facts WHERE user_key = ?", await hmacOf(quill.id))).toEqual([{ n: 0 }]);
  });

  test.each([
    ["their own", 0],
    ["somebody else's", 2],
  ])("while their words are being embedded behind %s answer: what comes back later is not kept", { timeout: 60_000 }, async (whose, left) => {
    const quill = await newcomer();
    let isHeld = true;
    const hold: typeof state.answer = async ({ input }) => {
      // Within the object that asked: what is made there cannot be ended from outside.
      while (isHeld) await new Promise((done) => setTimeout(done, 20));
      return Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 2, 3] })), usage: { prompt_tokens: 3 } });
    };
    state.answer = whose === "their own" ? hold : async () => new Response("down", { status: 503 });
    const { id } = await ask(`my cat is called ${WORD}`, { user: quill, options: { context: false } });
    if (whose !== "their own") {
      expect(await charged(`${id}-vectors`)).toBe(0);
      state.answer = hold;
      await ask("hello there", { user: world.bob, options: { context: false } });
    }
    await vi.waitFor(() => expect(state.asked.at(-1)?.input.join()).toMatch(`${WORD}\nI see.`), { timeout: 5_000 });
    await erase(quill);
    expect(await idsWith(WORD)).toEqual([]);
    isHeld = false;
    await vi.waitFor(async () => expect(await rows("SELECT turn_id FROM ledger WHERE settled = 0")).toEqual([]), { timeout: 5_000 });
    expect([(await keptVectors()).length, await orphans()]).toEqual([left, []]);
    await vi.waitFor(async () => expect(await findEverywhere([WORD, quill.id])).toEqual([]), { timeout: 10_000 });
  });
});

describe("a vector goes with", () => {
  const remember = (text: string) => memoryOf(world).use({ user: world.ada, channel: world.channel }, "remember", { text });

  test("a fact that is forgotten, or put in other words", async () => {
    const here: Place = { user: world.ada, channel: world.channel };
    await remember("My feline is Miso.");
    await remember("I like green tea.");
    await ask("hello there", { options: { context: false } });
    await embedded(4);
    const [miso] = await idsWith("Miso");
    const [tea] = await idsWith("green tea");
    await memoryOf(world).use(here, "forget", { fact: "Miso" });
    expect(await idsOfVectors()).not.toContain(miso);
    state.illness = "down";
    await memoryOf(world).use(here, "edit", { fact: "tea", text: "I like white coffee." });
    expect(await idsOfVectors()).not.toContain(tea);
    expect([await idsOfVectors(), await orphans()]).toEqual([expect.objectContaining({ length: 2 }), []]);
  });

  test("a document that is removed", async () => {
    const boss: Place = { user: manager(world), channel: world.channel };
    const memory = memoryOf(world);
    const added = await memory.use(boss, "add", { text: "Felines sleep sixteen hours a day.", name: "Felines" });
    await ask("hello there", { options: { context: false } });
    await embedded(3);
    expect(await idsOfVectors()).toEqual(expect.arrayContaining(await idsWith("Felines sleep")));
    await memory.press(boss, await memory.press(boss, added, "Remove"), "Remove it");
    expect(await idsWith("Felines")).toEqual([]);
    expect([await idsOfVectors(), await orphans()]).toEqual([expect.objectContaining({ length: 2 }), []]);
  });

  test("an answer that is given anew, and one that is deleted", { timeout: 30_000 }, async () => {
    const first = await ask("my cat is called Miso", { options: { context: false } });
    await embedded(2);
    world.model.script(() => ({ text: "Given anew." }));
    const again = await world.press(world.ada, first, "Regenerate");
    await world.answered(again);
    await vi.waitFor(async () => expect(await idsWith("Given anew.")).toHaveLength(1), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await idsOfVectors()).toEqual(expect.arrayContaining(await idsWith("Given anew."))), { timeout: 5_000 });
    expect(await orphans()).toEqual([]);
    const asked = await world.press(world.ada, first, "Delete");
    await vi.waitFor(async () => expect(await rows("SELECT id FROM messages WHERE superseded = 0")).toEqual([]), { timeout: 5_000 });
    expect(asked.failure).toBeUndefined();
    expect(await keptVectors()).toEqual([]);
  });

  test("a message that is past retention", { timeout: 30_000 }, async () => {
    await ask("my cat is called Miso", { options: { context: false } });
    await embedded(2);
    clock.move(20 * 24 * HOUR);
    await ask("hello there", { options: { context: false } });
    await embedded(4);
    clock.move(11 * 24 * HOUR);
    await cron();
    expect(await idsWith("Miso")).toEqual([]);
    expect([await idsOfVectors(), await orphans()]).toEqual([expect.objectContaining({ length: 2 }), []]);
    expect(await idsOfVectors()).toEqual(expect.arrayContaining(await idsWith("hello there")));
  });

  test("a server that the bot left, and another one's stay", { timeout: 60_000 }, async () => {
    const boss: Place = { user: manager(world), channel: world.channel };
    await memoryOf(world).use(boss, "add", { text: "Felines sleep sixteen hours a day.", name: "Felines" });
    await remember("My feline is Miso.");
    await ask("my cat is called Miso", { options: { context: false } });
    await embedded(4);
    const other = world.discord.addGuild();
    world.discord.addMember(other, world.bob);
    await ask("my cat is called Momo", { user: world.bob, channel: world.discord.addChannel(other), options: { context: false } });
    await embedded(6);
    await cron();
    world.discord.removeFromGuild(guildOf(world));
    clock.move(24 * HOUR);
    await cron();
    clock.move(8 * 24 * HOUR);
    await cron(12);
    expect(await idsWith("Miso")).toEqual([]);
    expect(await orphans()).toEqual([]);
    expect(await idsOfVectors()).toEqual(await rows("SELECT id FROM messages ORDER BY id").then((all) => all.map(({ id }) => id)));
    expect(await idsOfVectors()).toHaveLength(2);
  });
});
