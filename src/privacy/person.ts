/**
 * All that the database knows about somebody, table by table, as statements that take it away: what is theirs goes, what is others' forgets them. What
 * only reading finds is in traces.ts. A test fills every table and looks for what is left. Used by erase.ts.
 */
import { SCOPE_SIZE } from "../memory/record-id.ts";

export interface Person {
  id: string;
  /** HMACs of the id, the newest first. */
  keys: readonly [string, ...string[]];
  /** When they asked, ms since 1970: what they did later is not touched. */
  at: number;
}

/** What a receipt counts. `traces`: things of others that spoke of them, and go on without. */
export const kinds = ["turns", "messages", "facts", "prompts", "personas", "choices", "conversations", "reminders", "settings", "traces"] as const;
export type Kind = (typeof kinds)[number];

/** `kind` null: not counted. Of several statements, which run together, the first one's rows count. */
export interface Step {
  kind: Kind | null;
  sql: readonly [string, ...string[]];
}

/** In the statements: ?1 their id, ?2 their HMACs as a JSON array, ?3 the moment, ?4 the newest HMAC, ?5 rows at a time. */
export const isKey = (column: string) => `${column} IN (SELECT value FROM json_each(?2))`;
export const names = (column: string) => `instr(${column}, ?1) > 0`;
/** Keys of conversations and scopes are parts between colons. */
export const isPart = (column: string) => `instr(':' || ${column} || ':', ':' || ?1 || ':') > 0`;
/** The text without them: a mention becomes a word that means nobody. */
export const without = (column: string) => `replace(replace(replace(${column}, '<@' || ?1 || '>', '@someone'), '<@!' || ?1 || '>', '@someone'), ?1, 'someone')`;

const numbered = (column: string) => `CASE WHEN ${names(column)} THEN ${without(column)} || ' ' || id ELSE ${column} END`;

const some = (table: string, where: string) => `rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ?5)`;
const remove = (kind: Kind | null, table: string, where: string): Step => ({ kind, sql: [`DELETE FROM ${table} WHERE ${some(table, where)}`] });
const change = (kind: Kind | null, table: string, set: string, where: string): Step => ({
  kind,
  sql: [`UPDATE ${table} SET ${set} WHERE ${some(table, where)}`],
});
/** Whose text names them, perhaps in a mention. */
const reword = (table: string, columns: readonly string[], until: string): Step =>
  change("traces", table, columns.map((column) => `${column} = ${without(column)}`).join(", "), `(${columns.map(names).join(" OR ")}) AND ${until}`);

const inScope = (alias: string) => `${alias}.id BETWEEN s.no * ${SCOPE_SIZE} AND s.no * ${SCOPE_SIZE} + ${SCOPE_SIZE - 1}`;
const OWN_SCOPE = "'user:' || ?1";

