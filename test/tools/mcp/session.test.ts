/** Sessions with MCP servers, as the specification has them: what is sent, what is begun anew, what is heard on the way. */
import { describe, expect, it } from "vitest";
import { createSkippingClock } from "../../discord/skipping-clock.ts";
import { type Asked, events, failed, json, legacy, result, wire } from "./wire.ts";

const fine = { content: [{ type: "text", text: "fine" }] };

describe("the era with sessions", () => {
  it("sends what the server gave with every request, and its own headers", async () => {
    const { call, asked } = wire(
      legacy((request) => result(request, fine)),
      { sealedHeaders: '{"authorization":"Bearer x","accept":"nonsense"}' },
    );
    expect(await call()).toEqual({ content: "", untrusted: "fine" });
    const [first, second, third] = asked;
    expect([first, second, third].map((each) => each?.headers.get("authorization"))).toEqual(Array(3).fill("Bearer x"));
    expect(first?.headers.get("mcp-session-id")).toBeNull();
    expect(first?.rpc.params).toEqual({ protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "edgewise", version: "1" } });
    for (const each of [second, third]) {
      expect(Object.fromEntries(each?.headers ?? [])).toMatchObject({
        "mcp-session-id": "s-1",
        "mcp-protocol-version": "2025-11-25",
        accept: "application/json, text/event-stream",
        "content-type": "application/json",
      });
    }
    expect(third?.rpc).toMatchObject({ method: "tools/call", params: { name: "look", arguments: { a: 1 } } });
  });

  it("begins anew once after 404, and only once", async () => {
    const lost = wire(legacy(() => new Response("gone", { status: 404 })));
    expect(await lost.call()).toMatchObject({ failed: true });
    expect(lost.methods().filter((method) => method === "tools/call")).toHaveLength(2);
    let calls = 0;
    const found = wire(legacy((asked) => (++calls === 2 ? new Response("gone", { status: 404 }) : result(asked, fine))));
    await found.call();
    expect(await found.call()).toMatchObject({ untrusted: "fine" });
    expect(found.methods()).toEqual([
      ...["initialize", "notifications/initialized", "tools/call"],
      ...["tools/call", "initialize", "notifications/initialized", "tools/call"],
    ]);
  });

  it("does without a session where the server gives none, and keeps to the version that it names", async () => {
    const { call, asked } = wire((request) =>
      request.rpc.method === "initialize"
        ? result(request, { protocolVersion: "2025-03-26" })
        : request.rpc.method === "tools/call"
          ? result(request, fine)
          : new Response(null, { status: 202 }),
    );
    await call();
    expect(asked.at(-1)?.headers.get("mcp-session-id")).toBeNull();
    expect(asked.at(-1)?.headers.get("mcp-protocol-version")).toBe("2025-03-26");
  });

  it("says when there is no version in common", async () => {
    const { call } = wire((request) => result(request, { protocolVersion: "1999-01-01" }));
    expect((await call()).content).toContain("a version that is not understood");
  });

  it("follows a redirect within the same host, with all that was sent", async () => {
    const { call, asked } = wire((request) =>
      new URL(request.url).pathname === "/mcp"
        ? new Response(null, { status: 307, headers: { location: "/mcp/" } })
        : legacy((each) => result(each, fine))(request),
    );
    expect(await call()).toMatchObject({ untrusted: "fine" });
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(["/mcp", "/mcp/", "/mcp/", "/mcp/"]);
    expect(asked[1]?.rpc.method).toBe("initialize");
  });

  it("takes several answers at once, as an old revision has them", async () => {
    const { call } = wire(
      legacy(({ rpc }) =>
        json([
          { jsonrpc: "2.0", method: "notifications/x" },
          { jsonrpc: "2.0", id: rpc.id, result: fine },
        ]),
      ),
    );
    expect(await call()).toMatchObject({ untrusted: "fine" });
  });
});

