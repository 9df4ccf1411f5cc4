/** The minute's cron: one alert on the way over the threshold, retention in chunks, and no part that keeps another from running. */
import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CronDeps, dispatch } from "../../src/cron/dispatch.ts";
import { createTurnStore } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/fakes.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A full ten minutes. */
const T = 1_800_000_000_000;

function open(more: Partial<CronDeps> & { failures?: number[] } = {}) {
  const alerts: string[] = [];
  const logged: string[] = [];
  const forgotten: [string, number, number][] = [];
  const { failures = [], ...rest } = more;
  const deps: CronDeps = {
    clock: { now: () => T + 100, sleep: async () => undefined },
    log: { info: () => undefined, error: (_, fields) => logged.push(`${fields.part}: ${fields.error}`) },
    retentionMs: 30 * DAY,
    countFailures: async (from, to) => failures.filter((at) => at > from && at <= to).length,
    forget: ["turns", "messages"].map((name) => async (before, limit) => void forgotten.push([name, before, limit])),
    alert: async (text) => void alerts.push(text),
    ...rest,
  };
  return { deps, alerts, logged, forgotten, run: (minute = T) => dispatch(minute, deps) };
}

describe("the alert", () => {
  it("is sent once, in the minute in which the fifth failure of ten minutes is there", async () => {
    const failures = [0, 1, 2, 3, 4, 5, 6].map((i) => T + i * 20_000);
    const { run, alerts } = open({ failures });
    const sent: number[] = [];
    for (let minute = -3; minute < 20; minute++) {
      await run(T + minute * MINUTE);
      if (alerts.length > sent.length) sent.push(minute);
    }
    expect(sent).toEqual([2]);
    expect(alerts[0]).toContain("7 answers failed");
  });

  it("is sent again when it happens again", async () => {
    const burst = (from: number) => Array.from({ length: 6 }, (_, i) => from + i);
    const { run, alerts } = open({ failures: [...burst(T), ...burst(T + 30 * MINUTE)] });
    for (let minute = 0; minute < 60; minute++) await run(T + minute * MINUTE);
    expect(alerts).toHaveLength(2);
  });

  it("is not sent for four, nor by a second run of a minute before", async () => {
    const { run, alerts } = open({ failures: [T, T, T, T] });
    await run(T);
    await run(T);
    expect(alerts).toEqual([]);
  });

  it("counts nothing where nobody wants to hear of it", async () => {
    const countFailures = vi.fn(async () => 9);
    const { deps } = open({ countFailures });
    delete deps.alert;
    await dispatch(T, deps);
    expect(countFailures).not.toHaveBeenCalled();
  });

  it("says once in ten minutes that the database is away", async () => {
    const { run, alerts, logged } = open({ countFailures: () => Promise.reject(new Error("D1 is away")) });
    for (let minute = 0; minute < 20; minute++) await run(T + minute * MINUTE);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toContain("database");
    expect(logged[0]).toBe("alert: D1 is away");
  });
});

describe("retention", () => {
  it("forgets in chunks what is older than it allows", async () => {
    const { run, forgotten } = open();
    await run();
    expect(forgotten).toEqual([
      ["turns", T + 100 - 30 * DAY, 500],
      ["messages", T + 100 - 30 * DAY, 500],
    ]);
  });

  it("goes on where one table, or the alert, fails", async () => {
    const done: string[] = [];
    const { run, logged } = open({
      failures: [T, T, T, T, T],
      alert: () => Promise.reject(new Error("no webhook")),
      forget: [async () => void done.push("a"), () => Promise.reject(new Error("locked")), async () => void done.push("c")],
    });
    await run();
    expect(done).toEqual(["a", "c"]);
    expect(logged).toEqual(["alert: no webhook", "retention: locked"]);
  });
});

describe("the Worker's own handler", () => {
  beforeEach(async () => {
    await openDatabase();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    delete (env as Record<string, unknown>).ALERT_WEBHOOK;
  });
  const scheduled = async (at: number) => {
    await exports.default.scheduled({ scheduledTime: new Date(at), cron: "* * * * *" });
  };

  it("erases what is past 30 days from every table, and nothing younger", async () => {
    const now = Date.now();
    for (const [id, at] of [["old", now - 31 * DAY], ["young", now - 29 * DAY]] as const) {
      await createTurnStore(await openedOnce()).save(turnRecord({ id, createdAt: at, finishedAt: at }));
      const day = new Date(at).toISOString().slice(0, 10);
      await env.DB.batch([
        env.DB.prepare("INSERT INTO messages (turn_id, conversation, channel_id, user_id, role, name, content, private, created_at) VALUES (?, 'c', '1', '2', 'user', '', 'x', 0, ?)").bind(id, at),
        env.DB.prepare("INSERT INTO webhook_events VALUES (?, 'X', ?)").bind(id, at),
        env.DB.prepare("INSERT INTO ledger (turn_id, day, user_scope, amount) VALUES (?, ?, 'user:1', 5)").bind(id, day),
      ]);
    }
    await scheduled(now);
    for (const table of ["turns", "messages", "webhook_events", "ledger", "budget_usage"]) expect((await rows(`SELECT count(*) AS n FROM ${table}`))[0]?.n, table).toBe(table === "budget_usage" ? 2 : 1);
    expect(await rows("SELECT id FROM turns")).toEqual([{ id: "young" }]);
  });
});

const openedOnce = async () => (await import("../../src/db/client.ts")).createDatabase(env.DB);
void createScheduledController;
