/**
 * Tables of the memory room: what was said to the bot and by it, what it was told to remember, and what a server gave it to know. What can be searched
 * has an id that carries its scope (memory/record-id.ts), and its words stand in `memory_fts`, an FTS5 table that triggers in migrations/ keep.
 */
import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Who may be shown what: the key says whose memory it is (memory/visibility.ts), the number makes its records a range of ids. */
export const scopes = sqliteTable("memory_scopes", {
  no: integer().primaryKey({ autoIncrement: true }),
  key: text().notNull().unique(),
  /** Null outside servers. */
  guildId: text("guild_id"),
});

/** Where a conversation was begun anew, and what is kept of what does not fit any more; most conversations have no row. */
export const conversations = sqliteTable("conversations", {
  key: text().primaryKey(),
  /** Messages of this moment and before are not part of it any more, ms since 1970. */
  startedAt: integer("started_at").notNull(),
  /** Empty: none yet. */
  summary: text().notNull().default(""),
  /** The newest message that the summary covers, ms since 1970. */
  summarizedAt: integer("summarized_at").notNull().default(0),
  /** JSON array of ids of all whose words went into the summary. */
  people: text().notNull().default("[]"),
});

export const messages = sqliteTable(
  "messages",
  {
    /** memory/record-id.ts */
    id: integer().primaryKey(),
    /** What it came from, so that a repeat changes nothing: `<turn>:user`, `<turn>:assistant`, or the id of the Discord message. */
    source: text().notNull(),
    /** Null for what others said in a channel that is remembered. */
    turnId: text("turn_id"),
    conversation: text(),
    guildId: text("guild_id"),
    channelId: text("channel_id").notNull(),
    /** The Discord message that shows it, for a link; null where there is none. */
    messageId: text("message_id"),
    /** Whose it is: of an exchange the person who asked, of the answer too. */
    userId: text("user_id").notNull(),
    /** HMACs (kernel/pseudonym.ts) of that person and of whoever is quoted in it: how an opt-out is honoured in the query itself. */
    userKey: text("user_key").notNull(),
    quotedKey: text("quoted_key"),
    role: text({ enum: ["user", "assistant"] }).notNull(),
    /** Display name of the person; empty for the assistant. */
    name: text().notNull(),
    content: text().notNull(),
    private: integer({ mode: "boolean" }).notNull(),
    /** A later answer to the same question took its place. */
    superseded: integer({ mode: "boolean" }).notNull().default(false),
    /** ms since 1970; of an exchange the turn's moment, so that both messages of a turn share it. */
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("messages_source").on(table.source),
    index("messages_turn").on(table.turnId),
    index("messages_conversation").on(table.conversation, table.createdAt),
    index("messages_created").on(table.createdAt),
    index("messages_guild").on(table.guildId, table.createdAt),
    index("messages_user").on(table.userId),
    index("messages_quoted").on(table.quotedKey).where(sql`quoted_key IS NOT NULL`),
  ],
);

/**
 * What a person said to the bot in a conversation and has not been looked through for facts about them yet: their words from `firstId` on, since ids of a
 * scope only grow. Without a row there is nothing to look through.
 */
