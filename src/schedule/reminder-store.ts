/**
 * People's reminders. The row is what counts: a job that comes for an older version of it does nothing. Changes carry their interaction's moment, so that
 * an older one, such as a replay, changes nothing. Used by /remind, its buttons, the tool, the job `remind` and cron.
 */
import { and, asc, eq, getTableColumns, inArray, lt, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { reminders } from "../db/schema/schedule.ts";
import { snowflakeBefore } from "../kernel/ids.ts";

/** Of one person, waiting. */
export const MOST_REMINDERS = 50;
/** Characters; a message has 2,000. */
export const REMINDER_LENGTH = 1_000;
/** Between two that are due in the same second, ms: Discord takes 50 requests a second from a bot. */
export const PLACE_MS = 23;
/** Places that are counted: those behind share the last one. */
const MOST_PLACES = 2_000;
/** How long ago one may have been due and still be waited for by those behind it, ms. */
const LATE_MS = 24 * 60 * 60_000;

/** Around words of somebody else's message: they go with whoever said them. What a person typed does not begin so. */
const QUOTE = ["“", "”"] as const;
export const quoted = (words: string): string => `${QUOTE[0]}${words}${QUOTE[1]}`;
export const isQuote = (text: string): boolean => text.startsWith(QUOTE[0]) && text.endsWith(QUOTE[1]);

type Row = typeof reminders.$inferSelect;
/** `text` is empty where it quoted somebody who is not to be read any more; so is the way to their message. */
export type Reminder = Row;
export type NewReminder = Omit<Row, "sendAt" | "state" | "version" | "messageId" | "changedAt">;
/** What a window can change. */
export interface ReminderChange {
  text: string;
  dueAt: number;
  cron: string | null;
  timeZone: string;
}

export type Made = { kind: "stored" | "known"; reminder: Reminder } | { kind: "full" };

/** What became of one that was due. `next`: when it is due again. */
export type Fate = { kind: "told"; messageId: string; next: number | null } | { kind: "failed" };

/** What other rooms know (access/store.ts), as parts of this room's statements. */
export interface Refusals {
  /** One of these is the pseudonym of somebody who opted out. */
  isOptedOut(...pseudonyms: (SQLWrapper | string)[]): SQL;
  /** The bot is to be silent on that server, at least for that person. */
  isHeldBack(guildId: SQLWrapper, userId: SQLWrapper): SQL;
}

export function createReminderStore(db: Database, { isOptedOut, isHeldBack }: Refusals) {
  const hidden = sql<number>`(${reminders.quotedKey} IS NOT NULL AND ${isOptedOut(reminders.quotedKey)})`;
  const shown = { ...getTableColumns(reminders), hidden };
  /** To be told now: on a server that wants to hear nothing, nothing is said, and whoever wanted it is told directly. */
  const told = { ...shown, direct: sql<boolean>`(${reminders.direct} OR ${isHeldBack(reminders.guildId, reminders.userId)})`.mapWith(Boolean) };
  const reveal = ({ hidden: isHidden, ...row }: Row & { hidden: number }): Reminder =>
    isHidden === 0 ? row : { ...row, text: isQuote(row.text) ? "" : row.text, aboutMessageId: null, aboutChannelId: null };
  const own = (id: string, userId: string) => and(eq(reminders.id, id), eq(reminders.userId, userId));
  const one = (where: SQL | undefined) => db.select(shown).from(reminders).where(where).limit(1);
  /** A direct message takes two requests: its channel is asked for first. */
  const requests = (of = "") => sql.raw(`CASE ${of}direct WHEN 1 THEN 2 ELSE 1 END`);
  const sendAt = (dueAt: number, id: string) =>
    sql<number>`${dueAt} + ${PLACE_MS} * (SELECT coalesce(sum(n), 0) FROM
      (SELECT ${requests()} AS n FROM reminders r WHERE r.state = 'waiting' AND r.due_at = ${dueAt} AND r.id <> ${id} LIMIT ${MOST_PLACES}))`;
  const again = (dueAt: number, id: string, at: number) => ({
    state: "waiting" as const,
    dueAt,
    sendAt: sendAt(dueAt, id),
    version: sql`${reminders.version} + 1`,
    changedAt: at,
  });
  /** As it is, where this is news to it. */
  const change = async (id: string, userId: string, at: number, set: Record<string, unknown>, where?: SQL): Promise<Reminder | null> => {
    const update = db
      .update(reminders)
      .set(set)
      .where(and(own(id, userId), lt(reminders.changedAt, at), where));
    const [, [row]] = await db.batch([update, one(own(id, userId))]);
    return row === undefined ? null : reveal(row);
  };
  const insert = (made: NewReminder, at: number, where: SQL) =>
    db
      .insert(reminders)
      .select(
        sql`SELECT ${made.id}, ${made.userId}, ${made.guildId}, ${made.channelId}, ${Number(made.direct)}, ${made.text}, ${made.aboutMessageId},
          ${made.aboutChannelId}, ${made.quotedKey}, ${made.dueAt}, ${sendAt(made.dueAt, made.id)}, ${made.cron}, ${made.timeZone}, ${made.locale},
          'waiting', 1, NULL, ${made.createdAt}, ${at} WHERE ${where}`,
      )
      .onConflictDoNothing();
  const hasRoom = (userId: string) => sql`(SELECT count(*) FROM reminders WHERE user_id = ${userId} AND state = 'waiting') < ${MOST_REMINDERS}`;

  return {
    /** The same id is the same reminder. */
    async create(made: NewReminder): Promise<Made> {
      const [inserted, [row]] = await db.batch([
        insert(made, made.createdAt, hasRoom(made.userId)).returning({ id: reminders.id }),
        one(own(made.id, made.userId)),
      ]);
      return row === undefined ? { kind: "full" } : { kind: inserted.length > 0 ? "stored" : "known", reminder: reveal(row) };
    },

    /** What waits, by its moment; then what was told and is not done, and what could not be told. */
    async list(userId: string): Promise<Reminder[]> {
      const rows = await db
        .select(shown)
        .from(reminders)
        .where(and(eq(reminders.userId, userId), ne(reminders.state, "done")))
        .orderBy(sql`${reminders.state} <> 'waiting'`, asc(reminders.dueAt), asc(reminders.id))
        .limit(2 * MOST_REMINDERS);
      return rows.map(reveal);
    },

    async find(id: string, userId: string): Promise<Reminder | null> {
      const [row] = await one(own(id, userId));
      return row === undefined ? null : reveal(row);
    },

    /** Null: it is not there. `at`: of the interaction. */
    edit: (id: string, userId: string, { text, dueAt, cron, timeZone }: ReminderChange, at: number): Promise<Reminder | null> =>
      change(id, userId, at, { text, cron, timeZone, ...again(dueAt, id, at) }, ne(reminders.state, "done")),

    /** Not deleted: whatever made it may be delivered again for some minutes. */
    cancel: (id: string, userId: string, at: number): Promise<Reminder | null> =>
      change(id, userId, at, { state: "done", text: "", aboutMessageId: null, aboutChannelId: null, quotedKey: null, changedAt: at }),

    /** One that comes back goes on. */
    done: (id: string, userId: string, at: number): Promise<Reminder | null> =>
      change(id, userId, at, { state: "done", changedAt: at }, eq(reminders.state, "sent")),

    /** Told once more then. One that comes back does so all the same, and a copy is told: one for each time it was told, since its id is that message's. */
    async snooze(id: string, userId: string, dueAt: number, by: { id: string; at: number }): Promise<Reminder | null> {
      const copy = db
        .insert(reminders)
        .select(
          sql`SELECT ${by.id}, user_id, guild_id, channel_id, direct, text, about_message_id, about_channel_id, quoted_key, ${dueAt}, ${sendAt(dueAt, by.id)}, NULL,
            time_zone, locale, 'waiting', 1, NULL, ${by.at}, ${by.at} FROM reminders WHERE id = ${id} AND user_id = ${userId} AND cron IS NOT NULL AND state <> 'done'`,
        )
        .onConflictDoNothing();
      const later = db
        .update(reminders)
        .set(again(dueAt, id, by.at))
        .where(and(own(id, userId), lt(reminders.changedAt, by.at), inArray(reminders.state, ["sent", "failed"]), sql`cron IS NULL`));
      const [, , copies, rows] = await db.batch([later, copy, one(own(by.id, userId)), one(own(id, userId))]);
      const row = copies[0] ?? rows[0];
      return row === undefined ? null : reveal(row);
    },

    /** Null: changed, called off, or told since. `ahead`: requests that those before it still have to make. */
    async due(id: string, version: number): Promise<{ reminder: Reminder; ahead: number } | null> {
      const before = db.select({ n: sql<number>`coalesce(sum(n), 0)` }).from(
        sql`(SELECT ${requests("r.")} AS n FROM (SELECT id, due_at, send_at FROM reminders WHERE id = ${id}) me CROSS JOIN reminders r
            WHERE r.state = 'waiting' AND r.due_at > me.due_at - ${sql.raw(String(LATE_MS))} AND r.due_at <= me.due_at
            AND (r.send_at, r.id) < (me.send_at, me.id) LIMIT ${MOST_PLACES})`,
      );
      const wanted = and(eq(reminders.id, id), eq(reminders.version, version), eq(reminders.state, "waiting"));
      const [[row], [count]] = await db.batch([db.select(told).from(reminders).where(wanted).limit(1), before]);
      return row === undefined ? null : { reminder: reveal(row), ahead: count?.n ?? 0 };
    },

    /** Writes down what became of it, unless it was changed meanwhile. May be repeated. */
    async settle(id: string, version: number, fate: Fate): Promise<void> {
      const set =
        fate.kind === "failed"
          ? { state: "failed" as const }
          : {
              messageId: fate.messageId,
              ...(fate.next === null ? { state: "sent" as const } : { ...again(fate.next, id, 0), changedAt: reminders.changedAt }),
            };
      await db
        .update(reminders)
        .set(set)
        .where(and(eq(reminders.id, id), eq(reminders.version, version), eq(reminders.state, "waiting")));
    },

    /** Those that nobody told in time: due before that moment. In turn the oldest and the newest, so that a few that cannot be told don't keep others waiting. */
    overdue: async (before: number, limit: number, order: "oldest" | "newest"): Promise<Reminder[]> =>
      db
        .select()
        .from(reminders)
        .where(and(eq(reminders.state, "waiting"), lt(reminders.dueAt, before)))
        .orderBy(order === "oldest" ? sql`due_at` : sql`due_at DESC`)
        .limit(limit),

    /** What was told, called off or failed before that moment. Looks at all that were made before it, so for once an hour. */
    forget: async (before: number, limit: number): Promise<void> => {
      await db
        .delete(reminders)
        .where(
          sql`rowid IN (SELECT rowid FROM reminders WHERE id < ${snowflakeBefore(before)} AND state <> 'waiting' AND max(due_at, changed_at) < ${before} LIMIT ${limit})`,
        );
    },
  };
}

export type ReminderStore = ReturnType<typeof createReminderStore>;
