/** Tables of the persona room: prompts that people set, each change a row, and the characters that people made and chose. */
import { isNull } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

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

/** A persona is its Modelfile; everything else here is read out of it. */
export const personas = sqliteTable(
  "personas",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** `user:<id>` or `server:<id>`. */
    owner: text().notNull(),
    name: text().notNull(),
    /** The name as it is looked up, unique for its owner. */
    nameKey: text("name_key").notNull(),
    modelfile: text().notNull(),
    setBy: text("set_by").notNull(),
    /** ms since 1970; the moment of the interaction that changed it last. */
    changedAt: integer("changed_at").notNull(),
    /** The interaction that made it: a replay makes no second one. */
    change: text().notNull().unique(),
    /** ms since 1970; null: it is there. Kept for a while, so that deleting can be taken back and a replay brings nothing back. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [uniqueIndex("personas_name").on(table.owner, table.nameKey).where(isNull(table.deletedAt)), index("personas_set_by").on(table.setBy)],
);

/** Who speaks in a scope; without a row the next wider one decides. */
export const personaChoices = sqliteTable("persona_choices", {
  /** `user:<id>`, `channel:<id>` or `server:<id>`. */
  scope: text().primaryKey(),
  /** The number of a persona above, the key of one that ships, or `none`: nobody but the bot itself. Empty: back to what holds anyway. */
  persona: text().notNull(),
  setBy: text("set_by").notNull(),
  /** The interaction's moment, ms since 1970: an older one, such as a replay, changes nothing. */
  changedAt: integer("changed_at").notNull(),
});
