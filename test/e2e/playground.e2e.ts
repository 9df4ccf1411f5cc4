/** The playground as a whole: a real Worker whose clock is moved, whose model is changed and whose tokens die while it answers. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundle } from "../../scripts/bundle-size.ts";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { serveDemoModel } from "../../scripts/playground/model/serve.ts";
import type { ActResult, ConnectResult, WireAction, WireClock, WireCron, WireMessage, World } from "../../scripts/playground/page/wire.ts";
import { type Playground, startPlayground } from "../../scripts/playground/playground.ts";
import { createState } from "../../scripts/setup/state.ts";
import { systemClock } from "../../src/kernel/clock.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let playground: Playground;
let data: string;
/** Quick, and one that takes some seconds for an answer. */
let quick: { model: DemoModel; url: string };
let slow: { model: DemoModel; url: string };
const closings: (() => Promise<void>)[] = [];

async function serveModel(delayMs: number): Promise<{ model: DemoModel; url: string }> {
  const model = createDemoModel({ clock: systemClock, delayMs });
  const served = await serveDemoModel(model);
  closings.push(() => served.close());
  return { model, url: served.baseUrl };
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "edgewise-playground-"));
  [quick, slow] = await Promise.all([serveModel(1), serveModel(100)]);
  playground = await startPlayground({ port: 0, persistTo: data, settings: {}, setupFile: join(data, ".data/setup.json"), onLine: () => undefined });
});

afterAll(async () => {
  await playground.stop();
  for (const close of closings) await close();
  rmSync(data, { recursive: true, force: true });
});

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${playground.url}/playground/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  return (await response.json()) as T;
}

const world = () => call<World>("world");
const channelOf = async (name: string) => (await world()).guilds.flatMap((guild) => guild.channels).find((channel) => channel.name === name)?.id ?? "";
const messages = async (channel: string) => call<WireMessage[]>(`messages?channel=${channel}`);
const buttons = (message: WireMessage) => message.rows.flat().map((component) => component.customId.split(":")[0]);
const isAnswered = (message: WireMessage) => buttons(message).includes("follow-up");

/** Gives the id that the answer has, or will have. Each test asks in a channel of its own, so that none reads another's messages. */
async function ask(channel: string, prompt: string): Promise<string> {
  const action: WireAction = { kind: "slash", command: "ask", path: [], options: { prompt: { type: 3, value: prompt } } };
  expect(await call<ActResult>(`act?channel=${channel}`, action)).toEqual({});
  return (await messages(channel)).findLast((message) => message.used?.text.includes(prompt))?.id ?? "";
}

