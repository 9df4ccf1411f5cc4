// Who does not want it, or does not exist any more: nothing of theirs is looked through by night, and nothing comes back.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { memoryOf, optOut, said } from "./memory.ts";
import { emptied, type Nights, nightsOf, noticing } from "./nights.ts";
import { enter, openModels, ownServer, panelText } from "./own-endpoint-stage.ts";
import { openPanel, type Place, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const clock = useMovableClock();
let world: World;
let nights: Nights;
let here: Place;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await emptied();
  nights = nightsOf(world, clock);
  here = { user: world.ada, channel: world.channel };
  nights.notices(noticing([1, "Plays the zanzibarcello."]));
});

/** What it is asked from now on it answers when it is released. */
function holdModel(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.serve("model.example", async (request) => {
    const answer = await world.model.fetch(request);
    await promise;
    return answer;
  });
  return resolve;
}

async function erase(): Promise<InteractionHandle> {
  const panel = openPanel(world, here);
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  return panel.press("Yes, erase it all");
}
const erased = async (handle: InteractionHandle) => {
  await vi.waitFor(
    async () => {
      // It counts its statements, and its alarms are set by the clock that was moved.
      await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
      expect(said(handle)).toContain("### Erased");
    },
    { timeout: 20_000, interval: 300 },
  );
};

describe("of somebody", { timeout: 60_000 }, () => {
  test("who opted out since, no model reads a word, and nothing is kept to be read later", async () => {
    await nights.say("I play the zanzibarcello");
    await nights.say("I play the oboe", { user: world.bob });
    await optOut(world, here);
    await nights.night();
    expect(nights.asked()).toHaveLength(1);
    expect(nights.asked()[0]).toContain("oboe");
    expect(await nights.list()).toEqual([]);
    expect((await nights.facts()).map(({ owner }) => owner)).toEqual([`user:${world.bob.id}`]);
    expect(await nights.open()).toEqual([]);
  });

  test("who opts out while the model reads, nothing is kept", async () => {
    await nights.say("I play the zanzibarcello");
    nights.toNight();
    const release = holdModel();
    await nights.cron();
    await nights.begun(1);
    await optOut(world, here);
    release();
    await nights.over();
    expect(await nights.facts()).toEqual([]);
  });

  test("who was erased after cron handed it out nothing comes back, nor does anything know of them", async () => {
    nights.notices("hang");
    await nights.say("I play the zanzibarcello");
    nights.toNight();
    await nights.cron();
    await nights.begun(1);
    await erased(await erase());
    await nights.over();
    expect(await nights.list()).toEqual([]);
    expect(await nights.facts()).toEqual([]);
    nights.notices(noticing([1, "Plays the zanzibarcello."]));
    await nights.night();
    expect(await findEverywhere(["zanzibarcello"])).toEqual([]);
    expect((await findEverywhere([world.ada.id])).filter(({ where }) => where.startsWith("D1"))).toEqual([]);
  });

  test("who was erased before that night is nothing on the list; what they say later is", async () => {
    await nights.say("I play the zanzibarcello");
    await erased(await erase());
    expect(await nights.list()).toEqual([]);
    await nights.say("I play the oboe");
    await nights.night();
    expect(nights.asked()).toHaveLength(1);
    expect(nights.asked()[0]).not.toContain("zanzibarcello");
  });

  test("who had all facts forgotten, none is made of what was said until then", async () => {
    const memory = memoryOf(world);
    await memory.use(here, "remember", { text: "Has a dog." });
    await nights.say("I play the zanzibarcello");
    const list = await memory.use(here, "show");
    const sure = await memory.press(here, list, "Forget all");
    await memory.press(here, sure, "Forget it");
    await nights.night();
    expect(nights.asked()).toEqual([]);
    expect(await nights.facts()).toEqual([]);
  });

  test("who deleted the answer, with it the question, is not told about it", async () => {
    const answer = await nights.say("I play the zanzibarcello");
    await world.press(world.ada, answer, "Delete");
    await vi.waitFor(async () => expect(await rows("SELECT id FROM messages")).toEqual([]), { timeout: 5_000 });
    await nights.night();
    expect(nights.asked()).toEqual([]);
    expect(await nights.list()).toEqual([]);
  });

  test("who switched it off, nothing is read: neither what was said before nor what was said meanwhile", async () => {
    const memory = memoryOf(world);
    const press = async (label: string) => memory.press(here, await memory.use(here, "show"), label);
    await nights.say("I play the zanzibarcello");
    await press("Don't note things yourself");
    expect(await nights.list()).toEqual([]);
    await nights.say("I play the oboe");
    await nights.night();
    expect(nights.asked()).toEqual([]);
    await press("Note things yourself");
    await nights.say("I play the harp");
    await press("Don't note things yourself");
    await nights.say("I play the drums");
    await press("Note things yourself");
    await nights.say("I play the lute");
    await nights.night();
    expect(nights.asked()).toHaveLength(1);
    expect(nights.asked()[0]).toContain("lute");
    expect(nights.asked()[0]).not.toMatch(/zanzibarcello|oboe|harp|drums/);
  });

  test("who switches it off while the model reads, nothing is kept", async () => {
    await nights.say("I play the zanzibarcello");
    nights.toNight();
    const release = holdModel();
    await nights.cron();
    await nights.begun(1);
    await rows("UPDATE people SET noticing = 0 WHERE id = ?", world.ada.id);
    release();
    await nights.over();
    expect(await nights.facts()).toEqual([]);
  });

  test("whose question goes while the model reads, nothing is kept of it", async () => {
    const answer = await nights.say("I play the zanzibarcello");
    nights.toNight();
    const release = holdModel();
    await nights.cron();
    await nights.begun(1);
    await world.press(world.ada, answer, "Delete");
    await vi.waitFor(async () => expect(await rows("SELECT id FROM messages")).toEqual([]), { timeout: 5_000 });
    release();
    await nights.over();
    expect(await nights.facts()).toEqual([]);
  });
});

test("where the deployer does not want it, cron hands out nothing", async () => {
  await nights.say("I play the zanzibarcello");
  nights.toNight();
  await nights.cron({ NOTICE_FACTS: "false" });
  await nights.over();
  expect(nights.asked()).toEqual([]);
});

test("what is on the list for too long leaves it with its words", async () => {
  await nights.say("I play the zanzibarcello");
  clock.move(33 * 24 * HOUR);
  clock.move(HOUR - (Date.now() % HOUR));
  await nights.cron({ NOTICE_FACTS: "false" });
  expect(await nights.list()).toEqual([]);
});

test("a server's own endpoint is asked for its own conversations, costs the deployer nothing, and is told nothing private", { timeout: 60_000 }, async () => {
  const demo = ownServer(world);
  const panel = await openModels(world);
  expect(panelText(await enter(world, panel))).toContain("own.example");
  await memoryOf(world).use(here, "remember", { text: "Wants to leave.", where: "private" });
  demo.script(({ messages }) => (messages[0]?.text.startsWith("You look for lasting facts") ? noticing([1, "Plays the cello."]) : { text: "Fine." }));
  await nights.say("I play the cello", { options: { private: true } });
  await nights.night();
  expect(nights.asked()).toEqual([]);
  const sent = demo.requests.map(({ body }) => JSON.stringify(body ?? null)).filter((body) => body.includes("You look for lasting facts"));
  expect(sent).toHaveLength(1);
  expect(sent[0]).not.toContain("Wants to leave.");
  expect((await nights.facts()).map(({ text, private: isPrivate }) => [text, isPrivate])).toContainEqual(["Plays the cello.", 1]);
  expect(await nights.cost()).toEqual([0]);
});
