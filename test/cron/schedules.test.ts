/** What cron does about schedules: a bounded number a minute, spread over it, and whatever fails is tried again without harm. */
import { describe, expect, it } from "vitest";
import { runSchedules, type SchedulesDeps } from "../../src/cron/schedules.ts";
import { planFor } from "../../src/schedule/plan.ts";
import { runId } from "../../src/schedule/run-id.ts";
import type { Claimed, Schedule } from "../../src/schedule/store.ts";
import { MONDAY_9, schedule } from "../schedule/stored.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function open(due: readonly Schedule[], more: Partial<SchedulesDeps> = {}, now = MONDAY_9 + 200) {
  const submitted: [id: string, at: number][] = [];
  const asked: string[] = [];
  const errors: unknown[] = [];
  const claimedOf = ({ id, slot, turnId }: { id: string; slot: number; turnId: string }): Claimed => ({
    ...{ scheduleId: id, slot, turnId, channelId: "10", guildId: "5", locale: "en-US" },
  });
  const deps: SchedulesDeps = {
    clock: { now: () => now, sleep: async () => undefined },
    log: { info: () => undefined, error: (...logged) => void errors.push(logged) },
    schedules: {
      due: async (_, limit) => due.slice(0, limit),
      claim: async (plans) => plans.filter(({ runs }) => runs).map(claimedOf),
      unfinished: async (from, to) => {
        asked.push(`unfinished ${(now - from) / MINUTE} to ${(now - to) / MINUTE}`);
        return [];
      },
      giveUp: async (from, to) => void asked.push(`give up ${(now - from) / MINUTE} to ${(now - to) / MINUTE}`),
    },
    most: 200,
    submit: async ({ scheduleId }, at) => void submitted.push([scheduleId, at - now]),
    ...more,
  };
  return { run: (minute = MONDAY_9) => runSchedules(minute, deps), submitted, asked, errors };
}

describe("handing out", () => {
  it("lets one alone begin at once, and spreads many over the minute", async () => {
    const few = open([schedule()]);
    await few.run();
    expect(few.submitted).toEqual([["100", 0]]);
    const many = open(Array.from({ length: 500 }, (_, n) => schedule({ id: String(n) })));
    await many.run();
    expect(many.submitted).toHaveLength(200);
    const seconds = many.submitted.map(([, at]) => at / 1_000);
    expect(Math.max(...seconds)).toBeLessThan(60);
    for (let second = 0; second < 50; second++) expect(seconds.filter((at) => at === second)).toHaveLength(4);
  });

  it("goes on where an object cannot be reached", async () => {
    const submitted: string[] = [];
    const { run, errors } = open(
      ["1", "2", "3"].map((id) => schedule({ id })),
      {
        submit: async ({ scheduleId }) => {
          if (scheduleId === "2") throw new Error("away");
          submitted.push(scheduleId);
        },
      },
    );
    await run();
    expect(submitted).toEqual(["1", "3"]);
    expect(errors).toHaveLength(1);
  });

  it("goes on where one cannot be planned, and takes it out of the way", async () => {
    const claimed: unknown[] = [];
    const due = [schedule({ id: "1", cron: "nonsense" }), schedule({ id: "2", timeZone: "Atlantis/Capital" })];
    const world = open(due, {
      schedules: {
        due: async () => due,
        claim: async (plans) => {
          claimed.push(...plans);
          return [];
        },
        unfinished: async () => [],
        giveUp: async () => undefined,
      },
    });
    await world.run();
    expect(world.errors).toHaveLength(1);
    expect(claimed).toMatchObject([
      { id: "1", runs: false, nextAt: null },
      { id: "2", runs: true, nextAt: MONDAY_9 + 24 * HOUR },
    ]);
  });

  it("looks among the runs of just before every third minute, and each hour among older ones, and only then", async () => {
    const asked: Record<number, string[]> = {};
    for (let minute = 0; minute < 60; minute++) {
      const world = open([], {}, MONDAY_9 + minute * MINUTE);
      await world.run(MONDAY_9 + minute * MINUTE);
      if (world.asked.length > 0) asked[minute] = world.asked;
    }
    expect(Object.keys(asked)).toEqual(Array.from({ length: 20 }, (_, n) => String(n * 3)));
    expect(asked[3]).toEqual(["unfinished 7 to 1"]);
    expect(asked[30]).toEqual(["unfinished 7 to 1", "unfinished 60 to 7", "give up 240 to 60"]);
  });
});

describe("what is planned", () => {
  const plan = (cron: string, late: number, timeZone = "UTC") => planFor({ id: "1", cron, timeZone }, MONDAY_9, MONDAY_9 + late);

  it.each([
    ["0 9 * * *", 0, { slot: 0, runs: true, skipped: 0, nextAt: 24 * HOUR }],
    ["0 9 * * *", 6 * HOUR, { slot: 0, runs: true, skipped: 0, nextAt: 24 * HOUR }],
    ["0 9 * * *", 6 * HOUR + 1, { slot: 0, runs: false, skipped: 0, nextAt: 24 * HOUR }],
    ["0 9 * * *", 24 * HOUR, { slot: 24 * HOUR, runs: true, skipped: 1, nextAt: 48 * HOUR }],
    // A weekly one waits no longer than a daily one.
    ["0 9 * * 1", 7 * HOUR, { slot: 0, runs: false, skipped: 0, nextAt: 7 * 24 * HOUR }],
    // No later than halfway to the next.
    ["0 * * * *", 29 * MINUTE, { slot: 0, runs: true, skipped: 0, nextAt: HOUR }],
    ["0 * * * *", 31 * MINUTE, { slot: 0, runs: false, skipped: 0, nextAt: HOUR }],
    ["*/15 * * * *", 7 * MINUTE, { slot: 0, runs: true, skipped: 0, nextAt: 15 * MINUTE }],
    ["*/15 * * * *", 50 * MINUTE, { slot: 45 * MINUTE, runs: true, skipped: 3, nextAt: HOUR }],
    // Mondays in January: what is far from the next is late all the same.
    ["0 9 * 1 1", 30 * 24 * HOUR, { slot: 21 * 24 * HOUR, runs: false, skipped: 3, nextAt: 364 * 24 * HOUR }],
  ])("%s, %d ms late", (cron, late, { slot, runs, skipped, nextAt }) => {
    expect(plan(cron, late)).toEqual({ id: "1", dueAt: MONDAY_9, slot: MONDAY_9 + slot, runs, skipped, nextAt: MONDAY_9 + nextAt });
  });

  it("takes milliseconds after an outage of a year, and tells the newest slot rightly", () => {
    const late = 365 * 24 * HOUR + 3 * MINUTE;
    expect(plan("*/15 * * * *", late)).toMatchObject({
      slot: MONDAY_9 + 365 * 24 * HOUR,
      runs: true,
      skipped: 500,
      nextAt: MONDAY_9 + 365 * 24 * HOUR + 15 * MINUTE,
    });
  });

  it("is of the same id each time, and of another one for every other slot and schedule", async () => {
    expect(await runId("1", MONDAY_9)).toBe(await runId("1", MONDAY_9));
    const ids = await Promise.all(Array.from({ length: 3_000 }, (_, n) => runId(String(n), MONDAY_9)));
    expect(new Set(ids).size).toBe(3_000);
    expect(await runId("1", MONDAY_9 + HOUR)).not.toBe(await runId("1", MONDAY_9));
  });
});
