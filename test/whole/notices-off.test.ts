// NOTICE_FACTS=false: nothing is put on a list, nobody is asked, and no panel speaks of it.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { labels, memoryOf, said } from "./memory.ts";
import { emptied, type Nights, nightsOf, noticing } from "./nights.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, { NOTICE_FACTS: "false" });

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

test("it is off altogether", async () => {
  nights.notices(noticing([1, "Plays the cello."]));
  await nights.say("I play the cello");
  expect(await nights.list()).toEqual([]);
  await nights.night();
  expect(nights.asked()).toEqual([]);
  const here = { user: world.ada, channel: world.channel };
  const list = await memoryOf(world).use(here, "show");
  expect(labels(list).join()).not.toMatch(/note things/i);
  expect(said(list)).not.toContain("By night");
  const notice = await world.discord.interact({ ...here, kind: "slash", command: "privacy" });
  expect(said(notice)).not.toContain("By night");
});