async function until(channel: string, id: string, is: (message: WireMessage) => boolean): Promise<WireMessage> {
  for (let waited = 0; waited < 45_000; waited += 50) {
    const found = (await messages(channel)).find((message) => message.id === id);
    if (found && is(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not seen in time: ${JSON.stringify((await messages(channel)).slice(-2))}`);
}

/** Rows of all databases in that folder. */
function rows(folder: string, query: string): Record<string, unknown>[] {
  const path = join(data, "v3", folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".sqlite"))
    .flatMap((name) => {
      const database = new DatabaseSync(join(path, name), { readOnly: true });
      try {
        return database.prepare(query).all();
      } catch {
        // Another kind of database.
        return [];
      } finally {
        database.close();
      }
    });
}

const tombstones = () => rows("do/edgewise-ChannelObject", "SELECT id FROM tombstones").length;
const alarms = () => rows("do/edgewise-ChannelObject", "SELECT scheduled_time / 1000000 AS at FROM _cf_ALARM").map((row) => Number(row["at"]));
const connect = (server: { url: string }, model: string) => call<ConnectResult>("model", { kind: "server", url: server.url, key: "", model });
const moveClock = (offsetMs: number) => call<WireClock>("clock", { offsetMs });

test("a moved clock is the bot's time: the model is told the new date, what has become due runs, and alarms go off by the real one", async () => {
  expect(await connect(quick, "quick")).toMatchObject({ connected: { isDemo: false } });
  const channel = await channelOf("random");
  await until(channel, await ask(channel, "before the move"), isAnswered);
  await expect.poll(tombstones).toBe(1);

  expect(await moveClock(2 * DAY)).toEqual({ offsetMs: 2 * DAY });
  expect(tombstones()).toBe(0);
  const answer = await until(channel, await ask(channel, "after the move"), isAnswered);
  expect(answer.at).toBeGreaterThan(Date.now() + 2 * DAY - 60_000);
  const sent = JSON.stringify(quick.model.requests.at(-1)?.body);
  expect(sent).toContain(new Date(Date.now() + 2 * DAY).toISOString().slice(0, 10));
  await expect.poll(tombstones).toBe(1);
  expect(alarms().length).toBeGreaterThan(0);
  for (const at of alarms()) expect(at).toBeLessThan(Date.now() + HOUR);

  // And back: nothing waits for a time that is far away by now.
  expect(await moveClock(0)).toEqual({ offsetMs: 0 });
  const back = await until(channel, await ask(channel, "back again"), isAnswered);
  expect(Math.abs(back.at - Date.now())).toBeLessThan(60_000);
  expect((await world()).violations).toEqual([]);
});

test("cron runs at the moved time: after a month the turns of today are forgotten", async () => {
  const channel = await channelOf("general");
  await until(channel, await ask(channel, "to be forgotten"), isAnswered);
  const turns = () => rows("d1/miniflare-D1DatabaseObject", "SELECT id FROM turns").length;
  await expect.poll(turns).toBeGreaterThan(0);
  const cron = await call<WireCron>("cron", {});
  expect(cron).toMatchObject({ isOk: true });
  expect(turns()).toBeGreaterThan(0);
  await moveClock(33 * DAY);
  expect((await world()).cron).toMatchObject({ isOk: true });
  expect(turns()).toBe(0);
  await moveClock(0);
});

test("another model takes over while an answer is written, and the answer still arrives, once", async () => {
  await connect(slow, "slow");
  const channel = await channelOf("oven");
  const id = await ask(channel, "Who bakes?");
  await until(channel, id, (message) => message.content.includes("demo model"));
  const before = quick.model.requests.length;
  expect(await connect(quick, "elsewhere")).toMatchObject({ connected: { model: "elsewhere" } });
  const answer = await until(channel, id, (message) => message.content.includes("Who bakes?"));
  const models = quick.model.requests.slice(before).map((request) => (request.body as { model?: string } | undefined)?.model);
  // The first of them was the trial.
  expect(models.filter((model) => model === "elsewhere")).toHaveLength(2);
  await expect.poll(async () => (await messages(channel)).filter(isAnswered).length).toBe(1);
  expect((await messages(channel)).filter((message) => message.used !== null).map((message) => message.id)).toEqual([answer.id]);
  expect((await world()).model.words).toMatch(/^elsewhere at 127\.0\.0\.1:\d+ answers\.$/);
  expect(await call<ConnectResult>("model", { kind: "demo" })).toMatchObject({ connected: { isDemo: true } });
});

test("an answer whose token dies under way arrives by the bot's own", async () => {
  await connect(slow, "slow");
  const channel = await channelOf("Press repair");
  const id = await ask(channel, "Who picks?");
  await until(channel, id, (message) => message.content.includes("demo model"));
  await call("tokens", {});
  const later = async () => (await messages(channel)).filter((message) => message.id > id);
  await expect.poll(async () => (await later()).some(isAnswered), { timeout: 30_000 }).toBe(true);
  expect((await later()).map((message) => message.content).join("\n")).toContain("Who picks?");
});

test("the checklist follows the real bot, and sees when the set-up on Discord is finished", async () => {
  const done = async () => (await world()).steps.filter((step) => step.done).map((step) => step.id);
  expect(await done()).toEqual(["ask", "clock", "model"]);
  await connect(quick, "quick");
  const channel = await channelOf("general");
  const act = (action: WireAction) => call<ActResult>(`act?channel=${channel}`, action);

  expect(await act({ kind: "slash", command: "setprompt", path: [], options: { text: { type: 3, value: "Answer like a pirate." } } })).toEqual({});
  expect(await done()).not.toContain("prompt");
  const answer = await until(channel, await ask(channel, "Who sails?"), isAnswered);
  expect(answer.content).toMatch(/^Arr/);
  expect(await done()).toContain("prompt");

  const target = (await messages(channel)).find((message) => !message.author.isBot)?.id ?? "";
  expect(await act({ kind: "message", command: "Reply with AI", target })).toEqual({});
  expect(await done()).toContain("menu");
  await expect.poll(async () => (await messages(channel)).filter(isAnswered).length).toBe(2);

  createState(data).done("finished", "yes");
  await expect.poll(done, { timeout: 10_000 }).toEqual(["ask", "menu", "prompt", "clock", "model", "discord"]);
  expect((await world()).violations).toEqual([]);
});

test("nobody but the playground can do this to the Worker", async () => {
  for (const path of ["/playground/state", "/playground/cron"]) {
    for (const headers of [{}, { "x-playground-secret": "" }, { "x-playground-secret": "guessed" }])
      expect((await fetch(playground.workerUrl + path, { method: "POST", headers, body: "{}" })).status).toBe(404);
  }
});

test("what is deployed contains none of it", () => {
  const bundle = [...buildBundle().values()].join("\n");
  expect(bundle).toContain("/interactions");
  for (const word of ["/playground", "x-playground-secret", "PLAYGROUND_SECRET", "restarted by the playground"]) expect(bundle).not.toContain(word);
});
