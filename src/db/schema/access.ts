/** Tables of the access room: where the bot is, what its managers decided, and who wants what. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The moment of the interaction that changed the row last, ms since 1970: an older one, such as a replay, changes nothing. */
const changedAt = () => integer("changed_at").notNull().default(0);

/** Webhook events that were seen: Discord delivers them at least once. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    id: text().primaryKey(),
    type: text().notNull(),
    receivedAt: integer("received_at").notNull(),
  },
  (table) => [index("webhook_events_received").on(table.receivedAt)],
);

/** A server's row appears with its installation or its first setting; without one the defaults hold. */
export const servers = sqliteTable(
  "servers",
  {
    id: text().primaryKey(),
    /** Empty until Discord has told it. */
    name: text().notNull().default(""),
    /** JSON array of channel ids the bot may be used in; null: everywhere. */
    channels: text(),
    /** JSON array of ids of people who are not answered here, or of their HMACs where they had themselves forgotten; null: none. */
    blocked: text(),
    paused: integer({ mode: "boolean" }).notNull().default(false),
    /** How much it may speak unasked. */
    chattiness: text({ enum: ["silent", "shy", "normal", "chatty"] })
      .notNull()
      .default("silent"),
    /** IANA name; null: UTC. Quiet hours and schedules of the server are in it. */
    timeZone: text("time_zone"),
    /** Days for which words are kept there; null: the deployer's RETENTION_DAYS. */
    retentionDays: integer("retention_days"),
    /** When the bot was found missing there, ms since 1970; null: it is there. */
    leftAt: integer("left_at"),
    changedAt: changedAt(),
  },
  // Few servers are in either: cron finds them without looking at all the others.
  (table) => [
    index("servers_retention").on(table.id).where(sql`retention_days IS NOT NULL`),
    index("servers_left").on(table.leftAt).where(sql`left_at IS NOT NULL`),
  ],
);

/** What somebody told about themselves; most people's row says only that they have seen the notice. */
export const people = sqliteTable("people", {
  id: text().primaryKey(),
  /** When the first-use notice was shown, ms since 1970. */
  noticedAt: integer("noticed_at"),
  /** The turn that showed it, or is about to. */
  noticedBy: text("noticed_by"),
  /** IANA name; null: UTC. */
  timeZone: text("time_zone"),
  /** The bot may note facts about them by itself. */
  noticing: integer({ mode: "boolean" }).notNull().default(true),
  changedAt: changedAt(),
});

/** Who does not want to be read or remembered, as HMACs of their ids alone (kernel/pseudonym.ts). */
export const optOuts = sqliteTable("opt_outs", {
  key: text().primaryKey(),
  /** False: changed their mind. */
  active: integer({ mode: "boolean" }).notNull(),
  changedAt: changedAt(),
});

/** Work of cron that is done once a slot, such as a day. */
export const claimedSlots = sqliteTable("claimed_slots", { task: text().notNull(), slot: text().notNull() }, (table) => [
  primaryKey({ columns: [table.task, table.slot] }),
]);
