/** Tables of the schedule room: posts that come back, what became of each, and people's reminders. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const schedules = sqliteTable(
  "schedules",
  {
    /** The id of the interaction that added it. */
    id: text().primaryKey(),
    guildId: text("guild_id").notNull(),
    channelId: text("channel_id").notNull(),
    /** For people; unique on the server, as they see it. */
    name: text().notNull(),
    /** Five fields. */
    cron: text().notNull(),
    /** IANA name; what the fields are in. */
    timeZone: text("time_zone").notNull(),
    /** As it was typed; empty: as the five fields. */
    words: text().notNull().default(""),
    /** What the model is asked. */
    prompt: text().notNull(),
    /** What is posted. */
    output: text({ enum: ["text", "image"] })
      .notNull()
      .default("text"),
    /** The model may use the server's tools. */
    tools: integer({ mode: "boolean" }).notNull().default(true),
    /** Millionths of a US dollar that one run may cost; null: as the other budgets have it. */
    budgetMicroUsd: integer("budget_micro_usd"),
    locale: text().notNull().default("en-US"),
    paused: integer({ mode: "boolean" }).notNull().default(false),
    /** In a row; three pause it. */
    failures: integer().notNull().default(0),
    /** What went wrong last; empty: nothing. */
    problem: text().notNull().default(""),
    /** The slot that comes next, ms since 1970; null: none ever. */
    nextAt: integer("next_at"),
    setBy: text("set_by").notNull(),
    createdAt: integer("created_at").notNull(),
    /** The interaction's moment, ms since 1970: an older one, such as a replay, changes nothing. */
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [index("schedules_due").on(table.nextAt).where(sql`paused = 0 AND next_at IS NOT NULL`), index("schedules_guild").on(table.guildId)],
);

/** Receipts: one a slot, so that a slot runs once. */
export const scheduleRuns = sqliteTable(
  "schedule_runs",
  {
    scheduleId: text("schedule_id").notNull(),
    /** The moment for which it ran, ms since 1970; of a run by hand the interaction's. */
    slot: integer().notNull(),
    guildId: text("guild_id").notNull(),
    /** The turn that it became. */
    turnId: text("turn_id").notNull(),
    /** `running` until it is known. */
    outcome: text().notNull().default("running"),
    /** What went wrong; empty: nothing. */
    problem: text().notNull().default(""),
    /** Slots before it that an outage skipped and that are not made up for. */
    skipped: integer().notNull().default(0),
    messageId: text("message_id"),
    costMicroUsd: integer("cost_micro_usd").notNull().default(0),
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [primaryKey({ columns: [table.scheduleId, table.slot] }), index("schedule_runs_started").on(table.startedAt)],
);

export const reminders = sqliteTable(
  "reminders",
  {
    /** The id of the interaction, or of the tool's call, that made it. */
    id: text().primaryKey(),
    userId: text("user_id").notNull(),
    guildId: text("guild_id"),
    /** Where it is told, and whose object keeps the time. */
    channelId: text("channel_id").notNull(),
    /** Told in a direct message. */
    direct: integer({ mode: "boolean" }).notNull(),
    text: text().notNull(),
    /** The message that it is about; null: none. Its server and channel are where it was made. */
    aboutMessageId: text("about_message_id"),
    aboutChannelId: text("about_channel_id"),
    /** Whose message that is, as an HMAC (kernel/pseudonym.ts). */
    quotedKey: text("quoted_key"),
    /** ms since 1970. */
    dueAt: integer("due_at").notNull(),
    /** When it is sent: later than due by its place among all that are due in the same second, so that Discord takes them all. */
    sendAt: integer("send_at").notNull(),
    /** Five fields; null: once. */
    cron: text(),
    /** IANA name; of whoever made it. */
    timeZone: text("time_zone").notNull(),
    locale: text().notNull().default("en-US"),
    /** `sent`: told and not done yet; a repeated one waits again at once. */
    state: text({ enum: ["waiting", "sent", "done", "failed"] })
      .notNull()
      .default("waiting"),
    /** Grows with every change of its time: an alarm for an older one does nothing. */
    version: integer().notNull().default(1),
    /** The message that told it last. */
    messageId: text("message_id"),
    createdAt: integer("created_at").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [
    index("reminders_person").on(table.userId, table.dueAt),
    // How many are due in one second, and those that no object told in time.
    index("reminders_due").on(table.dueAt).where(sql`state = 'waiting'`),
    index("reminders_guild").on(table.guildId),
    index("reminders_quoted").on(table.quotedKey).where(sql`quoted_key IS NOT NULL`),
  ],
);
