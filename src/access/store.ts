/** Who installed the bot, by Discord's webhook events. For now: which events were seen. */
import { inArray, lt } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { webhookEvents } from "../db/schema/access.ts";

export function createAccessStore(db: Database) {
  return {
    /** True the first time an event id is seen, false for a repeated delivery. */
    noteEvent: async (id: string, type: string, at: number): Promise<boolean> => {
      const inserted = await db.insert(webhookEvents).values({ id, type, receivedAt: at }).onConflictDoNothing().returning({ id: webhookEvents.id });
      return inserted.length > 0;
    },

    /** Deletes at most `limit` events from before that moment; Discord repeats one for minutes, not days. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = db.select({ id: webhookEvents.id }).from(webhookEvents).where(lt(webhookEvents.receivedAt, before)).limit(limit);
      await db.delete(webhookEvents).where(inArray(webhookEvents.id, old));
    },
  };
}

export type AccessStore = ReturnType<typeof createAccessStore>;
