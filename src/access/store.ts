/** Where the bot is, what a server's managers decided, and what people want: may somebody be answered here at all, who opted out, who is new. */
import { and, eq, inArray, isNotNull, isNull, lt, lte, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { claimedSlots, optOuts, people, servers, webhookEvents } from "../db/schema/access.ts";
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import { refusalOf } from "./refusal.ts";
import type { Place, Standing } from "./standing.ts";

export type { Place, Refusal, Standing } from "./standing.ts";

export type Chattiness = (typeof servers.$inferSelect)["chattiness"];

export interface ServerSettings {
  /** Empty where Discord has not told it yet. */
  name: string;
  /** Null: everywhere. */
  channels: string[] | null;
  /** Ids, and HMACs of those who had themselves forgotten. */
  blocked: string[];
  paused: boolean;
  chattiness: Chattiness;
  /** IANA name; null: UTC. */
  timeZone: string | null;
  /** Days; null: as long as the deployer said. */
  retentionDays: number | null;
}

/** A part of them; the rest stays. */
export type ServerChange = Partial<Omit<ServerSettings, "name">>;

export const DEFAULT_SERVER: ServerSettings = {
  name: "",
  channels: null,
  blocked: [],
  paused: false,
  chattiness: "silent",
  timeZone: null,
  retentionDays: null,
};

/** What is longer is no id but an HMAC. */
const ID_LENGTH = 20;
/** Channels, and people, that a list may hold: as many as one of Discord's selects can show. */
export const LIST_LENGTH = 25;

/**
 * Whether one of these, columns or values, is the pseudonym of somebody who opted out. For use within another room's statement, to which deps/ hands
 * it, so that words are left out by the very query that reads them.
 */
export const isOptedOut = (...pseudonyms: (SQLWrapper | string)[]): SQL =>
  sql`EXISTS (SELECT 1 FROM opt_outs WHERE active = 1 AND key IN (${sql.join(
    pseudonyms.map((pseudonym) => sql`${pseudonym}`),
    sql`, `,
  )}))`;

/** Whether that person does not want facts about them noted by itself. For use within another room's statement, as above. */
export const wantsNothingNoticed = (userId: string): SQL => sql`EXISTS (SELECT 1 FROM people WHERE id = ${userId} AND noticing = 0)`;

/** Whether that server's managers have put the bot on hold, or want nothing done there for that person. Columns of another room's statement, as above. */
export const isHeldBack = (guildId: SQLWrapper, userId: SQLWrapper): SQL =>
  sql`EXISTS (SELECT 1 FROM servers WHERE servers.id = ${guildId}
    AND (servers.paused = 1 OR EXISTS (SELECT 1 FROM json_each(coalesce(servers.blocked, '[]')) WHERE value = ${userId})))`;

/** What a person decided for themselves. */
export interface PersonSettings {
  /** IANA name; null: UTC. */
  timeZone: string | null;
  /** The bot may note facts about them by itself. */
  noticing: boolean;
}

export function createAccessStore(db: Database) {
  const optedOutAmong = (pseudonyms: readonly string[]) =>
    db
      .select({ key: optOuts.key })
      .from(optOuts)
      .where(and(inArray(optOuts.key, [...pseudonyms, ""]), eq(optOuts.active, true)));
  const serverRow = (guildId: string) => db.select().from(servers).where(eq(servers.id, guildId));
  const personRow = (userId: string) => db.select().from(people).where(eq(people.id, userId));

  const standing = (place: Place) => ({
    server: serverRow(place.guildId ?? ""),
    person: personRow(place.userId),
    optedOut: optedOutAmong(place.pseudonyms),
    verdict: (server: (typeof servers.$inferSelect)[], person: (typeof people.$inferSelect)[], optedOut: { key: string }[]): Standing => {
      const settings = parseServer(server[0]);
      return {
        refusal: refusalOf(settings, place),
        serverName: settings.name,
        optedOut: optedOut.length > 0,
        isNew: person[0]?.noticedBy === place.id,
        timeZone: person[0]?.timeZone ?? null,
        serverTimeZone: settings.timeZone,
        retentionDays: settings.retentionDays,
      };
    },
  });

  return {
    /** True the first time an event id is seen, false for a repeated delivery. */
    noteEvent: async (id: string, type: string, at: number): Promise<boolean> => {
      const inserted = await db.insert(webhookEvents).values({ id, type, receivedAt: at }).onConflictDoNothing().returning({ id: webhookEvents.id });
      return inserted.length > 0;
    },

    /** Three statements for one batch, and `verdict` to read their answers. */
    standing,

    readStanding: async (place: Place): Promise<Standing> => {
      const { server, person, optedOut, verdict } = standing(place);
      return verdict(...(await db.batch([server, person, optedOut])));
    },

    /** Statement: that turn is the one to show the first-use notice, unless another was before it; a repeat changes nothing. */
    claimNotice: (userId: UserId, turnId: string, at: number) =>
      db
        .insert(people)
        .values({ id: userId, noticedAt: at, noticedBy: turnId })
        .onConflictDoUpdate({ target: people.id, set: { noticedAt: at, noticedBy: turnId }, setWhere: sql`noticed_at IS NULL` }),

    /** Statement: what that turn claimed never reached the person. */
    releaseNotice: (userId: UserId, turnId: string) =>
      db
        .update(people)
        .set({ noticedAt: null, noticedBy: null })
        .where(and(eq(people.id, userId), eq(people.noticedBy, turnId))),

    /** Statement: what that turn claimed, of somebody who had themselves erased while it was answered. */
    dropUntaken: (userId: UserId, turnId: string) =>
      db
        .delete(people)
        .where(
          and(
            eq(people.id, userId),
            eq(people.noticedBy, turnId),
            isNull(people.timeZone),
            eq(people.noticing, true),
            sql`NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = ${turnId})`,
          ),
        ),

    server: async (guildId: GuildId): Promise<ServerSettings> => parseServer((await serverRow(guildId))[0]),

    /** `at`: the interaction's own moment, so that a replay changes nothing. Returns what holds now. */
    changeServer: async (guildId: GuildId, change: ServerChange, at: number): Promise<ServerSettings> => {
      const { channels, blocked, ...plain } = change;
      const values = {
        ...plain,
        ...(channels === undefined ? {} : { channels: channels === null ? null : JSON.stringify(channels) }),
        ...(blocked === undefined ? {} : { blocked: JSON.stringify(blocked) }),
        changedAt: at,
      };
      // Those whom nobody can choose any more stay on the list until it is emptied.
      const hidden = sql`SELECT value FROM json_each(coalesce(servers.blocked, '[]')) WHERE length(value) > ${ID_LENGTH}`;
      const list = sql`(SELECT json_group_array(value) FROM (SELECT value FROM json_each(${JSON.stringify(blocked ?? [])}) UNION ${hidden}))`;
      const [, rows] = await db.batch([
        db
          .insert(servers)
          .values({ id: guildId, ...values })
          .onConflictDoUpdate({
            target: servers.id,
            set: { ...values, ...(blocked === undefined || blocked.length === 0 ? {} : { blocked: list }) },
            setWhere: sql`changed_at <= ${at}`,
          }),
        serverRow(guildId),
      ]);
      return parseServer(rows[0]);
    },

    /** Puts a channel on the server's list, or takes it off; where there is no list, or no room in it, nothing changes. `at`, and what returns: as above. */
    switchChannel: async (guildId: GuildId, channelId: ChannelId, on: boolean, at: number): Promise<ServerSettings> => {
      const without = sql`(SELECT json_group_array(value) FROM json_each(channels) WHERE value <> ${channelId})`;
      const isThere = sql`EXISTS (SELECT 1 FROM json_each(channels) WHERE value = ${channelId})`;
      const withIt = sql`CASE WHEN ${isThere} OR json_array_length(channels) >= ${LIST_LENGTH} THEN channels ELSE json_insert(channels, '$[#]', ${channelId}) END`;
      const [, rows] = await db.batch([
        db
          .update(servers)
          .set({ channels: on ? withIt : without, changedAt: at })
          .where(and(eq(servers.id, guildId), isNotNull(servers.channels), lte(servers.changedAt, at))),
        serverRow(guildId),
      ]);
      return parseServer(rows[0]);
    },

    person: async (userId: UserId): Promise<PersonSettings> => parsePerson(await personRow(userId)),

    /** `at`, and what returns: as above. */
    changePerson: async (userId: UserId, change: Partial<PersonSettings>, at: number): Promise<PersonSettings> => {
      const values = { ...change, changedAt: at };
      const [, rows] = await db.batch([
        db
          .insert(people)
          .values({ id: userId, ...values })
          .onConflictDoUpdate({ target: people.id, set: values, setWhere: sql`changed_at <= ${at}` }),
        personRow(userId),
      ]);
      return parsePerson(rows);
    },

    /** Statement: the same. */
    optedOutAmong,

    /** Those of these pseudonyms whose owners opted out. At most 90 at once (D1 binds 100 values). */
    optedOut: async (pseudonyms: readonly string[]): Promise<Set<string>> => new Set((await optedOutAmong(pseudonyms)).map(({ key }) => key)),

    /** `pseudonyms`: all of one person. `at`: as above. Returns whether they are opted out now. */
    setOptOut: async (pseudonyms: readonly [string, ...string[]], active: boolean, at: number): Promise<boolean> => {
      const [, found] = await db.batch([
        // Under every key, so that no older one contradicts the newest.
        db
          .insert(optOuts)
          .values(pseudonyms.map((key) => ({ key, active, changedAt: at })))
          .onConflictDoUpdate({ target: optOuts.key, set: { active, changedAt: at }, setWhere: sql`changed_at <= ${at}` }),
        optedOutAmong(pseudonyms),
      ]);
      return found.length > 0;
    },

    /** The bot is in these servers, as many as there are; a repeat changes and writes nothing. */
    noteServers: async (found: readonly { id: string; name: string }[]): Promise<void> => {
      // One bound value for all of them: D1 binds 100. SQLite needs the WHERE to tell an upsert from a join.
      const rows = sql`SELECT value ->> 'id', value ->> 'name', NULL, NULL, 0, 'silent', NULL, NULL, NULL, 0 FROM json_each(${JSON.stringify(found)}) WHERE true`;
      await db
        .insert(servers)
        .select(rows)
        .onConflictDoUpdate({
          target: servers.id,
          set: { name: sql`excluded.name`, leftAt: null },
          setWhere: sql`${servers.name} <> excluded.name OR ${servers.leftAt} IS NOT NULL`,
        });
    },

    /** Null where the bot is known to be in that server; else a word for this joining, the same until it is noted. */
    joining: async (guildId: GuildId): Promise<string | null> => {
      const [known] = await serverRow(guildId);
      // A row without a name comes from a setting alone.
      return known !== undefined && known.name !== "" && known.leftAt === null ? null : String(known?.leftAt ?? 0);
    },

    /** Ids of servers it was in when last looked. */
    knownServers: async (): Promise<string[]> => (await db.select({ id: servers.id }).from(servers).where(isNull(servers.leftAt))).map(({ id }) => id),

    /** It is not there any more; the first moment stays. */
    noteLeft: async (ids: readonly string[], at: number): Promise<void> => {
      const named = sql`${servers.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
      await db
        .update(servers)
        .set({ leftAt: at })
        .where(and(named, isNull(servers.leftAt)));
    },

    /** True for the first who asks about this slot of this task. */
    claim: async (task: string, slot: string): Promise<boolean> =>
      (await db.insert(claimedSlots).values({ task, slot }).onConflictDoNothing().returning({ slot: claimedSlots.slot })).length > 0,

    /** Gives a claimed slot back: the work failed and is to be tried again. */
    release: async (task: string, slot: string): Promise<void> => {
      await db.delete(claimedSlots).where(and(eq(claimedSlots.task, task), eq(claimedSlots.slot, slot)));
    },

    /** Deletes at most `limit` events from before that moment; Discord repeats one for minutes, not days. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = db.select({ id: webhookEvents.id }).from(webhookEvents).where(lt(webhookEvents.receivedAt, before)).limit(limit);
      await db.delete(webhookEvents).where(inArray(webhookEvents.id, old));
    },
  };
}

export type AccessStore = ReturnType<typeof createAccessStore>;

const parsePerson = ([row]: (typeof people.$inferSelect)[]): PersonSettings => ({ timeZone: row?.timeZone ?? null, noticing: row?.noticing ?? true });

/** Rows are written above alone, so their JSON is ours. */
function parseServer(row: typeof servers.$inferSelect | undefined): ServerSettings {
  if (row === undefined) return DEFAULT_SERVER;
  const { name, channels, blocked, paused, chattiness, timeZone, retentionDays } = row;
  return {
    name,
    channels: channels === null ? null : (JSON.parse(channels) as string[]),
    blocked: blocked === null ? [] : (JSON.parse(blocked) as string[]),
    paused,
    chattiness,
    timeZone,
    retentionDays,
  };
}
