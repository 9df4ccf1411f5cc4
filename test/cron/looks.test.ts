// Cron wakes watched channels that are due: found by index, each once, so many a minute, spread over it.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { createWatchStore } from "../../src/autonomy/watch-store.ts";
import { wakeWatched } from "../../src/cron/looks.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const MINUTE = 60_000;
const silent = { info: () => undefined, error: () => undefined };
let store: ReturnType<typeof createWatchStore>;
beforeEach(async () => {
  store = createWatchStore(await openDatabase());
});

/** `due`: how many of them are. */
async function fill(count: number, due: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO watched_channels (channel_id, guild_id, speaks, next_look_at)
     WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
     SELECT printf('%018d', i), printf('%018d', i / 10), 1, CASE WHEN i < ?2 THEN ?3 - i ELSE ?3 + 3600000 + i END FROM n`,
  )
    .bind(count, due, T)
    .run();
}

test("work is in proportion to what is due, not to what there is: 100,000 channels, 1,000 due", { timeout: 60_000 }, async () => {
  await fill(100_000, 1_000);
  const read: number[] = [];
  const woken = new Map<string, number>();
  const due = `(SELECT channel_id FROM watched_channels WHERE next_look_at IS NOT NULL AND next_look_at <= ${T} ORDER BY next_look_at LIMIT 400)`;
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN UPDATE watched_channels SET next_look_at = 1 WHERE channel_id IN ${due}`).all();
  expect(JSON.stringify(plan.results)).toContain("watched_channels_due");
  expect(JSON.stringify(plan.results)).not.toContain('SCAN watched_channels"');
  const from = performance.now();
  for (let minute = 0; minute < 5; minute++) {
    const measured = await env.DB.prepare(due.slice(1, -1)).all();
    read.push(measured.meta.rows_read);
    const counted = await wakeWatched(T + minute * MINUTE, { watched: store, log: silent, lookAt: async (id, at) => void woken.set(id, at) });
    expect(counted).toBe([400, 400, 200, 0, 0][minute]);
  }
  console.log(
    `cron, 100,000 watched channels: 1,000 due woken in 3 runs, rows read to find them ${read.join(", ")}, all five runs ${Math.round(performance.now() - from)} ms`,
  );
  expect(woken.size).toBe(1_000);
  expect(read.every((count) => count <= 401)).toBe(true);
  expect(await rows("SELECT count(*) AS n FROM watched_channels WHERE next_look_at > ?", T + 30 * MINUTE)).toEqual([{ n: 100_000 }]);
});

test("objects are woken one after the other over the minute, the longest due first, and one that fails keeps nobody waiting", async () => {
  await fill(50, 40);
  const order: [string, number][] = [];
  const errors: string[] = [];
  await wakeWatched(T, {
    watched: store,
    log: { ...silent, error: (_, { error }) => void errors.push(String(error)) },
    lookAt: async (id, at) => {
      order.push([id, at]);
      if (order.length === 3) throw new Error("overloaded");
    },
  });
  expect(order).toHaveLength(40);
  expect(errors).toEqual(["Error: overloaded"]);
  const moments = order.map(([, at]) => at - T).toSorted((a, b) => a - b);
  expect(moments[0]).toBe(0);
  expect(moments.at(-1)).toBeLessThan(MINUTE);
  for (let second = 0; second < 55; second++) expect(moments.filter((at) => Math.floor(at / 1000) === second).length).toBeLessThanOrEqual(2);
});

test("two runs at once claim each channel once; what is off or has a problem is never due", async () => {
  await fill(300, 300);
  await env.DB.prepare("UPDATE watched_channels SET speaks = 0, next_look_at = NULL WHERE channel_id < '000000000000000100'").run();
  const claims = await Promise.all([1, 2, 3].map(() => store.claimDue(T, T + MINUTE, 100)));
  expect(new Set(claims.flat()).size).toBe(claims.flat().length);
  expect(claims.flat()).toHaveLength(200);
  const [first] = claims.flat();
  expect(await store.turnOff(first ?? "", "gone", 0)).toBe(true);
  expect(await store.turnOff(first ?? "", "gone", 0)).toBe(false);
  await store.push(first ?? "", T);
  expect(await rows("SELECT next_look_at, problem FROM watched_channels WHERE channel_id = ?", first)).toEqual([{ next_look_at: null, problem: "gone" }]);
});

test("a channel that was switched on again meanwhile is not switched off", async () => {
  await fill(1, 1);
  await env.DB.prepare("UPDATE watched_channels SET changed_at = 7").run();
  expect(await store.turnOff("000000000000000000", "forbidden", 6)).toBe(false);
  expect(await store.turnOff("000000000000000000", "forbidden", 7)).toBe(true);
});
