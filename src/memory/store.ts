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

export type NewMessage = typeof messages.$inferInsert;

/** Private turns have their own conversation and never enter the public one. */
export function conversationKey(channelId: ChannelId, userId: UserId, isPrivate: boolean): string {
  return `${channelId}:${userId}${isPrivate ? ":private" : ""}`;
}

export function createConversationStore(db: Database) {
  return {
    /** The newest `limit` messages since the conversation began and before `before` (ms), newest first. */
    history: (key: string, before: number, limit: number) =>
      db
        .select({ role: messages.role, name: messages.name, content: messages.content, turnId: messages.turnId, createdAt: messages.createdAt })
        .from(messages)
        .where(
          and(
            eq(messages.conversation, key),
            gt(messages.createdAt, sql`coalesce((SELECT started_at FROM conversations WHERE key = ${key}), 0)`),
            lt(messages.createdAt, before),
            eq(messages.superseded, false),
          ),
        )
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(limit),

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

export type ConversationStore = ReturnType<typeof createConversationStore>;
