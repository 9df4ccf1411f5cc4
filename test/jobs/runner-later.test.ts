// Jobs that wait for their moment, with the object's real SQLite.
import { expect, test } from "vitest";
import type { JobKind } from "../../src/jobs/types.ts";
import { abandonNever, answered, inObject, job, pause } from "./bench.ts";

const counting = (): { kind: JobKind; runs: string[] } => {
  const runs: string[] = [];
  return {
    runs,
    kind: {
      run: async ({ id }) => {
        runs.push(id);
        return answered;
      },
      abandon: abandonNever,
    },
  };
};

test("a job that is to run later sets the alarm for its moment, and runs then, once", async () => {
  const { kind, runs } = counting();
  await inObject("later", kind, async ({ runner, alarms, wake, settle }) => {
    const at = Date.now() + 60;
    const later = job({ runAt: at });
    expect(runner.submit(later)).toBe("committed");
    expect(runner.submit(later)).toBe("duplicate");
    expect(alarms).toEqual([at]);
    await settle();
    expect(runs).toEqual([]);
    await pause(80);
    wake();
    await settle();
    wake();
    await settle();
    expect(runs).toEqual([later.id]);
    expect(runner.submit(later)).toBe("duplicate");
  });
});

test("it survives a crash, and what was due meanwhile runs as soon as the object is back", async () => {
  const { kind, runs } = counting();
  await inObject("later crash", kind, async (first) => {
    const late = job({ runAt: Date.now() + 20 });
    const later = job({ runAt: Date.now() + 60_000 });
    first.runner.submit(late);
    first.runner.submit(later);
    await pause(30);
    const { settle, alarms, wake } = first.restart();
    await settle();
    expect(runs).toEqual([late.id]);
    // The watchdog's alarm comes first, and asks for the next one.
    wake();
    expect(alarms).toContain(later.runAt);
  });
});

test("a cancelled one does not run, and nobody's who is to be forgotten is left", async () => {
  const { kind, runs } = counting();
  await inObject("later cancelled", kind, async ({ runner, wake, settle }) => {
    const cancelled = job({ runAt: Date.now() + 20 });
    const theirs = job({ runAt: Date.now() + 20, user: { id: "77", name: "n" } as never });
    runner.submit(cancelled);
    runner.submit(theirs);
    runner.cancel(cancelled.id);
    expect(runner.forget("77", Date.now())).toBe(0);
    await pause(40);
    wake();
    await settle();
    expect(runs).toEqual([]);
    expect(runner.submit(cancelled)).toBe("cancelled");
  });
});

test("an object that comes back sets their alarm again before anything else takes its place", async () => {
  const { kind } = counting();
  await inObject("later again", kind, async (first) => {
    const later = job({ runAt: Date.now() + 60_000 });
    first.runner.submit(later);
    expect(first.restart().alarms).toEqual([later.runAt]);
  });
});
