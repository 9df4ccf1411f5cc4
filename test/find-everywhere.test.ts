/** The search of the search: it reads the word index as SQLite itself does, and finds what a deletion leaves behind. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { openDatabase, rows } from "./fakes/database.ts";
import { findEverywhere, indexTerms } from "./find-everywhere.ts";

beforeEach(async () => {
  await openDatabase();
});

const say = async (texts: readonly string[], from = 1) => {
  const insert =
    "INSERT INTO messages (id, source, channel_id, user_id, user_key, role, name, content, private, created_at) SELECT key + ?2, 's' || (key + ?2), '1', '2', '', 'user', '', value, 0, 5 FROM json_each(?1)";
  await rows(insert, JSON.stringify(texts), from);
};

describe("the terms of the word index", () => {
  test("are SQLite's own, over many pages and segments", async () => {
    const words = Array.from({ length: 4_000 }, (_, i) => `${["be", "bea", "über", "猫", "x"][i % 5]}${(i * 7919).toString(36)}`);
    for (let from = 0; from < words.length; from += 1_000)
      await say(
        words.slice(from, from + 1_000).map((word, i) => `${word} w${from + i}`),
        from + 1,
      );
    await rows("DELETE FROM messages WHERE id % 3 = 0");
    await rows("CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab('memory_fts', 'row')");
    const wanted = (await rows("SELECT term FROM vocabulary")).map(({ term }) => String(term));
    await rows("DROP TABLE vocabulary");
    expect(wanted.length).toBeGreaterThan(1_000);
    expect(new Set(await indexTerms())).toEqual(new Set(wanted));
  });
});

describe("what was deleted", () => {
  test("is in none of them, and would be found if it were", async () => {
    await say(["the zanzibarquartz", "a zanzibar", "hello"]);
    expect((await findEverywhere(["zanzibarquartz"])).map(({ where }) => where)).toEqual(["D1 messages.content", "index memory_fts"]);
    await rows("DELETE FROM messages WHERE id = 1");
    expect(await findEverywhere(["zanzibarquartz"])).toEqual([]);
    // Its beginning is shared with a neighbour, so that the bytes alone would not show it.
    await rows("INSERT INTO memory_fts (rowid, body) VALUES (99, 'zanzibarquartz')");
    expect((await findEverywhere(["zanzibarquartz"])).map(({ where }) => where)).toContain("index memory_fts");
  });

  test("in a table that nobody thought of is found, too", async () => {
    await env.DB.exec("CREATE TABLE IF NOT EXISTS odd (a BLOB)");
    await rows("INSERT INTO odd VALUES (CAST('ein Äpfelchen' AS BLOB))");
    expect((await findEverywhere(["äpfelchen"])).map(({ where }) => where)).toEqual(["D1 odd.a"]);
    await env.DB.exec("DROP TABLE odd");
  });
});
