/** Retention over the real D1: each server's own time, in chunks, by index; what is kept of a conversation goes with its last message. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createRunSql, type Query } from "../../src/db/client.ts";
import { createRetention } from "../../src/privacy/retention.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 20, 12);
const run = createRunSql(env.DB);
let asked: Query[] = [];
const retention = createRetention({
  run: (queries) => {
    asked.push(...queries);
    return run(queries);
  },
  spend: async () => undefined,
});
const forget = (now = NOW) => retention.forgetWords(now, 30 * DAY);

beforeEach(async () => {
  await openDatabase();
  asked = [];
});

let next = 0;
/** A turn with its question, that many days ago. */
async function said(name: string, guild: string | null, days: number, count = 1): Promise<void> {
  const list = JSON.stringify(Array.from({ length: count }, () => ++next));
  const at = NOW - days * DAY;
  await rows(
    `INSERT INTO turns (id, trigger, guild_id, channel_id, user_id, conversation, private, input, outcome, answer, input_tokens, cached_input_tokens, output_tokens, cost_micro_usd,
      explanation, message_ids, created_at, finished_at) SELECT ?1 || value, 'ask', ?2, '1', '2', ?1, 0, '{}', 'answered', '', 0, 0, 0, 0, '{}', '[]', ?3, ?3 FROM json_each(?4)`,
    name,
    guild,
    at,
    list,
  );
  await rows(
    `INSERT INTO messages (id, source, turn_id, conversation, guild_id, channel_id, user_id, user_key, role, name, content, private, created_at)
      SELECT value, ?1 || value, ?1 || value, ?1, ?2, '1', '2', '', 'user', '', 'x', 0, ?3 FROM json_each(?4)`,
    name,
    guild,
    at,
    list,
  );
}

const left = async (table: "turns" | "messages") =>
  Object.fromEntries((await rows(`SELECT conversation AS name, count(*) AS n FROM ${table} GROUP BY 1 ORDER BY 1`)).map(({ name, n }) => [name, n]));
const both = async () => {
  const [turns, messages] = [await left("turns"), await left("messages")];
  expect(turns).toEqual(messages);
  return turns;
};
const server = (id: string, days: number | null) => rows("INSERT OR REPLACE INTO servers (id, retention_days) VALUES (?, ?)", id, days);

describe("words", () => {
  it("go after the deployer's time, or after the server's own, shorter or longer", async () => {
    await server("short", 7);
    await server("long", 90);
    await server("plain", null);
    for (const guild of ["short", "long", "plain", null]) {
      for (const days of [3, 8, 31, 91]) await said(`${guild} ${days}`, guild, days);
    }
    await forget();
    expect(await both()).toEqual({
      ...{ "short 3": 1, "long 3": 1, "long 8": 1, "long 31": 1 },
      ...{ "plain 3": 1, "plain 8": 1, "null 3": 1, "null 8": 1 },
    });
  });

  it("go with what their turn still waits for", async () => {
    await said("old", "g", 31);
    await said("new", "g", 29);
    await rows("INSERT INTO pending_calls (turn_id, channel_id, user_id, state, created_at) SELECT id, '1', '2', 'words', created_at FROM turns");
    await forget();
    expect(await rows("SELECT p.turn_id = t.id AS same FROM pending_calls p, turns t")).toEqual([{ same: 1 }]);
  });

  it("go in chunks of 500, the oldest first, until none is left", async () => {
    await said("old", null, 40, 700);
    await said("older", "g", 50, 400);
    await forget();
    expect(await both()).toEqual({ old: 600 });
    await forget();
    expect(await both()).toEqual({ old: 100 });
    await forget();
    expect(await both()).toEqual({});
  });

  it("of a server that keeps its own for long are not read again each minute, and are not missed once it goes back", async () => {
    await server("long", 365);
    await said("kept", "long", 100, 800);
    await said("old", "g", 40, 2);
    await forget();
    expect(await both()).toEqual({ kept: 800 });
    asked = [];
    await forget(NOW + 60_000);
    const step = asked.find(({ sql }) => sql.startsWith("DELETE FROM messages") && sql.includes("NOT IN"));
    // What it looks at begins where the run before had ended.
    expect(step?.values.slice(0, 2)).toEqual([NOW - 30 * DAY, NOW + 60_000 - 30 * DAY]);
    await server("long", null);
    await forget(NOW + 2 * HOUR);
    expect(await both()).toEqual({ kept: 800 });
    await forget(NOW + DAY);
    await forget(NOW + DAY + 60_000);
    expect(await both()).toEqual({});
  });

  it("are found by an index, by moment and by server", async () => {
    await server("short", 7);
    await forget();
    const deletes = asked.filter(({ sql }) => sql.startsWith("DELETE FROM turns") || sql.startsWith("DELETE FROM messages"));
    expect(deletes).toHaveLength(4);
    for (const { sql, values } of deletes) {
      const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...values);
      const steps = plan.map(({ detail }) => String(detail)).filter((detail) => !/json|servers|LIST/.test(detail));
      expect(steps.join("\n"), sql).not.toMatch(/\bSCAN (t|turns|messages)\b/);
      expect(steps.join("\n"), sql).toMatch(/_(created|guild) \(/);
    }
  });
});

describe("what is kept of a conversation", () => {
  const begun = (key: string, days: number, summary = "") =>
    rows("INSERT INTO conversations (key, started_at, summary, summarized_at) VALUES (?, 0, ?, ?)", key, summary, NOW - days * DAY);

  it("goes with its last message, not while there is one, and not while it is young", async () => {
    await said("going on", null, 5);
    await begun("going on", 40, "they talked");
    await begun("ended", 40, "they talked");
    await begun("just begun", 2);
    await retention.forgetConversations(NOW, 30 * DAY);
    expect((await rows("SELECT key FROM conversations ORDER BY key")).map(({ key }) => key)).toEqual(["going on", "just begun"]);
  });
});
