/** Gets the records of answered jobs to where they belong: at once, while the next turn waits for this one, and for two days if D1 is away. Used by the runner. */
import type { Clock } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Journal } from "../turn/types.ts";
import type { JobEntry, JobStore } from "./store.ts";
import type { Job, JobKind } from "./types.ts";

/** Waits between attempts, ms. */
const WAITS_MS = [300, 1_500, 5_000, 15_000, 60_000, 300_000];
const LONGEST_WAIT_MS = 600_000;
/** So many failed attempts keep the conversation waiting. */
const IN_LANE = 2;
/** A record that D1 refuses for so long will never be taken, ms. */
const PATIENCE_MS = 48 * 60 * 60_000;

export interface SaverDeps {
  store: JobStore;
  kinds: Record<string, JobKind>;
  clock: Clock;
  log: Log;
  spawn(task: () => Promise<void>): void;
  /** The job's record is saved, or given up. `next`: what follows from it. */
  done(id: string, next: readonly Job[]): void;
  /** `nextAt` may have changed. */
  changed(): void;
}

interface Waiting extends JobEntry {
  /** Absent for one that a crash left; a cancelled job has no row any more to read it from. */
  job?: Job;
  attempts: number;
  busy: boolean;
}

export function createSaver(deps: SaverDeps) {
  const { store, clock, log } = deps;
  const waiting = new Map<string, Waiting>();

  async function attempt(entry: Waiting, job: Job): Promise<boolean> {
    entry.busy = true;
    try {
      await deps.kinds[job.kind]?.save?.(job, store.journal(entry.id));
    } catch (error) {
      entry.attempts += 1;
      log.error("save failed", { id: job.id, kind: job.kind, attempt: entry.attempts, error: describeError(error) });
      if (clock.now() < Math.max(job.createdAt, job.runAt ?? 0) + PATIENCE_MS) {
        entry.runAt = clock.now() + (WAITS_MS[entry.attempts - 1] ?? LONGEST_WAIT_MS);
        store.markSaving(entry.id, entry.runAt);
        return false;
      }
    } finally {
      entry.busy = false;
    }
    waiting.delete(entry.id);
    deps.done(entry.id, following(job, store.journal(entry.id)));
    return true;
  }

  /** Nobody waits for it, so that its failure costs nothing. */
  function following(job: Job, journal: Journal): Job[] {
    try {
      return deps.kinds[job.kind]?.next?.(job, journal) ?? [];
    } catch (error) {
      log.error("next threw", { id: job.id, kind: job.kind, error: describeError(error) });
      return [];
    }
  }

  function retry(isWanted: (entry: Waiting) => boolean): void {
    for (const entry of waiting.values()) {
      if (entry.busy || !isWanted(entry)) continue;
      entry.busy = true;
      deps.spawn(async () => {
        const job = entry.job ?? store.load(entry.id)?.job;
        if (job) await attempt(entry, job);
        else waiting.delete(entry.id);
        deps.changed();
      });
    }
  }

  return {
    has: (id: string) => waiting.has(id),

    /** One that a crash left answered but not saved. */
    adopt: (entry: JobEntry) => void waiting.set(entry.id, { ...entry, attempts: 0, busy: false }),

    /** Returns when it is saved, or when it will not be soon. */
    async save(entry: JobEntry, job: Job): Promise<void> {
      const own: Waiting = { ...entry, job, attempts: 0, busy: false };
      while (!(await attempt(own, job))) {
        if (own.attempts > IN_LANE) return void waiting.set(entry.id, own);
        await clock.sleep(own.runAt - clock.now());
      }
    },

    retryAll(): void {
      retry(() => true);
    },

    retryDue(): void {
      retry(({ runAt }) => runAt <= clock.now());
    },

    /** When the next record is due, ms since 1970; Infinity when none waits. */
    nextAt: () => Math.min(...[...waiting.values()].filter((entry) => !entry.busy).map((entry) => entry.runAt)),
  };
}
