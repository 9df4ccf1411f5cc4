/** The gates: how many requests wait at once, and how many an event pays for. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createGates, type Gates } from "../../src/net/gates.ts";
import { settle } from "../llm/moving-clock.ts";

interface Started {
  url: string;
  answer(): void;
}

function openGates(budget: number) {
  const time = { ms: 1_800_000_000_000 };
  const started: Started[] = [];
  let asked = 0;
  const gates = createGates({
    refillEveryMs: 30_000,
    clock: { now: () => time.ms, sleep: async () => undefined },
    budget,
    onEmpty: () => {
      asked += 1;
    },
    fetch: (input, init) =>
      new Promise((resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        started.push({ url: String(input), answer: () => resolve(new Response("ok")) });
      }),
  });
  return { gates, time, started, asked: () => asked, urls: () => started.map(({ url }) => url) };
}

const send = (gates: Gates, lane: "model" | "discord") => {
  const fetch = gates.fetchFor(lane);
  return (url: string, signal?: AbortSignal) =>
    fetch(url, signal ? { signal } : {}).then(
      (response) => response.status,
      (error: unknown) => error,
    );
};

describe("connections", () => {
  it("4 models and 2 calls of Discord wait for headers, the next ones for a place, in order", async () => {
    const { gates, started, urls } = openGates(100);
    const [model, discord] = [send(gates, "model"), send(gates, "discord")];
    for (let i = 1; i <= 6; i++) void model(`m${i}`);
    for (let i = 1; i <= 4; i++) void discord(`d${i}`);
    await settle();
    expect(urls().toSorted()).toEqual(["d1", "d2", "m1", "m2", "m3", "m4"]);
    started[1]?.answer();
    await settle();
    expect(urls().slice(6)).toEqual(["m5"]);
    started.find(({ url }) => url === "d2")?.answer();
    await settle();
    expect(urls().slice(7)).toEqual(["d3"]);
  });

  it("are free again as soon as headers are there, whatever becomes of the body", async () => {
    const { gates, started } = openGates(100);
    const model = send(gates, "model");
    for (let round = 0; round < 20; round++) {
      void model(`m${round}`);
      await settle();
      started[round]?.answer();
      await settle();
    }
    expect(started).toHaveLength(20);
  });

  it("are given back by a request that fails", async () => {
    const { gates, urls } = openGates(100);
    const model = send(gates, "model");
    const stop = new AbortController();
    const first = [1, 2, 3, 4].map((i) => model(`m${i}`, stop.signal));
    void model("m5");
    await settle();
    stop.abort("over");
    expect(await Promise.all(first)).toEqual(["over", "over", "over", "over"]);
    await settle();
    expect(urls()).toContain("m5");
    for (let i = 6; i <= 8; i++) void model(`m${i}`);
    await settle();
    expect(urls()).toHaveLength(8);
  });

  it("one that gives up while it waits leaves the queue and takes no place", async () => {
    const { gates, started, urls } = openGates(100);
    const discord = send(gates, "discord");
    const giveUp = new AbortController();
    void discord("d1");
    void discord("d2");
    const waiting = discord("d3", giveUp.signal);
    void discord("d4");
    await settle();
    giveUp.abort("enough");
    expect(await waiting).toBe("enough");
    started[0]?.answer();
    started[1]?.answer();
    await settle();
    expect(urls()).toEqual(["d1", "d2", "d4"]);
    void discord("d5");
    await settle();
    expect(urls()).toHaveLength(4);
  });

  it("a signal that was aborted before starts nothing", async () => {
    const { gates, started } = openGates(0);
    expect(await send(gates, "model")("m", AbortSignal.abort("never"))).toBe("never");
    expect(started).toEqual([]);
  });
});

describe("the budget", () => {
  it("counts every lane together; what is beyond it asks for an event and goes out with the refill", async () => {
    const { gates, started, asked, urls } = openGates(3);
    void send(gates, "model")("m1");
    void send(gates, "discord")("d1");
    void send(gates, "model")("m2");
    await settle();
    expect(asked()).toBe(0);
    void send(gates, "discord")("d2");
    await settle();
    expect([urls(), asked()]).toEqual([["m1", "d1", "m2"], 1]);
    gates.refill();
    await settle();
    expect(urls()).toEqual(["m1", "d1", "m2", "d2"]);
    for (const { answer } of started) answer();
  });

  it("one that gives up while it waits for a refill costs nothing", async () => {
    const { gates, urls } = openGates(1);
    const discord = send(gates, "discord");
    const giveUp = new AbortController();
    void discord("d1");
    const waiting = discord("d2", giveUp.signal);
    await settle();
    giveUp.abort("enough");
    expect(await waiting).toBe("enough");
    gates.refill();
    void discord("d3");
    await settle();
    expect(urls()).toEqual(["d1", "d3"]);
  });

  test("never more than the budget between two refills, and nobody is forgotten", async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("model" as const, "discord" as const), times: fc.integer({ min: 1, max: 4 }) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant("answer" as const), which: fc.nat({ max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("abort" as const), which: fc.nat({ max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("refill" as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 25 }), async (budget, steps) => {
        const { gates, started } = openGates(budget);
        const lanes = { model: send(gates, "model"), discord: send(gates, "discord") };
        const stops: AbortController[] = [];
        const ended: Promise<unknown>[] = [];
        let before = 0;
        const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
        for (const step of steps) {
          if (step.do === "refill") {
            before = started.length;
            gates.refill();
          } else if (step.do === "answer") started[step.which]?.answer();
          else if (step.do === "abort") stops[step.which]?.abort("gone");
          else
            for (let i = 0; i < step.times; i++) {
              const stop = new AbortController();
              stops.push(stop);
              ended.push(lanes[step.do]("x", stop.signal));
            }
          await tick();
          expect(started.length - before).toBeLessThanOrEqual(budget);
        }
        for (let round = 0; round < 40; round++) {
          gates.refill();
          for (const { answer } of started) answer();
          await tick();
        }
        const late = Symbol("late");
        expect(await Promise.race([Promise.all(ended), tick().then(() => late)])).not.toBe(late);
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

describe("the spacing of drafts", () => {
  it("grows as the budget shrinks, and with the number of answers", async () => {
    const { gates, started } = openGates(45);
    const discord = send(gates, "discord");
    const spacings: number[] = [gates.draftSpacing(1)];
    expect(gates.draftSpacing(4)).toBeCloseTo(4 * gates.draftSpacing(1));
    for (let i = 0; i < 30; i++) {
      void discord(`d${i}`);
      await settle();
      started[i]?.answer();
      await settle();
      spacings.push(gates.draftSpacing(1));
    }
    expect(spacings).toEqual(spacings.toSorted((a, b) => a - b));
    expect(spacings.at(-1)).toBeGreaterThan(5_000);
  });

  it.each([1, 3, 8])(
    "leaves enough for final calls, though %i answers draft as fast as they may until the watchdog comes",
    async (answers) => {
      const { gates, time, started } = openGates(45);
      const discord = send(gates, "discord");
      const due = Array.from({ length: answers }, () => time.ms);
      const end = time.ms + 30_000;
      let sent = 0;
      for (; time.ms < end; time.ms += 100) {
        for (const [i, at] of due.entries()) {
          if (time.ms < at) continue;
          void discord("draft");
          await new Promise((resolve) => setTimeout(resolve, 0));
          started[sent++]?.answer();
          due[i] = time.ms + Math.max(1_200, gates.draftSpacing(answers));
        }
      }
      expect(sent).toBeGreaterThan(5);
      expect(sent).toBeLessThanOrEqual(36);
      // What must be said still goes out, without another event.
      const before = started.length;
      for (let i = 0; i < 9; i++) {
        void discord("final");
        await settle();
        started[before + i]?.answer();
        await settle();
      }
      expect(started.length).toBe(before + 9);
    },
    30_000,
  );

  it("waits for the refill when nothing is to spare", () => {
    const { gates, time } = openGates(10);
    expect(gates.draftSpacing(1)).toBe(30_000);
    time.ms += 29_500;
    expect(gates.draftSpacing(1)).toBe(1_000);
  });
});

describe("what is not requested here, such as the database's statements", () => {
  it("is paid for from the same budget, and waits for the next event when that is used up", async () => {
    const { gates, asked } = openGates(5);
    await gates.spend(4);
    let paid = false;
    void gates.spend(4).then(() => {
      paid = true;
    });
    await settle();
    expect([paid, asked()]).toEqual([false, 1]);
    gates.refill();
    await settle();
    expect(paid).toBe(true);
  });

  it("may be more at once than an event pays for: it takes several", async () => {
    const { gates } = openGates(5);
    let paid = false;
    void gates.spend(12).then(() => {
      paid = true;
    });
    for (let events = 0; events < 2; events++) {
      await settle();
      expect(paid).toBe(false);
      gates.refill();
    }
    await settle();
    expect(paid).toBe(true);
  });
});
