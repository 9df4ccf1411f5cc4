/** What was said: conversations and their messages. A conversation's key carries its scope, and every query has the key. */
import { and, desc, eq, gt, gte, isNull, lt, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { conversations, messages, scopes } from "../db/schema/memory.ts";
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import { holds, type SettledChannel } from "./channel-settings.ts";
import { BURST_SIZE, SCOPE_SIZE } from "./record-id.ts";
import { channelScope } from "./visibility.ts";

export interface HistoryMessage {
  id: number;
  role: "user" | "assistant";
  /** Who asked, of the answer too. */
  userId: string;
  name: string;
  content: string;
  turnId: string;
  createdAt: number;
}

/** What is kept of a conversation besides its messages. */
export interface ConversationState {
  key: string;
  /** Messages of this moment and before are not part of it any more, ms since 1970. */
  startedAt: number;
  /** Empty: none yet. It counts where it covers something that is still part of the conversation. */
  summary: string;
  /** The newest message that the summary covers, ms since 1970. */
  summarizedAt: number;
  /** Ids of all whose words went into the summary. */
  people: string[];
}

/** Which conversation, as it was when it was read. */
export type ConversationMoment = Pick<ConversationState, "key" | "startedAt" | "summarizedAt">;

/** A summary to keep. `messageIds`: of all messages that are new in it. */
export interface NewSummary {
  text: string;
  summarizedAt: number;
  people: string[];
  messageIds: number[];
}

/** Whose conversation a turn belongs to. */
export interface KeyQuestion {
  /** The asker's own. */
  own: string;
  /** Where it is another one as long as that is shared; null: nowhere. */
  channel: SettledChannel | null;
  /** Query: the conversation that the turn goes back to, before anything else. */
  pinned?: SQLWrapper;
}

/** Up to a moment, ms; where `turnId` is remembered, up to that turn instead, and with it where `included`. */
export interface HistoryEnd {
  at: number;
  turnId?: string;
  included?: boolean;
}

/** `id` is given by the store. */
export type NewMessage = Omit<typeof messages.$inferSelect, "id" | "superseded">;

/** A silence after which messages do not belong together any more, ms. */
const BURST_GAP_MS = 20 * 60_000;
/** Records after which a burst is full, with room for one more batch of messages. */
const FULL_BURST = BURST_SIZE - 124;

/** Private turns have their own conversation and never enter the public one. */
export function conversationKey(channelId: ChannelId, userId: UserId, isPrivate: boolean): string {
  return `${channelId}:${userId}${isPrivate ? ":private" : ""}`;
}

/** Of everybody in a channel. */
export const sharedKey = (channelId: ChannelId): string => `${channelId}:shared`;

/** Known, or to be found out within a statement. */
type Key = string | SQL<string>;

function keyOf({ own, channel, pinned }: KeyQuestion): SQL<string> {
  const current = channel === null ? sql`${own}` : sql`CASE ${holds("shared", channel)} WHEN 1 THEN ${sharedKey(channel.channelId)} ELSE ${own} END`;
  return pinned === undefined ? sql<string>`${current}` : sql<string>`coalesce(${pinned}, ${current})`;
}

/** Messages of a conversation always come from one. */
const turnOf = sql<string>`${messages.turnId}`;

export function createConversationStore(db: Database) {
  const within = (key: Key, end: HistoryEnd) =>
    and(
      eq(messages.conversation, key),
      gt(messages.createdAt, sql`coalesce((SELECT started_at FROM conversations WHERE key = ${key}), 0)`),
      lt(messages.createdAt, momentOf(end)),
      eq(messages.superseded, false),
    );

  return {
    /** For use in the statements below. */
    keyOf,

    /** Statement, one row: that conversation, and what holds now in its channel, or of what is remembered in the one that is read. */
    current: (key: Key, channel: SettledChannel, read = channel) =>
      db
        .select({
          key: sql<string>`k.key`,
          startedAt: sql<number>`coalesce(c.started_at, 0)`,
          summary: sql<string>`coalesce(c.summary, '')`,
          summarizedAt: sql<number>`coalesce(c.summarized_at, 0)`,
          people: sql<string>`coalesce(c.people, '[]')`,
          shared: holds("shared", channel),
          remembered: holds("remembered", read),
        })
        .from(sql`(SELECT ${key} AS key) k LEFT JOIN conversations c ON c.key = k.key`),

    /** The newest `limit` messages since the conversation began and before its end, newest first. */
    history: (key: Key, end: HistoryEnd, limit: number) =>
      db
        .select({
          id: messages.id,
          role: messages.role,
          userId: messages.userId,
          name: messages.name,
          content: messages.content,
          turnId: turnOf,
          createdAt: messages.createdAt,
        })
        .from(messages)
        .where(within(key, end))
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(limit),

    /** Query: whose turns these are, for use within another statement. */
    historyTurns: (key: Key, end: HistoryEnd, limit: number) =>
      db.select({ turnId: turnOf }).from(messages).where(within(key, end)).orderBy(desc(messages.createdAt), desc(messages.id)).limit(limit),

    /**
     * Statements, to be run in this order; a repeat changes nothing, and what is known stays as it is. `scope`: memory/visibility.ts. `rows`: at most 100,
     * oldest first. Each message continues the scope's last burst or, after a long silence, begins a new one (memory/record-id.ts).
     */
    remember: (scope: { key: string; guildId: string | null }, rows: readonly NewMessage[]): [Statement, Statement] => [
      db.insert(scopes).values(scope).onConflictDoNothing(),
      db.insert(messages).select(placed(scope.key, rows)).onConflictDoNothing(),
    ],

    /**
     * Statements: what people made of messages that are remembered, by `source`. What was said to the bot stays as it was said. `named`: pseudonyms of all
     * whom a message names: one that names somebody who had themselves erased since is not taken in again.
     */
    reword: (contents: Readonly<Record<string, string>>, named: Readonly<Record<string, readonly string[]>>): Statement[] => {
      const edited = sql`json_extract(${JSON.stringify(contents)}, '$."' || ${messages.source} || '"')`;
      const isOne = and(sql`${messages.source} IN (SELECT key FROM json_each(${JSON.stringify(contents)}))`, isNull(messages.turnId));
      const namesErased = sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(named)}, '$."' || ${messages.source} || '"') k
        JOIN erasures e ON e.key = k.value WHERE e.at >= ${messages.createdAt})`;
      return [
        db
          .update(messages)
          .set({ content: edited })
          .where(and(isOne, sql`${messages.content} <> ${edited}`, not(namesErased))),
        // Just inserted: one that was there before has other words by now.
        db.delete(messages).where(and(isOne, sql`${messages.content} = ${edited}`, namesErased)),
      ];
    },

    /** Statement: another answer took this turn's place. */
    supersede: (turnId: string) => db.update(messages).set({ superseded: true }).where(eq(messages.turnId, turnId)),

    /** Whose exchanges were shown in these messages of Discord, one in the place of the other. */
    turnsShownIn: async (conversation: string, messageIds: readonly string[]): Promise<string[]> => {
      const shown = and(eq(messages.conversation, conversation), sql`${messages.messageId} IN (SELECT value FROM json_each(${JSON.stringify(messageIds)}))`);
      return (await db.selectDistinct({ turnId: turnOf }).from(messages).where(shown)).map(({ turnId }) => turnId);
    },

    /** Statements: these exchanges of a conversation go, copies of them too, and summaries that may tell of them. `since`: of the first of them, ms since 1970. */
    forgetTurns: (ids: readonly string[], conversation: string, since: number): Statement[] => {
      const isOne = sql`turn_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
      // A thread that an answer began was given the notes as they were then; its id is that of the answer's last message.
      const threads = sql`SELECT (t.message_ids ->> '$[#-1]') || substr(m.conversation, instr(m.conversation, ':'))
        FROM messages m JOIN turns t ON t.id = m.turn_id WHERE m.conversation = ${conversation}`;
      const tellsOfThem = sql`(${conversations.key} = ${conversation} OR ${conversations.key} IN (SELECT conversation FROM messages WHERE ${isOne} UNION ${threads}))`;
      return [
        db
          .update(conversations)
          .set({ summary: "", summarizedAt: 0, people: "[]" })
          .where(and(tellsOfThem, gte(conversations.summarizedAt, since))),
        db.delete(messages).where(isOne),
      ];
    },

    /** Statements: nothing stays of a turn that was not taken, nor its scope where it is empty; `scope` null: it is not the asker's alone. */
    dropUntaken: (turnId: string, scope: string | null): Statement[] => {
      const isUntaken = sql`NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = ${turnId})`;
      const first = sql.raw(`no * ${SCOPE_SIZE}`);
      const isEmpty = sql`NOT EXISTS (SELECT 1 FROM messages m WHERE m.id BETWEEN ${first} AND ${first} + ${sql.raw(String(SCOPE_SIZE - 1))})`;
      return [
        db.delete(messages).where(and(eq(messages.turnId, turnId), isUntaken)),
        ...(scope === null ? [] : [db.delete(scopes).where(and(eq(scopes.key, scope), isUntaken, isEmpty))]),
      ];
    },

    /** Something was set for a channel: by its scope it is known whose it is, for the day on which the bot has left that server. */
    noteChannel: async (channelId: ChannelId, guildId: GuildId): Promise<void> => {
      await db
        .insert(scopes)
        .values({ key: channelScope(channelId), guildId })
        .onConflictDoNothing();
    },

    /**
     * Statement; a repeat changes nothing. Nor where the conversation was begun anew or summarized since it was read, or where something that the
     * summary tells of was erased meanwhile. `keys`: pseudonyms of its people: not of somebody either who had themselves erased since, whom others' answers
     * had repeated.
     */
    keepSummary: ({ key, startedAt, summarizedAt }: ConversationMoment, kept: NewSummary, keys: readonly string[] = []) => {
      const { text, people, messageIds } = kept;
      const stillThere = sql`(SELECT count(*) FROM messages WHERE id IN (SELECT value FROM json_each(${JSON.stringify(messageIds)}))) = ${messageIds.length}`;
      const isErased = sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(keys)}) k JOIN erasures e ON e.key = k.value WHERE e.at >= ${kept.summarizedAt})`;
      return db
        .insert(conversations)
        .select(sql`SELECT ${key}, ${startedAt}, ${text}, ${kept.summarizedAt}, ${JSON.stringify(people)} WHERE ${stillThere} AND NOT ${isErased}`)
        .onConflictDoUpdate({
          target: conversations.key,
          set: { summary: sql`excluded.summary`, summarizedAt: sql`excluded.summarized_at`, people: sql`excluded.people` },
          setWhere: sql`conversations.started_at = ${startedAt} AND conversations.summarized_at = ${summarizedAt}`,
        });
    },

    /**
     * Begins both the public and the private conversation of that person here anew, and where it is shared everybody's, which is what is returned. What
     * was summed up goes, too. `at` is the command's own moment, so that a replay changes nothing.
     */
    startNew: async (channel: SettledChannel, userId: UserId, at: number): Promise<boolean> => {
      const { channelId } = channel;
      const isOver = sql`conversations.summarized_at <= excluded.started_at`;
      const anew = {
        target: conversations.key,
        set: {
          startedAt: sql`max(conversations.started_at, excluded.started_at)`,
          summary: sql`CASE WHEN ${isOver} THEN '' ELSE conversations.summary END`,
          people: sql`CASE WHEN ${isOver} THEN '[]' ELSE conversations.people END`,
        },
      };
      const own = [true, false].map((isPrivate) => ({ key: conversationKey(channelId, userId, isPrivate), startedAt: at }));
      const [, , rows] = await db.batch([
        db.insert(conversations).values(own).onConflictDoUpdate(anew),
        db
          .insert(conversations)
          .select(sql`SELECT ${sharedKey(channelId)}, ${at}, '', 0, '[]' WHERE ${holds("shared", channel)} = 1`)
          .onConflictDoUpdate(anew),
        db.select({ shared: holds("shared", channel) }).from(sql`(SELECT 1)`),
      ]);
      return rows[0]?.shared === 1;
    },
  };
}

/** All columns of `messages`, in their order. */
function placed(scopeKey: string, rows: readonly NewMessage[]) {
  const range = sql.raw(`s.no * ${SCOPE_SIZE}`);
  // Not bound: D1 hands numbers over as floating point, and that division would not round.
  const burstSize = sql.raw(String(BURST_SIZE));
  return sql`
    WITH last AS (
      SELECT s.no AS no, coalesce(max(m.id), ${range} - 1) AS id, m.created_at AS at
      FROM memory_scopes s LEFT JOIN messages m ON m.id BETWEEN ${range} AND ${range} + ${sql.raw(String(SCOPE_SIZE - 1))} WHERE s.key = ${scopeKey} GROUP BY s.no
    ), fresh AS (
      SELECT j.key AS n, j.value AS row, j.value ->> 'createdAt' AS at, lag(j.value ->> 'createdAt') OVER (ORDER BY j.key) AS before
      FROM json_each(${JSON.stringify(rows)}) j WHERE NOT EXISTS (SELECT 1 FROM messages k WHERE k.source = j.value ->> 'source')
    ), cut AS (
      SELECT n, row, CASE
        WHEN before IS NULL THEN last.at IS NULL OR last.id % ${sql.raw(String(BURST_SIZE))} >= ${FULL_BURST} OR abs(fresh.at - last.at) > ${BURST_GAP_MS}
        ELSE abs(fresh.at - before) > ${BURST_GAP_MS} END AS isNew
      FROM last, fresh
    ), numbered AS (SELECT n, row, sum(isNew) OVER (ORDER BY n) AS burst FROM cut
    ), placed AS (SELECT n, row, burst, row_number() OVER (PARTITION BY burst ORDER BY n) AS place FROM numbered)
    SELECT CASE burst WHEN 0 THEN last.id + place ELSE ((last.id + ${burstSize}) / ${burstSize} + burst - 1) * ${burstSize} + place - 1 END,
      row ->> 'source', row ->> 'turnId', row ->> 'conversation', row ->> 'guildId', row ->> 'channelId', row ->> 'messageId', row ->> 'userId',
      row ->> 'userKey', row ->> 'quotedKey', row ->> 'role', row ->> 'name', row ->> 'content', row ->> 'private', 0, row ->> 'createdAt'
    FROM placed, last WHERE true ORDER BY n`;
}

/** `rows`: of `current`. */
export function stateOf(rows: (Omit<ConversationState, "people"> & { people: string })[], key: string): ConversationState {
  const [found] = rows;
  if (found === undefined) return { key, startedAt: 0, summary: "", summarizedAt: 0, people: [] };
  const { startedAt, summary, summarizedAt } = found;
  // Written above alone.
  return { key: found.key, startedAt, summary, summarizedAt, people: JSON.parse(found.people) as string[] };
}

function momentOf({ at, turnId, included = false }: HistoryEnd) {
  if (turnId === undefined) return at;
  return sql`coalesce((SELECT max(created_at) FROM messages WHERE turn_id = ${turnId}), ${at}) + ${included ? 1 : 0}`;
}

export type ConversationStore = ReturnType<typeof createConversationStore>;
