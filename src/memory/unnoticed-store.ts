/** What people said to the bot that nobody has looked through for facts about them yet: noted with each answer, handed out by night, taken off the list with what came of it. */
import { and, eq, gte, isNull, lt, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { messages, unnoticed } from "../db/schema/memory.ts";
import { SCOPE_SIZE } from "./record-id.ts";

/** Whose words of which conversation, and from which record on. */
export type Unnoticed = Pick<typeof unnoticed.$inferSelect, "userId" | "conversation" | "scope" | "firstId">;
export type DueWords = Unnoticed & Pick<typeof unnoticed.$inferSelect, "guildId" | "present">;

/** A line of their conversation: their own words, or what the bot answered. */
export interface SaidLine {
  id: number;
  role: "user" | "assistant";
  content: string;
  createdAt: number;
  turnId: string;
  guildId: string | null;
  channelId: string;
  messageId: string | null;
  private: boolean;
}

/** Of one night, the newest count: questions and answers. */
const LINES = 160;

const size = sql.raw(String(SCOPE_SIZE));

/** Conditions of the access room (access/store.ts), for use within statements here. */
export interface Refusals {
  isOptedOut(...pseudonyms: (SQLWrapper | string)[]): SQL;
  wantsNothingNoticed(userId: string): SQL;
}

export function createUnnoticedStore(db: Database, { isOptedOut, wantsNothingNoticed }: Refusals) {
  const row = ({ userId, conversation, scope }: Unnoticed) =>
    and(eq(unnoticed.userId, userId), eq(unnoticed.conversation, conversation), eq(unnoticed.scope, scope));
  /** Nobody has changed it since it was handed out: neither a repeat nor whoever wanted all to be forgotten. */
  const untouched = (of: Unnoticed) => and(row(of), eq(unnoticed.firstId, of.firstId));
  /** Exchanges of theirs from that record on. Copies in a thread, questions told again, and what quotes others are none. */
  const said = ({ userId, conversation, scope }: Unnoticed, from: SQL | number) =>
    and(
      eq(messages.conversation, conversation),
      eq(messages.userId, userId),
      gte(messages.id, from),
      lt(messages.id, sql`(${scope} + 1) * ${size}`),
      isNull(messages.quotedKey),
      sql`${messages.source} = ${messages.turnId} || CASE ${messages.role} WHEN 'user' THEN ':user' ELSE ':assistant' END`,
      sql`t.id = ${messages.turnId} AND t.quoted_user_id IS NULL AND t.trigger NOT IN ('regenerate', 'continue') AND t.input ->> '$.prompt' <> ''`,
    );

  return {
    /** Statement, to stand right behind the one that stores that turn's exchange: if it stored something, what its speaker said is to be looked through. */
    add: (turnId: string, { userId, guildId, present, dueAt }: Pick<typeof unnoticed.$inferSelect, "userId" | "guildId" | "present" | "dueAt">): Statement =>
      db
        .insert(unnoticed)
        .select(
          sql`SELECT user_id, conversation, id / ${size}, id, ${guildId}, ${Number(present)}, ${dueAt}
            FROM messages WHERE source = ${`${turnId}:user`} AND changes() > 0 AND NOT ${wantsNothingNoticed(userId)}`,
        )
        .onConflictDoUpdate({
          target: [unnoticed.userId, unnoticed.conversation, unnoticed.scope],
          set: { firstId: sql`min(${unnoticed.firstId}, excluded.first_id)`, present: sql`excluded.present` },
          setWhere: sql`excluded.first_id < ${unnoticed.firstId} OR excluded.present <> ${unnoticed.present}`,
        }),

    /** At most `limit` that are due, which nobody else gets before `next`. */
    claim: async (now: number, next: number, limit: number): Promise<DueWords[]> =>
      db
        .update(unnoticed)
        .set({ dueAt: next })
        .where(sql`rowid IN (SELECT rowid FROM unnoticed WHERE due_at <= ${now} ORDER BY due_at LIMIT ${limit})`)
        .returning({
          userId: unnoticed.userId,
          conversation: unnoticed.conversation,
          scope: unnoticed.scope,
          firstId: unnoticed.firstId,
          guildId: unnoticed.guildId,
          present: unnoticed.present,
        }),

    /** Statement, one row: whether that person opted out, or wants no such facts. */
    unwanted: (userId: string, pseudonyms: readonly string[]) =>
      db.select({ unwanted: sql<number>`(${isOptedOut(...pseudonyms)} OR ${wantsNothingNoticed(userId)})` }).from(sql`json_each('[0]')`),

    /** Statement: the lines, newest first. Nothing of people who opted out; of answers none that repeats words of others, nor one whose place another took. */
    lines: (of: Unnoticed) =>
      db
        .select({
          id: messages.id,
          role: messages.role,
          content: sql<string>`CASE ${messages.role} WHEN 'user' THEN t.input ->> '$.prompt' ELSE ${messages.content} END`,
          createdAt: messages.createdAt,
          turnId: sql<string>`${messages.turnId}`,
          guildId: messages.guildId,
          channelId: messages.channelId,
          messageId: messages.messageId,
          private: messages.private,
        })
        .from(messages)
        .innerJoin(sql`turns t`, sql`t.id = ${messages.turnId}`)
        .where(
          and(
            said(of, of.firstId),
            sql`(${messages.role} = 'user' OR (${messages.superseded} = 0 AND json_array_length(t.people) <= 1))`,
            not(isOptedOut(messages.userKey)),
            sql`EXISTS (SELECT 1 FROM unnoticed WHERE ${untouched(of)})`,
          ),
        )
        .orderBy(sql`${messages.id} DESC`)
        .limit(LINES),

    /** Condition: it is still to be looked through, all of that is still there, and that person still lets it happen. */
    stands: (of: Unnoticed, messageIds: readonly number[]): SQL =>
      sql`(EXISTS (SELECT 1 FROM unnoticed WHERE ${untouched(of)}) AND NOT ${wantsNothingNoticed(of.userId)}
        AND (SELECT count(*) FROM messages WHERE id IN (SELECT value FROM json_each(${JSON.stringify(messageIds)}))) = ${messageIds.length})`,

    /** Statements: looked through up to that record; what came later is for another night. Nothing where it does not stand any more, as above. */
    done: (of: Unnoticed, upTo: number, messageIds: readonly number[]): Statement[] => {
      const ids = sql`(SELECT value FROM json_each(${JSON.stringify(messageIds)}))`;
      const areThere = sql`(SELECT count(*) FROM messages WHERE id IN ${ids}) = ${messageIds.length}`;
      const later = sql`EXISTS (SELECT 1 FROM messages, turns t WHERE ${said(of, upTo + 1)} AND ${messages.role} = 'user')`;
      return [
        db.delete(unnoticed).where(and(untouched(of), areThere, not(later))),
        db
          .update(unnoticed)
          .set({ firstId: upTo + 1 })
          .where(and(untouched(of), areThere)),
      ];
    },

    /** Nothing that this person said until now is looked through any more. */
    forget: async (userId: string): Promise<void> => {
      await db.delete(unnoticed).where(eq(unnoticed.userId, userId));
    },

    /** Statement: they do not want it. */
    drop: (of: Unnoticed): Statement => db.delete(unnoticed).where(untouched(of)),
  };
}

export type UnnoticedStore = ReturnType<typeof createUnnoticedStore>;
