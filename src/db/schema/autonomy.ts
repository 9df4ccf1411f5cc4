/** Tables of the autonomy room: where the bot may speak unasked or listen, and the moods that servers made themselves. What it sees there lies in the channel's object. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A row appears with a channel's first setting, or where the bot listens by itself: its direct channels and the threads it opened. */
export const watchedChannels = sqliteTable(
  "watched_channels",
  {
    channelId: text("channel_id").primaryKey(),
    /** Null for direct channels. */
    guildId: text("guild_id"),
    /** The channel of a thread. */
    parentId: text("parent_id"),
    /** As Discord last told it; for prompts and lists. */
    channelName: text("channel_name").notNull().default(""),
    /** The locale of the server, or of whoever the direct channel is with. */
    locale: text().notNull().default("en-US"),
    /** It may speak unasked. */
    speaks: integer({ mode: "boolean" }).notNull().default(false),
    /** Mentions and replies that are read here are answered. */
    listens: integer({ mode: "boolean" }).notNull().default(false),
    /** Name of a shipped mood, or of one of the server's own; null: as chattiness has it. */
    mood: text(),
    /** How the mood changes by itself. */
    rotation: text({ enum: ["off", "time", "sentiment"] })
      .notNull()
      .default("off"),
    /** Null: the server's (access room). */
    chattiness: text({ enum: ["silent", "shy", "normal", "chatty"] }),
    profile: text({ enum: ["edgewise", "classic"] })
      .notNull()
      .default("edgewise"),
    /** Local hours from (inclusive) to (exclusive) in which it keeps quiet, 0 to 23; equal: none. Null: the default hours (autonomy/defaults.ts). */
    quietFrom: integer("quiet_from"),
    quietTo: integer("quiet_to"),
    /** Unasked posts a local day; null: the default. */
    dailyCap: integer("daily_cap"),
    /** JSON array of what it may begin to talk about. */
    topics: text().notNull().default("[]"),
    /** Unasked posts come by a webhook with the persona's name and picture, where that is permitted. */
    webhook: integer({ mode: "boolean" }).notNull().default(true),
    /** Why Discord put an end to it: an error's key (locales), such as `forbidden`; empty: nothing did. */
    problem: text().notNull().default(""),
    /** When cron has to wake the channel's object, ms since 1970; null: nobody looks. Where the object looks by its own alarms, this is some time behind. */
    nextLookAt: integer("next_look_at"),
    setBy: text("set_by").notNull().default(""),
    /** The interaction's moment, ms since 1970: an older one, such as a replay, changes nothing. */
    changedAt: integer("changed_at").notNull().default(0),
  },
  // Cron finds what is due without looking at anything else.
  (table) => [index("watched_channels_due").on(table.nextLookAt).where(sql`next_look_at IS NOT NULL`), index("watched_channels_guild").on(table.guildId)],
);

/** A server's own moods: numbers from 0 to 1 and what the model is told of it. */
export const moods = sqliteTable(
  "moods",
  {
    guildId: text("guild_id").notNull(),
    name: text().notNull(),
    energy: real().notNull(),
    sociability: real().notNull(),
    impulsiveness: real().notNull(),
    curiosity: real().notNull(),
    /** How it speaks in that mood; for the model. */
    words: text().notNull().default(""),
    setBy: text("set_by").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.name] })],
);
