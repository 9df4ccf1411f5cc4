/** Tables of the models room: which model answers whom, and servers' own endpoints. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What holds in a scope; without a row the next wider one decides. */
export const modelChoices = sqliteTable("model_choices", {
  /** `user:<id>`, `channel:<id>` or `server:<id>`. */
  scope: text().primaryKey(),
  /** Null: back to what holds anyway. */
  model: text(),
  setBy: text("set_by").notNull(),
  /** The interaction's moment, ms since 1970: an older one, such as a replay, changes nothing. */
  changedAt: integer("changed_at").notNull(),
});

export const serverModels = sqliteTable("server_models", {
  guildId: text("guild_id").primaryKey(),
  /** JSON array of model ids that may be chosen there; null: all that there are. */
  allowed: text(),
  /** Base address of the server's own OpenAI-compatible endpoint; null: the deployer's. */
  endpoint: text(),
  /** Its key, AES-GCM under SECRET_KEY (kernel/seal.ts); null: none is needed. */
  sealedKey: text("sealed_key"),
  /** JSON array: what the endpoint answers with, in the order in which they are tried; the first is the default. */
  models: text(),
  /** When a request to it last worked, ms since 1970. */
  testedAt: integer("tested_at"),
  setBy: text("set_by").notNull().default(""),
  changedAt: integer("changed_at").notNull().default(0),
});
