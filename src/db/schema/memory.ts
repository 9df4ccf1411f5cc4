/** Tables of the memory room: what was said to the bot and by it. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Where a conversation was begun anew; most conversations have no row. */
export const conversations = sqliteTable("conversations", {
  key: text().primaryKey(),
  /** Messages of this moment and before are not part of it any more, ms since 1970. */
  startedAt: integer("started_at").notNull(),
});

export const messages = sqliteTable(
  "messages",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    turnId: text("turn_id").notNull(),
    conversation: text().notNull(),
    guildId: text("guild_id"),
    channelId: text("channel_id").notNull(),
    userId: text("user_id").notNull(),
    role: text({ enum: ["user", "assistant"] }).notNull(),
    /** Display name of the person; empty for the assistant. */
    name: text().notNull(),
    content: text().notNull(),
    private: integer({ mode: "boolean" }).notNull(),
    /** A later answer to the same question took its place. */
    superseded: integer({ mode: "boolean" }).notNull().default(false),
    /** ms since 1970; the turn's moment, so that both messages of a turn share it. */
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("messages_turn_role").on(table.turnId, table.role),
    index("messages_conversation").on(table.conversation, table.createdAt),
    index("messages_created").on(table.createdAt),
  ],
);
