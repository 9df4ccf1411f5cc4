/** What was said: conversations and their messages. A conversation's key carries its scope, and every query has the key. */
import { and, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { conversations, messages } from "../db/schema/memory.ts";
import type { ChannelId, UserId } from "../kernel/ids.ts";

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

export type NewMessage = typeof messages.$inferInsert;

/** Private turns have their own conversation and never enter the public one. */
export function conversationKey(channelId: ChannelId, userId: UserId, isPrivate: boolean): string {
  return `${channelId}:${userId}${isPrivate ? ":private" : ""}`;
}

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
        .select({ role: messages.role, name: messages.name, content: messages.content, turnId: messages.turnId, createdAt: messages.createdAt })
        .from(messages)
        .where(within(key, end))
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(limit),

    /** Query: whose turns these are, for use within another statement. */
    historyTurns: (key: string, end: HistoryEnd, limit: number) =>
      db.select({ turnId: messages.turnId }).from(messages).where(within(key, end)).orderBy(desc(messages.createdAt), desc(messages.id)).limit(limit),

    /** Statement; a repeat changes nothing. */
    remember: (rows: NewMessage[]) => db.insert(messages).values(rows).onConflictDoNothing(),

    /** Statement: another answer took this turn's place. */
    supersede: (turnId: string) => db.update(messages).set({ superseded: true }).where(eq(messages.turnId, turnId)),

    /** Deletes at most `limit` messages from before that moment. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = db.select({ id: messages.id }).from(messages).where(lt(messages.createdAt, before)).limit(limit);
      await db.delete(messages).where(inArray(messages.id, old));
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

function momentOf({ at, turnId, included = false }: HistoryEnd) {
  if (turnId === undefined) return at;
  return sql`coalesce((SELECT max(created_at) FROM messages WHERE turn_id = ${turnId}), ${at}) + ${included ? 1 : 0}`;
}

export type ConversationStore = ReturnType<typeof createConversationStore>;
