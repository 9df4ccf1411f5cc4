/**
 * Sees every committed job through to its one outcome, inside the channel's object. Claims by lane (jobs of one conversation in order, different ones
 * in parallel), resumes what a crash left behind, saves what is finished. Nothing here knows what a job does: that is its kind's business.
 */
import type { Clock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { JobEntry, JobStore, Tombstone } from "./store.ts";
import type { Job, JobKind, JobResult, JobRun, SubmitResult } from "./types.ts";

/** While jobs run, the alarm looks after them this often, ms. */
export const WATCHDOG_MS = 30_000;
/** Counted from the interaction; the token works for 15 min. */
const DEADLINE_MS = 13 * 60_000;
/** Starts without a new journal entry after which a job is given up. */
const MAX_STARTS = 3;
/** Conversations of one channel that are answered at the same time. */
const MAX_RUNNING = 8;
/** A replayed interaction is refused for this long; the edge refuses it as stale afterwards. */
const TOMBSTONE_MS = 20 * 60_000;
/** Waits between attempts to save, ms: the first ones keep the lane, so that the next turn sees this one. */
const SAVE_WAITS_MS = [300, 1_500, 5_000, 15_000, 60_000, 300_000];
const SAVE_IN_LANE = 2;

export interface RunnerDeps {
  store: JobStore;
  kinds: Record<string, JobKind>;
  clock: Clock;
  log: Log;
  /** Sets the object's one alarm. */
  setAlarm(at: number): void;
  /** Runs a task after the current event has been answered, and keeps the object alive for it. */
  spawn(task: () => Promise<void>): void;
}

export function createRunner(deps: RunnerDeps) {
  const { store, clock, log } = deps;
  const lanes = new Map<string, JobEntry[]>();
  const saving = new Map<string, JobEntry & { attempts: number }>();
  const running = new Map<string, AbortController>();
  /** The one running job that was there at two crashes. */
  let suspect: string | null = null;
  let oldestTombstone: number | null = null;
  let alarmAt = Number.POSITIVE_INFINITY;

  for (const entry of store.entries()) entry.state === "open" ? enqueue(entry) : saving.set(entry.id, { ...entry, attempts: 0 });

  function enqueue(entry: JobEntry): boolean {
    const lane = lanes.get(entry.lane);
    if (lane) lane.push(entry);
    else lanes.set(entry.lane, [entry]);
    return lane === undefined;
  }

  function arm(at: number): void {
    if (at >= alarmAt) return;
    alarmAt = at;
    deps.setAlarm(at);
  }

  function armForWhatIsLeft(): void {
    const now = clock.now();
    if (lanes.size > 0) arm(now + WATCHDOG_MS);
    for (const entry of saving.values()) if (!running.has(entry.id)) arm(Math.max(entry.runAt, now + 100));
    if (oldestTombstone !== null) arm(oldestTombstone + TOMBSTONE_MS + 1_000);
  }

  /** Starts every lane's first job as far as there is room. */
  function pump(): void {
    // Who crashed twice may be the one who does it: such jobs go one at a time, so that the innocent among them survive.
    for (const [head] of lanes.values()) {
      if (running.size >= MAX_RUNNING) return;
      if (head === undefined || running.has(head.id)) continue;
      if (head.starts >= 2) {
        if (suspect !== null) continue;
        suspect = head.id;
      }
      start(head);
    }
  }

  function start(entry: JobEntry): void {
    const controller = new AbortController();
    running.set(entry.id, controller);
    deps.spawn(async () => {
      try {
        await runToEnd(entry, controller);
        running.delete(entry.id);
        acquit(entry.id);
        pump();
      } catch (error) {
        // Only storage itself can fail here; the watchdog tries again, so that a lasting fault does not spin.
        running.delete(entry.id);
        acquit(entry.id);
        log.error("runner threw", { id: entry.id, error: describe(error) });
      } finally {
        armForWhatIsLeft();
      }
    });
  }

  function acquit(id: string): boolean {
    if (suspect !== id) return false;
    suspect = null;
    return true;
  }

  async function runToEnd(entry: JobEntry, controller: AbortController): Promise<void> {
    const { job, stopped } = store.load(entry.id);
    if (stopped) controller.abort("stop");
    const startedAt = clock.now();
    const timeUp = new AbortController();
    const deadline = job.createdAt + DEADLINE_MS;
    void clock.sleep(Math.max(0, deadline - startedAt), timeUp.signal).then(() => controller.abort("deadline"));
    const run: JobRun = { journal: progressJournal(entry), signal: controller.signal, deadline, starts: entry.starts + 1 };
    const result = await carryOut(job, entry, run).finally(() => timeUp.abort());
    if (controller.signal.reason === "cancel") {
      await save({ ...entry, attempts: 0 }, job, "cancelled");
      return leaveLane(entry);
    }
    store.markSaving(entry.id, 0);
    logJob(job, result, clock.now() - job.createdAt, run.starts);
    await saveInLane(entry, job);
    leaveLane(entry);
  }

  /** A journal whose entries clear the job of suspicion. */
  function progressJournal(entry: JobEntry) {
    const journal = store.journal(entry.id);
    return {
      get: journal.get,
      put: (step: string, value: unknown) => {
        if (!journal.put(step, value)) return;
        entry.starts = 0;
        if (acquit(entry.id)) pump();
      },
    };
  }

  async function carryOut(job: Job, entry: JobEntry, run: JobRun): Promise<JobResult> {
    const kind = deps.kinds[job.kind];
    if (kind === undefined) return { outcome: "undeliverable", reason: `unknown kind ${job.kind}` };
    // Counted before anything is tried: a crash in the middle must not go unnoticed.
    entry.starts = run.starts;
    store.countStart(job.id);
    try {
      if (run.starts > MAX_STARTS) return await kind.abandon(job, run, "crashes");
      if (clock.now() >= run.deadline) return await kind.abandon(job, run, "deadline");
      return await kind.run(job, run);
    } catch (error) {
      if (run.signal.reason === "cancel") return { outcome: "never-acknowledged" };
      log.error("job threw", { id: job.id, kind: job.kind, error: describe(error) });
      return await kind.abandon(job, run, "bug").catch((second: unknown): JobResult => {
        log.error("abandon threw", { id: job.id, kind: job.kind, error: describe(second) });
        return { outcome: "undeliverable", reason: "bug" };
      });
    }
  }

  async function saveInLane(entry: JobEntry, job: Job): Promise<void> {
    const attempt = { ...entry, state: "saving" as const, attempts: 0 };
    while (!(await save(attempt, job))) {
      if (attempt.attempts > SAVE_IN_LANE) {
        saving.set(entry.id, attempt);
        return;
      }
      await clock.sleep(attempt.runAt - clock.now());
    }
  }

  /** True when the record is where it belongs and the job is closed. */
  async function save(entry: JobEntry & { attempts: number }, job: Job, tombstone: Tombstone = "done"): Promise<boolean> {
    try {
      await deps.kinds[job.kind]?.save?.(job, store.journal(entry.id));
      close(entry.id, tombstone);
      saving.delete(entry.id);
      return true;
    } catch (error) {
      entry.runAt = clock.now() + (SAVE_WAITS_MS[entry.attempts] ?? 600_000);
      entry.attempts += 1;
      store.markSaving(entry.id, entry.runAt);
      log.error("save failed", { id: job.id, kind: job.kind, attempt: entry.attempts, error: describe(error) });
      return false;
    }
  }

  function close(id: string, kind: Tombstone): void {
    store.close(id, kind, clock.now());
    oldestTombstone ??= clock.now();
  }

  const isOpen = (id: string) => [...lanes.values()].some((lane) => lane.some((entry) => entry.id === id));

  function leaveLane(entry: JobEntry): void {
    const rest = (lanes.get(entry.lane) ?? []).filter((other) => other.id !== entry.id);
    if (rest.length > 0) lanes.set(entry.lane, rest);
    else lanes.delete(entry.lane);
  }

  function retrySaves(): void {
    for (const entry of saving.values()) {
      if (running.has(entry.id) || entry.runAt > clock.now()) continue;
      running.set(entry.id, new AbortController());
      deps.spawn(async () => {
        await save(entry, store.load(entry.id).job).finally(() => running.delete(entry.id));
        armForWhatIsLeft();
      });
    }
  }

  function logJob(job: Job, result: JobResult, ms: number, starts: number): void {
    const { outcome, reason, model, inputTokens, outputTokens, costMicroUsd } = result;
    const fields = {
      id: job.id,
      kind: job.kind,
      channel: job.channelId,
      guild: job.guildId,
      user: job.user.id,
      outcome,
      reason,
      ms,
      starts,
      model,
      inputTokens,
      outputTokens,
      costMicroUsd,
    };
    outcome === "answered" || outcome === "stopped" ? log.info("job", fields) : log.error("job", fields);
  }

  return {
    /** Commits a job: what it returns is durable once the caller has it. */
    submit(job: Job): SubmitResult {
      const tombstone = store.tombstone(job.id);
      if (tombstone === "cancelled") return "cancelled";
      const lane = job.conversation ?? job.id;
      if (tombstone === "done" || saving.has(job.id) || lanes.get(lane)?.some((entry) => entry.id === job.id)) return "duplicate";
      if (clock.now() > job.answerBy) return "late";
      store.insert(job, lane);
      const first = enqueue({ id: job.id, lane, state: "open", starts: 0, runAt: 0 });
      arm(clock.now() + WATCHDOG_MS);
      if (first) pump();
      return "committed";
    },

    /** The job must not run: the Worker has told the person that it does not. Valid before and after `submit`. */
    cancel(id: string): void {
      close(id, "cancelled");
      arm(clock.now() + TOMBSTONE_MS);
      const run = running.get(id);
      // A running job ends by itself and gives back what it had reserved.
      if (run) {
        run.abort("cancel");
        return;
      }
      const entry = [...lanes.values()].flat().find((candidate) => candidate.id === id);
      if (entry) leaveLane(entry);
    },

    /** Ends the answer where it is. False when there is none under that id. */
    stop(id: string): boolean {
      if (!isOpen(id)) return false;
      store.markStopped(id);
      running.get(id)?.abort("stop");
      return true;
    },

    /** Answers that are being worked on. */
    running: () => running.size,

    /** The alarm: quick. Starts what has no running promise, saves what is due, re-arms. */
    wake(): void {
      alarmAt = Number.POSITIVE_INFINITY;
      oldestTombstone = store.purge(clock.now() - TOMBSTONE_MS);
      try {
        pump();
        retrySaves();
      } finally {
        armForWhatIsLeft();
      }
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
