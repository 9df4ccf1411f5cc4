/** Whatever an MCP server answers, or does not: a sentence each time, within bounds, and its headers go nowhere else. */
import { describe, expect, it } from "vitest";
import type { McpFailure } from "../../../src/tools/mcp/failure.ts";
import { createSkippingClock } from "../../discord/skipping-clock.ts";
import { type Asked, events, failed, json, legacy, result, wire } from "./wire.ts";

const html = () => new Response("<html>Welcome</html>", { headers: { "content-type": "text/html" } });
const status = (code: number, headers: Record<string, string> = {}) => new Response("no", { status: code, headers });
const endless = (line: string) => events(new ReadableStream({ pull: async (controller) => controller.enqueue(new TextEncoder().encode(line)) }));
const huge = () =>
  new Response(`{"jsonrpc":"2.0","id":1,"result":{"content":"${"x".repeat(1_200_000)}"}}`, { headers: { "content-type": "application/json" } });

const CASES: [what: string, answer: (asked: Asked) => Response, failure: McpFailure][] = [
  ["a web page", html, "not-mcp"],
  ["nothing", () => new Response(null, { status: 200 }), "not-mcp"],
  ["an empty acceptance", () => new Response(null, { status: 202 }), "not-mcp"],
  ["JSON that is none", () => new Response("{oh", { headers: { "content-type": "application/json" } }), "not-mcp"],
  ["JSON of something else", () => json({ hello: "world" }), "not-mcp"],
  ["a list of nothing", () => json([]), "not-mcp"],
  ["an answer to another question", () => json({ jsonrpc: "2.0", id: 4711, result: { content: [] } }), "not-mcp"],
  ["a result that is no object", (asked) => result(asked, 7), "not-mcp"],
  ["a result without content", (asked) => result(asked, {}), "not-mcp"],
  ["more than a megabyte", huge, "too-large"],
  ["events without an end", () => endless(": still there\n\n"), "too-large"],
  ["one event without an end", () => endless("data: x"), "too-large"],
  ["events that end without an answer", () => events("data: {}\n\ndata: {oh\n\n"), "ill"],
  ["events that answer another question", () => events('data: {"jsonrpc":"2.0","id":4711,"result":{}}\n\n'), "ill"],
  ["401", () => status(401, { "www-authenticate": "Bearer" }), "unauthorized"],
  ["403", () => status(403), "unauthorized"],
  ["405", () => status(405), "not-found"],
  ["429", () => status(429), "busy"],
  ["500", () => status(500), "ill"],
  ["503 with a page", () => new Response("<html>", { status: 503, headers: { "content-type": "text/html" } }), "ill"],
  ["a refusal", (asked) => failed(asked, -32603, "Internal error: at /srv/app.js:12"), "refused"],
  ["a refusal without a name", (_asked) => json({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "no" } }, { status: 400 }), "refused"],
  ["an error that is none", (asked) => json({ jsonrpc: "2.0", id: asked.rpc.id, error: "bad" }), "not-mcp"],
  ["a question for the person", (asked) => result(asked, { resultType: "input_required", inputRequests: {} }), "needs-input"],
  ["another host", () => status(307, { location: "https://elsewhere.example/mcp" }), "moved"],
  ["a private host", () => status(308, { location: "http://127.0.0.1/mcp" }), "moved"],
  ["a redirect that turns it into a GET", () => status(302, { location: "https://mcp.example/other" }), "moved"],
  ["redirects without an end", () => status(307, { location: "https://mcp.example/mcp" }), "moved"],
  ["a redirect to nowhere", () => status(307), "moved"],
];

