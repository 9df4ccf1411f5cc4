// How often an answer goes to D1: twice before the model is asked, whatever it remembers and reads, and once after. An acknowledgement goes there not at all.
import { beforeEach, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { countTrips } from "./count-trips.ts";
import { memoryOf, optOut } from "./memory.ts";
import { manager, openPanel, type Place, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let here: Place;
useWorld((fresh) => {
  world = fresh;
});
const clock = useMovableClock();
beforeEach(() => {
  here = { user: world.ada, channel: world.channel };
  world.discord.intents.messageContent = true;
});

/** Of the one answer that comes of it. What is asked for notes is no answer. */
async function trips(act: () => Promise<InteractionHandle>): Promise<{ before: number; after: number }> {
  const counter = countTrips();
  let before: number | undefined;
  world.model.script((request) => {
    if (!JSON.stringify(request).includes("You keep the notes")) before ??= counter.count();
    return { text: "I see." };
  });
  try {
    const handle = await act();
    // Nothing is read meanwhile: that would be counted.
    await new Promise((done) => setTimeout(done, 300));
    expect(handle.messages().some(({ content }) => content.includes("I see."))).toBe(true);
    return { before: before ?? Number.NaN, after: counter.count() - (before ?? Number.NaN) };
  } finally {
    counter.end();
  }
}

const ask = (prompt: string, options = {}, place: Place = here) => world.ask(prompt, { ...place, options });

test("everything a question can remember and read costs two before and one after", async () => {
  const memory = memoryOf(world);
  const boss: Place = { user: manager(world), channel: world.channel };
  await memory.use(here, "remember", { text: "I have a cat." });
  await memory.use(boss, "add", { text: "Cats sleep sixteen hours a day.", name: "cats" });
  const panel = openPanel(world, boss);
  await panel.command("settings");
  await panel.press("Channel");
  await panel.press("Remember this channel");
  await vi.waitFor(async () => expect(await rows("SELECT 1 FROM channel_settings WHERE remembered = 1")).toHaveLength(1));
  for (let n = 0; n < 30; n++) world.discord.post(world.channel, world.bob, `the cat said ${n}`);
  await ask("my cat is called Miso");
  clock.move(13 * HOUR);

  expect(await trips(() => ask("what about my cat?"))).toEqual({ before: 2, after: 1 });
  const sent = JSON.stringify(world.model.requests.at(-1)?.body);
  for (const part of ["I have a cat.", "[knowledge: cats]", "Miso", "the cat said 29"]) expect(sent).toContain(part);
});

test("where there is nothing to remember, nobody to ask about, or no wish to, it costs less", async () => {
  expect(await trips(() => ask("hello"))).toEqual({ before: 1, after: 1 });
  expect(await trips(() => ask("hello in private", { private: true }))).toEqual({ before: 2, after: 1 });
  expect(await trips(() => ask("elephants", { context: false }))).toEqual({ before: 1, after: 1 });
  await optOut(world, { user: world.bob, channel: world.channel });
  expect(await trips(() => ask("hello", { context: false }, { user: world.bob, channel: world.channel }))).toEqual({ before: 1, after: 1 });
});

test("a conversation that begins anew after a silence tells first what was said: once more for what that costs", async () => {
  for (const prompt of ["my cat is called Miso", "my dog is called Rex"]) await ask(prompt);
  clock.move(13 * HOUR);
  expect(await trips(() => ask("what is my cat called?"))).toEqual({ before: 3, after: 1 });
  expect(world.model.requests.some(({ body }) => JSON.stringify(body).includes("You keep the notes"))).toBe(true);
});

test("an answer given anew finds its question in D1: it is looked for along with that where it was the last one, else once more", async () => {
  await ask("my cat is called Miso");
  clock.move(13 * HOUR);
  const question = await ask("what is my cat called?");
  const anew = () =>
    trips(async () => {
      const pressed = await world.press(world.ada, question, "Regenerate");
      await world.answered(question);
      return pressed;
    });
  expect(await anew()).toEqual({ before: 2, after: 1 });
  await ask("elephants are large, are they not?");
  expect(await anew()).toEqual({ before: 3, after: 1 });
  expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("my cat is called Miso");
});
