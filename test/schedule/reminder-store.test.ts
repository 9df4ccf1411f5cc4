/** Reminders in D1: places within a second, versions, whose they are, and what is found by its index. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { isHeldBack, isOptedOut } from "../../src/access/store.ts";
import { createDatabase } from "../../src/db/client.ts";
import { snowflakeBefore } from "../../src/kernel/ids.ts";
import { createReminderStore, MOST_REMINDERS, type NewReminder, PLACE_MS, quoted } from "../../src/schedule/reminder-store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const store = createReminderStore(createDatabase(env.DB), { isOptedOut, isHeldBack });
let next = 0;
beforeEach(async () => {
  await openDatabase();
  next = 0;
});

const reminder = (more: Partial<NewReminder> = {}): NewReminder => ({
  ...{ id: `${1_000_000 + next++}`, userId: "1", guildId: "9", channelId: "8", direct: false, text: "tea" },
  ...{ aboutMessageId: null, aboutChannelId: null, quotedKey: null, dueAt: T, cron: null, timeZone: "UTC", locale: "en-US", createdAt: T - 1_000 },
  ...more,
});
const make = async (more: Partial<NewReminder> = {}) => {
  const made = await store.create(reminder(more));
  if (made.kind === "full") throw new Error("full");
  return made.reminder;
};

describe("places within a second", () => {
  it("follow each other, so that Discord takes them all; a direct message takes two", async () => {
    const all = [await make(), await make({ direct: true }), await make(), await make({ dueAt: T + 1_000 })];
    expect(all.map(({ sendAt, dueAt }) => sendAt - dueAt)).toEqual([0, PLACE_MS, 3 * PLACE_MS, 0]);
    expect(1_000 / PLACE_MS).toBeLessThan(50);
  });

  it("are counted anew among all that were due before and still wait", async () => {
    const [, second, third] = [await make({ dueAt: T - 5_000 }), await make(), await make()];
    const ahead = async ({ id }: { id: string }) => (await store.due(id, 1))?.ahead;
    expect(await Promise.all([second, third].map(ahead))).toEqual([1, 2]);
    await store.settle(second.id, 1, { kind: "told", messageId: "m", next: null });
    expect(await ahead(third)).toBe(1);
  });

  it("are found by the index alone, however many wait", async () => {
    await rows(
      `INSERT INTO reminders SELECT 'w' || value, '2', '9', '8', 0, 'x', NULL, NULL, NULL, ?1 + 1000 * value, ?1, NULL, 'UTC', 'en', 'waiting', 1, NULL, 5, 5
        FROM generate_series(1, 20000)`.replace("generate_series(1, 20000)", "json_each(?2)"),
      T,
      JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i + 1)),
    );
    const plan = async (sql: string) => (await rows(`EXPLAIN QUERY PLAN ${sql}`)).map(({ detail }) => String(detail)).join("\n");
    expect(await plan("SELECT * FROM reminders WHERE state = 'waiting' AND due_at < 5 ORDER BY due_at LIMIT 3")).toContain("USING INDEX reminders_due");
    const { meta } = await env.DB.prepare("SELECT count(*) FROM reminders r WHERE r.state = 'waiting' AND r.due_at = ?")
      .bind(T + 5_000)
      .all();
    expect(meta.rows_read).toBeLessThan(5);
  });
});

describe("a version", () => {
  it("grows with every change of its time, and an older one is not due", async () => {
    const { id } = await make();
    const moved = await store.edit(id, "1", { text: "tea", dueAt: T + 60_000, cron: null, timeZone: "UTC" }, T);
    expect(moved).toMatchObject({ version: 2, dueAt: T + 60_000, state: "waiting" });
    expect([await store.due(id, 1), (await store.due(id, 2))?.reminder.id]).toEqual([null, id]);
    await store.settle(id, 1, { kind: "failed" });
    expect(await store.find(id, "1")).toMatchObject({ state: "waiting" });
  });

  it("is told no more once it is called off, not even by a Snooze under what was told of it before", async () => {
    const { id } = await make({ cron: "0 9 * * *" });
    await store.settle(id, 1, { kind: "told", messageId: "m", next: T + 60_000 });
    await store.cancel(id, "1", T + 5);
    expect(await store.snooze(id, "1", T + 30_000, { id: "2000000", at: T + 10 })).toMatchObject({ id, state: "done" });
    expect(await rows("SELECT id FROM reminders")).toHaveLength(1);
  });

  it("is not changed by an interaction that is older than the last", async () => {
    const { id } = await make();
    await store.edit(id, "1", { text: "new", dueAt: T + 60_000, cron: null, timeZone: "UTC" }, T + 10);
    expect(await store.cancel(id, "1", T + 5)).toMatchObject({ state: "waiting", text: "new" });
    expect(await store.cancel(id, "1", T + 20)).toMatchObject({ state: "done", text: "" });
    // What made it comes again.
    expect(await store.create(reminder({ id }))).toMatchObject({ kind: "known", reminder: { state: "done" } });
  });

  it("goes on with one that comes back, told once and again", async () => {
    const { id } = await make({ cron: "0 9 * * *" });
    const told = { kind: "told", messageId: "m", next: T + 86_400_000 } as const;
    await store.settle(id, 1, told);
    await store.settle(id, 1, told);
    expect(await store.find(id, "1")).toMatchObject({ state: "waiting", version: 2, dueAt: T + 86_400_000, messageId: "m" });
    expect(await store.done(id, "1", T + 5)).toMatchObject({ state: "waiting" });
    const copy = await store.snooze(id, "1", T + 600_000, { id: "77", at: T + 6 });
    expect(copy).toMatchObject({ id: "77", cron: null, dueAt: T + 600_000, version: 1 });
    expect(await store.snooze(id, "1", T + 600_000, { id: "77", at: T + 6 })).toMatchObject({ id: "77" });
    expect(await store.list("1")).toHaveLength(2);
  });
});

describe("whose it is", () => {
  it("is asked in every statement", async () => {
    const { id } = await make();
    const change = { text: "x", dueAt: T, cron: null, timeZone: "UTC" };
    const tried = [
      store.find(id, "2"),
      store.edit(id, "2", change, T),
      store.cancel(id, "2", T),
      store.done(id, "2", T),
      store.snooze(id, "2", T, { id: "5", at: T }),
    ];
    expect(await Promise.all(tried)).toEqual([null, null, null, null, null]);
    expect(await store.list("2")).toEqual([]);
    expect(await store.find(id, "1")).toMatchObject({ text: "tea", version: 1 });
  });

  it("is told directly where the server has put the bot on hold, or blocked whoever wanted it", async () => {
    const all = [await make(), await make({ userId: "2" }), await make({ guildId: "7" }), await make({ guildId: null })];
    const direct = async () => (await Promise.all(all.map(({ id }) => store.due(id, 1)))).map((due) => due?.reminder.direct);
    expect(await direct()).toEqual([false, false, false, false]);
    await rows("INSERT INTO servers (id, blocked, changed_at) VALUES ('9', '[\"2\"]', 5), ('7', NULL, 5)");
    expect(await direct()).toEqual([false, true, false, false]);
    await rows("UPDATE servers SET paused = 1 WHERE id = '7'");
    expect(await direct()).toEqual([false, true, true, false]);
    // Its row stays as it was wanted.
    expect(await store.find(all[1]?.id ?? "", "2")).toMatchObject({ direct: false });
  });

  it("has room for fifty that wait", async () => {
    for (let i = 0; i < MOST_REMINDERS; i++) await make();
    expect(await store.create(reminder())).toEqual({ kind: "full" });
    expect(await store.create(reminder({ userId: "2" }))).toMatchObject({ kind: "stored" });
  });

  it("hides whom it quotes once they opt out, and keeps what its owner typed", async () => {
    const about = { aboutMessageId: "5", aboutChannelId: "8", quotedKey: "their-key" };
    const [quote, own] = [await make({ ...about, text: quoted("bob: at eight") }), await make({ ...about, text: "answer" })];
    await rows("INSERT INTO opt_outs (key, active, changed_at) VALUES ('their-key', 1, 5)");
    expect(await store.find(quote.id, "1")).toMatchObject({ text: "", aboutMessageId: null });
    expect(await store.find(own.id, "1")).toMatchObject({ text: "answer", aboutMessageId: null });
  });
});

it("finds those that nobody told, from both ends, and forgets those that are over", async () => {
  const [old, middle, young] = [await make({ dueAt: T - 3_000 }), await make({ dueAt: T - 2_000 }), await make({ dueAt: T - 1_000 })];
  await make({ dueAt: T + 1_000 });
  expect((await store.overdue(T, 2, "oldest")).map(({ id }) => id)).toEqual([old.id, middle.id]);
  expect((await store.overdue(T, 2, "newest")).map(({ id }) => id)).toEqual([young.id, middle.id]);
  const past = T - 40 * 86_400_000;
  const over = await make({ id: snowflakeBefore(past), dueAt: past, createdAt: past });
  await store.settle(over.id, 1, { kind: "told", messageId: "m", next: null });
  await make({ id: `${BigInt(snowflakeBefore(past)) + 5n}`, dueAt: T + 5_000, createdAt: past });
  // However late, whoever wanted it is told.
  const late = await make({ id: `${BigInt(snowflakeBefore(past)) + 6n}`, dueAt: past, createdAt: past });
  await store.forget(T - 30 * 86_400_000, 500);
  expect(await store.find(late.id, "1")).toMatchObject({ state: "waiting" });
  expect((await store.list("1")).map(({ id }) => id)).not.toContain(over.id);
  expect(await store.list("1")).toHaveLength(6);
});