describe("a call that is answered by", () => {
  it.each(CASES)("%s", async (_what, answer, failure) => {
    const clock = createSkippingClock();
    const { call, asked, problems } = wire(legacy(answer), { sealedHeaders: '{"authorization":"Bearer secret"}' }, clock);
    const output = await clock.run(call());
    expect(output.failed).toBe(true);
    expect(output.content).toMatch(/^The tool server "there" is of no help: [A-Z].*\. Go on without it, and say so\.$/);
    expect(output.content).toContain(SENTENCE[failure]);
    // What the server said stays apart from our words.
    expect(output.content).not.toContain("/srv/app.js");
    expect(new Set(asked.map(({ url }) => new URL(url).origin))).toEqual(new Set(["https://mcp.example"]));
    expect(asked.length).toBeLessThan(12);
    expect(problems).toEqual(LASTING.includes(failure) ? [failure] : []);
  });

  it("silence, until its time is up", async () => {
    const gone = new AbortController();
    const { call } = wire(legacy(() => new Promise<Response>((_, reject) => gone.signal.addEventListener("abort", () => reject(gone.signal.reason)))));
    const called = call({}, "turn", gone.signal);
    await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort("timeout");
    await expect(called).rejects.toBe("timeout");
  });

  it("a broken connection", async () => {
    const { call, problems } = wire(() => {
      throw new TypeError("ECONNREFUSED 10.0.0.1");
    });
    expect(await call()).toEqual({ content: expect.stringContaining("can't be reached"), failed: true });
    expect(problems).toEqual(["unreachable"]);
  });
});

const SENTENCE: Partial<Record<McpFailure, string>> = {
  "not-mcp": "can't be understood",
  "too-large": "too large",
  ill: "It broke",
  unauthorized: "does not accept the key",
  "not-found": "Nothing is there",
  busy: "too busy",
  refused: "refused the call",
  "needs-input": "ask somebody something first",
  moved: "points to another place",
};
const LASTING: McpFailure[] = ["unauthorized", "not-found", "moved", "not-mcp"];

describe("a list", () => {
  const GARBAGE = CASES.filter(([what]) => !/result without|question for/.test(what));
  it.each(GARBAGE)("that is answered by %s is none", async (_what, answer, failure) => {
    const clock = createSkippingClock();
    expect(await clock.run(wire(legacy(answer), {}, clock).list())).toEqual({ failure });
  });

  it.each(GARBAGE)("of a server that answers everything by %s is none", async (_what, answer) => {
    const clock = createSkippingClock();
    const listed = await clock.run(wire(answer, {}, clock).list());
    expect(listed).toHaveProperty("failure");
  });

  it("that never comes is given up after 20 seconds", async () => {
    const clock = createSkippingClock();
    const from = clock.now();
    const { list } = wire(
      legacy(async () => new Promise<Response>((_, reject) => void clock.sleep(30_000).then(() => reject(new Error("reset"))))),
      {},
      clock,
    );
    expect(await clock.run(list())).toEqual({ failure: "slow" });
    expect(clock.now() - from).toBeGreaterThanOrEqual(20_000);
  });

  it("whose pages go in circles ends", async () => {
    let page = 0;
    const { list, methods } = wire(legacy((asked) => result(asked, { tools: [{ name: `t${page++}` }], nextCursor: `c${page % 3}` })));
    const listed = await list();
    expect("failure" in listed || listed.tools.length).toBe(20);
    expect(methods().filter((method) => method === "tools/list")).toHaveLength(20);
  });

  it("goes over its pages", async () => {
    const { list, asked } = wire(
      legacy(({ rpc, ...rest }) =>
        result({ rpc, ...rest }, rpc.params?.["cursor"] === "2" ? { tools: [{ name: "b" }] } : { tools: [{ name: "a" }], nextCursor: "2" }),
      ),
    );
    expect(await list()).toMatchObject({ tools: [{ remote: "a" }, { remote: "b" }], era: "legacy" });
    expect(asked.at(-1)).toMatchObject({ method: "DELETE" });
  });

  it("of a server that has no tools is empty", async () => {
    expect(await wire(legacy((asked) => failed(asked, -32601, "Method not found"))).list()).toMatchObject({ tools: [] });
  });

  it("is not asked for at an address that is not allowed any more, or without its headers", async () => {
    for (const [over, failure] of [
      [{ address: "https://private.example/mcp" }, "private"],
      [{ sealedHeaders: "broken" }, "no-key"],
    ] as const) {
      const { list, call, asked } = wire(() => status(500), over);
      expect(await list()).toEqual({ failure });
      expect(await call()).toMatchObject({ failed: true });
      expect(asked).toEqual([]);
    }
  });
});
