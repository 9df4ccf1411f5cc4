/** The rows of watched channels as the objects and cron need them: who is due, who listens by itself, what Discord put an end to. Settings are in store.ts. */
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { watchedChannels } from "../db/schema/autonomy.ts";

/** A direct channel, or a thread that the bot opened: mentions there are answered without anybody having switched it on. */
export interface OwnPlace {
  channelId: string;
  guildId: string | null;
  parentId: string | null;
  channelName: string;
  locale: string;
  /** Whose direct channel it is, or for whom the thread was opened. */
  opener: string;
  /** The bot has written there, and nobody is talking. */
  isQuiet?: true;
}

export function createWatchStore(db: Database) {
  const isFollowed = sql`(speaks = 1 OR listens = 1) AND problem = ''`;
  return {
    /** What was set there stays; a repeat changes nothing. */
    listen: async ({ opener, isQuiet: _, ...place }: OwnPlace, nextLookAt: number): Promise<void> => {
      await db
        .insert(watchedChannels)
        .values({ ...place, listens: true, setBy: opener, nextLookAt })
        .onConflictDoNothing();
    },

    /** The object looks by its own alarms until then; where it does not, cron wakes it. */
    push: async (channelId: string, nextLookAt: number): Promise<void> => {
      await db
        .update(watchedChannels)
        .set({ nextLookAt })
        .where(and(eq(watchedChannels.channelId, channelId), isFollowed));
    },

    /** Discord does not let the bot in any more. False where it was switched on again meanwhile, or somebody has noted it already. */
    turnOff: async (channelId: string, problem: string, changedAt: number): Promise<boolean> => {
      const noted = await db
        .update(watchedChannels)
        .set({ problem, nextLookAt: null })
        .where(and(eq(watchedChannels.channelId, channelId), eq(watchedChannels.changedAt, changedAt), isFollowed))
        .returning({ channelId: watchedChannels.channelId });
      return noted.length > 0;
    },

    /** It was listened to by itself, and nobody has spoken there for long. What somebody set stays. */
    letGo: async (channelId: string): Promise<void> => {
      await db.delete(watchedChannels).where(and(eq(watchedChannels.channelId, channelId), sql`changed_at = 0`));
    },

    /** Those that are due, the longest first; nobody else gets them before `until`. */
    claimDue: async (now: number, until: number, limit: number): Promise<string[]> => {
      // The index holds due ones in order, so that this reads as many rows as it takes.
      const due = sql`(SELECT channel_id FROM watched_channels WHERE next_look_at IS NOT NULL AND next_look_at <= ${now} ORDER BY next_look_at LIMIT ${sql.raw(String(Math.trunc(limit)))})`;
      const claimed = await db
        .update(watchedChannels)
        .set({ nextLookAt: until })
        .where(sql`channel_id IN ${due}`)
        .returning({ channelId: watchedChannels.channelId });
      return claimed.map(({ channelId }) => channelId);
    },
  };
}

export type WatchStore = ReturnType<typeof createWatchStore>;
