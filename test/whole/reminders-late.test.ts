// Reminders whose moment finds something out of reach: D1, the object, the alarm itself. They come late, once, and never not at all.
import { abortAllDurableObjects, createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Env } from "../../src/env.ts";
import worker from "../../src/index.ts";
import { losableD1 } from "./d1-away.ts";
import { alarm, objectOf, remind, reminderRows, toldIn, untilTold } from "./reminding.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const MINUTE = 60_000;
const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});

const cron = () => {
  const scheduledTime = Date.now() - (Date.now() % MINUTE);
  return worker.scheduled(createScheduledController({ scheduledTime, cron: "* * * * *" }), env as unknown as Env);
};

test("D1 is away at its moment: it is told as soon as D1 is back", async () => {
  await remind(world, { what: "late", when: "in 10 minutes" });
  const d1 = losableD1();
  clock.move(10 * MINUTE);
  d1.lose();
  await alarm(world.channel);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(toldIn(world, world.channel)).toEqual([]);
  d1.back();
  expect(await untilTold(world, world.channel, 1)).toHaveLength(1);
});

test("what became of it could not be written down at once: it is not told again", async () => {
  await remind(world, { what: "late", when: "in 10 minutes" });
  const d1 = losableD1();
  clock.move(10 * MINUTE);
  // The first call finds it.
  d1.lose(1);
  await alarm(world.channel);
  await world.discord.waitFor(() => toldIn(world, world.channel).length === 1, { timeoutMs: 5_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await abortAllDurableObjects();
  d1.back();
  clock.move(MINUTE);
  await alarm(world.channel);
  await untilTold(world, world.channel, 1);
  clock.move(5 * MINUTE);
  await cron();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(toldIn(world, world.channel)).toHaveLength(1);
});

test("its alarm is lost: cron finds it minutes later, and commits it once", async () => {
  await remind(world, { what: "lost", when: "in 10 minutes" });
  await runInDurableObject(objectOf(world.channel), async (_object, { storage }) => {
    storage.sql.exec("DELETE FROM jobs");
    await storage.deleteAlarm();
  });
  await abortAllDurableObjects();
  clock.move(11 * MINUTE);
  await cron();
  expect(toldIn(world, world.channel)).toEqual([]);
  clock.move(2 * MINUTE);
  await cron();
  await cron();
  await untilTold(world, world.channel, 1);
  clock.move(MINUTE);
  await cron();
  await vi.waitFor(async () => expect(await reminderRows(world)).toMatchObject([{ state: "sent" }]));
  expect(toldIn(world, world.channel)).toHaveLength(1);
});

test("what is erased is not told, and its alarm knows nobody", async () => {
  await remind(world, { what: "secret", when: "in 10 minutes" });
  const jobs = await runInDurableObject(objectOf(world.channel), (_object, { storage }) => JSON.stringify(storage.sql.exec("SELECT * FROM jobs").toArray()));
  expect(jobs).toContain("remind");
  expect(jobs).not.toContain(world.ada.id);
  expect(jobs).not.toContain("secret");
  await env.DB.prepare("DELETE FROM reminders WHERE user_id = ?").bind(world.ada.id).run();
  clock.move(10 * MINUTE);
  await alarm(world.channel);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(toldIn(world, world.channel)).toEqual([]);
});
