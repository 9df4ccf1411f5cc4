// What follows from a job, and who waits for whom in a channel that shares one conversation.
import { expect, test } from "vitest";
import type { Job, JobKind } from "../../src/jobs/types.ts";
import { abandonNever, answered, type Bench, inObject, job, pause } from "./bench.ts";

test("what follows from a job begins when that is saved, once, and runs beside its conversation", async () => {
  const log: string[] = [];
  let failures = 1;
  const kind: JobKind = {
    run: async (job) => {
      log.push(`ran ${String(job.input)}`);
      await pause(20);
      return answered;
    },
    save: async (job) => {
      if (job.kind === "k" && failures-- > 0) throw new Error("D1 is away");
    },
    next: (job) =>
      job.id.includes("-")
        ? []
        : ["next", "other"].map((input) => ({ ...job, id: `${job.id}-${input}` as Job["id"], conversation: input, input, answerBy: Number.MAX_SAFE_INTEGER })),
    abandon: abandonNever,
  };
  await inObject("next", kind, async ({ runner, settle, restart }) => {
    runner.submit(job({ conversation: "c", input: "first" }));
    await pause(50);
    expect(log).toEqual(["ran first"]);
    await pause(400);
    await settle();
    expect(log).toEqual(["ran first", "ran next", "ran other"]);
    const again = restart();
    again.wake();
    await again.settle();
    expect(log).toHaveLength(3);
  });
});

test("public turns go in order once a turn has found out that they are one conversation, over a restart, and until it is told otherwise", async () => {
  const log: string[] = [];
  let shared = true;
  const kind: JobKind = {
    run: async (job, run) => {
      run.shared?.(shared);
      log.push(`+${String(job.input)}`);
      await pause(20);
      log.push(`-${String(job.input)}`);
      return answered;
    },
    abandon: abandonNever,
  };
  const ask = (bench: Bench, input: string, user: string, isPrivate = false) =>
    bench.runner.submit(job({ input, conversation: `2:${user}${isPrivate ? ":private" : ""}` }));
  await inObject("shared", kind, async (first) => {
    ask(first, "a", "3");
    await first.settle();
    const bench = first.restart();
    for (const [input, user, isPrivate] of [
      ["b", "3"],
      ["c", "4"],
      ["p", "5", true],
    ] as const)
      ask(bench, input, user, isPrivate);
    await bench.settle();
    expect(log.slice(2, 4)).toEqual(["+b", "+p"]);
    expect(log.indexOf("+c")).toBeGreaterThan(log.indexOf("-b"));
    shared = false;
    ask(bench, "d", "3");
    await bench.settle();
    log.length = 0;
    for (const [input, user] of [
      ["e", "3"],
      ["f", "4"],
    ] as const)
      ask(bench, input, user);
    await bench.settle();
    expect(log.slice(0, 2)).toEqual(["+e", "+f"]);
  });
});
