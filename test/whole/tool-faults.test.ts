// What tools reach for breaks, hangs or floods: each time the model reads one sentence, and the answer comes. And how many requests an answer with tools takes.
import { env } from "cloudflare:workers";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import type { Behaviour } from "../../scripts/playground/model/behaviour.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createMcpStore } from "../../src/tools/mcp/store.ts";
import { openDatabase } from "../fakes/database.ts";
import { SERVER } from "../tools/mcp/wire.ts";
import { losableD1 } from "./d1-away.ts";
import { guildOf } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
afterEach(() => void vi.restoreAllMocks());

interface Sent {
  messages: { role: string; content: string }[];
}

const contentOf = (handle: InteractionHandle) => handle.original()?.content ?? "";
const sent = (): Sent[] => world.model.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ body }) => body as Sent);
const results = () => (sent().at(-1)?.messages ?? []).filter(({ role }) => role === "tool").map(({ content }) => content);
const call = (name: string, input: object = {}) => ({ name, arguments: JSON.stringify(input) });
const acts = (...behaviours: Behaviour[]) => world.model.script((_, attempt) => behaviours[attempt - 1] ?? { text: "Nothing came of it." });
const html = (body: string, status = 200) => new Response(body, { status, headers: { "content-type": "text/html; charset=utf-8" } });
const never = ({ signal }: Request) =>
  new Promise<Response>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
/** Long waits end soon; whatever is to come within them comes sooner. */
const hurry = () => {
  const { sleep } = systemClock;
  vi.spyOn(systemClock, "sleep").mockImplementation((ms, signal) => sleep(ms >= 9_000 ? ms / 20 : ms, signal));
};

/** Most are off unless a manager wants them. */
const switchOn = (...tools: string[]) => {
  const rule = env.DB.prepare("INSERT INTO tool_rules (guild_id, tool, enabled, set_by, changed_at) VALUES (?, ?, 1, '1', 1)");
  return env.DB.batch(tools.map((tool) => rule.bind(guildOf(world).id, tool)));
};

/** The result that the model read of this call; the answer has come. */
async function resultOf(...calls: { name: string; arguments: string }[]): Promise<string[]> {
  acts({ toolCalls: calls });
  expect(contentOf(await world.ask("Look it up."))).toContain("Nothing came of it.");
  for (const result of results()) expect(result).not.toMatch(/Error|at \w+ \(|undefined|\[object/);
  return results();
}

describe("the web", () => {
  const page = (url = "https://page.example/") => resultOf(call("read_page", { url }));

  test("a page of 10 MB, and one without an end, are let go", async () => {
    let given = 0;
    const endless = (most: number) =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          given += 65_536;
          given > most ? controller.close() : controller.enqueue(new Uint8Array(65_536).fill(97));
        },
      });
    for (const most of [10 * 1024 * 1024, Number.POSITIVE_INFINITY]) {
      given = 0;
      world.serve("page.example", async () => new Response(endless(most), { headers: { "content-type": "text/plain" } }));
      expect(await page()).toEqual([expect.stringContaining("larger than 2 MB")]);
      expect(given).toBeLessThan(4 * 1024 * 1024);
    }
  });

  test("a small file that unpacks into a large one is let go", async () => {
    const bomb = () => new Response("a".repeat(20 * 1024 * 1024)).body?.pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip"));
    world.serve("page.example", async () => new Response(bomb(), { headers: { "content-type": "text/html", "content-length": "20000" } }));
    expect(await page()).toEqual([expect.stringContaining("larger than 2 MB")]);
  });

  test("what refuses, breaks, turns in circles or is no text is told as it is", async () => {
    const answers: [answer: () => Promise<Response>, told: string][] = [
      [async () => html("no", 403), "refused (403)"],
      [async () => html("no", 404), "no such page (404)"],
      [() => Promise.reject(new TypeError("connection refused")), "could not be reached"],
      [async () => new Response(null, { status: 302, headers: { location: "https://page.example/again" } }), "without end"],
      [async () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1/admin" } }), "private network"],
      [async () => new Response(new Uint8Array([0, 1, 2]), { headers: { "content-type": "image/png" } }), "not a text but image/png"],
      [async () => html(""), "There are no words on this page"],
    ];
    for (const [answer, told] of answers) {
      world.serve("page.example", answer);
      expect(await page()).toEqual([expect.stringContaining(told)]);
    }
  });

  test("a search engine that takes the bot for a machine names what can be set", async () => {
    world.serve("html.duckduckgo.com", async () => html('<div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>', 202));
    const [result] = await resultOf(call("web_search", { query: "cats" }));
    for (const name of ["BRAVE_API_KEY", "TAVILY_API_KEY", "SEARXNG_URL"]) expect(result).toContain(name);
  });
});

