import { describe, expect, test } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { findEverywhere, rowsByTable } from "../find-everywhere.ts";
import { hmacOf, knownPerson, WORDS } from "./known-person.ts";
import { openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

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
    tables.push("server_models", "people", "servers", "conversations", "memory_scopes", "ledger", "budget_usage", "memory_fts_data");
    expect(new Set(before.map(({ where }) => where.split(".")[0]))).toEqual(new Set(["index memory_fts", ...tables.map((name) => `D1 ${name}`)]));
    const bobs = await rows("SELECT count(*) AS n FROM turns WHERE user_id = ?", world.bob.id);

    const { panel, pressed } = await confirm(quill);
    await receipt(pressed);
    expect(await findEverywhere(needlesOf(quill))).toEqual([]);
    // As a button it came in the message that asked; as a receipt it has its number, date and counts.
    expect(told(pressed)).toMatch(new RegExp(`Receipt \\*\\*${pressed.id}\\*\\*, asked for <t:\\d+:f>`));
    expect(told(pressed)).toMatch(
      /\d+ questions with their answers.*\d+ remembered messages.*3 facts.*1 version of your instructions.*1 persona.*2 choices.*1 conversation.*1 entry with your settings.*\d+ places in what others have/s,
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
