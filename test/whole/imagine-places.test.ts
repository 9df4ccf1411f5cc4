// Pictures by an Automatic1111 server, after the token's end, in German, for guests, and where a permission is missing.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { createWebUi } from "../../scripts/playground/model/automatic1111.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { begin, emptyLedger, labels, ledgerOf, pictures, turnOf } from "./painting.ts";
import { isFinal, useWorld, type World } from "./world.ts";

// Before the Worker reads it.
Object.assign(env, { IMAGE_BASE_URL: "https://gpu.example/sdapi/v1", IMAGE_MODEL: "default", IMAGE_API_KEY: "ada:quince" });

let world: World;
let web: ReturnType<typeof createWebUi>;
useWorld((fresh) => {
  world = fresh;
  web = createWebUi({ clock: systemClock, auth: "ada:quince" });
  world.serve("gpu.example", web.fetch);
});
beforeEach(emptyLedger);

async function paint(prompt: string) {
  const handle = await begin(world, prompt, { refine: false });
  await world.answered(handle);
  return handle;
}

test("Automatic1111 paints, varies and makes larger", async () => {
  const first = await paint("a heron");
  expect(labels(first)).toEqual(["Reroll", "Edit prompt", "Vary", "Upscale", "Delete", "Why"]);
  expect(first.original()?.components).toHaveLength(2);
  await turnOf(first.id);
  const larger = await world.press(world.ada, first, "Upscale");
  await world.answered(larger);
  expect(larger.original()?.content).toBe("🔍 a heron");
  expect(pictures(larger)).toHaveLength(1);
  expect(Number(pictures(larger)[0]?.["size"])).toBeGreaterThan(Number(pictures(first)[0]?.["size"]));
  const varied = await world.press(world.ada, first, "Vary");
  await world.answered(varied);
  expect(web.requests.map(({ path }) => path)).toEqual(["txt2img", "extra-single-image", "extra-single-image", "img2img"]);
  // Its price is unknown: six thousand tokens of FALLBACK_PRICE.
  expect(await ledgerOf(first.id)).toEqual({ amount: 90_000, settled: 1 });
  expect((await turnOf(larger.id)).cost_micro_usd).toBe(90_000);
  expect(await ledgerOf(larger.id)).toEqual({ amount: 90_000, settled: 1 });
  // No key of another address goes there.
  expect(web.requests[0]?.headers["authorization"]).toBe(`Basic ${btoa("ada:quince")}`);
});

test("how far it is stands in the message", async () => {
  web.behave({ delayMs: 11_000 });
  web.atWork(0.4);
  const handle = await begin(world, "a heron", { refine: false });
  await world.discord.waitFor(() => handle.original()?.content.includes("Painting… 40 %") ?? false, { timeoutMs: 12_000 });
  await world.answered(handle);
  expect(pictures(handle)).toHaveLength(1);
});

test("a picture whose interaction has expired is posted by the bot, with its buttons", async () => {
  web.behave({ delayMs: 800 });
  const handle = await begin(world, "a heron", { refine: false });
  const interaction = world.discord.state.interactions.get(handle.token);
  if (interaction === undefined) throw new Error("no interaction");
  interaction.createdAt -= 16 * 60_000;
  await turnOf(handle.id);
  const [posted] = world.discord.visibleTo(world.bob, world.channel).filter((message) => message.record.interactionId === undefined);
  expect(posted?.content).toMatch(/^-# .*ada.*a heron\na heron$/s);
  expect(posted?.attachments).toHaveLength(1);
  expect(posted?.buttons.map(({ label }) => label)).toContain("Reroll");
});

test("everything is said in German", async () => {
  web.behave({ delayMs: 1_500 });
  const options = { prompt: "ein Reiher", refine: false };
  const handle = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "imagine", options, locale: "de" });
  await world.discord.waitFor(() => handle.original()?.content.includes("Ich male") ?? false, { timeoutMs: 8_000 });
  await world.answered(handle);
  expect(pictures(handle)[0]?.filename).toBe("bild.png");
  expect(labels(handle)).toEqual(["Neu malen", "Beschreibung ändern", "Abwandeln", "Vergrößern", "Löschen", "Warum"]);
});

test("where the bot is only one person's guest, that person's picture is shown, and Delete is not offered", async () => {
  const eve = world.discord.addUser("eve", { installed: true });
  await world.knows(eve);
  const channel = world.discord.directChannel(eve, world.bob);
  const handle = await world.discord.interact({ kind: "slash", user: eve, channel, command: "imagine", options: { prompt: "a heron", refine: false } });
  await world.discord.waitFor(() => isFinal(handle), { timeoutMs: 8_000 });
  expect(pictures(handle)).toHaveLength(1);
  expect(labels(handle)).toEqual(["Reroll", "Edit prompt", "Vary", "Upscale", "Why"]);
  const again = await world.discord.interact({
    kind: "button",
    user: eve,
    channel,
    message: handle.original()?.record ?? "",
    customId: handle.original()?.buttons[0]?.customId ?? "",
  });
  await world.discord.waitFor(() => isFinal(again), { timeoutMs: 8_000 });
  expect(pictures(again)).toHaveLength(1);
});

test("where Discord takes no picture the message says so", async () => {
  web.behave({ delayMs: 1_500 });
  const handle = await begin(world, "a heron", { refine: false });
  await world.discord.waitFor(() => handle.original()?.content.includes("Painting") ?? false, { timeoutMs: 8_000 });
  world.discord.faults.add({ kind: "refused", times: 1, match: (call) => call.method === "PATCH" });
  await world.answered(handle);
  expect(pictures(handle)).toEqual([]);
  expect(handle.original()?.content).toMatch(/^a heron\n-# Discord didn't take the picture here/);
});
