/** Where owners want to be told of things, and what they were told. Used by the job `notify`, /settings and the cron. */
import { and, asc, desc, eq, inArray, lt, lte, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { notifications, notifyTargets } from "../db/schema/notify.ts";
import { MOST_TARGETS, type Owner, type Target, type Tried } from "./target.ts";
import type { Note, Words } from "./types.ts";

/** Who changes something. `at`: the interaction's own moment, so that a replay changes nothing. */
interface By {
  userId: string;
  at: number;
}

export interface Told {
  id: string;
  kind: string;
  title: string;
  text: string;
  url: string;
  state: "waiting" | "sent" | "failed";
  problem: string;
  createdAt: number;
}

/** What came of one attempt. */
export interface Attempt {
  id: string;
  state: Told["state"];
  tries: number;
  takenBy: string[];
  problem: string;
  at: number;
  targets: Tried[];
}

export type NewTarget = Pick<Target, "id" | "owner" | "kind" | "label" | "userId" | "sealed" | "timeZone">;
export type TargetChange = Partial<Pick<Target, "enabled" | "quietFrom" | "quietTo" | "timeZone">>;

/** Shown in /settings. */
const LATEST = 5;
/** A removed one keeps its id so long, without anything else, so that a replay brings nothing back, ms. */
const REMOVED_KEPT_MS = 60 * 60_000;
/** Nobody looks at what they were told a month ago, ms. */
const TOLD_KEPT_MS = 30 * 24 * 60 * 60_000;

export function createNotifyStore(db: Database) {
  const targetsOf = (owner: string) =>
    db.select().from(notifyTargets).where(eq(notifyTargets.owner, owner)).orderBy(asc(notifyTargets.changedAt), notifyTargets.id);
  const one = (owner: string, id: string) => and(eq(notifyTargets.owner, owner), eq(notifyTargets.id, id));
  const told = (id: string) => db.select().from(notifications).where(eq(notifications.id, id));

  return {
    list: async (owner: Owner): Promise<Target[]> => (await targetsOf(owner)).map(toTarget),

    /** For the panel: its targets, and what it was told last. */
    async overview(owner: Owner): Promise<{ targets: Target[]; latest: Told[] }> {
      const [targets, latest] = await db.batch([
        targetsOf(owner),
        db.select().from(notifications).where(eq(notifications.owner, owner)).orderBy(desc(notifications.createdAt)).limit(LATEST),
      ]);
      return { targets: targets.map(toTarget), latest };
    },

    /** Its owner's targets, and what became of it so far; null: it is new. */
    async look({ id, owner }: Pick<Note, "id" | "owner">): Promise<{ targets: Target[]; told: Told | null }> {
      const [targets, [row]] = await db.batch([targetsOf(owner), told(id)]);
      return { targets: targets.map(toTarget), told: row ?? null };
    },

    /** A repeat changes nothing. */
    async begin({ id, owner, kind }: Pick<Note, "id" | "owner" | "kind">, { title, text, url }: Words, createdAt: number): Promise<void> {
      await db.insert(notifications).values({ id, owner, kind, title, text, url, createdAt }).onConflictDoNothing();
    },

    /** May be repeated. What was told once stays told. */
    async note({ id, state, tries, takenBy, problem, at, targets }: Attempt): Promise<void> {
      const finishedAt = state === "waiting" ? null : at;
      await db.batch([
        db
          .update(notifications)
          .set({ state, attempts: tries, takenBy: JSON.stringify(takenBy), problem, finishedAt })
          .where(and(eq(notifications.id, id), eq(notifications.state, "waiting"))),
        ...tried(targets, at),
      ]);
    },

    /** The same for what is no note, such as a test. */
    async noteTried(targets: readonly Tried[], at: number): Promise<void> {
      const [first, ...rest] = tried(targets, at);
      if (first !== undefined) await db.batch([first, ...rest]);
    },

    /** Unless there are as many as there may be, or the same person is told already; a repeat changes nothing. */
    async add({ id, owner, kind, label, userId, sealed, timeZone }: NewTarget, { userId: setBy, at }: By): Promise<{ added: boolean; targets: Target[] }> {
      const values = sql`SELECT ${id}, ${owner}, ${kind}, ${label}, ${userId}, ${sealed}, 1, NULL, NULL, ${timeZone}, '', NULL, ${setBy}, ${at}
        WHERE (SELECT count(*) FROM notify_targets WHERE owner = ${owner} AND id <> ${id}) < ${MOST_TARGETS}
          AND NOT EXISTS (SELECT 1 FROM notify_targets WHERE owner = ${owner} AND id <> ${id} AND user_id = ${userId})`;
      const [, rows] = await db.batch([db.insert(notifyTargets).select(values).onConflictDoNothing(), targetsOf(owner)]);
      return { added: rows.some((row) => row.id === id), targets: rows.map(toTarget) };
    },

    /** Who switches one on says that its problem is seen to. Returns all as they are now. */
    async change(owner: Owner, id: string, change: TargetChange, { userId, at }: By): Promise<Target[]> {
      const [, rows] = await db.batch([
        db
          .update(notifyTargets)
          .set({ ...change, ...(change.enabled === undefined ? {} : { problem: "" }), setBy: userId, changedAt: at })
          .where(and(one(owner, id), lt(notifyTargets.changedAt, at))),
        targetsOf(owner),
      ]);
      return rows.map(toTarget);
    },

    /** Its secrets go at once. Returns those that are left. */
    async remove(owner: Owner, id: string, at: number): Promise<Target[]> {
      const nothing = { owner: "", label: "", userId: null, sealed: null, enabled: false, problem: "", setBy: "", changedAt: at };
      const [, rows] = await db.batch([
        db
          .update(notifyTargets)
          .set(nothing)
          .where(and(one(owner, id), lte(notifyTargets.changedAt, at))),
        targetsOf(owner),
      ]);
      return rows.map(toTarget);
    },

    /** For the cron. `before`: the deployer's own retention. */
    async forget(before: number, now: number, limit: number): Promise<void> {
      const old = db
        .select({ id: notifications.id })
        .from(notifications)
        .where(lt(notifications.createdAt, Math.max(before, now - TOLD_KEPT_MS)))
        .limit(limit);
      const removed = db
        .select({ id: notifyTargets.id })
        .from(notifyTargets)
        .where(and(eq(notifyTargets.owner, ""), lt(notifyTargets.changedAt, now - REMOVED_KEPT_MS)))
        .limit(limit);
      await db.batch([db.delete(notifications).where(inArray(notifications.id, old)), db.delete(notifyTargets).where(inArray(notifyTargets.id, removed))]);
    },
  };

  function tried(targets: readonly Tried[], at: number) {
    return targets.map(({ id, problem, off }) =>
      db
        .update(notifyTargets)
        .set(problem === "" ? { problem, workedAt: at } : { problem, ...(off ? { enabled: false } : {}) })
        // Whoever changed it meanwhile knows better.
        .where(and(eq(notifyTargets.id, id), lte(notifyTargets.changedAt, at))),
    );
  }
}

export type NotifyStore = ReturnType<typeof createNotifyStore>;

const toTarget = ({ setBy: _, ...row }: typeof notifyTargets.$inferSelect): Target => row;
