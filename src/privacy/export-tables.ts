/** What an export reads, table by table, in the order in which it stands in the file, and what of each row is shown. Used by export.ts. */
import type { Row } from "../db/client.ts";
import { showMessage, showTurn, withoutOthers } from "./export-words.ts";
import { isKey, isPart, type Person } from "./person.ts";

/** As the schedule room marks what a reminder quotes. */
const isQuote = (text: string) => text.startsWith("“") && text.endsWith("”");

/** A page: ?1 the person's id, ?2 their HMACs as JSON, ?3 rows, from ?4 on what the last row of the page before had in the columns of `after`. */
export interface Reading {
  name: string;
  sql: string;
  after: Readonly<Record<string, string | number>>;
  show(row: Row, person: Person): unknown;
}

const moment = (ms: unknown) => (ms === null || ms === undefined || ms === 0 ? null : new Date(Number(ms)).toISOString());
const text = (value: unknown, { id }: Person) => withoutOthers(String(value ?? ""), id);
const yesOrNo = (value: unknown) => (value === null ? null : value === 1);
const OWN = "'user:' || ?1";
/** `user:<id>` is nothing that needs to be told. */
const scope = (value: unknown) => (String(value).startsWith("user:") ? "you" : String(value));

/** By an integer key. */
const byId = (name: string, table: string, where: string, show: Reading["show"]): Reading => ({
  name,
  sql: `SELECT * FROM ${table} WHERE (${where}) AND id > ?4 ORDER BY id LIMIT ?3`,
  after: { id: 0 },
  show,
});
/** By a key of text. */
const byKey = (name: string, table: string, key: string, where: string, show: Reading["show"]): Reading => ({
  name,
  sql: `SELECT * FROM ${table} WHERE (${where}) AND ${key} > ?4 ORDER BY ${key} LIMIT ?3`,
  after: { [key]: "" },
  show,
});

