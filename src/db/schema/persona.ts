/** Tables of the persona room: prompts that people set, each change a row. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The newest row of a scope that is not undone is what holds; an empty text means none. */
export const prompts = sqliteTable(
  "prompts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** `user:<id>`, `channel:<id>` or `server:<id>`. */
    scope: text().notNull(),
    text: text().notNull(),
    setBy: text("set_by").notNull(),
    /** ms since 1970 */
    setAt: integer("set_at").notNull(),
    /** The interaction's id: a replay changes nothing. */
    change: text().notNull().unique(),
    /** ms since 1970; null: not undone. */
    undoneAt: integer("undone_at"),
  },
  (table) => [index("prompts_scope").on(table.scope, table.id)],
);