describe("a tool server", () => {
  const ADDRESS = "https://mcp.example/mcp";
  const ask = () => resultOf(call("weather_forecast", { city: "Oslo" }));
  const works = () =>
    createMcpHandler(() => {
      const server = new McpServer({ name: "weather", version: "1.0.0" });
      const inputSchema = z.object({ city: z.string() });
      server.registerTool("forecast", { description: "The forecast.", inputSchema }, ({ city }) => ({ content: [{ type: "text", text: `Sun in ${city}` }] }));
      return server;
    });
  beforeEach(async () => {
    const tool = { ...SERVER.listing.tools[0], remote: "forecast", local: "forecast", schema: { type: "object", properties: { city: { type: "string" } } } };
    const listing = { ...SERVER.listing, era: null, tools: [tool] } as unknown as typeof SERVER.listing;
    await createMcpStore(await openDatabase()).add(
      { ...SERVER, guildId: guildOf(world).id, name: "Weather", address: ADDRESS, listing, listedAt: Date.now() },
      "1",
    );
  });

  test("that works is used", async () => {
    const handler = works();
    world.serve("mcp.example", (request) => handler.fetch(request));
    expect(await ask()).toEqual([expect.stringContaining("Sun in Oslo")]);
  });

  const BAD: Record<string, () => Promise<Response>> = {
    "is gone": () => Promise.reject(new TypeError("connection refused")),
    "lets nobody in": async () => new Response("who are you?", { status: 401 }),
    "is not there any more": async () => new Response("", { status: 404 }),
    breaks: async () => new Response("oops", { status: 500 }),
    "is a web page": async () => html("<h1>Welcome to nginx</h1>"),
    "says rubbish": async () => new Response('{"jsonrpc":"2.0","id":', { headers: { "content-type": "application/json" } }),
    "streams rubbish": async () => new Response("data: {]\n\ndata: \0\n\n", { headers: { "content-type": "text/event-stream" } }),
    "ends its stream": async () => new Response(": nothing\n\n", { headers: { "content-type": "text/event-stream" } }),
    floods: async () => new Response("x".repeat(12 * 1024 * 1024), { headers: { "content-type": "application/json" } }),
    "leads elsewhere": async () => new Response(null, { status: 307, headers: { location: "http://127.0.0.1/" } }),
  };
  test.each(Object.entries(BAD))("that %s is a sentence", { timeout: 30_000 }, async (_, answer) => {
    hurry();
    world.serve("mcp.example", answer);
    const [result, ...more] = await ask();
    expect(more).toEqual([]);
    expect(result).toMatch(/\S.*[.!]$/);
    expect(result?.length).toBeLessThan(400);
  });
});

