/** Schedules and their receipts: kept by /schedule, claimed by cron, finished by the job kind `scheduled-post`. */
import { and, asc, desc, eq, gt, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { scheduleRuns, schedules } from "../db/schema/schedule.ts";
import type { Plan } from "./plan.ts";

export type Schedule = typeof schedules.$inferSelect;
export type ScheduleRun = typeof scheduleRuns.$inferSelect;

/** On one server. */
export const MOST_SCHEDULES = 50;
export const NAME_LENGTH = 60;
/** So many failures in a row pause it. */
const MOST_FAILURES = 3;

/** What was removed is remembered by its id for so long, ms: Discord delivers an interaction again within minutes. */
export const REMOVED_KEPT_MS = 60 * 60_000;

/** `running`: until it is known. `held`: somebody wanted it so, or there was no money for it; nothing is wrong with the schedule. `skipped`: its time was over. */
export type RunOutcome = "running" | "done" | "failed" | "held" | "skipped";

export interface Claimed extends Pick<ScheduleRun, "scheduleId" | "slot" | "turnId"> {
  channelId: string;
  guildId: string;
  locale: string;
}

export interface Receipt {
  scheduleId: string;
  slot: number;
  outcome: Exclude<RunOutcome, "running" | "skipped">;
  /** Stable key (locales, schedule.problem); empty: nothing. */
  problem: string;
  /** It would be the same every time. */
  isFinal: boolean;
  messageId: string | null;
  costMicroUsd: number;
  finishedAt: number;
}

export type Added = "added" | "exists" | "full" | "name-taken";

/** The words of the partial index, so that it is used: values that are bound would hide it. */
const WAITING: SQL = sql`paused = 0 AND next_at IS NOT NULL`;

export function createScheduleStore(db: Database) {
  const ofServer = (guildId: string) => eq(schedules.guildId, guildId);
  const one = (guildId: string, id: string) => and(ofServer(guildId), eq(schedules.id, id));
  const run = (scheduleId: string, slot: number) => and(eq(scheduleRuns.scheduleId, scheduleId), eq(scheduleRuns.slot, slot));
  const isRunning = eq(scheduleRuns.outcome, "running" satisfies RunOutcome);

  return {
    /** The same id once more changes nothing. */
    add: async (schedule: Schedule): Promise<Added> => {
      const { guildId, name, id } = schedule;
      const s = schedule;
      const values = sql`SELECT ${id}, ${guildId}, ${s.channelId}, ${name}, ${s.cron}, ${s.timeZone}, ${s.words}, ${s.prompt}, ${s.output}, ${Number(s.tools)},
        ${s.budgetMicroUsd}, ${s.locale}, ${Number(s.paused)}, ${s.failures}, ${s.problem}, ${s.nextAt}, ${s.setBy}, ${s.createdAt}, ${s.changedAt}
        WHERE (SELECT count(*) FROM schedules WHERE guild_id = ${guildId}) < ${MOST_SCHEDULES}
          AND NOT EXISTS (SELECT 1 FROM schedules WHERE guild_id = ${guildId} AND name = ${name} COLLATE NOCASE)`;
      const [before, added, named] = await db.batch([
        db.select({ id: schedules.id }).from(schedules).where(eq(schedules.id, id)),
        db.insert(schedules).select(values).onConflictDoNothing().returning({ id: schedules.id }),
        db
          .select({ id: schedules.id })
          .from(schedules)
          .where(and(ofServer(guildId), sql`name = ${name} COLLATE NOCASE`)),
      ]);
      if (added.length > 0) return "added";
      if (before.length > 0) return "exists";
      return named.length > 0 ? "name-taken" : "full";
    },

    list: async (guildId: string): Promise<Schedule[]> => db.select().from(schedules).where(ofServer(guildId)).orderBy(asc(schedules.name)),

    find: async (guildId: string, id: string): Promise<Schedule | null> => (await db.select().from(schedules).where(one(guildId, id)))[0] ?? null,

    /** Newest first. */
    receipts: async (id: string, limit: number): Promise<ScheduleRun[]> =>
      db.select().from(scheduleRuns).where(eq(scheduleRuns.scheduleId, id)).orderBy(desc(scheduleRuns.slot)).limit(limit),

    /** Paused, or going on with a clean slate. `at`: the interaction's own moment, so that a replay changes nothing. Returns what holds now. */
    switch: async (guildId: string, id: string, to: { paused: true } | { paused: false; nextAt: number | null }, at: number): Promise<Schedule | null> => {
      const values = to.paused ? { paused: true } : { paused: false, nextAt: to.nextAt, failures: 0, problem: "" };
      const [, rows] = await db.batch([
        db
          .update(schedules)
          .set({ ...values, changedAt: at })
          .where(and(one(guildId, id), lt(schedules.changedAt, at))),
        db.select().from(schedules).where(one(guildId, id)),
      ]);
      return rows[0] ?? null;
    },

    /** With its receipts; its id alone stays for a while, so that a repeated Save brings nothing back. Null where there is none (any more). */
    remove: async (guildId: string, id: string, at: number): Promise<Schedule | null> => {
      const isIts = sql`${scheduleRuns.scheduleId} = ${id} AND ${scheduleRuns.guildId} = ${guildId}`;
      const nothing = { guildId: "", channelId: "", name: "", words: "", prompt: "", problem: "", setBy: "", paused: true, nextAt: null, changedAt: at };
      const [before] = await db.batch([
        db.select().from(schedules).where(one(guildId, id)),
        db.update(schedules).set(nothing).where(one(guildId, id)),
        db.delete(scheduleRuns).where(isIts),
      ]);
      return before[0] ?? null;
    },

    /** By its index alone, those that have waited longest first. */
    due: async (now: number, limit: number): Promise<Schedule[]> =>
      db.select().from(schedules).where(sql`${WAITING} AND ${schedules.nextAt} <= ${now}`).orderBy(asc(schedules.nextAt)).limit(limit),

    /**
     * Moves each to its next slot and writes down the run of this one, both or neither, and only where nobody else did so before. Returns those that are
     * to run and that this call has claimed.
     */
    claim: async (plans: readonly (Plan & { turnId: string })[], now: number): Promise<Claimed[]> => {
      // One bound value for all of them: D1 binds 100.
      const planned = sql`json_each(${JSON.stringify(plans)}) p JOIN schedules s ON s.id = p.value ->> 'id' AND s.next_at = p.value ->> 'dueAt' AND s.paused = 0`;
      const runs = sql`SELECT s.id, p.value ->> 'slot', s.guild_id, p.value ->> 'turnId', iif(p.value ->> 'runs', 'running', 'skipped'), '', p.value ->> 'skipped',
        NULL, 0, ${now}, iif(p.value ->> 'runs', NULL, ${now}) FROM ${planned} WHERE true`;
      const [claimed] = await db.batch([
        db
          .insert(scheduleRuns)
          .select(runs)
          .onConflictDoNothing()
          .returning({ scheduleId: scheduleRuns.scheduleId, slot: scheduleRuns.slot, turnId: scheduleRuns.turnId, outcome: scheduleRuns.outcome }),
        db
          .update(schedules)
          .set({ nextAt: sql`p.value ->> 'nextAt'` })
          .from(sql`json_each(${JSON.stringify(plans)}) p`)
          .where(sql`schedules.id = p.value ->> 'id' AND schedules.next_at = p.value ->> 'dueAt' AND schedules.paused = 0`),
      ]);
      const toRun = claimed.filter(({ outcome }) => outcome === "running");
      if (toRun.length === 0) return [];
      return withPlaces(toRun);
    },

    /** Runs that began in (from, to] and of which nothing is known, and where they belong. */
    unfinished: async (from: number, to: number, limit: number): Promise<Claimed[]> => {
      const rows = await db
        .select({ scheduleId: scheduleRuns.scheduleId, slot: scheduleRuns.slot, turnId: scheduleRuns.turnId })
        .from(scheduleRuns)
        .where(and(gt(scheduleRuns.startedAt, from), lte(scheduleRuns.startedAt, to), isRunning))
        .limit(limit);
      return rows.length === 0 ? [] : withPlaces(rows);
    },

    /** Of those that began in (from, to], nobody will ever hear any more. */
    giveUp: async (from: number, to: number, now: number): Promise<void> => {
      await db
        .update(scheduleRuns)
        .set({ outcome: "failed" satisfies RunOutcome, problem: "lost", finishedAt: now })
        .where(and(gt(scheduleRuns.startedAt, from), lte(scheduleRuns.startedAt, to), isRunning));
    },

    /** A run by hand; the same slot once more changes nothing. */
    begin: async ({ id, guildId }: Pick<Schedule, "id" | "guildId">, slot: number, turnId: string): Promise<void> => {
      await db.insert(scheduleRuns).values({ scheduleId: id, slot, guildId, turnId, startedAt: slot }).onConflictDoNothing();
    },

    /** What a run is about; null where it was removed. */
    forRun: async (id: string, slot: number): Promise<{ schedule: Schedule; run: ScheduleRun } | null> => {
      const [[schedule], [found]] = await db.batch([
        db.select().from(schedules).where(eq(schedules.id, id)),
        db.select().from(scheduleRuns).where(run(id, slot)),
      ]);
      return schedule === undefined || found === undefined ? null : { schedule, run: found };
    },

    /** Writes the receipt and counts, once however often it is repeated. Tells whether the schedule is paused because of it. */
    finish: async ({ scheduleId, slot, outcome, problem, isFinal, ...rest }: Receipt): Promise<{ isPaused: boolean; schedule: Schedule | null }> => {
      const isOpen = sql`EXISTS (SELECT 1 FROM schedule_runs WHERE schedule_id = ${scheduleId} AND slot = ${slot} AND outcome = 'running')`;
      const counts = outcome === "failed" ? sql`failures + 1` : outcome === "done" ? sql`0` : sql`failures`;
      const pauses = outcome !== "failed" ? sql`0` : isFinal ? sql`1` : sql`(failures + 1 >= ${MOST_FAILURES})`;
      const [, , rows] = await db.batch([
        db
          .update(schedules)
          .set({ failures: counts, problem, paused: sql`max(paused, ${pauses})` })
          .where(and(eq(schedules.id, scheduleId), isOpen)),
        db
          .update(scheduleRuns)
          .set({ outcome, problem, ...rest })
          .where(and(run(scheduleId, slot), isRunning)),
        db.select().from(schedules).where(eq(schedules.id, scheduleId)),
      ]);
      const [schedule] = rows;
      const isPaused = schedule?.paused === true && outcome === "failed" && (isFinal || schedule.failures >= MOST_FAILURES);
      return { isPaused, schedule: schedule ?? null };
    },

    /** Deletes at most `limit` receipts from before that moment. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = sql`SELECT rowid FROM schedule_runs WHERE started_at < ${before} LIMIT ${limit}`;
      await db.delete(scheduleRuns).where(sql`rowid IN (${old})`);
    },

    /** Ids of those that were removed before that moment. */
    forgetRemoved: async (before: number): Promise<void> => {
      await db.delete(schedules).where(and(ofServer(""), lt(schedules.changedAt, before)));
    },
  };

  async function withPlaces(runs: readonly Pick<ScheduleRun, "scheduleId" | "slot" | "turnId">[]): Promise<Claimed[]> {
    const ids = sql`(SELECT value FROM json_each(${JSON.stringify(runs.map(({ scheduleId }) => scheduleId))}))`;
    const places = await db
      .select({ id: schedules.id, channelId: schedules.channelId, guildId: schedules.guildId, locale: schedules.locale })
      .from(schedules)
      .where(inArray(schedules.id, ids));
    const byId = new Map(places.map((place) => [place.id, place]));
    return runs.flatMap(({ scheduleId, slot, turnId }) => {
      const place = byId.get(scheduleId);
      return place === undefined ? [] : [{ scheduleId, slot, turnId, channelId: place.channelId, guildId: place.guildId, locale: place.locale }];
    });
  }
}

export type ScheduleStore = ReturnType<typeof createScheduleStore>;
