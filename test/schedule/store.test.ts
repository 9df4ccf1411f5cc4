/** Schedules over the real D1: added once, claimed once a slot by the index alone, finished once, whatever is repeated. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { planFor } from "../../src/schedule/plan.ts";
import { runId } from "../../src/schedule/run-id.ts";
import { createScheduleStore, MOST_SCHEDULES, type Receipt, type Schedule, type ScheduleStore } from "../../src/schedule/store.ts";
import { countingDatabase } from "../fakes/counting-database.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { MONDAY_9, schedule } from "./stored.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let store: ScheduleStore;
beforeEach(async () => {
  store = createScheduleStore(await openDatabase());
});

const planned = async (due: readonly Schedule[], now: number) =>
  Promise.all(
    due.map(async (one) => {
      const plan = planFor(one, one.nextAt ?? now, now);
      return { ...plan, turnId: await runId(plan.id, plan.slot) };
    }),
  );
const claim = async (now: number, limit = 200) => store.claim(await planned(await store.due(now, limit), now), now);
const runs = () => rows("SELECT schedule_id, slot, outcome, skipped FROM schedule_runs ORDER BY schedule_id, slot");

describe("adding", () => {
  it("keeps all of it, once", async () => {
    const made = schedule({ budgetMicroUsd: 5, output: "image", tools: false });
    expect(await store.add(made)).toBe("added");
    expect(await store.add({ ...made, prompt: "another" })).toBe("exists");
    expect(await store.list("5")).toEqual([made]);
    expect(await store.find("6", "100")).toBeNull();
  });

  it("refuses a name that is there in other letters, and more than a server may have; other servers have their own", async () => {
    await store.add(schedule());
    expect(await store.add(schedule({ id: "101", name: "MORNING" }))).toBe("name-taken");
    expect(await store.add(schedule({ id: "102", guildId: "6" }))).toBe("added");
    for (let n = 1; n < MOST_SCHEDULES; n++) expect(await store.add(schedule({ id: String(200 + n), name: `n${n}` }))).toBe("added");
    expect(await store.add(schedule({ id: "999", name: "one more" }))).toBe("full");
  });
});

describe("claiming", () => {
  it("gives each slot to one alone, however often and at the same time it is tried", async () => {
    await store.add(schedule());
    const plans = await planned(await store.due(MONDAY_9, 10), MONDAY_9);
    const both = await Promise.all([store.claim(plans, MONDAY_9), store.claim(plans, MONDAY_9), store.claim(plans, MONDAY_9)]);
    expect(both.flat()).toMatchObject([{ scheduleId: "100", slot: MONDAY_9, channelId: "10", guildId: "5", locale: "en-US" }]);
    expect(await claim(MONDAY_9 + MINUTE)).toEqual([]);
    expect(await runs()).toEqual([{ schedule_id: "100", slot: MONDAY_9, outcome: "running", skipped: 0 }]);
    expect((await store.find("5", "100"))?.nextAt).toBe(MONDAY_9 + DAY);
  });

  it("leaves alone what was paused, removed or moved meanwhile", async () => {
    await store.add(schedule());
    await store.add(schedule({ id: "101", name: "b" }));
    await store.add(schedule({ id: "102", name: "c" }));
    const plans = await planned(await store.due(MONDAY_9, 10), MONDAY_9);
    await store.switch("5", "100", { paused: true }, MONDAY_9);
    await store.remove("5", "101", MONDAY_9);
    await store.switch("5", "102", { paused: false, nextAt: MONDAY_9 + 5 }, MONDAY_9);
    expect(await store.claim(plans, MONDAY_9)).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it("makes up for the newest slot alone after an outage, if it is not too long ago, and counts the others", async () => {
    await store.add(schedule({ id: "daily" }));
    await store.add(schedule({ id: "hourly", name: "b", cron: "0 * * * *" }));
    const now = MONDAY_9 + 3 * DAY + 20 * MINUTE;
    expect((await claim(now)).map(({ scheduleId, slot }) => [scheduleId, slot]).toSorted()).toEqual([
      ["daily", MONDAY_9 + 3 * DAY],
      ["hourly", MONDAY_9 + 3 * DAY],
    ]);
    expect((await runs()).map(({ skipped }) => skipped)).toEqual([3, 72]);
    const late = now + DAY + 8 * 60 * MINUTE;
    expect((await claim(late)).map(({ scheduleId }) => scheduleId)).toEqual(["hourly"]);
    expect((await runs()).find(({ outcome }) => outcome === "skipped")).toEqual({
      schedule_id: "daily",
      slot: MONDAY_9 + 4 * DAY,
      outcome: "skipped",
      skipped: 0,
    });
  });

  it("does work in proportion to what is due: 100,000 schedules, 1,000 of them due", { timeout: 60_000 }, async () => {
    const from = MONDAY_9 - 5 * MINUTE;
    await env.DB.prepare(
      `WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 99999)
       INSERT INTO schedules (id, guild_id, channel_id, name, cron, time_zone, prompt, set_by, created_at, changed_at, next_at, paused)
       SELECT 'many-' || value, 'g' || (value / 20), 'c' || value, 'n' || value, '0 9 * * *', 'UTC', 'p', '1', 0, 0,
         CASE WHEN value % 100 = 0 THEN ?1 ELSE ?1 + 86400000 + value END, value % 100 = 50 FROM n`,
    )
      .bind(from)
      .run();
    const counted = countingDatabase();
    const measured = createScheduleStore(counted.db);
    let claimed = 0;
    for (let minute = 0; minute < 6; minute++) {
      const now = MONDAY_9 + minute * MINUTE;
      claimed += (await measured.claim(await planned(await measured.due(now, 200), now), now)).length;
    }
    console.log(`schedules: 100,000 rows, ${claimed} claimed in 6 minutes: ${counted.read()} rows read, ${counted.written()} written`);
    expect(claimed).toBe(1_000);
    expect(counted.read()).toBeLessThan(claimed * 15);
    const before = counted.read();
    expect(await measured.due(MONDAY_9 + 7 * MINUTE, 200)).toEqual([]);
    expect(counted.read() - before).toBeLessThan(3);
  });
});

describe("finishing", () => {
  const receipt = (more: Partial<Receipt> = {}): Receipt => ({
    ...{
      scheduleId: "100",
      slot: MONDAY_9,
      outcome: "failed",
      problem: "model",
      isFinal: false,
      messageId: null,
      costMicroUsd: 7,
      finishedAt: MONDAY_9 + 5_000,
    },
    ...more,
  });
  const state = async () => {
    const found = await store.find("5", "100");
    return [found?.failures, found?.paused, found?.problem];
  };
  const begin = (slot: number) => store.begin({ id: "100", guildId: "5" }, slot, `turn-${slot}`);

  it("counts a failure once, however often it is told, and pauses with the third in a row", async () => {
    await store.add(schedule());
    for (const n of [1, 2, 3]) {
      await begin(MONDAY_9 + n);
      const told = [await store.finish(receipt({ slot: MONDAY_9 + n })), await store.finish(receipt({ slot: MONDAY_9 + n }))];
      expect(told.map(({ isPaused }) => isPaused)).toEqual([n === 3, n === 3]);
      expect(await state()).toEqual([n, n === 3, "model"]);
    }
    await store.switch("5", "100", { paused: false, nextAt: MONDAY_9 + DAY }, MONDAY_9 + 10);
    expect(await state()).toEqual([0, false, ""]);
  });

  it("begins anew with a success, and what was held counts for nothing", async () => {
    await store.add(schedule());
    for (const [n, outcome] of (["failed", "failed", "held", "done", "failed"] as const).entries()) {
      await begin(MONDAY_9 + n);
      await store.finish(receipt({ slot: MONDAY_9 + n, outcome, problem: outcome === "done" ? "" : "model" }));
    }
    expect(await state()).toEqual([1, false, "model"]);
  });

  it("pauses at once where it would be the same every time", async () => {
    await store.add(schedule());
    await begin(MONDAY_9);
    expect(await store.finish(receipt({ isFinal: true, problem: "gone" }))).toMatchObject({ isPaused: true });
    expect(await state()).toEqual([1, true, "gone"]);
  });

  it("takes no notice of what was removed meanwhile", async () => {
    expect(await store.finish(receipt())).toEqual({ isPaused: false, schedule: null });
  });
});

describe("what was claimed and never ran", () => {
  it("is found by when it began, until somebody gives it up", async () => {
    await store.add(schedule());
    await claim(MONDAY_9);
    expect(await store.unfinished(MONDAY_9 - MINUTE, MONDAY_9 - 1, 10)).toEqual([]);
    const [found] = await store.unfinished(MONDAY_9 - MINUTE, MONDAY_9, 10);
    expect(found).toMatchObject({ scheduleId: "100", slot: MONDAY_9, turnId: await runId("100", MONDAY_9), channelId: "10" });
    await store.giveUp(MONDAY_9 - MINUTE, MONDAY_9, MONDAY_9 + DAY);
    expect(await runs()).toMatchObject([{ outcome: "failed" }]);
    expect(await store.unfinished(MONDAY_9 - MINUTE, MONDAY_9, 10)).toEqual([]);
  });

  it("goes with the schedule, and after its time", async () => {
    await store.add(schedule());
    await claim(MONDAY_9);
    await store.forget(MONDAY_9, 10);
    expect(await runs()).toHaveLength(1);
    await store.forget(MONDAY_9 + 1, 10);
    expect(await runs()).toEqual([]);
    await store.begin({ id: "100", guildId: "5" }, MONDAY_9, "t");
    expect(await store.remove("6", "100", MONDAY_9)).toBeNull();
    expect((await store.remove("5", "100", MONDAY_9))?.name).toBe("Morning");
    expect(await store.remove("5", "100", MONDAY_9)).toBeNull();
    expect(await runs()).toEqual([]);
  });
});

describe("what is repeated", () => {
  it("brings nothing back that was removed; of it the id alone stays, for a while", async () => {
    await store.add(schedule());
    await store.remove("5", "100", MONDAY_9);
    expect(await store.add(schedule())).toBe("exists");
    expect([await store.list("5"), await store.find("5", "100"), await store.due(MONDAY_9, 10)]).toEqual([[], null, []]);
    expect(await rows("SELECT * FROM schedules")).toMatchObject([{ guild_id: "", channel_id: "", name: "", words: "", prompt: "", set_by: "", next_at: null }]);
    await store.forgetRemoved(MONDAY_9);
    expect(await rows("SELECT id FROM schedules")).toHaveLength(1);
    await store.forgetRemoved(MONDAY_9 + 1);
    expect(await rows("SELECT id FROM schedules")).toEqual([]);
  });

  it("starts nothing again that failures have paused since, nor moves what comes next", async () => {
    await store.add(schedule());
    await store.switch("5", "100", { paused: false, nextAt: MONDAY_9 }, MONDAY_9 + 5);
    await store.begin({ id: "100", guildId: "5" }, 1, "t");
    await store.finish({
      scheduleId: "100",
      slot: 1,
      outcome: "failed",
      problem: "gone",
      isFinal: true,
      messageId: null,
      costMicroUsd: 0,
      finishedAt: MONDAY_9 + 6,
    });
    expect(await store.switch("5", "100", { paused: false, nextAt: MONDAY_9 + 9 }, MONDAY_9 + 5)).toMatchObject({ paused: true, nextAt: MONDAY_9 });
  });
});