describe("an event stream", () => {
  const message = (value: unknown, id = "") => `${id === "" ? "" : `id: ${id}\n`}data: ${JSON.stringify(value)}\n\n`;
  const answerTo = ({ rpc }: Asked) => ({ jsonrpc: "2.0", id: rpc.id, result: fine });

  it("is heard up to the answer, in whatever pieces it comes; questions on the way are answered", async () => {
    const { call, asked, noted } = wire(
      legacy((request) => {
        if (request.rpc.method === "tools/list") return result(request, { tools: [{ name: "new" }] });
        if (request.rpc.method !== "tools/call") return new Response(null, { status: 202 });
        const text =
          ": hello\n\n" +
          message({ jsonrpc: "2.0", method: "notifications/progress", params: {} }) +
          message({ jsonrpc: "2.0", id: "q1", method: "ping" }) +
          message({ jsonrpc: "2.0", id: "q2", method: "sampling/createMessage" }) +
          message({ jsonrpc: "2.0", method: "notifications/tools/list_changed" }) +
          message(answerTo(request));
        const bytes = new TextEncoder().encode(text);
        return events(
          new ReadableStream({
            start(controller) {
              for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
              // It stays open.
            },
          }),
        );
      }),
    );
    expect(await call()).toMatchObject({ untrusted: "fine" });
    const answers = asked.map(({ rpc }) => rpc as Record<string, unknown>).filter((rpc) => rpc["method"] === undefined);
    expect(answers).toEqual([
      { jsonrpc: "2.0", id: "q1", result: {} },
      { jsonrpc: "2.0", id: "q2", error: { code: -32601, message: "Method not found" } },
    ]);
    // The list that has changed is read again behind the answer.
    await expect.poll(() => noted.map(({ tools }) => tools.map(({ remote }) => remote))).toEqual([["new"]]);
  });

  it("that breaks off is taken up where it was left", async () => {
    const clock = createSkippingClock();
    let request: Asked | undefined;
    const { call, asked } = wire(
      legacy((each) => {
        if (each.method === "GET") return events(message(answerTo(request ?? each), "8"));
        request = each;
        return events(`retry: 300\n${message({ jsonrpc: "2.0", method: "notifications/progress" }, "7")}`);
      }),
      {},
      clock,
    );
    expect(await clock.run(call())).toMatchObject({ untrusted: "fine" });
    expect(asked.at(-1)).toMatchObject({ method: "GET" });
    expect(asked.at(-1)?.headers.get("last-event-id")).toBe("7");
  });
});

describe("the era without sessions", () => {
  const modern = (tools: (asked: Asked) => Response) => (asked: Asked) =>
    asked.rpc.method === "server/discover"
      ? result(asked, { resultType: "complete", supportedVersions: ["2026-07-28"], capabilities: { tools: {} } })
      : tools(asked);

  it("says with each request who asks, and names it in headers", async () => {
    const { list, asked } = wire(modern((request) => result(request, { resultType: "complete", tools: [{ name: "look" }], ttlMs: 0, cacheScope: "private" })));
    expect(await list()).toMatchObject({ era: "modern", tools: [{ remote: "look" }] });
    expect(asked.map(({ rpc }) => rpc.method)).toEqual(["server/discover", "tools/list"]);
    for (const { rpc, headers } of asked) {
      expect(rpc.params?.["_meta"]).toEqual({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { name: "edgewise", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
      });
      expect(headers.get("mcp-protocol-version")).toBe("2026-07-28");
      expect(headers.get("mcp-method")).toBe(rpc.method);
      expect(headers.get("mcp-session-id")).toBeNull();
    }
  });

  it("needs one request for a call once it is known, with names as headers can hold them", async () => {
    const { call, asked } = wire(
      modern((request) => result(request, { resultType: "complete", ...fine })),
      {
        listing: { era: "modern", tools: [], dropped: [] },
      },
    );
    expect(await call({ remote: "größe" })).toMatchObject({ untrusted: "fine" });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get("mcp-name")).toBe("=?base64?Z3LDtsOfZQ==?=");
  });

  it("is left for the other where the server has gone back, without calling anything twice", async () => {
    const { call, methods } = wire(
      legacy((asked) =>
        asked.headers.get("mcp-session-id") === null ? failed(asked, -32000, "Bad Request: Server not initialized", 400) : result(asked, fine),
      ),
      { listing: { era: "modern", tools: [], dropped: [] } },
    );
    expect(await call()).toMatchObject({ untrusted: "fine" });
    expect(methods()).toEqual(["tools/call", "server/discover", "initialize", "notifications/initialized", "tools/call"]);
  });

  it("does not call again what may have been done", async () => {
    const { call, methods } = wire(() => new Response("{}", { headers: { "content-type": "application/json" } }), {
      listing: { era: "modern", tools: [], dropped: [] },
    });
    expect(await call()).toMatchObject({ failed: true });
    expect(methods()).toEqual(["tools/call"]);
  });
});