export const readings: readonly Reading[] = [
  byKey("settings", "people", "id", "id = ?1", (row) => ({
    time_zone: row.time_zone,
    facts_are_noticed: row.noticing === 1,
    first_notice_shown_at: moment(row.noticed_at),
    changed_at: moment(row.changed_at),
  })),
  byKey("opt_out", "opt_outs", "key", isKey("key"), (row) => ({ opted_out: row.active === 1, changed_at: moment(row.changed_at) })),
  byKey(
    "blocked_in_servers",
    "servers",
    "id",
    `instr(blocked, '"' || ?1 || '"') > 0 OR EXISTS (SELECT 1 FROM json_each(blocked) b WHERE ${isKey("b.value")})`,
    (row) => row.id,
  ),
  {
    name: "facts",
    sql: `SELECT *, (SELECT json_group_array(json_object('text', text, 'set_by', set_by, 'set_at', set_at)) FROM fact_versions v WHERE v.handle = facts.handle) AS versions
      FROM facts WHERE (owner = ${OWN} OR set_by = ?1) AND id > ?4 ORDER BY id LIMIT ?3`,
    after: { id: 0 },
    show: showFact,
  },
  byId("earlier_versions_of_facts_of_others", "fact_versions", "set_by = ?1 AND handle NOT IN (SELECT handle FROM facts WHERE set_by = ?1)", (row, person) => ({
    text: text(row.text, person),
    set_at: moment(row.set_at),
  })),
  byId("prompts", "prompts", `scope = ${OWN} OR set_by = ?1`, (row, person) => ({
    for: scope(row.scope),
    text: text(row.text, person),
    set_at: moment(row.set_at),
    undone_at: moment(row.undone_at),
  })),
  byId("personas", "personas", `owner = ${OWN} OR set_by = ?1`, (row, person) => ({
    for: scope(row.owner),
    name: text(row.name, person),
    modelfile: text(row.modelfile, person),
    changed_at: moment(row.changed_at),
  })),
  byKey("persona_choices", "persona_choices", "scope", `scope = ${OWN} OR set_by = ?1`, (row) => ({
    for: scope(row.scope),
    persona: row.persona,
    changed_at: moment(row.changed_at),
  })),
  byKey("model_choices", "model_choices", "scope", `scope = ${OWN} OR set_by = ?1`, (row) => ({
    for: scope(row.scope),
    model: row.model,
    changed_at: moment(row.changed_at),
  })),
  byKey("model_endpoints_of_servers", "server_models", "guild_id", "set_by = ?1", (row) => ({ server: row.guild_id, changed_at: moment(row.changed_at) })),
  {
    name: "tool_rules_of_servers",
    sql: `SELECT * FROM tool_rules WHERE set_by = ?1 AND (guild_id, tool) > (?4, ?5) ORDER BY guild_id, tool LIMIT ?3`,
    after: { guild_id: "", tool: "" },
    show: (row) => ({
      server: row.guild_id,
      tool: row.tool,
      enabled: yesOrNo(row.enabled),
      asks_first: yesOrNo(row.approval),
      roles: row.roles === null ? null : (JSON.parse(String(row.roles)) as unknown),
      changed_at: moment(row.changed_at),
    }),
  },
  byKey("mcp_servers_of_servers", "mcp_servers", "id", "set_by = ?1", (row, person) => ({
    server: row.guild_id,
    name: text(row.name, person),
    changed_at: moment(row.changed_at),
  })),
  byKey("schedules_of_servers", "schedules", "id", "set_by = ?1", (row, person) => ({
    server: row.guild_id,
    channel: row.channel_id,
    name: text(row.name, person),
    when: row.words === "" ? row.cron : text(row.words, person),
    time_zone: row.time_zone,
    prompt: text(row.prompt, person),
    added_at: moment(row.created_at),
  })),
  byKey("channels_where_i_speak_unasked_or_listen", "watched_channels", "channel_id", "set_by = ?1", (row, person) => ({
    server: row.guild_id,
    channel: row.channel_id,
    speaks: row.speaks === 1,
    listens: row.listens === 1,
    mood: row.mood,
    topics: JSON.parse(text(row.topics, person)) as unknown,
    changed_at: moment(row.changed_at),
  })),
  {
    name: "moods_of_servers",
    sql: "SELECT * FROM moods WHERE set_by = ?1 AND energy >= 0 AND (guild_id, name) > (?4, ?5) ORDER BY guild_id, name LIMIT ?3",
    after: { guild_id: "", name: "" },
    show: (row, person) => ({ server: row.guild_id, name: row.name, words: text(row.words, person), changed_at: moment(row.changed_at) }),
  },
  byKey("notification_targets", "notify_targets", "id", `owner = ${OWN} OR user_id = ?1 OR set_by = ?1`, (row, person) => ({
    for: scope(row.owner),
    kind: row.kind,
    label: text(row.label, person),
    enabled: yesOrNo(row.enabled),
    quiet_hours: row.quiet_from === null ? null : { from: row.quiet_from, to: row.quiet_to, time_zone: row.time_zone },
    worked_at: moment(row.worked_at),
    changed_at: moment(row.changed_at),
  })),
  byKey("notifications", "notifications", "id", `owner = ${OWN}`, (row, person) => ({
    kind: row.kind,
    title: text(row.title, person),
    text: text(row.text, person),
    url: row.url,
    state: row.state,
    created_at: moment(row.created_at),
  })),
  // What the model wants to do is its own words and others'; the question stands with its turn.
  byKey("waiting_for_your_approval", "pending_calls", "turn_id", "user_id = ?1 AND state <> ''", (row) => ({
    turn: row.turn_id,
    server: row.guild_id,
    channel: row.channel_id,
    asked_at: moment(row.created_at),
  })),
  byKey("reminders", "reminders", "id", "user_id = ?1", (row, person) => ({
    ...(isQuote(String(row.text)) && row.quoted_key !== null && !person.keys.includes(String(row.quoted_key))
      ? { text: null, quotes_somebody: true }
      : { text: text(row.text, person) }),
    server: row.guild_id,
    channel: row.channel_id,
    by_direct_message: row.direct === 1,
    about_message: row.about_message_id,
    due_at: moment(row.due_at),
    repeats: row.cron,
    time_zone: row.time_zone,
    state: row.state,
    set_at: moment(row.created_at),
    changed_at: moment(row.changed_at),
  })),
  byId("documents", "documents", "added_by = ?1", (row, person) => ({
    server: row.guild_id,
    name: text(row.name, person),
    source: text(row.source, person),
    length: row.length,
    added_at: moment(row.added_at),
  })),
  byKey("conversations", "conversations", "key", isPart("key"), (row, person) => ({
    channel: String(row.key).split(":")[0],
    private: String(row.key).endsWith(":private"),
    begun_anew_at: moment(row.started_at),
    ...(tellsOfOthers(row, person) ? { summary: null, summary_repeats_others: true } : { summary: text(row.summary, person) }),
  })),
  {
    name: "not_looked_through_for_facts",
    sql: "SELECT *, rowid AS place FROM unnoticed WHERE user_id = ?1 AND rowid > ?4 ORDER BY rowid LIMIT ?3",
    after: { place: 0 },
    show: (row) => ({ channel: String(row.conversation).split(":")[0], private: String(row.conversation).endsWith(":private"), due_at: moment(row.due_at) }),
  },
  {
    name: "spending",
    sql: `SELECT day, sum(amount) AS amount FROM budget_usage
      WHERE scope IN (SELECT 'user:' || value FROM json_each(?2) UNION SELECT ${OWN}) AND day > ?4 GROUP BY day ORDER BY day LIMIT ?3`,
    after: { day: "" },
    show: ({ day, amount }) => ({ day, usd: Number(amount) / 1_000_000 }),
  },
  byKey("erasures", "erasures", "id", isKey("key"), (row) => ({ number: row.id, asked_at: moment(row.at), counts: JSON.parse(String(row.counts)) as unknown })),
  {
    name: "turns",
    // Newest first within a channel, in the order of its index.
    sql: `SELECT *, rowid AS place FROM turns WHERE user_id = ?1 AND (channel_id, created_at, rowid) < (?4, ?5, ?6)
      ORDER BY channel_id DESC, created_at DESC, rowid DESC LIMIT ?3`,
    after: { channel_id: "~", created_at: Number.MAX_SAFE_INTEGER, place: Number.MAX_SAFE_INTEGER },
    show: showTurn,
  },
  byId("messages", "messages", "user_id = ?1", showMessage),
];

/** Notes have everybody's words whom they tell of. Written by the memory room alone. */
const tellsOfOthers = ({ people }: Row, { id, keys }: Person) => (JSON.parse(String(people)) as string[]).some((who) => who !== id && !keys.includes(who));

function showFact(row: Row, person: Person): unknown {
  const isOthers = row.quoted_key !== null && !person.keys.includes(String(row.quoted_key));
  // Written by the memory room alone.
  const versions = JSON.parse(String(row.versions)) as { text: string; set_by: string; set_at: number }[];
  return {
    about: scope(row.owner),
    ...(isOthers ? { text: null, quotes_somebody: true } : { text: text(row.text, person) }),
    server: row.guild_id,
    channel: row.channel_id,
    message: row.message_id,
    private: row.private === 1,
    origin: row.origin,
    created_at: moment(row.created_at),
    changed_at: moment(row.changed_at),
    earlier: isOthers
      ? []
      : versions.filter(({ set_by }) => set_by === person.id).map((version) => ({ text: text(version.text, person), set_at: moment(version.set_at) })),
  };
}
