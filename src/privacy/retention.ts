/**
 * What is past retention goes, by itself: words after RETENTION_DAYS, or after as many days as a server's managers chose; what is kept of a conversation
 * goes with its last message. A chunk of each a minute. Facts, documents and prompts stay until somebody deletes them. Used by cron.
 */
import { CHUNK, query, runAll, type SweepDeps } from "./sweep.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Both have an index by server and moment, and one by moment. */
const tables = ["messages", "turns"] as const;

export interface Retention {
  /** `retentionMs`: where nobody chose anything else. */
  forgetWords(now: number, retentionMs: number): Promise<void>;
  /** For once an hour: it looks at all of them. */
  forgetConversations(now: number, retentionMs: number): Promise<void>;
}

export function createRetention(deps: SweepDeps): Retention {
  return {
    async forgetWords(now, retentionMs) {
      for (const table of tables) {
        await runAll([query(ofServersWithTheirOwn(table), [now, DAY_MS, CHUNK])], deps);
        await forgetOthers(table, now - retentionMs, deps);
      }
    },
    async forgetConversations(now, retentionMs) {
      const leftovers = [query(LEFTOVER_SUMMARIES, [CHUNK]), query(NOT_LOOKED_THROUGH, [now - retentionMs, CHUNK])];
      await runAll([...leftovers, query(EMPTY_CONVERSATIONS, [now - retentionMs, CHUNK])], deps);
    },
  };
}

/** Once its words are gone, after however many days, a summary does not go on telling them. */
const LEFTOVER_SUMMARIES = `UPDATE conversations SET summary = '', summarized_at = 0, people = '[]' WHERE key IN (SELECT key FROM conversations
  WHERE summary <> '' AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation = conversations.key) LIMIT ?1)`;
/** Without a message left, neither the moment it began nor a summary says anything. A young one may only be about to get its first. */
const EMPTY_CONVERSATIONS = `DELETE FROM conversations WHERE key IN (SELECT key FROM conversations WHERE max(started_at, summarized_at) < ?1
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation = conversations.key) LIMIT ?2)`;

/** What was to be looked through long ago is forgotten itself by now. */
const NOT_LOOKED_THROUGH = "DELETE FROM unnoticed WHERE rowid IN (SELECT rowid FROM unnoticed WHERE due_at < ?1 LIMIT ?2)";

const ofServersWithTheirOwn = (table: string) => `DELETE FROM ${table} WHERE id IN (
  SELECT t.id FROM servers s JOIN ${table} t ON t.guild_id = s.id AND t.created_at < ?1 - s.retention_days * ?2 WHERE s.retention_days IS NOT NULL LIMIT ?3)`;

/**
 * By the index on moments. Rows of servers that keep theirs for longer stay behind in it and must not be read again each minute: once an hour it is noted
 * up to where nothing else is left, and the next runs begin there. Each UTC day begins at the beginning, for a server may have gone back.
 */
async function forgetOthers(table: string, before: number, deps: SweepDeps): Promise<void> {
  const task = `forgotten:${table}`;
  const day = new Date(before).toISOString().slice(0, 10);
  const [[noted] = [], [longer] = []] = await runAll(
    [query("SELECT slot FROM claimed_slots WHERE task = ?1", [task]), { sql: "SELECT id FROM servers WHERE retention_days IS NOT NULL LIMIT 1", values: [] }],
    deps,
  );
  const [notedDay, at] = String(noted?.slot ?? "").split(" ");
  const from = notedDay === day ? Number(at) : 0;
  const step = query(
    `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE created_at >= ?1 AND created_at < ?2
      AND (guild_id IS NULL OR guild_id NOT IN (SELECT id FROM servers WHERE retention_days IS NOT NULL)) ORDER BY created_at LIMIT ?3)`,
    [from, before, CHUNK],
  );
  const [, counted] = await runAll([step, { sql: "SELECT changes() AS n", values: [] }], deps);
  const isThrough = Number(counted?.[0]?.n ?? 0) < CHUNK;
  if (!isThrough || longer === undefined || before - from < HOUR_MS) return;
  await runAll(
    [
      query("DELETE FROM claimed_slots WHERE task = ?1", [task]),
      query("INSERT OR IGNORE INTO claimed_slots (task, slot) VALUES (?1, ?2)", [task, `${day} ${before}`]),
    ],
    deps,
  );
}
