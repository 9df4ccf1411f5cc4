/** Tables of the notify room: where people and servers want to be told of what happens, and what was told. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const notifyTargets = sqliteTable(
  "notify_targets",
  {
    /** The id of the interaction that added it. */
    id: text().primaryKey(),
    /** `user:<id>` or `server:<id>`. */
    owner: text().notNull(),
    kind: text({ enum: ["dm", "webhook", "ntfy"] }).notNull(),
    /** For people: a host and what is not secret. */
    label: text().notNull(),
    /** Who is written to; of `dm`. */
    userId: text("user_id"),
    /** JSON: address, topic and token, AES-GCM under SECRET_KEY (kernel/seal.ts); null for `dm`. */
    sealed: text(),
    enabled: integer({ mode: "boolean" }).notNull().default(true),
    /** Local hours from (inclusive) to (exclusive) in which nothing comes, 0 to 23; null: none. */
    quietFrom: integer("quiet_from"),
    quietTo: integer("quiet_to"),
    /** IANA name. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** What went wrong last; empty: nothing. */
    problem: text().notNull().default(""),
    /** When it last took something, ms since 1970. */
    workedAt: integer("worked_at"),
    setBy: text("set_by").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [index("notify_targets_owner").on(table.owner)],
);

export const notifications = sqliteTable(
  "notifications",
  {
    /** Names the event, so that it is told once. */
    id: text().primaryKey(),
    owner: text().notNull(),
    /** Stable key, such as `schedule-paused`; its words are in the locales. */
    kind: text().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    /** Empty: nowhere to go. */
    url: text().notNull().default(""),
    /** `sent`: at least one of the owner's targets took it. */
    state: text({ enum: ["waiting", "sent", "failed"] })
      .notNull()
      .default("waiting"),
    attempts: integer().notNull().default(0),
    /** JSON array of the ids of targets that took it. */
    takenBy: text("taken_by").notNull().default("[]"),
    problem: text().notNull().default(""),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [index("notifications_owner").on(table.owner, table.createdAt), index("notifications_created").on(table.createdAt)],
);
