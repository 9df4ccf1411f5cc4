/** The record of each answer: what asked for it, what it was made of, what it cost and where it stands in Discord. */
import { and, count, desc, eq, gt, inArray, isNotNull, lte, ne, notInArray, or, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { modelCounts, turns } from "../db/schema/turns.ts";
import type { ChannelId, UserId } from "../kernel/ids.ts";
import type { Explanation } from "./explanation.ts";

export interface TurnRecord extends Omit<typeof turns.$inferSelect, "explanation" | "messageIds" | "people"> {
  explanation: Explanation;
  messageIds: string[];
  people: string[];
}

export interface ModelCount {
  /** The deployer's by its id alone, a server's own by its endpoint's address as well (models/policy.ts, `countName`). */
  model: string;
  bytesPerToken: number;
  window: number | null;
  windowSeenAt: number | null;
}

/** Turns among which a channel's last failure is looked for. */
const SEARCHED = 2_000;
/** Reasons of failures (delivery/explain.ts) that are about the asker alone, and those that somebody wanted so. */
const PERSONAL_REASONS = [
  ...["budget-user", "not-kept", "turn-gone", "too-long", "bad-request"],
  ...["refused", "bad-request", "empty", "too-large", "no-reference", "reference-gone", "reference-unreadable", "no-upscale"].map((word) => `image-${word}`),
];
const DECISIONS = ["paused", "blocked", "elsewhere", "model-not-allowed"];

export function createTurnStore(db: Database) {
  return {
    /** Statement: at most one row. */
    byId: (id: string) => db.select().from(turns).where(eq(turns.id, id)).limit(1),

    /** Query: the conversation of that turn, if it is one of these. */
    conversationOf: (id: string, among: readonly string[]) =>
      db
        .select({ conversation: turns.conversation })
        .from(turns)
        .where(and(eq(turns.id, id), inArray(turns.conversation, [...among])))
        .limit(1),

    /** Statement: those of these turns, a query of ids, that hold words of others than their asker; `people` as JSON. */
    quoting: (ids: SQLWrapper) =>
      db
        .select({ id: turns.id, quotedUserId: turns.quotedUserId, people: turns.people })
        .from(turns)
        .where(and(inArray(turns.id, ids), or(isNotNull(turns.quotedUserId), sql`json_array_length(${turns.people}) > 1`))),

    /** Query: the number of the persona that spoke in that turn; none where it was one that ships. */
    personaOf: (id: string): SQLWrapper => sql`(SELECT CAST(json_extract(explanation, '$.persona.ref') AS INTEGER) FROM turns WHERE id = ${id})`,

    /** Statement: what was learnt about the counting of these models, and of those that a query names. */
    counts: (models: readonly string[], more: SQLWrapper) =>
      db
        .select()
        .from(modelCounts)
        .where(or(inArray(modelCounts.model, [...models]), inArray(modelCounts.model, more))),

    /** Statement; a repeat changes nothing. */
    save: (record: TurnRecord) =>
      db
        .insert(turns)
        .values({
          ...record,
          people: JSON.stringify(record.people),
          explanation: JSON.stringify(record.explanation),
          messageIds: JSON.stringify(record.messageIds),
        })
        .onConflictDoNothing(),

    /** That turn and those that it took the place of, in the same messages. */
    withReplaced: async (id: string): Promise<string[]> => {
      const columns = sql.raw("t.id, t.parent_id, t.trigger, t.message_ids");
      const before = sql`t.id = r.parent_id AND r.trigger IN ('regenerate', 'imagine')
        AND EXISTS (SELECT 1 FROM json_each(t.message_ids) a JOIN json_each(r.message_ids) b ON a.value = b.value)`;
      const all = sql`(WITH RECURSIVE r AS (SELECT ${columns} FROM turns t WHERE t.id = ${id} UNION SELECT ${columns} FROM r JOIN turns t ON ${before}) SELECT id FROM r)`;
      return (await db.select({ id: sql<string>`id` }).from(all)).map((row) => row.id);
    },

    /** Statement: of their words nothing stays, nor the names of files, which notices have. */
    wipe: (ids: readonly string[]) =>
      db
        .update(turns)
        .set({ input: "null", answer: "", quotedUserId: null, explanation: sql`json_set(${turns.explanation}, '$.notices', json('[]'))` })
        .where(sql`${turns.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`),

    /** Statement: that message reads the turn aloud; a repeat changes nothing. */
    noteVoice: (id: string, messageId: string) => {
      const known = sql`coalesce(json_extract(${turns.explanation}, '$.voices'), '[]')`;
      return db
        .update(turns)
        .set({ explanation: sql`json_set(${turns.explanation}, '$.voices', json_insert(${known}, '$[#]', ${messageId}))` })
        .where(and(eq(turns.id, id), sql`NOT EXISTS (SELECT 1 FROM json_each(${known}) WHERE value = ${messageId})`));
    },

    /** Messages in which those turns were read aloud. */
    voicesOf: async (ids: readonly string[]): Promise<string[]> => {
      const voices = sql`(SELECT v.value AS id FROM turns t, json_each(t.explanation, '$.voices') v WHERE t.id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))`;
      return (await db.select({ id: sql<string>`id` }).from(voices)).map((row) => row.id);
    },

    /** Statement. */
    learn: (count: ModelCount) =>
      db
        .insert(modelCounts)
        .values(count)
        .onConflictDoUpdate({
          target: modelCounts.model,
          set: {
            bytesPerToken: sql`excluded.bytes_per_token`,
            window: sql`coalesce(excluded.window, "window")`,
            windowSeenAt: sql`coalesce(excluded.window_seen_at, window_seen_at)`,
          },
        }),

    /** Failed turns that finished in (from, to], ms since 1970. No turn takes longer than 15 minutes, so the index on their beginning finds them. */
    countFailures: async (from: number, to: number): Promise<number> => {
      const failed = and(gt(turns.createdAt, from - 15 * 60_000), gt(turns.finishedAt, from), lte(turns.finishedAt, to), eq(turns.outcome, "failed"));
      return (await db.select({ failures: count() }).from(turns).where(failed))[0]?.failures ?? 0;
    },

    find: async (id: string): Promise<TurnRecord | null> => parse((await db.select().from(turns).where(eq(turns.id, id)).limit(1))[0]),

    /**
     * The newest turn of that channel that failed since then, if that person may know of it: their own, or one in public that failed for everybody.
     * Looks at the newest `SEARCHED` turns of all channels, because no index knows a channel's.
     */
    newestFailure: async (channelId: ChannelId, userId: UserId, since: number): Promise<{ reason: string; model: string | null; at: number } | null> => {
      const recent = db.select().from(turns).where(gt(turns.createdAt, since)).orderBy(desc(turns.createdAt)).limit(SEARCHED).as("recent");
      const forAll = and(eq(recent.private, false), notInArray(recent.reason, PERSONAL_REASONS));
      const [found] = await db
        .select({ reason: recent.reason, model: recent.model, at: recent.createdAt })
        .from(recent)
        .where(and(eq(recent.channelId, channelId), eq(recent.outcome, "failed"), notInArray(recent.reason, DECISIONS), or(eq(recent.userId, userId), forAll)))
        .orderBy(desc(recent.createdAt))
        .limit(1);
      return found === undefined ? null : { ...found, reason: found.reason ?? "" };
    },

    /** Whether that person, who spoke to the bot without a command, was told since then that they are not answered for one of those reasons. */
    wasToldSince: async (userId: UserId, reasons: readonly string[], since: number): Promise<boolean> => {
      const failed = and(eq(turns.trigger, "mention"), eq(turns.outcome, "failed"), inArray(turns.reason, [...reasons]), ne(turns.messageIds, "[]"));
      const found = db
        .select({ id: turns.id })
        .from(turns)
        .where(and(eq(turns.userId, userId), gt(turns.createdAt, since), failed))
        .limit(1);
      return (await found).length > 0;
    },

    /** The newest in that channel of the person's own turns and of what the bot, `itself`, posted there of its own accord: that everybody has read. */
    newestHere: async (userId: UserId, itself: string, channelId: ChannelId): Promise<TurnRecord | null> => {
      const posted = and(eq(turns.userId, itself), eq(turns.private, false), ne(turns.messageIds, "[]"));
      const here = and(inArray(turns.userId, [userId, itself]), eq(turns.channelId, channelId), or(eq(turns.userId, userId), posted));
      return parse((await db.select().from(turns).where(here).orderBy(desc(turns.createdAt)).limit(1))[0]);
    },
  };
}

export type TurnStore = ReturnType<typeof createTurnStore>;

/** Rows are written by `save` alone, so their JSON is ours. */
export function parse(row: typeof turns.$inferSelect | undefined): TurnRecord | null {
  if (row === undefined) return null;
  return {
    ...row,
    people: JSON.parse(row.people) as string[],
    explanation: JSON.parse(row.explanation) as Explanation,
    messageIds: JSON.parse(row.messageIds) as string[],
  };
}
