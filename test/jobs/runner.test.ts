// Order, parallelism, crashes and saving, with the object's real SQLite and kinds made up here.
import { expect, test } from "vitest";
import { WATCHDOG_MS } from "../../src/jobs/runner.ts";
import type { Job, JobKind, JobRun } from "../../src/jobs/types.ts";
import { abandonNever, answered, inObject, job, pause } from "./bench.ts";

test("jobs of one conversation run in order, others beside them", async () => {
  const log: string[] = [];
  const kind: JobKind = {
    run: async (job) => {
      log.push(`+${String(job.input)}`);
      await pause(30);
      log.push(`-${String(job.input)}`);
      return answered;
    },
    abandon: abandonNever,
  };
  await inObject("order", kind, async ({ runner, settle }) => {
    for (const [input, conversation] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ] as const)
      expect(runner.submit(job({ input, conversation }))).toBe("committed");
    await settle();
    expect(log.slice(0, 2)).toEqual(["+a1", "+b1"]);
    expect(log.indexOf("+a2")).toBeGreaterThan(log.indexOf("-a1"));
  });
});

test("submit commits once, refuses what is late or cancelled, and remembers what is done", async () => {
  const runs: string[] = [];
  const kind: JobKind = {
    run: async (job) => {
      runs.push(job.id);
      return answered;
    },
    abandon: abandonNever,
  };
  await inObject("submit", kind, async ({ runner, settle, restart }) => {
    const once = job();
    expect(runner.submit(once)).toBe("committed");
    expect(runner.submit(once)).toBe("duplicate");
    expect(runner.submit(job({ answerBy: Date.now() - 1 }))).toBe("late");
    const cancelledFirst = job();
    runner.cancel(cancelledFirst.id);
    expect(runner.submit(cancelledFirst)).toBe("cancelled");
    const cancelledLater = job({ conversation: "x" });
    expect(runner.submit(cancelledLater)).toBe("committed");
    runner.cancel(cancelledLater.id);
    await settle();
    expect(runner.submit(once)).toBe("duplicate");
    expect(restart().runner.submit(once)).toBe("duplicate");
    expect(runs).toEqual([once.id]);
  });
});

test("a crash resumes from the journal, and the third start without progress is the last", async () => {
  const starts: number[] = [];
  let abandoned = "";
  let progress = true;
  const kind: JobKind = {
    run: (_job, run) => {
      starts.push(run.starts);
      if (progress) run.journal.put(`step ${starts.length}`, true);
      return new Promise(() => {});
    },
    abandon: async (_job, _run, reason) => {
      abandoned = reason;
      return { outcome: "failed", reason };
    },
  };
  await inObject("crash", kind, async (first) => {
    first.runner.submit(job());
    await pause(20);
    let bench = first;
    for (let crash = 0; crash < 3; crash++) {
      bench = bench.restart();
      bench.wake();
      await pause(20);
    }
    // Each start wrote something: no suspicion.
    expect(starts).toEqual([1, 1, 1, 1]);
    progress = false;
    for (let crash = 0; crash < 5; crash++) {
      bench = bench.restart();
      bench.wake();
      await pause(20);
    }
    expect(starts.slice(4)).toEqual([1, 2, 3]);
    expect(abandoned).toBe("crashes");
    expect(bench.restart().runner.stop("0")).toBe(false);
  });
});

test("after a second crash open jobs resume one at a time, so that the innocent survive", async () => {
  let poison = "";
  let crashed = false;
  const outcome = new Map<string, string>();
  const kind: JobKind = {
    run: async (job, run) => {
      if (job.id === poison) {
        // Takes the process with it: nothing after this moment counts until the next restart.
        crashed = true;
        return new Promise(() => {});
      }
      await pause(5);
      if (crashed) return new Promise(() => {});
      run.journal.put("answer", true);
      outcome.set(job.id, "answered");
      return answered;
    },
    abandon: async (job, _run, reason) => {
      outcome.set(job.id, reason);
      return { outcome: "failed", reason };
    },
  };
  await inObject("poison", kind, async (first) => {
    const jobs = Array.from({ length: 5 }, (_, i) => job({ conversation: `c${i}` }));
    poison = jobs[2]?.id ?? "";
    for (const each of jobs) first.runner.submit(each);
    let bench = first;
    for (let round = 0; round < 8 && outcome.size < 5; round++) {
      await pause(60);
      crashed = false;
      bench = bench.restart();
      bench.wake();
    }
    await pause(60);
    expect([...outcome].filter(([, how]) => how === "answered")).toHaveLength(4);
    expect(outcome.get(poison)).toBe("crashes");
  });
});

