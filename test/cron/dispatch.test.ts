/** The minute's cron: one alert on the way over the threshold, retention in chunks, and no part that keeps another from running. */
import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CronDeps, dispatch } from "../../src/cron/dispatch.ts";
import type { Database } from "../../src/db/client.ts";
import type { Env } from "../../src/env.ts";
import worker from "../../src/index.ts";
import { createTurnStore } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/turn-record.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A full ten minutes. */
const T = 1_800_000_000_000;

function open(more: Partial<CronDeps> & { failures?: number[] } = {}) {
  const alerts: string[] = [];
  const logged: string[] = [];
  const forgotten: [string, number, number][] = [];
  const claimed = new Set<string>();
  const { failures = [], ...rest } = more;
  const deps: CronDeps = {
    clock: { now: () => T + 100, sleep: async () => undefined },
    log: { info: () => undefined, error: (_, fields) => logged.push(`${fields.part}: ${fields.error}`) },
    retentionMs: 30 * DAY,
    countFailures: async (from, to) => failures.filter((at) => at > from && at <= to).length,
    retention: {
      forgetWords: async (now, retentionMs) => void forgotten.push(["words", now - retentionMs, 0]),
      forgetConversations: async (now, retentionMs) => void forgotten.push(["conversations", now - retentionMs, 0]),
    },
    eraseLeftServer: async () => undefined,
    notices: null,
    looks: { watched: { claimDue: async () => [] }, lookAt: async () => undefined },
    schedules: {
      schedules: { due: async () => [], claim: async () => [], unfinished: async () => [], giveUp: async () => undefined },
      most: 200,
      submit: async () => undefined,
    },
    reminders: { overdue: async () => [], submit: async () => "duplicate" },
    forget: ["events", "ledger"].map((name) => async (before, limit) => void forgotten.push([name, before, limit])),
    alert: async (text) => void alerts.push(text),
    access: {
      claim: async (task, slot) => claimed.size < claimed.add(`${task} ${slot}`).size,
      release: async () => undefined,
      knownServers: async () => [],
      noteServers: async () => undefined,
      noteLeft: async () => undefined,
    },
    ownServers: async () => [],
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
    expect(logged[0]).toMatch(/^alert: .*D1 is away/);
  });
});

describe("retention", () => {
  it("forgets in chunks what is older than it allows", async () => {
    const { run, forgotten } = open();
    await run();
    expect(forgotten).toEqual([
      ["events", T + 100 - 30 * DAY, 500],
      ["ledger", T + 100 - 30 * DAY, 500],
      ["words", T + 100 - 30 * DAY, 0],
      ["conversations", T + 100 - 30 * DAY, 0],
    ]);
  });

  it("looks at conversations once an hour, at the rest each minute", async () => {
    const { run, forgotten } = open();
    for (let minute = 0; minute < 60; minute++) await run(T + minute * MINUTE);
    const times = (name: string) => forgotten.filter(([what]) => what === name).length;
    expect([times("words"), times("conversations")]).toEqual([60, 1]);
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
    expect(logged).toEqual([expect.stringMatching(/^alert: .*no webhook/), expect.stringMatching(/^retention: .*locked/)]);
  });
});

describe("the daily look at the servers", () => {
  it("comes last, once a day, and its failure is logged and tried again", async () => {
    let asked = 0;
    const { run, forgotten, logged, deps } = open({ ownServers: () => Promise.reject(new Error(`no Discord, ${++asked}`)) });
    const released: string[] = [];
    deps.access.release = async (task, slot) => void released.push(`${task} ${slot}`);
    await run();
    expect(logged).toEqual([expect.stringMatching(/^servers: .*no Discord, 1/)]);
    expect(forgotten).toHaveLength(4);
    expect(released).toEqual(["servers 2027-01-15"]);
    await run();
    expect(asked).toBe(1);
  });
});

describe("the Worker's own handler", () => {
  let db: Database;
  beforeEach(async () => {
    db = await openDatabase();
    vi.stubGlobal("fetch", async (url: string) => {
      if (!String(url).startsWith("https://discord.com/api/v10/users/@me/guilds?")) throw new Error(`nobody expects a request to ${url}`);
      return Response.json([{ id: "77", name: "Here" }]);
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("erases what is past 30 days from every table, and nothing younger", async () => {
    const now = Date.now();
    for (const [id, at] of [
      ["old", now - 32 * DAY],
      ["young", now - 28 * DAY],
    ] as const) {
      await createTurnStore(db).save(turnRecord({ id, createdAt: at, finishedAt: at }));
      const day = new Date(at).toISOString().slice(0, 10);
      const message =
        "INSERT INTO messages (source, conversation, channel_id, user_id, user_key, role, name, content, private, created_at) VALUES (?, 'c', '1', '2', '', 'user', '', 'x', 0, ?)";
      await env.DB.batch([
        env.DB.prepare(message).bind(id, at),
        env.DB.prepare("INSERT INTO webhook_events VALUES (?, 'X', ?)").bind(id, at),
        env.DB.prepare("INSERT INTO ledger (turn_id, day, user_scope, amount) VALUES (?, ?, 'user:1', 5)").bind(id, day),
      ]);
    }
    // As the runtime calls it; the generated type of the entry only knows `fetch`.
    const entry = exports.default as unknown as { scheduled(event: { scheduledTime: Date; cron: string }): Promise<unknown> };
    await entry.scheduled({ scheduledTime: new Date(now), cron: "* * * * *" });
    const left = async (table: string) => (await rows(`SELECT count(*) AS n FROM ${table}`))[0]?.n;
    for (const table of ["turns", "messages", "webhook_events", "ledger"]) expect(await left(table), table).toBe(1);
    expect(await left("budget_usage")).toBe(2);
    expect(await rows("SELECT id FROM turns")).toEqual([{ id: "young" }]);
    expect(await rows("SELECT id, name FROM servers")).toEqual([{ id: "77", name: "Here" }]);
  });

  it("posts the alert where ALERT_WEBHOOK says, pinging nobody", async () => {
    const posted: { url: string; body: unknown }[] = [];
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      if (init.method === "GET") return Response.json([]);
      posted.push({ url, body: JSON.parse(String(init.body)) });
      return new Response(null, { status: 204 });
    });
    const now = Date.now();
    for (let i = 0; i < 5; i++) await createTurnStore(db).save(turnRecord({ id: `f${i}`, outcome: "failed", createdAt: now - 9_000, finishedAt: now - 1_000 }));
    const controller = createScheduledController({ scheduledTime: now, cron: "* * * * *" });
    await worker.scheduled(controller, { ...(env as unknown as Env), ALERT_WEBHOOK: "https://hooks.example/alert" });
    expect(posted).toEqual([
      {
        url: "https://hooks.example/alert",
        body: { content: expect.stringContaining("5 answers failed"), text: expect.any(String), allowed_mentions: { parse: [] } },
      },
    ]);
  });
});
