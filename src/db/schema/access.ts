/** Tables of the access room. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
