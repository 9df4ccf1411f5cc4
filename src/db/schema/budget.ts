/** Tables of the budget room. The triggers that keep `budget_usage` equal to the ledger's sums are in migrations/. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row per paid job: reserved first, settled or refunded (0) later. */
export const ledger = sqliteTable(
  "ledger",
  {
    turnId: text("turn_id").primaryKey(),
    /** UTC date the amount counts for, `YYYY-MM-DD`. */
    day: text().notNull(),
    /** `user:<HMAC>`; rows from before 0003 may have the id itself. */
    userScope: text("user_scope").notNull(),
    /** Null outside servers. */
    serverScope: text("server_scope"),
    /** Millionths of a US dollar. */
    amount: integer().notNull(),
    settled: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [index("ledger_day").on(table.day)],
);

export const budgetUsage = sqliteTable(
  "budget_usage",
  {
    /** `user:<HMAC>`, `server:<id>` or `global`. */
    scope: text().notNull(),
    day: text().notNull(),
    amount: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.day] })],
);

/** Limits that managers set below the deployer's; a scope without a row has the deployer's. */
export const budgetLimits = sqliteTable("budget_limits", {
  /** `server:<id>`. */
  scope: text().primaryKey(),
  /** Millionths of a US dollar a UTC day. */
  amount: integer().notNull(),
  /** As in the access room: an older interaction changes nothing. */
  changedAt: integer("changed_at").notNull().default(0),
});
