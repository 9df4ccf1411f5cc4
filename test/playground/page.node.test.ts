/** The page's server side: who sees what, what people can do, and who may talk to it at all. */
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { createDiscord, createKeyPair, type User } from "../../scripts/playground/discord/discord.ts";
import { buildAssets } from "../../scripts/playground/page/assets.ts";
import type { WireEvent, WireMessage } from "../../scripts/playground/page/wire.ts";
import { buildWorld, createWorldClock } from "../../scripts/playground/world.ts";
import { createPageStage, HERE, type PageStage } from "./page-stage.ts";

let stage: PageStage;

beforeEach(async () => {
  stage = await createPageStage();
});

describe("the world", () => {
  test("is a lively server whose ids are the same at every start", async () => {
    const { discord, world } = stage;
    const first = await world();
    expect(first.people.map((person) => person.name)).toEqual(["Mira", "Jonas", "Wei"]);
    expect(first.guilds[0]?.channels.map((channel) => channel.name)).toEqual([
      "general",
      "random",
      "noticeboard",
      "Press repair",
      "workshop",
      "Which rope for the high branches?",
    ]);
    const clock = createWorldClock();
    const again = createDiscord({ keys: await createKeyPair(), applicationId: discord.applicationId, clock, deliver: async () => new Response() });
    expect(buildWorld(again, clock).map((person) => person.id)).toEqual(first.people.map((person) => person.id));
    expect([...again.state.channels.keys()]).toEqual([...discord.state.channels.keys()]);
  });

  test("has messages of today, a picture among them, and nothing that Discord would not like", async () => {
    const { get, general, discord } = stage;
    const messages = await get<WireMessage[]>(`/playground/messages?channel=${general}`);
    expect(messages).toHaveLength(12);
    expect(messages.flatMap((message) => message.attachments)).toMatchObject([{ type: "image/png", width: 480, height: 300 }]);
    expect(messages.every((message) => message.at <= Date.now() && message.at > Date.now() - 24 * 3_600_000)).toBe(true);
    expect(discord.violations).toEqual([]);
  });

  test("lets people read the notice board but not write there", async () => {
    const { people, world, send } = stage;
    const [, jonas] = people;
    const seen = await world(jonas);
    const board = seen.guilds[0]?.channels.find((channel) => channel.name === "noticeboard");
    expect(board?.canPost).toBe(false);
    const refused = await send(`/playground/messages?as=${jonas.id}&channel=${board?.id}`, { content: "hi" });
    expect([refused.status, await refused.json()]).toEqual([400, { problem: "You may not write here." }]);
  });
});

describe("acting", () => {
  const ask = (as: User, channel: string) => stage.act(as, channel, { kind: "slash", command: "ask", path: [], options: {} });

  test("a private answer reaches the asker and nobody else", async () => {
    const { people, get, general } = stage;
    const [mira, jonas] = people;
    expect(await ask(mira, general)).toEqual({});
    const ofMira = await get<WireMessage[]>(`/playground/messages?as=${mira.id}&channel=${general}`);
    expect(ofMira.at(-1)).toMatchObject({ content: "hello", isPrivate: true, used: { command: "ask", by: { name: "Mira" } } });
    expect(await get<WireMessage[]>(`/playground/messages?as=${jonas.id}&channel=${general}`)).toHaveLength(12);
  });

  test("a bot that does not answer is a failure, not an error of the page", async () => {
    stage.bot.answer = () => Promise.reject(new TypeError("fetch failed"));
    expect(await ask(stage.people[0], stage.general)).toEqual({ failure: expect.stringContaining("could not be reached") });
    expect((await stage.world()).traffic.at(-1)).toMatchObject({ title: "/ask", verdict: "failed" });
  });

  test("what the client would prevent is told in words", async () => {
    const response = await stage.send(`/playground/act?channel=${stage.general}`, { kind: "button", message: "1", customId: "x" });
    expect([response.status, await response.json()]).toEqual([400, { problem: "Discord's client would not allow this: this message is gone." }]);
  });

  test.each([{}, [], null, { kind: "slash" }, { kind: "nonsense" }, { kind: "slash", command: "ask", options: { file: { type: 11, value: "9" } } }])(
    "rubbish (%j) never breaks the page",
    async (body) => {
      const { send, general } = stage;
      for (const path of ["act", "permissions", "clock", "model", "model/list"])
        expect((await send(`/playground/${path}?channel=${general}`, body)).status).toBeLessThan(500);
      expect((await send(`/playground/messages?channel=${general}`, body)).status).toBe(400);
      expect((await send("/playground/switches", body)).status).toBe(200);
    },
  );
});

describe("live updates", () => {
  test("carry public messages, calls and switches to everybody, private answers to their asker alone", async () => {
    const { people, general, send, act, listen } = stage;
    const [mira, jonas] = people;
    const [ofMira, ofJonas] = await Promise.all([listen(mira), listen(jonas)]);
    await send(`/playground/messages?as=${jonas.id}&channel=${general}`, { content: "to all" });
    await act(mira, general, { kind: "slash", command: "ask", path: [], options: {} });
    await send("/playground/switches", { messageContent: true, faults: ["429"] });
    const [seenByMira = [], seenByJonas = []] = await Promise.all([ofMira.end(), ofJonas.end()]);
    const contents = (events: WireEvent[]) => events.flatMap((event) => (event.type === "message" ? [event.message.content] : []));
    expect(contents(seenByMira)).toEqual(["to all", "hello"]);
    expect(contents(seenByJonas)).toEqual(["to all"]);
    for (const events of [seenByMira, seenByJonas]) expect(events).toContainEqual({ type: "switches", switches: { messageContent: true, faults: ["429"] } });
    expect(seenByJonas.some((event) => event.type === "traffic" && event.traffic.title === "/ask")).toBe(true);
  });
});

describe("who may talk to it", () => {
  const from = (headers: Record<string, string>, method = "POST") =>
    stage.page.fetch(new Request(`${HERE}/playground/switches`, { method, headers, ...(method === "POST" ? { body: "{}" } : {}) }));

  test("another site's page may not", async () => {
    expect((await from({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" })).status).toBe(403);
    expect((await from({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).status).toBe(403);
    expect((await from({ "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" })).status).toBe(403);
    expect((await from({ "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" })).status).toBe(200);
  });

  test("a foreign name that leads here may not", async () => {
    expect((await from({ host: "evil.example:8787" })).status).toBe(403);
    expect((await from({ host: "localhost:8787" })).status).toBe(200);
  });

  test("the page runs its own code only", async () => {
    const policy = (await stage.page.fetch(new Request(`${HERE}/`))).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
  });
});

test("the page's script stays below 120 KiB gzipped, by far", async () => {
  const { script, style } = await buildAssets();
  expect(script).toContain("EventSource");
  expect(gzipSync(script).length).toBeLessThan(40 * 1024);
  expect(gzipSync(style).length).toBeLessThan(20 * 1024);
});
