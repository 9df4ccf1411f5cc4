/** Our client with a net of our own behind it, for answers that no decent server gives. Used by the tests beside this file. */
import type { Clock } from "../../../src/kernel/clock.ts";
import { createMcpClient } from "../../../src/tools/mcp/client.ts";
import { type Listing, NO_LISTING, type RemoteTool } from "../../../src/tools/mcp/listing.ts";
import type { McpServer } from "../../../src/tools/mcp/server.ts";
import { createSkippingClock } from "../../discord/skipping-clock.ts";

export interface Asked {
  url: string;
  method: string;
  headers: Headers;
  rpc: { id?: number; method?: string; params?: Record<string, unknown> };
}

export const TOOL: RemoteTool = {
  remote: "look",
  local: "look",
  title: "look",
  description: "Looks.",
  schema: { type: "object", properties: {} },
  risk: "read",
  idempotent: true,
  headers: [],
  asTask: false,
};

export const SERVER: McpServer = {
  id: "1",
  guildId: "2",
  name: "there",
  address: "https://mcp.example/mcp",
  sealedHeaders: null,
  enabled: true,
  listing: { ...NO_LISTING, era: "legacy", tools: [TOOL] },
  listedAt: 1_800_000_000_000,
  problem: "",
  changedAt: 0,
};

export const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
export const result = ({ rpc }: Asked, value: unknown, init: ResponseInit = {}) => json({ jsonrpc: "2.0", id: rpc.id, result: value }, init);
export const failed = ({ rpc }: Asked, code: number, message: string, status = 200) =>
  json({ jsonrpc: "2.0", id: rpc.id, error: { code, message } }, { status });
export const events = (text: string | ReadableStream<Uint8Array>) => new Response(text, { headers: { "content-type": "text/event-stream" } });

/** As a server of the legacy era answers; `tools`: what it does when a tool is called or listed. */
export function legacy(tools: (asked: Asked) => Response | Promise<Response>, session: string | null = "s-1") {
  return (asked: Asked): Response | Promise<Response> => {
    const { method } = asked.rpc;
    if (asked.method === "DELETE") return new Response(null, { status: 200 });
    if (method === "initialize") {
      const headers = session === null ? {} : { "mcp-session-id": session };
      return result(asked, { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "x", version: "1" } }, { headers });
    }
    if (method === "notifications/initialized") return new Response(null, { status: 202 });
    if (method === "server/discover") return failed(asked, -32601, "Method not found", 400);
    return tools(asked);
  };
}

export function wire(answer: (asked: Asked) => Response | Promise<Response>, over: Partial<McpServer> = {}, clock: Clock = createSkippingClock()) {
  const asked: Asked[] = [];
  const noted: Listing[] = [];
  const problems: string[] = [];
  const server = { ...SERVER, ...over };
  const client = createMcpClient({
    fetch: async (input, init) => {
      const request: Asked = {
        url: String(input),
        method: init?.method ?? "GET",
        headers: new Headers(init?.headers),
        rpc: JSON.parse(String(init?.body ?? "{}")) as Asked["rpc"],
      };
      asked.push(request);
      return answer(request);
    },
    clock,
    log: { info: () => undefined, error: () => undefined },
    store: { noteListing: async (_server, listing) => void noted.push(listing), noteProblem: async (_server, problem) => void problems.push(problem) },
    isAllowed: (address) => !address.includes("private"),
    openHeaders: async (sealed) => (sealed === "broken" ? null : sealed),
    client: { name: "edgewise", version: "1" },
    userAgent: "Edgewise",
  });
  const { signal } = new AbortController();
  return {
    asked,
    noted,
    problems,
    methods: () => asked.map(({ rpc, method }) => rpc.method ?? method),
    call: (tool: Partial<RemoteTool> = {}, turn = "turn", until = signal) =>
      client.call({ server, tool: { ...TOOL, ...tool }, input: { a: 1 }, turn, signal: until }),
    list: (reviewed = true) => client.list(server, reviewed, signal),
  };
}
