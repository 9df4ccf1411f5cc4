/** What was said: conversations and their messages. A conversation's key carries its scope, and every query has the key. */
import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { conversations, messages, scopes } from "../db/schema/memory.ts";
import type { ChannelId, UserId } from "../kernel/ids.ts";
import { BURST_SIZE, SCOPE_SIZE } from "./record-id.ts";

export interface HistoryMessage {
  role: "user" | "assistant";
  name: string;
  content: string;
  turnId: string;
  createdAt: number;
}

/** Up to a moment, ms; where `turnId` is remembered, up to that turn instead, and with it where `included`. */
export interface HistoryEnd {
  at: number;
  turnId?: string;
  included?: boolean;
}

/** `id` is given by the store. */
export type NewMessage = Omit<typeof messages.$inferSelect, "id" | "superseded">;

/** A silence after which messages do not belong together any more, ms. */
const BURST_GAP_MS = 20 * 60_000;
/** Records after which a burst is full, with room for one more batch of messages. */
const FULL_BURST = BURST_SIZE - 124;

/** Private turns have their own conversation and never enter the public one. */
export function conversationKey(channelId: ChannelId, userId: UserId, isPrivate: boolean): string {
  return `${channelId}:${userId}${isPrivate ? ":private" : ""}`;
}

/** Messages of a conversation always come from one. */
const turnOf = sql<string>`${messages.turnId}`;

export function createConversationStore(db: Database) {
  const within = (key: string, end: HistoryEnd) =>
    and(
      eq(messages.conversation, key),
      gt(messages.createdAt, sql`coalesce((SELECT started_at FROM conversations WHERE key = ${key}), 0)`),
      lt(messages.createdAt, momentOf(end)),
      eq(messages.superseded, false),
    );

  return {
    /** The newest `limit` messages since the conversation began and before its end, newest first. */
    history: (key: string, end: HistoryEnd, limit: number) =>
      db
        .select({ role: messages.role, name: messages.name, content: messages.content, turnId: turnOf, createdAt: messages.createdAt })
        .from(messages)
        .where(within(key, end))
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(limit),

    /** Query: whose turns these are, for use within another statement. */
    historyTurns: (key: string, end: HistoryEnd, limit: number) =>
      db.select({ turnId: turnOf }).from(messages).where(within(key, end)).orderBy(desc(messages.createdAt), desc(messages.id)).limit(limit),

    /**
     * Statements, to be run in this order; a repeat changes nothing. `scope`: memory/visibility.ts. `rows`: at most 100, oldest first. Each message
     * continues the scope's last burst or, after a long silence, begins a new one (memory/record-id.ts).
     */
    remember: (scope: { key: string; guildId: string | null }, rows: readonly NewMessage[]): [Statement, Statement] => [
      db.insert(scopes).values(scope).onConflictDoNothing(),
      db.insert(messages).select(placed(scope.key, rows)).onConflictDoNothing(),
    ],

    /** Statement: another answer took this turn's place. */
    supersede: (turnId: string) => db.update(messages).set({ superseded: true }).where(eq(messages.turnId, turnId)),

    /** Statements: nothing stays of a turn that was not taken, nor its scope where it is empty; `scope` null: it is not the asker's alone. */
    dropUntaken: (turnId: string, scope: string | null): Statement[] => {
      const isUntaken = sql`NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = ${turnId})`;
      const first = sql.raw(`no * ${SCOPE_SIZE}`);
      const isEmpty = sql`NOT EXISTS (SELECT 1 FROM messages m WHERE m.id BETWEEN ${first} AND ${first} + ${sql.raw(String(SCOPE_SIZE - 1))})`;
      return [
        db.delete(messages).where(and(eq(messages.turnId, turnId), isUntaken)),
        ...(scope === null ? [] : [db.delete(scopes).where(and(eq(scopes.key, scope), isUntaken, isEmpty))]),
      ];
    },

    /** Begins both the public and the private conversation of that person here anew. `at` is the command's own moment, so that a replay changes nothing. */
    startNew: async (channelId: ChannelId, userId: UserId, at: number): Promise<void> => {
      await db
        .insert(conversations)
        .values([true, false].map((isPrivate) => ({ key: conversationKey(channelId, userId, isPrivate), startedAt: at })))
        .onConflictDoUpdate({ target: conversations.key, set: { startedAt: sql`max(started_at, excluded.started_at)` } });
    },
  };
}

/** All columns of `messages`, in their order. */
function placed(scopeKey: string, rows: readonly NewMessage[]) {
  const range = sql.raw(`s.no * ${SCOPE_SIZE}`);
  return sql`
    WITH last AS (
      SELECT s.no AS no, coalesce(max(m.id), ${range} - 1) AS id, m.created_at AS at
      FROM memory_scopes s LEFT JOIN messages m ON m.id BETWEEN ${range} AND ${range} + ${sql.raw(String(SCOPE_SIZE - 1))} WHERE s.key = ${scopeKey} GROUP BY s.no
    ), cut AS (
      SELECT j.key AS n, j.value AS row, CASE
        WHEN j.key = 0 THEN last.at IS NULL OR last.id % ${sql.raw(String(BURST_SIZE))} >= ${FULL_BURST} OR abs((j.value ->> 'createdAt') - last.at) > ${BURST_GAP_MS}
        ELSE abs((j.value ->> 'createdAt') - lag(j.value ->> 'createdAt') OVER (ORDER BY j.key)) > ${BURST_GAP_MS} END AS isNew
      FROM last, json_each(${JSON.stringify(rows)}) j
    ), numbered AS (SELECT n, row, sum(isNew) OVER (ORDER BY n) AS burst FROM cut
    ), placed AS (SELECT n, row, burst, row_number() OVER (PARTITION BY burst ORDER BY n) AS place FROM numbered)
    SELECT CASE burst WHEN 0 THEN last.id + place ELSE (((last.id + 1 + ${BURST_SIZE - 1}) / ${BURST_SIZE}) + burst - 1) * ${BURST_SIZE} + place - 1 END,
      row ->> 'source', row ->> 'turnId', row ->> 'conversation', row ->> 'guildId', row ->> 'channelId', row ->> 'messageId', row ->> 'userId',
      row ->> 'userKey', row ->> 'quotedKey', row ->> 'role', row ->> 'name', row ->> 'content', row ->> 'private', 0, row ->> 'createdAt'
    FROM placed, last WHERE true ORDER BY n`;
}

function momentOf({ at, turnId, included = false }: HistoryEnd) {
  if (turnId === undefined) return at;
  return sql`coalesce((SELECT max(created_at) FROM messages WHERE turn_id = ${turnId}), ${at}) + ${included ? 1 : 0}`;
}

export type ConversationStore = ReturnType<typeof createConversationStore>;
