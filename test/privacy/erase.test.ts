/** Erasing over the real D1: in chunks, by every key a person was ever known under, never beyond the moment they asked; counted once, wherever it breaks off. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createDatabase, createRunSql } from "../../src/db/client.ts";
import { createEraser } from "../../src/privacy/erase.ts";
import type { Person } from "../../src/privacy/person.ts";
import { createErasureStore } from "../../src/privacy/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { findEverywhere } from "../find-everywhere.ts";

const ADA = "1112223334445556667";
const BOB = "9998887776665554443";
const T = 1_800_000_000_000;
const ada: Person = { id: ADA, keys: ["new-key", "old-key"], at: T };
const run = createRunSql(env.DB);
const erasures = createErasureStore(createDatabase(env.DB));

beforeEach(async () => {
  await openDatabase();
});

async function erase(id = "1", person = ada, limit = Number.POSITIVE_INFINITY) {
  await erasures.begin({ id, key: person.keys[0], at: person.at });
  let batches = 0;
  const eraser = createEraser({
    run: async (queries) => {
      batches += 1;
      if (batches > limit) throw new Error("broken off");
      return run(queries);
    },
    spend: async () => undefined,
  });
  await eraser.erase(person, id, () => undefined);
  return (await erasures.finish(id, T + 9)).counts;
}

interface Said {
  id: number;
  userId?: string;
  userKey?: string;
  quotedKey?: string | null;
  content?: string;
  at?: number;
  turn?: string | null;
}
const say = (...all: Said[]) =>
  rows(
    `INSERT INTO messages (id, source, turn_id, channel_id, user_id, user_key, quoted_key, role, name, content, private, created_at)
      SELECT value ->> 'id', 's' || (value ->> 'id'), value ->> 'turn', '1', value ->> 'userId', value ->> 'userKey', value ->> 'quotedKey', 'assistant', '', value ->> 'content', 0,
      value ->> 'at' FROM json_each(?)`,
    JSON.stringify(all.map((said) => ({ userId: BOB, userKey: "bob", quotedKey: null, content: "hello", at: T, turn: null, ...said }))),
  );
const turn = (id: string, over: Record<string, unknown> = {}) => {
  const values = {
    ...{
      id,
      trigger: "ask",
      channel_id: "1",
      user_id: BOB,
      conversation: `1:${BOB}`,
      private: 0,
      input: "{}",
      outcome: "answered",
      answer: "",
      people: '["bob"]',
    },
    ...{
      input_tokens: 0,
      cached_input_tokens: 0,
      output_tokens: 0,
      cost_micro_usd: 0,
      explanation: "{}",
      message_ids: "[]",
      created_at: T,
      finished_at: T,
      ...over,
    },
  };
  return rows(
    `INSERT INTO turns (${Object.keys(values).join(", ")}) VALUES (${Object.keys(values)
      .map(() => "?")
      .join(", ")})`,
    ...Object.values(values),
  );
};
const ids = async (table: string) => (await rows(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);

describe("erasing", () => {
  it("takes all of it, however much there is, and counts it", async () => {
    await say(...Array.from({ length: 1_203 }, (_, i) => ({ id: i + 1, userId: ADA, userKey: "new-key" })), { id: 5_000 });
    expect(await erase()).toEqual({ messages: 1_203 });
    expect(await ids("messages")).toEqual([5_000]);
  });

  it("finds what quotes them under a key that was changed since", async () => {
    await say({ id: 1, quotedKey: "old-key" }, { id: 2, quotedKey: "new-key" }, { id: 3, quotedKey: "other" });
    await turn("a", { people: '["bob","old-key"]', answer: "she said so" });
    await say({ id: 4, turn: "a", content: "she said so" });
    await erase();
    expect(await ids("messages")).toEqual([3, 4]);
    expect(await rows("SELECT answer, people FROM turns")).toEqual([{ answer: "", people: '["bob"]' }]);
    expect(await rows("SELECT content FROM messages WHERE id = 4")).toEqual([{ content: expect.stringContaining("forgotten") }]);
  });

  it("leaves what came after they asked, theirs and others'", async () => {
    await say({ id: 1, userId: ADA, userKey: "x", at: T }, { id: 2, userId: ADA, userKey: "x", at: T + 1 }, { id: 3, content: `<@${ADA}>`, at: T + 1 });
    await turn("old", { user_id: ADA });
    await turn("new", { user_id: ADA, created_at: T + 1 });
    await rows("INSERT INTO people (id, noticed_at, changed_at) VALUES (?, ?, ?)", ADA, T - 5, T + 1);
    await rows("INSERT INTO prompts (scope, text, set_by, set_at, change) VALUES (?, 'x', ?, ?, 'c')", `user:${ADA}`, ADA, T + 1);
    await erase();
    expect([await ids("messages"), await ids("turns"), await ids("people")]).toEqual([[2, 3], ["new"], [ADA]]);
    expect(await rows("SELECT set_by FROM prompts")).toEqual([{ set_by: ADA }]);
  });

  it("takes questions about their message, and about one that replies to it, and no more", async () => {
    const author = (id: string) => ({ author: { id, name: "x", bot: false }, content: "y" });
    await turn("quotes", { quoted_user_id: ADA });
    await turn("replies", { input: JSON.stringify({ target: { ...author("5"), replied: author(ADA) } }) });
    await turn("mentions", { input: JSON.stringify({ prompt: `Ask <@${ADA}>`, target: { ...author("5"), content: `hi <@!${ADA}>` } }) });
    await turn("elsewhere", { input: JSON.stringify({ prompt: "Ask nobody", target: author("5") }) });
    await turn("theirs", { conversation: `1:${ADA}` });
    expect(await erase()).toEqual({ turns: 3, traces: 1 });
    expect(await ids("turns")).toEqual(["elsewhere", "mentions"]);
    expect(await rows("SELECT input FROM turns WHERE id = 'mentions'")).toEqual([
      { input: JSON.stringify({ prompt: "Ask @someone", target: { author: { id: "5", name: "x", bot: false }, content: "hi @someone" } }) },
    ]);
  });

  it("forgets who set the instructions that an answer was given under", async () => {
    await turn("a", { explanation: JSON.stringify({ layers: [{ name: "server", set: { by: ADA, at: 5 } }] }) });
    await erase();
    expect(await rows("SELECT explanation FROM turns")).toEqual([{ explanation: JSON.stringify({ layers: [{ name: "server", set: { by: "", at: 5 } }] }) }]);
  });

  it("may break off at any statement: the next time does the rest, and everything is counted once", async () => {
    const fill = async () => {
      await openDatabase();
      await say(...Array.from({ length: 700 }, (_, i) => ({ id: i + 1, userId: ADA, userKey: "k" })), { id: 900, content: `dear <@${ADA}>` });
      await turn("mine", { user_id: ADA });
      await turn("about", { quoted_user_id: ADA });
      await turn("mentions", { answer: `<@${ADA}>` });
      await rows("INSERT INTO budget_usage (scope, day, amount) VALUES (?, '2026-01-01', 5)", `user:${ADA}`);
    };
    await fill();
    const whole = await erase();
    expect(whole).toEqual({ messages: 700, turns: 2, traces: 2 });
    for (let at = 0; at < 45; at += 4) {
      await fill();
      await erase("1", ada, at).catch(() => undefined);
      expect(await erase("1"), `after ${at} batches`).toEqual(whole);
      expect(await findEverywhere([ADA])).toEqual([]);
    }
  });
});

describe("whatever was under way", () => {
  it("is not taken in: not theirs, not what quotes them; what is newer is, and everybody else's", async () => {
    await erasures.begin({ id: "1", key: "new-key", at: T });
    await turn("a", { people: '["new-key"]' });
    await turn("b", { people: '["bob","new-key"]', created_at: T - 5 });
    await turn("c", { people: '["bob"]' });
    await turn("d", { people: '["new-key"]', created_at: T + 1 });
    await say({ id: 1, userKey: "new-key" }, { id: 2, quotedKey: "new-key" }, { id: 3 }, { id: 4, userKey: "new-key", at: T + 1 });
    const fact =
      "INSERT INTO facts (id, handle, owner, channel_id, private, text, origin, set_by, user_key, quoted_key, created_at, changed_at) VALUES (?, ?, 'x', '1', 0, 't', 'tool', 'x', ?, ?, ?, 1)";
    await rows(fact, 1, "h1", "new-key", null, T);
    await rows(fact, 2, "h2", "bob", "new-key", T);
    await rows(fact, 3, "h3", "new-key", null, T + 1);
    expect([await ids("turns"), await ids("messages"), await ids("facts")]).toEqual([["c", "d"], [3, 4], [3]]);
    const waits = "INSERT INTO pending_calls (turn_id, channel_id, user_id, people, state, created_at) VALUES (?, '1', '2', ?, 'x', ?)";
    await rows(waits, "a", '["new-key"]', T);
    await rows(waits, "b", '["bob","new-key"]', T - 5);
    await rows(waits, "c", '["bob"]', T);
    await rows(waits, "d", '["new-key"]', T + 1);
    expect(await rows("SELECT turn_id FROM pending_calls ORDER BY turn_id")).toEqual([{ turn_id: "c" }, { turn_id: "d" }]);
    expect(await rows("SELECT count(*) AS n FROM memory_fts WHERE memory_fts MATCH 'hello'")).toEqual([{ n: 2 }]);
  });
});

describe("a receipt", () => {
  it("is the same however often it is asked for, and is found by any key, once it is finished", async () => {
    await erasures.begin({ id: "7", key: "old-key", at: T });
    expect(await erasures.newest(ada.keys)).toBeNull();
    await erasures.begin({ id: "7", key: "old-key", at: T + 5 });
    const receipt = await erasures.finish("7", T + 8);
    expect(receipt).toEqual({ id: "7", at: T, counts: {} });
    expect(await erasures.finish("7", T + 9)).toEqual(receipt);
    expect(await erasures.newest(ada.keys)).toEqual(receipt);
    expect(await rows("SELECT finished_at FROM erasures")).toEqual([{ finished_at: T + 8 }]);
    expect(await erasures.newest(["somebody-else"])).toBeNull();
  });
});
