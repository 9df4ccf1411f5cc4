// By night words are looked through once, however often cron runs and wherever the object dies, and at a pace.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { emptied, type Nights, nightsOf, noticing } from "./nights.ts";
import { rows } from "./panel.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const clock = useMovableClock();
let world: World;
let nights: Nights;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await emptied();
  nights = nightsOf(world, clock);
});

const texts = async () => (await nights.facts()).map(({ text }) => text);

describe("once and no more", { timeout: 40_000 }, () => {
  test("where cron runs twice in the same minute, and in every other of that night", async () => {
    nights.notices(noticing([1, "Plays the cello."]));
    await nights.say("I play the cello");
    nights.toNight();
    await Promise.all([nights.cron(), nights.cron()]);
    await nights.over();
    for (let minute = 0; minute < 3; minute++) {
      clock.move(60_000);
      await nights.cron();
    }
    await nights.over();
    expect(nights.asked()).toHaveLength(1);
    expect(await texts()).toEqual(["Plays the cello."]);
  });

  test("by day cron asks nobody", async () => {
    nights.notices(noticing([1, "Plays the cello."]));
    await nights.say("I play the cello");
    nights.toNight();
    clock.move(3 * 60 * 60_000);
    await nights.cron();
    await nights.over();
    expect(nights.asked()).toEqual([]);
  });

  test("though the object dies in the middle of it", async () => {
    let calls = 0;
    nights.notices(() => (++calls === 1 ? "hang" : noticing([1, "Plays the cello."])));
    await nights.say("I play the cello");
    nights.toNight();
    await nights.cron();
    await nights.begun(1);
    await abortAllDurableObjects();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await nights.over();
    expect(await texts()).toEqual(["Plays the cello."]);
    expect(await nights.open()).toEqual([]);
    expect(await nights.cost()).toHaveLength(1);
  });

  test("where words go and others come while the object is dead, nothing is kept of what is gone", async () => {
    let calls = 0;
    nights.notices(() => (++calls === 1 ? "hang" : noticing([1, "Plays the cello."])));
    const cello = await nights.say("I play the cello");
    await nights.say("I play the oboe");
    nights.toNight();
    await nights.cron();
    await nights.begun(1);
    await rows("DELETE FROM messages WHERE turn_id = ?", cello.id);
    await abortAllDurableObjects();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await nights.over();
    expect(await nights.facts()).toEqual([]);
    expect(await nights.open()).toEqual([]);
    nights.notices(noticing([1, "Plays the oboe."]));
    await nights.night();
    expect(nights.asked().at(-1)).not.toContain("cello");
    expect(await texts()).toEqual(["Plays the oboe."]);
  });

  test("of many at most ten a minute", async () => {
    nights.notices(noticing());
    await nights.say("I play the cello");
    const row = (n: number) =>
      env.DB.prepare(
        "INSERT INTO unnoticed SELECT user_id, conversation || ?1, scope, first_id + 1 + ?2, guild_id, present, due_at FROM unnoticed WHERE conversation NOT LIKE '%x%'",
      ).bind(`x${n}`, n);
    await env.DB.batch(Array.from({ length: 14 }, (_, n) => row(n)));
    nights.toNight();
    await nights.cron();
    expect(await rows("SELECT count(*) AS n FROM unnoticed WHERE due_at <= ?", Date.now())).toEqual([{ n: 5 }]);
    await nights.over();
    clock.move(60_000);
    await nights.cron();
    await nights.over();
    expect(await nights.list()).toEqual([]);
  });

  test("the due ones are found by index", async () => {
    const plan = await rows(
      "EXPLAIN QUERY PLAN UPDATE unnoticed SET due_at = 9 WHERE rowid IN (SELECT rowid FROM unnoticed WHERE due_at <= 5 ORDER BY due_at LIMIT 10)",
    );
    const steps = plan.map(({ detail }) => String(detail));
    expect(steps).toContainEqual(expect.stringMatching(/SEARCH unnoticed USING (COVERING )?INDEX unnoticed_due/));
    expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });
});
