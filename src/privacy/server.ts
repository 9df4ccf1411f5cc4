/** A server that the bot left: everything kept of it goes some days later, a chunk of each table a minute. Used by cron. */
import { SCOPE_SIZE } from "../memory/record-id.ts";
import { CHUNK, query, runAll, type SweepDeps } from "./sweep.ts";

/** Somebody may have thrown it out by mistake, ms. */
const GRACE_MS = 7 * 24 * 60 * 60_000;

/** In the statements: ?1 the server's id, ?2 rows at a time. */
const some = (table: string, where: string) => `rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ?2)`;
/** Its channels, as far as anything was ever stored of them. */
const CHANNELS = `(SELECT channel_id FROM channel_settings WHERE guild_id = ?1 UNION SELECT channel_id FROM turns WHERE guild_id = ?1
  UNION SELECT channel_id FROM messages WHERE guild_id = ?1 UNION SELECT channel_id FROM facts WHERE guild_id = ?1
  UNION SELECT substr(key, 9) FROM memory_scopes WHERE guild_id = ?1 AND key LIKE 'channel:%')`;
/** What is set for the server or for one of its channels. */
const isIts = (column: string) => `(${column} = 'server:' || ?1 OR ${column} IN (SELECT 'channel:' || channel_id FROM ${CHANNELS}))`;
const hasNone = (table: string) => `NOT EXISTS (SELECT 1 FROM ${table} m WHERE m.id BETWEEN no * ${SCOPE_SIZE} AND no * ${SCOPE_SIZE} + ${SCOPE_SIZE - 1})`;

/** First those that are found by the channels, then what tells of the channels, last the server itself. */
const byChannel = [
  `DELETE FROM prompts WHERE ${some("prompts", isIts("scope"))}`,
  `DELETE FROM personas WHERE ${some("personas", "owner = 'server:' || ?1")}`,
  `DELETE FROM notify_targets WHERE ${some("notify_targets", "owner = 'server:' || ?1")}`,
  `DELETE FROM notifications WHERE ${some("notifications", "owner = 'server:' || ?1")}`,
  `DELETE FROM persona_choices WHERE ${some("persona_choices", isIts("scope"))}`,
  `DELETE FROM model_choices WHERE ${some("model_choices", isIts("scope"))}`,
  // A conversation's key begins with its channel.
  `DELETE FROM conversations WHERE ${some("conversations", `substr(key, 1, instr(key || ':', ':') - 1) IN ${CHANNELS}`)}`,
];
const words = [
  `DELETE FROM facts WHERE ${some("facts", "guild_id = ?1")}`,
  `DELETE FROM passages WHERE ${some("passages", "document_id IN (SELECT id FROM documents WHERE guild_id = ?1)")}`,
  `DELETE FROM pending_calls WHERE ${some("pending_calls", "guild_id = ?1")}`,
  `DELETE FROM turns WHERE ${some("turns", "guild_id = ?1")}`,
  `DELETE FROM messages WHERE ${some("messages", "guild_id = ?1")}`,
  `DELETE FROM schedules WHERE ${some("schedules", "guild_id = ?1")}`,
  `DELETE FROM schedule_runs WHERE ${some("schedule_runs", "guild_id = ?1")}`,
  `DELETE FROM unnoticed WHERE ${some("unnoticed", "guild_id = ?1")}`,
  `DELETE FROM reminders WHERE ${some("reminders", "guild_id = ?1 AND state <> 'waiting'")}`,
  // People are reminded all the same, directly; of the server nothing is kept but the object's name, where the time is kept.
  `UPDATE reminders SET direct = 1, guild_id = NULL, about_message_id = NULL, about_channel_id = NULL, quoted_key = NULL,
    text = CASE WHEN text LIKE '“%”' THEN '' ELSE text END WHERE ${some("reminders", "guild_id = ?1")}`,
];
const rest = [
  `DELETE FROM documents WHERE ${some("documents", "guild_id = ?1")}`,
  `DELETE FROM memory_scopes WHERE ${some("memory_scopes", `guild_id = ?1 AND ${hasNone("messages")} AND ${hasNone("facts")}`)}`,
  `DELETE FROM tool_rules WHERE ${some("tool_rules", "guild_id = ?1")}`,
  `DELETE FROM mcp_servers WHERE ${some("mcp_servers", "guild_id = ?1")}`,
  `DELETE FROM moods WHERE ${some("moods", "guild_id = ?1")}`,
  `DELETE FROM watched_channels WHERE ${some("watched_channels", "guild_id = ?1")}`,
  `DELETE FROM channel_settings WHERE ${some("channel_settings", "guild_id = ?1")}`,
];
const last = [
  "DELETE FROM server_models WHERE guild_id = ?1",
  "DELETE FROM budget_limits WHERE scope = 'server:' || ?1",
  `UPDATE ledger SET server_scope = NULL WHERE day IN (SELECT day FROM budget_usage WHERE scope = 'server:' || ?1) AND server_scope = 'server:' || ?1`,
  "DELETE FROM budget_usage WHERE scope = 'server:' || ?1",
  "DELETE FROM servers WHERE id = ?1 AND left_at IS NOT NULL",
];

/** One stage at a time, and the next one in the minute after the last chunk of it. */
const stages = [byChannel, words, rest];

/** The server that was left the longest time ago; the others wait. */
export async function eraseLeftServer(now: number, deps: SweepDeps): Promise<void> {
  const [[server] = []] = await runAll([query("SELECT id FROM servers WHERE left_at < ?1 ORDER BY left_at LIMIT 1", [now - GRACE_MS])], deps);
  if (server?.id == null) return;
  const values = [server.id, CHUNK];
  for (const stage of stages) {
    if ((await changesOf(stage, values, deps)).some((changed) => changed > 0)) return;
  }
  await runAll(
    last.map((sql) => query(sql, values)),
    deps,
  );
}

async function changesOf(stage: readonly string[], values: readonly (string | number)[], deps: SweepDeps): Promise<number[]> {
  const counted = { sql: "SELECT changes() AS n", values: [] };
  const results = await runAll(
    stage.flatMap((sql) => [query(sql, values), counted]),
    deps,
  );
  return results.flatMap((rows) => rows.flatMap(({ n }) => (n === undefined ? [] : [Number(n)])));
}