export const unnoticed = sqliteTable(
  "unnoticed",
  {
    userId: text("user_id").notNull(),
    conversation: text().notNull(),
    /** Number of the scope that their words are in (memory/record-id.ts). */
    scope: integer().notNull(),
    firstId: integer("first_id").notNull(),
    /** Null outside servers. */
    guildId: text("guild_id"),
    /** The bot itself is a member of the server, or these are its direct messages. */
    present: integer({ mode: "boolean" }).notNull(),
    /** When it is to be tried next, ms since 1970. */
    dueAt: integer("due_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.conversation, table.scope] }), index("unnoticed_due").on(table.dueAt)],
);

/** Messages of a scope between two long silences; kept by triggers. */
export const bursts = sqliteTable("bursts", {
  /** Of its messages' ids, without their last ten bits. */
  id: integer().primaryKey(),
  messages: integer().notNull(),
  /** When its first message was written, ms since 1970. */
  at: integer().notNull(),
});

/** Short things to know about a person, a channel or a server. */
export const facts = sqliteTable(
  "facts",
  {
    /** memory/record-id.ts */
    id: integer().primaryKey(),
    /** What made it, an interaction's or a turn's id (and a number): never used again, so buttons may carry it. */
    handle: text().notNull().unique(),
    /** `user:<id>`, `channel:<id>` or `server:<id>`. */
    owner: text().notNull(),
    /** Where it was said; null outside servers. */
    guildId: text("guild_id"),
    channelId: text("channel_id").notNull(),
    /** The message it was taken from, for a link; null where there is none. */
    messageId: text("message_id"),
    /** Said in private: recalled in private alone. */
    private: integer({ mode: "boolean" }).notNull(),
    text: text().notNull(),
    origin: text({ enum: ["command", "menu", "distilled", "tool"] }).notNull(),
    /** Who said it or had it remembered, and the HMACs of that person and of whoever is quoted. */
    setBy: text("set_by").notNull(),
    userKey: text("user_key").notNull(),
    quotedKey: text("quoted_key"),
    /** ms since 1970 */
    createdAt: integer("created_at").notNull(),
    /** The interaction's moment: an older one changes nothing. */
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [
    index("facts_owner").on(table.owner, table.createdAt),
    index("facts_set_by").on(table.setBy),
    index("facts_guild").on(table.guildId),
    index("facts_quoted").on(table.quotedKey).where(sql`quoted_key IS NOT NULL`),
  ],
);

/** What a fact said before it was edited. */
export const factVersions = sqliteTable(
  "fact_versions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    handle: text().notNull(),
    text: text().notNull(),
    setBy: text("set_by").notNull(),
    /** ms since 1970 */
    setAt: integer("set_at").notNull(),
    /** The interaction that replaced it: a replay changes nothing. */
    change: text().notNull().unique(),
  },
  (table) => [index("fact_versions_handle").on(table.handle), index("fact_versions_set_by").on(table.setBy)],
);

/** What a server's managers gave the bot to know: a file, a page, a text. */
export const documents = sqliteTable(
  "documents",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    guildId: text("guild_id").notNull(),
    /** As it is cited; unique in its server whatever the case. */
    name: text().notNull(),
    nameKey: text("name_key").notNull(),
    /** A URL, a file's name, or empty for a text that was typed. */
    source: text().notNull(),
    addedBy: text("added_by").notNull(),
    /** ms since 1970 */
    addedAt: integer("added_at").notNull(),
    /** UTF-16 units. */
    length: integer().notNull(),
    /** The interaction's id: a replay changes nothing. */
    change: text().notNull().unique(),
  },
  (table) => [uniqueIndex("documents_name").on(table.guildId, table.nameKey), index("documents_added_by").on(table.addedBy)],
);

export const passages = sqliteTable(
  "passages",
  {
    /** memory/record-id.ts */
    id: integer().primaryKey(),
    documentId: integer("document_id").notNull(),
    /** 0 is the first. */
    position: integer().notNull(),
    text: text().notNull(),
  },
  (table) => [uniqueIndex("passages_document").on(table.documentId, table.position)],
);

/** Embeddings of records, where EMBEDDING_MODEL is set; they go with their records. */
export const vectors = sqliteTable("vectors", {
  /** Of the message, fact or passage. */
  id: integer().primaryKey(),
  model: text().notNull(),
  /** One signed byte a dimension, of length 1 times 127. */
  vector: blob({ mode: "buffer" }).notNull(),
});

/** What managers decided for a channel or a thread; without a row the defaults hold. */
export const channelSettings = sqliteTable(
  "channel_settings",
  {
    channelId: text("channel_id").primaryKey(),
    guildId: text("guild_id").notNull(),
    /** One conversation for everybody instead of one for each. */
    shared: integer({ mode: "boolean" }).notNull().default(false),
    /** What people say there is stored when it is read. */
    remembered: integer({ mode: "boolean" }).notNull().default(false),
    changedAt: integer("changed_at").notNull().default(0),
  },
  (table) => [index("channel_settings_guild").on(table.guildId)],
);
