/** Table of the privacy room: what was erased, and for whom. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What was erased for people, as counts; who they were only they can show, by the receipt's number. */
export const erasures = sqliteTable(
  "erasures",
  {
    /** The interaction that asked for it: the receipt's number. */
    id: text().primaryKey(),
    /** HMAC of the person's id, by the newest key. */
    key: text().notNull(),
    /** When they asked, ms since 1970: what they did later is not touched. Triggers in migrations/ take nothing in that is older. */
    at: integer().notNull(),
    /** JSON: how much of each kind, so far. */
    counts: text().notNull(),
    /** ms since 1970; null: it is still going on. */
    finishedAt: integer("finished_at"),
  },
  (table) => [index("erasures_key").on(table.key, table.at)],
);