test("what cannot be saved is tried again and does not hold up the conversation for ever", async () => {
  let failures = 4;
  const saved: string[] = [];
  const kind: JobKind = {
    run: async () => answered,
    save: async (job) => {
      if (failures-- > 0) throw new Error("D1 is away");
      saved.push(job.id);
    },
    abandon: abandonNever,
  };
  await inObject("save", kind, async ({ runner, settle, alarms, restart }) => {
    const [one, two] = [job({ conversation: "c" }), job({ conversation: "c" })];
    runner.submit(one);
    runner.submit(two);
    await pause(2_600);
    await settle();
    expect(saved).toEqual([two.id]);
    expect(Math.min(...alarms.slice(1))).toBeLessThan(Date.now() + 10_000);
    // A restart finds it and saves it when it is due.
    const again = restart();
    await pause(5_200);
    again.wake();
    await again.settle();
    expect(saved).toEqual([two.id, one.id]);
  });
}, 20_000);

test("a running job that is cancelled gives back what it holds, even if D1 is away at first", async () => {
  let failures = 3;
  const saved: string[] = [];
  const kind: JobKind = {
    run: (_job, run) =>
      new Promise((resolve) => run.signal.addEventListener("abort", () => resolve({ outcome: "never-acknowledged", reason: String(run.signal.reason) }))),
    save: async (job) => {
      if (failures-- > 0) throw new Error("D1 is away");
      saved.push(job.id);
    },
    abandon: abandonNever,
  };
  await inObject("cancel", kind, async ({ runner, wake, settle }) => {
    const running = job();
    runner.submit(running);
    await pause(10);
    runner.cancel(running.id);
    await settle();
    expect(runner.submit(running)).toBe("cancelled");
    await pause(5_100);
    wake();
    await settle();
    expect(saved).toEqual([running.id]);
    expect(runner.submit(running)).toBe("cancelled");
  });
}, 20_000);

test("stop reaches a running job, and one that is resumed later", async () => {
  const reasons: unknown[] = [];
  const kind: JobKind = {
    run: (_job: Job, run: JobRun) =>
      new Promise((resolve) => {
        const end = () => {
          reasons.push(run.signal.reason);
          resolve({ outcome: "stopped" });
        };
        if (run.signal.aborted) end();
        else run.signal.addEventListener("abort", end);
      }),
    abandon: abandonNever,
  };
  await inObject("stop", kind, async ({ runner, settle }) => {
    const running = job();
    runner.submit(running);
    await pause(10);
    expect(runner.stop(running.id)).toBe(true);
    await settle();
    expect(reasons).toEqual(["stop"]);
    expect(runner.stop(running.id)).toBe(false);
  });
});

test("the watchdog's alarm is set with the commit, and the log line tells no content", async () => {
  const kind: JobKind = { run: async () => ({ outcome: "failed", reason: "empty" }), abandon: abandonNever };
  await inObject("alarm", kind, async ({ runner, alarms, lines, settle }) => {
    const before = Date.now();
    runner.submit(job({ input: { prompt: "my secret" }, token: "tok" }));
    expect(alarms[0]).toBeGreaterThanOrEqual(before + WATCHDOG_MS);
    await settle();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ event: "job", outcome: "failed", reason: "empty", starts: 1 });
    expect(lines[0]).not.toMatch(/secret|tok"/);
  });
});
