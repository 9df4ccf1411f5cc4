/** Where it may speak unasked or listens, as managers set it, and the moods that servers made themselves. Used by /autonomy, /settings and the job that tries it out. */
import { and, asc, eq, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { moods, watchedChannels } from "../db/schema/autonomy.ts";
import { MOST_OWN_MOODS } from "./defaults.ts";
import { type OwnMood, parseMoods, parseWatched, REMOVED, type WatchedChannel } from "./watched.ts";

/** A channel or thread of a server. */
export interface WatchedPlace {
  channelId: string;
  guildId: string;
  parentId: string | null;
  /** Empty where Discord does not tell: what is known of it stays. */
  channelName: string;
  /** The server's; it speaks unasked in that language. */
  locale: string;
}

/** A part of it; the rest stays. */
export type WatchedChange = Partial<
  Pick<WatchedChannel, "speaks" | "listens" | "mood" | "rotation" | "chattiness" | "profile" | "quietHours" | "dailyCap" | "topics" | "webhook">
>;

/** Who changes something. `at`: the interaction's own moment, so that a replay changes nothing. */
interface By {
  userId: string;
  at: number;
}

/** Interactions that are older are refused by then (edge/verify.ts), ms. */
const REPLAYED_MS = 15 * 60_000;
/** Channels of one server that are listed. */
const LISTED = 100;

export function createAutonomyStore(db: Database) {
  const channelRow = (channelId: string) => db.select().from(watchedChannels).where(eq(watchedChannels.channelId, channelId));
  const moodRows = (guildId: string) => db.select().from(moods).where(eq(moods.guildId, guildId)).orderBy(asc(moods.name));

  const upsert = ({ channelName, ...place }: WatchedPlace, change: WatchedChange, { userId, at }: By) => {
    const { quietHours, topics, ...plain } = change;
    const values = {
      ...plain,
      ...(quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null }),
      ...(topics === undefined ? {} : { topics: JSON.stringify(topics) }),
      // Whoever switches something on says that what was wrong is mended.
      ...(change.speaks === true || change.listens === true ? { problem: "" } : {}),
      ...(channelName === "" ? {} : { channelName }),
      ...place,
      setBy: userId,
      changedAt: at,
    };
    const isWatched = (change.speaks ?? false) || (change.listens ?? false);
    return db
      .insert(watchedChannels)
      .values({ ...values, nextLookAt: isWatched ? at : null })
      .onConflictDoUpdate({
        target: watchedChannels.channelId,
        set: { ...values, nextLookAt: dueFrom(change, at) },
        // Not `<=`: the same interaction once more would switch on what Discord has put an end to since.
        setWhere: sql`changed_at < ${at}`,
      });
  };

  return {
    /** Null: nothing was ever set. */
    channel: async (channelId: string): Promise<WatchedChannel | null> => {
      const [row] = await channelRow(channelId);
      return row === undefined ? null : parseWatched(row);
    },

    /** Channel and moods: one round trip. */
    async read(channelId: string, guildId: string): Promise<{ channel: WatchedChannel | null; moods: OwnMood[] }> {
      const [[row], own] = await db.batch([channelRow(channelId), moodRows(guildId)]);
      return { channel: row === undefined ? null : parseWatched(row), moods: parseMoods(own) };
    },

    /** Where it speaks or listens on that server, or Discord put an end to it. */
    async ofServer(guildId: string): Promise<WatchedChannel[]> {
      const isOn = sql`(speaks = 1 OR listens = 1 OR problem <> '')`;
      const rows = await db
        .select()
        .from(watchedChannels)
        .where(and(eq(watchedChannels.guildId, guildId), isOn))
        .orderBy(asc(watchedChannels.channelId))
        .limit(LISTED);
      return rows.map(parseWatched);
    },

    /** Returns what holds now. */
    async change(place: WatchedPlace, change: WatchedChange, by: By): Promise<WatchedChannel | null> {
      const [, [row]] = await db.batch([upsert(place, change, by), channelRow(place.channelId)]);
      return row === undefined ? null : parseWatched(row);
    },

    /** Speaking on in these channels; in all others of the server off, threads excepted: what a select shows is what holds. `keep`: it could not show all. */
    async speakIn(guildId: string, places: readonly WatchedPlace[], by: By, keep = false): Promise<void> {
      const chosen = JSON.stringify(places.map(({ channelId }) => channelId));
      const others = db
        .update(watchedChannels)
        .set({ speaks: false, nextLookAt: dueFrom({ speaks: false }, by.at), setBy: by.userId, changedAt: by.at })
        .where(
          and(
            eq(watchedChannels.guildId, guildId),
            sql`parent_id IS NULL AND speaks = 1 AND ${Number(!keep)} = 1 AND changed_at < ${by.at} AND channel_id NOT IN (SELECT value FROM json_each(${chosen}))`,
          ),
        );
      await db.batch([others, ...places.map((place) => upsert(place, { speaks: true }, by))]);
    },

    /** Its server's word has changed: cron wakes all that is followed there. Returns which channels. */
    async touchServer(guildId: string, at: number): Promise<string[]> {
      const touched = await db
        .update(watchedChannels)
        .set({ nextLookAt: at })
        .where(and(eq(watchedChannels.guildId, guildId), isNotNull(watchedChannels.nextLookAt)))
        .returning({ channelId: watchedChannels.channelId });
      return touched.map(({ channelId }) => channelId).slice(0, LISTED);
    },

    moods: async (guildId: string): Promise<OwnMood[]> => parseMoods(await moodRows(guildId)),

    /** Makes one, or changes the one of that name; where there are as many as there may be, none is made. Returns what holds now. */
    async saveMood(guildId: string, { name, ...mood }: OwnMood, { userId, at }: By): Promise<OwnMood[]> {
      const values = { ...mood, setBy: userId, changedAt: at };
      const hasRoom = sql`(SELECT count(*) FROM moods WHERE guild_id = ${guildId} AND name <> ${name} AND energy <> ${REMOVED}) < ${MOST_OWN_MOODS}`;
      const { energy, sociability, impulsiveness, curiosity, words } = mood;
      const [, , rows] = await db.batch([
        db.delete(moods).where(and(eq(moods.guildId, guildId), eq(moods.energy, REMOVED), lte(moods.changedAt, at - REPLAYED_MS))),
        db
          .insert(moods)
          .select(
            sql`SELECT ${guildId}, ${name}, ${energy}, ${sociability}, ${impulsiveness}, ${curiosity}, ${words}, ${userId}, CAST(${at} AS INTEGER) WHERE ${hasRoom}`,
          )
          .onConflictDoUpdate({ target: [moods.guildId, moods.name], set: values, setWhere: sql`changed_at < ${at}` }),
        moodRows(guildId),
      ]);
      return parseMoods(rows);
    },

    /** Channels that had it go back to what holds anyway. Returns what holds now. */
    async removeMood(guildId: string, name: string, { userId, at }: By): Promise<OwnMood[]> {
      const [, , rows] = await db.batch([
        db
          .update(moods)
          .set({ energy: REMOVED, words: "", setBy: userId, changedAt: at })
          .where(and(eq(moods.guildId, guildId), eq(moods.name, name), sql`changed_at < ${at}`)),
        db
          .update(watchedChannels)
          .set({ mood: null })
          .where(and(eq(watchedChannels.guildId, guildId), eq(watchedChannels.mood, name), lte(watchedChannels.changedAt, at))),
        moodRows(guildId),
      ]);
      return parseMoods(rows);
    },
  };
}

export type AutonomyStore = ReturnType<typeof createAutonomyStore>;

/** Cron wakes the object at once where something is to be followed, and nobody does where nothing is any more, or Discord does not let it. */
function dueFrom({ speaks, listens }: WatchedChange, at: number): SQL {
  const flag = (given: boolean | undefined, column: SQL) => (given === undefined ? column : given ? sql`1` : sql`0`);
  const isOpen = speaks === true || listens === true ? sql`1` : sql`problem = ''`;
  return sql`CASE WHEN ${isOpen} AND (${flag(speaks, sql`speaks`)} = 1 OR ${flag(listens, sql`listens`)} = 1) THEN ${at} ELSE NULL END`;
}
