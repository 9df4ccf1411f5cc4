// Read aloud when something is wrong: the voice, the budget, Discord, the process. One outcome each time, in a sentence, and the money is right.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { HEARD, SPEECH_VARIABLES, useHearing } from "./hearing.ts";
import { guildOf } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, SPEECH_VARIABLES);

const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { ask, aloud, voices, spoken, charged, holdVoice } = useHearing(() => world);
const crash = async () => {
  await abortAllDurableObjects();
  await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
};
const becomes = (handle: InteractionHandle, outcome: RegExp) => vi.waitFor(() => expect(handle.original()?.content).toMatch(outcome), { timeout: 10_000 });
const postsVoice = (call: { method: string; route: string }) => call.method === "POST" && call.route === "/channels/:channel/messages";

describe("the voice", () => {
  test.each([
    ["is ill", { status: 500 }, /can't be reached just now/],
    ["refuses", { status: 400, error: { message: "Your input was flagged." } }, /refused to read this/],
    ["has too much to do", { status: 429 }, /too many requests/],
    ["does not know the key", { status: 401 }, /AUDIO_API_KEY/],
    ["does not know the model", { status: 404 }, /SPEECH_MODEL/],
    ["is a web page", { html: true }, /AUDIO_BASE_URL/],
  ])("%s: a sentence, and nothing is charged", async (_, behaviour, sentence) => {
    world.model.scriptSpeech(() => behaviour);
    const pressed = await aloud(await ask("why?", "Because."), sentence);
    expect(pressed.original()).toMatchObject({ attachments: [], buttons: [] });
    expect(pressed.original()?.content).not.toMatch(/Incorrect API key|flagged|nginx|sk-/);
    expect(voices()).toEqual([]);
    expect(await charged(pressed.id)).toBe(0);
  });
});

test("a full budget is said, and nobody is asked", async () => {
  const answer = await ask("why?", "Because.");
  const scope = `server:${guildOf(world).id}`;
  await env.DB.prepare("INSERT INTO budget_limits (scope, amount, changed_at) VALUES (?, 1, 0)").bind(scope).run();
  const pressed = await aloud(answer, /used up its budget for today/);
  expect(spoken()).toEqual([]);
  expect((await env.DB.prepare("SELECT * FROM ledger WHERE turn_id = ?").bind(pressed.id).all()).results).toEqual([]);
});

describe("a crash", () => {
  test("while it is read: it is read anew, once, and both times are charged", async () => {
    const voice = holdVoice();
    const answer = await ask("why?", "Because.");
    const whole = await world.press(world.ada, answer, "Read aloud");
    await voice.begun();
    await crash();
    await voice.begun(2);
    voice.speak();
    await becomes(whole, HEARD);
    expect(voices()).toHaveLength(1);
    const twice = await charged(whole.id);
    const again = await world.press(world.ada, answer, "Read aloud");
    await voice.begun(3);
    voice.speak();
    await becomes(again, HEARD);
    expect(twice).toBeGreaterThan(await charged(again.id));
  });

  test("and another: an apology, and nobody is asked a third time", async () => {
    const voice = holdVoice();
    const pressed = await world.press(world.ada, await ask("why?", "Because."), "Read aloud");
    await voice.begun();
    await crash();
    await voice.begun(2);
    await crash();
    await becomes(pressed, /interrupted several times/);
    await voice.begun(2);
    expect(voices()).toEqual([]);
    expect(await charged(pressed.id)).toBeGreaterThan(0);
  });

  test("after it was posted: there is one voice message, and the panel leads there", async () => {
    const answer = await ask("why?", "Because.");
    world.discord.faults.add({ kind: "500", match: (call) => call.method === "PATCH" });
    const pressed = await world.press(world.ada, answer, "Read aloud");
    await vi.waitFor(() => expect(voices()).toHaveLength(1), { timeout: 8_000 });
    await crash();
    world.discord.faults.clear();
    await becomes(pressed, HEARD);
    expect(voices()).toHaveLength(1);
    expect(spoken()).toHaveLength(1);
  });
});

describe("while it is posted", () => {
  test("an answer of Discord's that is lost: one voice message", async () => {
    const answer = await ask("why?", "Because.");
    world.discord.faults.add({ kind: "lost-answer", times: 1, match: postsVoice });
    await aloud(answer, HEARD);
    expect(voices()).toHaveLength(1);
  });

  test("the process dies and nobody knows: soon it is sent once more, which is the same one", async () => {
    const answer = await ask("why?", "Because.");
    world.discord.faults.add({ kind: "lost-answer", match: postsVoice });
    const pressed = await world.press(world.ada, answer, "Read aloud");
    await vi.waitFor(() => expect(voices()).toHaveLength(1), { timeout: 8_000 });
    world.discord.faults.clear();
    await crash();
    await becomes(pressed, HEARD);
    expect(voices()).toHaveLength(1);
    expect(spoken().length).toBeLessThanOrEqual(2);
  });

  test("later it is not, since Discord would post another", async () => {
    const answer = await ask("why?", "Because.");
    world.discord.faults.add({ kind: "lost-answer", match: postsVoice });
    const pressed = await world.press(world.ada, answer, "Read aloud");
    await vi.waitFor(() => expect(voices()).toHaveLength(1), { timeout: 8_000 });
    clock.move(HOUR / 20);
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await becomes(pressed, /If it isn't in the channel, press Read aloud once more/);
    expect(voices()).toHaveLength(1);
  });
});