/** In this order: what a later one is found by must still be there. */
export const steps: readonly Step[] = [
  remove("turns", "turns", "user_id = ?1 AND created_at <= ?3"),
  // What waits in somebody's turn was shown to them word by word, so it goes rather than becoming something else.
  remove(null, "pending_calls", `(user_id = ?1 OR ${names("state")} OR EXISTS (SELECT 1 FROM json_each(people) WHERE ${isKey("value")})) AND created_at <= ?3`),
  remove("messages", "messages", "user_id = ?1 AND created_at <= ?3"),
  remove("messages", "messages", `${isKey("quoted_key")} AND created_at <= ?3`),
  // What somebody else, a moderator perhaps, said in what is theirs alone.
  {
    kind: "messages",
    sql: [
      `DELETE FROM messages WHERE id IN (SELECT m.id FROM memory_scopes s JOIN messages m ON ${inScope("m")} WHERE ${isPart("s.key")} AND m.created_at <= ?3 LIMIT ?5)`,
    ],
  },
  // Nothing of it is left to be looked through.
  remove(
    null,
    "unnoticed",
    `(user_id = ?1 OR ${isPart("conversation")})
      AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation = unnoticed.conversation AND m.user_id = unnoticed.user_id)`,
  ),
  remove("facts", "facts", `owner = ${OWN_SCOPE} AND created_at <= ?3`),
  remove("facts", "facts", "set_by = ?1 AND created_at <= ?3"),
  remove("facts", "facts", `${isKey("quoted_key")} AND created_at <= ?3`),
  remove(null, "fact_versions", "set_by = ?1 AND set_at <= ?3"),
  reword("fact_versions", ["text"], "set_at <= ?3"),

  remove("reminders", "reminders", "user_id = ?1 AND created_at <= ?3"),
  // What of others' quotes them has no words of its own (schedule/reminder-store.ts).
  change(
    "traces",
    "reminders",
    "about_message_id = NULL, about_channel_id = NULL, quoted_key = NULL, text = CASE WHEN text LIKE '“%”' THEN '' ELSE text END",
    `${isKey("quoted_key")} AND created_at <= ?3`,
  ),
  reword("reminders", ["text"], "created_at <= ?3"),

  remove("prompts", "prompts", `scope = ${OWN_SCOPE} AND set_at <= ?3`),
  remove("personas", "personas", `owner = ${OWN_SCOPE} AND changed_at <= ?3`),
  remove("choices", "persona_choices", `scope = ${OWN_SCOPE} AND changed_at <= ?3`),
  remove("choices", "model_choices", `scope = ${OWN_SCOPE} AND changed_at <= ?3`),
  // What they set for others stays, and forgets by whom.
  change("traces", "prompts", "set_by = ''", "set_by = ?1 AND set_at <= ?3"),
  change("traces", "personas", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "persona_choices", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "model_choices", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "server_models", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "tool_rules", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "mcp_servers", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  // Where it listens in somebody's own direct channel.
  remove(null, "watched_channels", "guild_id IS NULL AND set_by = ?1 AND changed_at <= ?3"),
  change("traces", "watched_channels", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "moods", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  change("traces", "schedules", "set_by = ''", "set_by = ?1 AND created_at <= ?3"),
  change("traces", "documents", "added_by = ''", "added_by = ?1 AND added_at <= ?3"),
  reword("prompts", ["text"], "set_at <= ?3"),
  reword("mcp_servers", ["name"], "changed_at <= ?3"),
  reword("watched_channels", ["topics", "channel_name"], "changed_at <= ?3"),
  reword("moods", ["words"], "changed_at <= ?3"),
  reword("schedules", ["name", "words", "prompt"], "created_at <= ?3"),
  // What is looked up by its name goes on being found by it, and names that become the same stay apart.
  change(
    "traces",
    "personas",
    `name = ${numbered("name")}, name_key = ${numbered("name_key")}, modelfile = ${without("modelfile")}`,
    `(${["name", "name_key", "modelfile"].map(names).join(" OR ")}) AND changed_at <= ?3`,
  ),
  change(
    "traces",
    "documents",
    `name = ${numbered("name")}, name_key = ${numbered("name_key")}, source = ${without("source")}`,
    `(${["name", "name_key", "source"].map(names).join(" OR ")}) AND added_at <= ?3`,
  ),

  remove("conversations", "conversations", `${isPart("key")} AND max(started_at, summarized_at) <= ?3`),
  // A summary that holds their words is made anew from what is left.
  change(
    "traces",
    "conversations",
    "summary = '', summarized_at = 0, people = '[]'",
    `summary <> '' AND (${isPart("key")} OR ${names("people")} OR ${names("summary")} OR EXISTS (SELECT 1 FROM json_each(people) WHERE ${isKey("value")}))`,
  ),
  remove(
    null,
    "memory_scopes",
    `no IN (SELECT s.no FROM memory_scopes s WHERE ${isPart("s.key")} AND NOT EXISTS (SELECT 1 FROM messages m WHERE ${inScope("m")}) AND NOT EXISTS (SELECT 1 FROM facts m WHERE ${inScope("m")}))`,
  ),

  // Where somebody is told of things, and what they were told.
  remove("settings", "notify_targets", `(owner = ${OWN_SCOPE} OR user_id = ?1) AND changed_at <= ?3`),
  remove(null, "notifications", `owner = ${OWN_SCOPE} AND created_at <= ?3`),
  change("traces", "notify_targets", "set_by = ''", "set_by = ?1 AND changed_at <= ?3"),
  reword("notify_targets", ["label"], "changed_at <= ?3"),
  reword("notifications", ["title", "text"], "created_at <= ?3"),

  remove("settings", "people", "id = ?1 AND coalesce(noticed_at, 0) <= ?3 AND changed_at <= ?3"),
  // Whom managers blocked stays blocked.
  change(null, "servers", `blocked = replace(blocked, '"' || ?1 || '"', '"' || ?4 || '"')`, `instr(blocked, '"' || ?1 || '"') > 0`),
  // Sums from before they were kept under HMACs.
  {
    kind: null,
    sql: [
      `UPDATE ledger SET user_scope = 'user:' || ?4 WHERE day IN (SELECT day FROM budget_usage WHERE scope = ${OWN_SCOPE}) AND user_scope = ${OWN_SCOPE}`,
      `INSERT INTO budget_usage (scope, day, amount) SELECT 'user:' || ?4, day, amount FROM budget_usage WHERE scope = ${OWN_SCOPE}
       ON CONFLICT (scope, day) DO UPDATE SET amount = amount + excluded.amount`,
      `DELETE FROM budget_usage WHERE scope = ${OWN_SCOPE}`,
    ],
  },
];
