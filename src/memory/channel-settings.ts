/** What managers decided for a channel or a thread: one conversation for everybody, remembered or not. A thread has its parent's until it has its own. */
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { channelSettings } from "../db/schema/memory.ts";
import type { ChannelId, GuildId } from "../kernel/ids.ts";

export interface ChannelSettings {
  /** One conversation for everybody instead of one for each. */
  shared: boolean;
  /** What people say there is stored when it is read. */
  remembered: boolean;
}

/** `parentId`: the channel of a thread; null for anything else. */
export interface SettledChannel {
  channelId: ChannelId;
  parentId: ChannelId | null;
}

/** What holds there, 0 or 1, for use in statements. */
export function holds(setting: keyof ChannelSettings, { channelId, parentId }: SettledChannel): SQL<number> {
  const column = sql.raw(setting);
  const of = (id: string) => sql`(SELECT ${column} FROM channel_settings WHERE channel_id = ${id})`;
  return sql<number>`coalesce(${of(channelId)}, ${parentId === null ? sql`NULL` : of(parentId)}, 0)`;
}

export function createChannelSettingsStore(db: Database) {
  const current = (channel: SettledChannel) => db.select({ shared: holds("shared", channel), remembered: holds("remembered", channel) }).from(sql`(SELECT 1)`);
  const parse = (rows: { shared: number; remembered: number }[]): ChannelSettings => ({
    shared: rows[0]?.shared === 1,
    remembered: rows[0]?.remembered === 1,
  });

  return {
    read: async (channel: SettledChannel): Promise<ChannelSettings> => parse(await current(channel)),

    /** `at`: the interaction's own moment, so that a replay changes nothing. What is not named stays as it holds now. Returns what holds then. */
    change: async (channel: SettledChannel, guildId: GuildId, change: Partial<ChannelSettings>, at: number): Promise<ChannelSettings> => {
      const value = (setting: keyof ChannelSettings) => (change[setting] === undefined ? holds(setting, channel) : sql`${Number(change[setting])}`);
      const [, rows] = await db.batch([
        db
          .insert(channelSettings)
          .select(sql`SELECT ${channel.channelId}, ${guildId}, ${value("shared")}, ${value("remembered")}, ${at} WHERE true`)
          .onConflictDoUpdate({ target: channelSettings.channelId, set: { ...change, changedAt: at }, setWhere: sql`changed_at <= ${at}` }),
        current(channel),
      ]);
      return parse(rows);
    },
  };
}

export type ChannelSettingsStore = ReturnType<typeof createChannelSettingsStore>;
