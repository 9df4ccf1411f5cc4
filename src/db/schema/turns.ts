/** Tables of the turns room: how each answer came about, and what was learnt about each model's way of counting. */
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const turns = sqliteTable(
  "turns",
  {
    /** The interaction's id. */
    id: text().primaryKey(),
    /** The turn this one regenerates, continues, follows or retries. */
    parentId: text("parent_id"),
    trigger: text().notNull(),
    guildId: text("guild_id"),
    channelId: text("channel_id").notNull(),
    userId: text("user_id").notNull(),
    conversation: text().notNull(),
    private: integer({ mode: "boolean" }).notNull(),
    /** Whose message a menu was used on; their words are part of `input`. */
    quotedUserId: text("quoted_user_id"),
    /** JSON array of HMACs (kernel/pseudonym.ts): everybody whose words it holds, asker and quoted ones among them. How it is found when somebody is erased. */
    people: text().notNull().default("[]"),
    /** What was asked, as JSON (conversation/types.ts, AskInput): enough to ask it again. */
    input: text().notNull(),
    outcome: text().notNull(),
    reason: text(),
    /** The whole answer with its splitting undone; for Show and for a failed Regenerate. */
    answer: text().notNull(),
    model: text(),
    inputTokens: integer("input_tokens").notNull(),
    cachedInputTokens: integer("cached_input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    costMicroUsd: integer("cost_micro_usd").notNull(),
    /** JSON (turns/explanation.ts): layers, context, notices, restarts, times. */
    explanation: text().notNull(),
    /** JSON array of Discord message ids in order. */
    messageIds: text("message_ids").notNull(),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at").notNull(),
  },
  (table) => [
    index("turns_person").on(table.userId, table.channelId, table.createdAt),
    index("turns_created").on(table.createdAt),
    index("turns_guild").on(table.guildId, table.createdAt),
  ],
);

/** Learnt from reported usage; one row per model of the deployer's, and per endpoint and model of servers' own. */
export const modelCounts = sqliteTable("model_counts", {
  model: text().primaryKey(),
  /** UTF-8 bytes per token. */
  bytesPerToken: real("bytes_per_token").notNull(),
  /** Tokens after which the server was seen to cut prompts silently; null: never seen. */
  window: integer(),
  /** When, ms since 1970. */
  windowSeenAt: integer("window_seen_at"),
});
