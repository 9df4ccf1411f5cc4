/**
 * Sees every committed job through to its one outcome, inside the channel's object. Claims by lane (jobs of one conversation in order, different ones
 * in parallel), resumes what a crash left behind, saves what is finished. Nothing here knows what a job does: that is its kind's business.
 */
import type { Clock } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Alarm } from "./alarm.ts";
import { laneOf } from "./lane.ts";
import { createSaver } from "./saver.ts";
import type { JobEntry, JobStore, Tombstone } from "./store.ts";
import type { Job, JobKind, JobResult, JobRun, SubmitResult } from "./types.ts";

/** While jobs run, the alarm looks after them this often, ms. */
export const WATCHDOG_MS = 10_000;
/** Counted from the interaction, or from when it was to run; the token works for 15 min. */
const DEADLINE_MS = 13 * 60_000;
/** Starts without a new journal entry after which a job is given up. */
const MAX_STARTS = 3;
/** Conversations of one channel that are answered at the same time. */
const MAX_RUNNING = 8;
/** A replayed interaction is refused for this long; the edge refuses it as stale afterwards. */
const TOMBSTONE_MS = 20 * 60_000;
/** Ends that somebody wanted. */
const WELL: readonly JobResult["outcome"][] = ["answered", "stopped", "silent", "discarded"];

export interface RunnerDeps {
  store: JobStore;
  kinds: Record<string, JobKind>;
  clock: Clock;
  log: Log;
  alarm: Pick<Alarm, "arm">;
  /** Runs a task after the current event has been answered, and keeps the object alive for it. */
  spawn(task: () => Promise<void>): void;
}

export function createRunner(deps: RunnerDeps) {
  const { store, clock, log } = deps;
  const lanes = new Map<string, JobEntry[]>();
  const running = new Map<string, AbortController>();
  /** The one running job that was there at two crashes. */
  let suspect: string | null = null;
  let oldestTombstone: number | null = null;

  const saver = createSaver({ ...deps, done, changed: armForWhatIsLeft });

  const left = store.entries();
  for (const entry of left) entry.state === "open" ? enqueue(entry) : saver.adopt(entry);
  // A crash left them: whatever event has brought the object back, they need not wait for the alarm.
  const laterAt = store.nextLater();
  if (left.length > 0 || (laterAt !== null && laterAt <= clock.now())) deps.spawn(async () => resume());
  // Whatever is armed next would take the place of the alarm that is set for them.
  else if (laterAt !== null) deps.alarm.arm(laterAt);

  function enqueue(entry: JobEntry): boolean {
    const lane = lanes.get(entry.lane);
    if (lane) lane.push(entry);
    else lanes.set(entry.lane, [entry]);
    return lane === undefined;
  }

  const { arm } = deps.alarm;

  function armForWhatIsLeft(): void {
    const now = clock.now();
    if (lanes.size > 0) arm(now + WATCHDOG_MS);
    const saveAt = saver.nextAt();
    if (Number.isFinite(saveAt)) arm(Math.max(saveAt, now + 100));
    if (oldestTombstone !== null) arm(oldestTombstone + TOMBSTONE_MS + 1_000);
    const nextAt = store.nextLater();
    if (nextAt !== null) arm(nextAt);
  }

  /** What had to wait for its moment joins the others. */
  function enqueueDue(): void {
    for (const entry of store.takeDue(clock.now())) enqueue(entry);
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
        log.error("runner threw", { id: entry.id, error: describeError(error) });
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
    const loaded = store.load(entry.id);
    // Called off between its start and now: it must not block its lane for ever.
    if (loaded === null) return leaveLane(entry);
    const { job, stopped } = loaded;
    if (stopped) controller.abort("stop");
    const startedAt = clock.now();
    const timeUp = new AbortController();
    const deadline = Math.max(job.createdAt, job.runAt ?? 0) + DEADLINE_MS;
    void clock.sleep(Math.max(0, deadline - startedAt), timeUp.signal).then(() => controller.abort("deadline"));
    const run: JobRun = { journal: progressJournal(entry), signal: controller.signal, deadline, starts: entry.starts + 1, shared: store.setShared };
    const result = await carryOut(job, entry, run).finally(() => timeUp.abort());
    store.markSaving(entry.id, 0);
    logJob(job, result, clock.now() - job.createdAt, run.starts);
    await saver.save(entry, job);
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
      log.error("job threw", { id: job.id, kind: job.kind, error: describeError(error) });
      return await kind.abandon(job, run, "bug").catch((second: unknown): JobResult => {
        log.error("abandon threw", { id: job.id, kind: job.kind, error: describeError(second) });
        return { outcome: "undeliverable", reason: "bug" };
      });
    }
  }

  /** A tombstone that is there already stays what it is: cancelled is cancelled. */
  function close(id: string, kind: Tombstone): void {
    store.close(id, kind, clock.now());
    oldestTombstone ??= clock.now();
  }

  /** All in one task, so that none is without the other. */
  function done(id: string, next: readonly Job[]): void {
    close(id, "done");
    for (const job of next) submit(job);
  }

  const isOpen = (id: string) => [...lanes.values()].some((lane) => lane.some((entry) => entry.id === id));

  /** Quick: starts what has no running promise, saves what is due, re-arms. */
  function resume(): void {
    try {
      enqueueDue();
      pump();
      saver.retryDue();
    } finally {
      armForWhatIsLeft();
    }
  }

  function stop(id: string): boolean {
    if (!isOpen(id)) return false;
    store.markStopped(id);
    running.get(id)?.abort("stop");
    return true;
  }

  function leaveLane(entry: JobEntry): void {
    const rest = (lanes.get(entry.lane) ?? []).filter((other) => other.id !== entry.id);
    if (rest.length > 0) lanes.set(entry.lane, rest);
    else lanes.delete(entry.lane);
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
    WELL.includes(outcome) ? log.info("job", fields) : log.error("job", fields);
  }

  function submit(job: Job): SubmitResult {
    const tombstone = store.tombstone(job.id);
    if (tombstone === "cancelled") return "cancelled";
    if (tombstone === "done" || saver.has(job.id) || isOpen(job.id) || store.isLater(job.id)) return "duplicate";
    if (clock.now() > job.answerBy) return "late";
    const lane = laneOf(job, store.shared());
    if (job.runAt !== undefined && job.runAt > clock.now()) {
      store.insertLater(job, lane, job.runAt);
      arm(job.runAt);
      return "committed";
    }
    store.insert(job, lane);
    const first = enqueue({ id: job.id, lane, state: "open", starts: 0, runAt: 0 });
    arm(clock.now() + WATCHDOG_MS);
    if (first) pump();
    return "committed";
  }

  return {
    /** Commits a job: what it returns is durable once the caller has it. */
    submit,

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
    stop,

    /**
     * Somebody is to be forgotten, as they were until then: their open jobs end where they are, and what waits to be saved is tried at once. Returns how
     * many jobs still know of them.
     */
    forget(userId: string, until: number): number {
      const found = store.naming(userId, until);
      let left = found.length;
      for (const { id, own } of found) {
        if (!own || stop(id)) continue;
        if (!store.isLater(id)) continue;
        close(id, "cancelled");
        left -= 1;
      }
      saver.retryAll();
      return left;
    },

    /** Answers that are being worked on. */
    running: () => running.size,

    /** The alarm has fired. */
    wake(): void {
      oldestTombstone = store.purge(clock.now() - TOMBSTONE_MS);
      resume();
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;