describe("Discord and D1", () => {
  test("Discord that breaks for a moment is asked again, and for longer is a sentence", { timeout: 40_000 }, async () => {
    hurry();
    await switchOn("channel_history");
    world.discord.intents.messageContent = true;
    world.discord.post(world.channel, world.bob, "apples are ripe");
    const isReading = ({ method, path }: { method: string; path: string }) => method === "GET" && path.startsWith(`/channels/${world.channel.id}/messages`);
    world.discord.faults.add({ kind: "500", times: 1, match: isReading });
    acts({ toolCalls: [call("channel_history")] }, { text: "Ripe." });
    expect(contentOf(await world.ask("What did they say?", { options: { context: false } }))).toContain("Ripe.");
    expect(results()).toEqual([expect.stringContaining("apples are ripe")]);
    world.discord.faults.add({ kind: "500", match: isReading });
    acts({ toolCalls: [call("channel_history")] }, { text: "I could not read it." });
    expect(contentOf(await world.ask("What did they say?", { options: { context: false } }))).toContain("I could not read it.");
    expect(results()).toEqual([expect.stringMatching(/\S.*\.$/)]);
    world.discord.faults.clear();
  });

  test("D1 that is away while something is to be remembered or looked up is a sentence", { timeout: 30_000 }, async () => {
    const d1 = losableD1();
    world.model.script((_, attempt) => {
      // What the next round costs is held before its tools are at work.
      attempt === 1 ? d1.lose(1) : d1.back();
      return attempt === 1 ? { toolCalls: [call("remember", { fact: "likes pears" }), call("recall", { query: "pears" })] } : { text: "I could not." };
    });
    const answer = await world.ask("Remember that I like pears.");
    expect(contentOf(answer)).toContain("I could not.");
    expect(results()).toHaveLength(2);
    for (const result of results()) expect(result).toMatch(/^It broke\.|memory/);
    expect(results().join()).not.toContain("D1_ERROR");
  });
});

test("all that hangs at once is given up within its time", { timeout: 40_000 }, async () => {
  hurry();
  await switchOn("wikipedia", "weather");
  for (const host of ["page.example", "html.duckduckgo.com", "en.wikipedia.org", "api.open-meteo.com", "geocoding-api.open-meteo.com"])
    world.serve(host, never);
  const told = await resultOf(
    call("read_page", { url: "https://page.example/" }),
    call("web_search", { query: "cats" }),
    call("wikipedia", { query: "cats" }),
    call("weather", { place: "Oslo" }),
  );
  expect(told).toHaveLength(4);
  for (const result of told) expect(result).toMatch(/within (ten|\d+) seconds/);
});

describe("outgoing requests", () => {
  const FIVE = [
    call("channel_history"),
    call("list_channels"),
    call("find_member", { name: "bob" }),
    call("current_time"),
    call("read_page", { url: "https://page.example/" }),
  ];
  /** From now on; D1 is no request of this kind. */
  function countRequests() {
    const inner = globalThis.fetch;
    let count = 0;
    vi.stubGlobal("fetch", (...args: Parameters<typeof fetch>) => {
      count += 1;
      return inner(...args);
    });
    return () => count;
  }

  test.each([
    ["at once", [FIVE]],
    ["one after the other", FIVE.map((one) => [one])],
  ])("five calls, three of them to Discord, %s: at most 45", { timeout: 40_000 }, async (_, rounds) => {
    await switchOn("channel_history", "list_channels", "find_member");
    world.serve("page.example", async () => html("<title>Apples</title><main>They are ripe.</main>"));
    world.discord.post(world.channel, world.bob, "apples are ripe");
    const text = Array.from({ length: 200 }, (_, n) => `word${n}`).join(" ");
    acts(...rounds.map((toolCalls) => ({ text: "Let me see.", toolCalls })), { text, delayMs: 25 });
    const count = countRequests();
    const answer = await world.ask("Tell me everything.");
    expect(contentOf(answer)).toContain("word199");
    expect(results()).toHaveLength(5);
    for (const result of results()) expect(result).not.toMatch(/not accepted|no tool/);
    console.log(`five calls, ${rounds.length} rounds: ${count()} requests`);
    expect(count()).toBeLessThanOrEqual(45);
  });
});
