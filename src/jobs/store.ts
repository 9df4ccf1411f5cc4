/** The object's SQLite as the runner needs it: jobs, their journals, and tombstones. All calls are synchronous; writes of one task commit together. */
import { type Journal, RECORD } from "../turn/types.ts";
import type { Job } from "./types.ts";

/** A job without its payload, as the runner keeps it in memory. */
export interface JobEntry {
  id: string;
  /** Jobs of one lane run in order. */
  lane: string;
  /** `open`: not yet answered. `saving`: answered, its record still has to reach D1. Those that wait for their moment are `later`, in the table alone. */
  state: "open" | "saving";
  /** Starts since the last new journal entry. */
  starts: number;
  /** Not before this moment, ms since 1970. */
  runAt: number;
}

/** A journal that also says whether a step was new. */
export interface JobJournal extends Journal {
  put(step: string, value: unknown): boolean;
}

/** Why an id is taken though no job is open: it was finished, or called off. */
export type Tombstone = "done" | "cancelled";

export function createJobStore(sql: SqlStorage) {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open',
      starts INTEGER NOT NULL DEFAULT 0, run_at INTEGER NOT NULL DEFAULT 0, stopped INTEGER NOT NULL DEFAULT 0, payload TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS journal (job_id TEXT NOT NULL, step TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (job_id, step)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tombstones (id TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  `);
  sql.exec("CREATE INDEX IF NOT EXISTS jobs_later ON jobs (run_at) WHERE state = 'later'");
  let seq = sql.exec<{ top: number }>("SELECT coalesce(max(seq), 0) AS top FROM jobs").one().top;

  let shared = sql.exec<{ value: number }>("SELECT value FROM notes WHERE name = 'shared'").toArray()[0]?.value === 1;

  return {
    /** Whether people's public turns here are one conversation, as far as a turn has found out. */
    shared: () => shared,

    setShared(isShared: boolean): void {
      if (isShared === shared) return;
      shared = isShared;
      sql.exec("INSERT OR REPLACE INTO notes (name, value) VALUES ('shared', ?)", Number(isShared));
    },

    /** Everything unfinished that has begun, oldest first. */
    entries: (): JobEntry[] =>
      sql
        .exec<{ id: string; lane: string; state: "open" | "saving"; starts: number; runAt: number }>(
          "SELECT id, lane, state, starts, run_at AS runAt FROM jobs WHERE state <> 'later' ORDER BY seq",
        )
        .toArray(),

    tombstone: (id: string): Tombstone | null => sql.exec<{ kind: Tombstone }>("SELECT kind FROM tombstones WHERE id = ?", id).toArray()[0]?.kind ?? null,

    insert(job: Job, lane: string): void {
      sql.exec("INSERT INTO jobs (id, seq, lane, payload) VALUES (?, ?, ?, ?)", job.id, ++seq, lane, JSON.stringify(job));
    },

    insertLater(job: Job, lane: string, runAt: number): void {
      sql.exec("INSERT INTO jobs (id, seq, lane, state, run_at, payload) VALUES (?, ?, ?, 'later', ?, ?)", job.id, ++seq, lane, runAt, JSON.stringify(job));
    },

    isLater: (id: string): boolean => sql.exec("SELECT 1 FROM jobs WHERE id = ? AND state = 'later'", id).toArray().length > 0,

    /** When the next of those that wait is due, ms since 1970; null: none waits. */
    nextLater: (): number | null => sql.exec<{ at: number | null }>("SELECT min(run_at) AS at FROM jobs WHERE state = 'later'").one().at,

    /** Those that are due, in order; from now on they are open. */
    takeDue: (now: number): JobEntry[] => {
      const due = sql.exec<{ id: string; lane: string }>("SELECT id, lane FROM jobs WHERE state = 'later' AND run_at <= ? ORDER BY run_at, seq", now).toArray();
      for (const { id } of due) sql.exec("UPDATE jobs SET state = 'open', run_at = 0 WHERE id = ?", id);
      return due.map(({ id, lane }) => ({ id, lane, state: "open", starts: 0, runAt: 0 }));
    },

    /** Null for a job that was called off meanwhile. */
    load(id: string): { job: Job; stopped: boolean } | null {
      const row = sql.exec<{ payload: string; stopped: number }>("SELECT payload, stopped FROM jobs WHERE id = ?", id).toArray()[0];
      if (row === undefined) return null;
      // Written by `insert` alone, in this object: a door of our own.
      return { job: JSON.parse(row.payload) as Job, stopped: row.stopped === 1 };
    },

    /** Jobs from until then that know of that person, `own` if they asked for it or it is about their answer. Those that erase somebody see to themselves. */
    naming: (userId: string, until: number): { id: string; own: boolean }[] =>
      sql
        .exec<{ id: string; own: number }>(
          `SELECT id, payload ->> '$.user.id' = ?1 OR instr(lane, ?1) > 0 AS own FROM jobs WHERE payload ->> '$.kind' <> 'erase' AND payload ->> '$.createdAt' <= ?2
            AND (instr(payload, ?1) > 0 OR instr(lane, ?1) > 0 OR EXISTS (SELECT 1 FROM journal WHERE job_id = id AND instr(value, ?1) > 0))`,
          userId,
          until,
        )
        .toArray()
        .map(({ id, own }) => ({ id, own: own === 1 })),

    countStart(id: string): void {
      sql.exec("UPDATE jobs SET starts = starts + 1 WHERE id = ?", id);
    },

    markStopped(id: string): void {
      sql.exec("UPDATE jobs SET stopped = 1 WHERE id = ?", id);
    },

    /** Answered: only its record is still needed, which may take days to get where it belongs. */
    markSaving(id: string, runAt: number): void {
      sql.exec("UPDATE jobs SET state = 'saving', run_at = ?, payload = json_remove(payload, '$.input', '$.token') WHERE id = ?", runAt, id);
      sql.exec("DELETE FROM journal WHERE job_id = ? AND step <> ?", id, RECORD);
    },

    /** The job and its journal go; the id stays taken until `purge`. */
    close(id: string, kind: Tombstone, at: number): void {
      sql.exec("DELETE FROM journal WHERE job_id = ?", id);
      sql.exec("DELETE FROM jobs WHERE id = ?", id);
      sql.exec("INSERT OR IGNORE INTO tombstones (id, kind, at) VALUES (?, ?, ?)", id, kind, at);
    },

    /** Forgets tombstones older than `before`; returns the age of the oldest that stays, or null. */
    purge(before: number): number | null {
      sql.exec("DELETE FROM tombstones WHERE at < ?", before);
      return sql.exec<{ oldest: number | null }>("SELECT min(at) AS oldest FROM tombstones").one().oldest;
    },

    journal: (id: string): JobJournal => ({
      get: (step) => {
        const row = sql.exec<{ value: string }>("SELECT value FROM journal WHERE job_id = ? AND step = ?", id, step).toArray()[0];
        return row === undefined ? undefined : JSON.parse(row.value);
      },
      put: (step, value) => {
        // Only a step that was not there before is progress: a job that crashes after repeating an old one must not go on for ever.
        const isNew = sql.exec("SELECT 1 FROM journal WHERE job_id = ? AND step = ?", id, step).toArray().length === 0;
        sql.exec("INSERT OR REPLACE INTO journal (job_id, step, value) VALUES (?, ?, ?)", id, step, JSON.stringify(value));
        if (isNew) sql.exec("UPDATE jobs SET starts = 0 WHERE id = ?", id);
        return isNew;
      },
    }),
  };
}

export type JobStore = ReturnType<typeof createJobStore>;
