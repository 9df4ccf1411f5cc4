/** What is kept of a server goes a week after the bot left it: every table, in chunks over several runs, and nothing of any other server. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createRunSql } from "../../src/db/client.ts";
import { eraseLeftServer } from "../../src/privacy/server.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { findEverywhere, rowsByTable } from "../find-everywhere.ts";

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const SCOPE = 2 ** 28;
const deps = { run: createRunSql(env.DB), spend: async () => undefined };
const minute = (now = NOW) => eraseLeftServer(now, deps);

beforeEach(async () => {
  await openDatabase();
});

/** Everything there can be of a server. `messages`: so many of them. */
async function fill(guild: string, word: string, messages = 3): Promise<void> {
  const channel = `${guild}77`;
  const put = async (table: string, values: Record<string, unknown>) => {
    const names = Object.keys(values);
    await rows(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`, ...Object.values(values));
  };
  const scope = async (key: string) => {
    await put("memory_scopes", { key, guild_id: guild });
    return Number((await rows("SELECT no FROM memory_scopes WHERE key = ?", key))[0]?.no) * SCOPE;
  };
  const list = JSON.stringify(Array.from({ length: messages }, (_, i) => i));
  const first = await scope(`channel:${channel}`);
  await rows(
    `INSERT INTO messages (id, source, guild_id, channel_id, conversation, user_id, user_key, role, name, content, private, created_at)
      SELECT ?1 + value, ?2 || value, ?2, ?3, ?3 || ':5', '5', '', 'user', '', ?4 || ' ' || value, 0, 5 FROM json_each(?5)`,
    ...[first, guild, channel, word, list],
  );
  await rows(
    `INSERT INTO turns (id, trigger, guild_id, channel_id, user_id, conversation, private, input, outcome, answer, input_tokens, cached_input_tokens, output_tokens, cost_micro_usd,
      explanation, message_ids, created_at, finished_at) VALUES (?4, 'ask', ?1, ?2, '5', ?2 || ':5', 0, '{}', 'answered', ?3, 0, 0, 0, 0, '{}', '[]', 5, 5)`,
    ...[guild, channel, word, `turn of ${word}`],
  );
  await put("facts", {
    ...{
      id: await scope(`facts:server:${guild}`),
      handle: `${guild}f`,
      owner: `server:${guild}`,
      guild_id: guild,
      channel_id: channel,
      private: 0,
      text: word,
    },
    ...{ origin: "command", set_by: "5", user_key: "", created_at: 5, changed_at: 5 },
  });
  await put("fact_versions", { handle: `${guild}f`, text: word, set_by: "5", set_at: 5, change: `${guild}v` });
  const id = Number(guild) % 1000;
  await put("documents", { id, guild_id: guild, name: word, name_key: word, source: "", added_by: "5", added_at: 5, length: 1, change: `${guild}d` });
  await put("passages", { id: await scope(`knowledge:${guild}`), document_id: id, position: 0, text: word });
  await put("vectors", { id: first, model: "m", vector: new Uint8Array([1]) });
  for (const owner of [`server:${guild}`, `channel:${channel}`]) {
    await put("prompts", { scope: owner, text: word, set_by: "5", set_at: 5, change: `${owner}p` });
    await put("persona_choices", { scope: owner, persona: word, set_by: "5", changed_at: 5 });
    await put("model_choices", { scope: owner, model: word, set_by: "5", changed_at: 5 });
  }
  await put("personas", { owner: `server:${guild}`, name: word, name_key: word, modelfile: word, set_by: "5", changed_at: 5, change: `${guild}q` });
  await put("conversations", { key: `${channel}:5`, started_at: 5, summary: word, people: "[]" });
  await put("conversations", { key: channel, started_at: 5, summary: word, people: "[]" });
  await put("channel_settings", { channel_id: channel, guild_id: guild });
  await put("watched_channels", { channel_id: channel, guild_id: guild, channel_name: word, set_by: "5", changed_at: 5 });
  await put("moods", { guild_id: guild, name: word, energy: 0, sociability: 0, impulsiveness: 0, curiosity: 0, set_by: "5", changed_at: 5 });
  await put("tool_rules", { guild_id: guild, tool: word, set_by: "5", changed_at: 5 });
  await put("pending_calls", { turn_id: `w${guild}`, guild_id: guild, channel_id: channel, user_id: "5", state: word, created_at: 5 });
  const reminder = { guild_id: guild, channel_id: channel, direct: 0, due_at: 5, send_at: 5, time_zone: "UTC", created_at: 5, changed_at: 5 };
  await put("reminders", { ...reminder, id: guild, user_id: "5", text: word, state: "sent" });
  await put("server_models", { guild_id: guild, endpoint: word });
  await put("mcp_servers", { id: guild, guild_id: guild, name: word, address: word, set_by: word, changed_at: 5 });
  await put("notify_targets", { id: guild, owner: `server:${guild}`, kind: "webhook", label: word, sealed: word, set_by: "5", changed_at: 5 });
  await put("notifications", { id: guild, owner: `server:${guild}`, kind: "channel-off", title: word, text: word, created_at: 5 });
  const plan = { id: guild, guild_id: guild, channel_id: channel, name: word, cron: "0 9 * * *", time_zone: "UTC", prompt: word, set_by: "5" };
  await put("schedules", { ...plan, created_at: 5, changed_at: 5 });
  await put("schedule_runs", { schedule_id: guild, slot: 5, guild_id: guild, turn_id: `s${guild}`, started_at: 5 });
  await put("servers", { id: guild, name: word });
  await put("budget_limits", { scope: `server:${guild}`, amount: 5 });
  await put("ledger", { turn_id: `turn ${id}`, day: "2026-11-20", user_scope: "user:x", server_scope: `server:${guild}`, amount: 5 });
}

const leave = (guild: string, days: number) => rows("UPDATE servers SET left_at = ? WHERE id = ?", NOW - days * DAY, guild);

describe("a server that the bot left", () => {
  it("is gone from every table after a week, in as many minutes as it takes; others stay as they are", async () => {
    await fill("1001", "zanzibarquartz", 1_200);
    await fill("2002", "wobbletronica");
    await leave("1001", 8);
    const others = { ...(await rowsByTable()) };
    let minutes = 0;
    while ((await rows("SELECT id FROM servers WHERE id = '1001'")).length > 0 && minutes < 20) {
      await minute();
      minutes += 1;
    }
    expect(minutes).toBeGreaterThan(3);
    expect(minutes).toBeLessThan(10);
    expect(await findEverywhere(["1001", "zanzibarquartz"])).toEqual([]);
    const found = await findEverywhere(["wobbletronica"]);
    expect(new Set(found.map(({ where }) => where.split(".")[0])).size).toBeGreaterThan(12);
    expect(others.messages).toBe(1_203);
    expect(await rows("SELECT count(*) AS n FROM messages")).toEqual([{ n: 3 }]);
    // What was spent stays in the sums of the person and of all.
    expect(await rows("SELECT scope, amount FROM budget_usage ORDER BY scope")).toEqual([
      { scope: "global", amount: 10 },
      { scope: "server:2002", amount: 5 },
      { scope: "user:x", amount: 10 },
    ]);
  });

  it("is kept for a week, and longer where it comes back", async () => {
    await fill("1001", "zanzibarquartz");
    await leave("1001", 6);
    const before = await rowsByTable();
    await minute();
    expect(await rowsByTable()).toEqual(before);
    await minute(NOW + 1.5 * DAY);
    expect(await rows("SELECT * FROM prompts")).toEqual([]);
    // Half of it is gone, then somebody invites the bot again.
    await rows("UPDATE servers SET left_at = NULL");
    for (let i = 0; i < 5; i++) await minute(NOW + 2 * DAY);
    expect(await rows("SELECT count(*) AS n FROM messages")).toEqual([{ n: 3 }]);
  });

  it("reminds people all the same, directly, without a word of what was said there", async () => {
    await fill("1001", "zanzibarquartz");
    const about = "'3', '4', 'key'";
    const insert = (id: string, text: string) =>
      rows(`INSERT INTO reminders SELECT '${id}', '5', '1001', '66', 0, '${text}', ${about}, 9, 9, NULL, 'UTC', 'en', 'waiting', 1, NULL, 5, 5`);
    await insert("r1", "“bob: zanzibarquartz”");
    await insert("r2", "my own words");
    await leave("1001", 8);
    for (let i = 0; i < 6; i++) await minute();
    expect(await rows("SELECT id, guild_id, direct, text, about_message_id, quoted_key, state FROM reminders ORDER BY id")).toEqual(
      [
        ["r1", ""],
        ["r2", "my own words"],
      ].map(([id, text]) => ({ id, guild_id: null, direct: 1, text, about_message_id: null, quoted_key: null, state: "waiting" })),
    );
    expect(await findEverywhere(["1001", "zanzibarquartz"])).toEqual([]);
  });

  it("waits for one that was left before", async () => {
    await fill("1001", "zanzibarquartz");
    await fill("2002", "wobbletronica");
    await leave("1001", 8);
    await leave("2002", 9);
    for (let i = 0; i < 4; i++) await minute();
    expect(await findEverywhere(["2002", "wobbletronica"])).toEqual([]);
    expect(await findEverywhere(["zanzibarquartz"])).not.toEqual([]);
    for (let i = 0; i < 4; i++) await minute();
    expect(await findEverywhere(["1001", "zanzibarquartz"])).toEqual([]);
  });
});
