/** Our client, pointed at a server, with what it asked written down. Used by the tests beside this file. */
import { systemClock } from "../../src/kernel/clock.ts";
import type { Fetch } from "../../src/net/gates.ts";
import { createMcpClient } from "../../src/tools/mcp/client.ts";
import { type Listing, NO_LISTING } from "../../src/tools/mcp/listing.ts";
import type { McpServer } from "../../src/tools/mcp/server.ts";
import { mcpTools } from "../../src/tools/mcp/tools.ts";
import { runTool } from "../../src/tools/run-tool.ts";
import type { ToolContext } from "../../src/tools/tool.ts";

const log = { info: () => undefined, error: () => undefined };
const { signal } = new AbortController();

/** `before`: changes what is sent. */
export function stageFor(address: string, before: (headers: Headers, method: string) => void = () => undefined) {
  const requests: string[] = [];
  const noted: Listing[] = [];
  const asked: Fetch = (input, init) => {
    const { method = "an answer" } = JSON.parse(String(init?.body ?? '{"method":"nothing"}')) as { method?: string };
    requests.push(`${init?.method} ${method}`);
    const headers = new Headers(init?.headers);
    before(headers, method);
    return fetch(input, { ...init, headers });
  };
  const client = createMcpClient({
    fetch: asked,
    clock: systemClock,
    log,
    store: { noteListing: async (_server, listing) => void noted.push(listing), noteProblem: async () => undefined },
    isAllowed: () => true,
    openHeaders: async () => "{}",
    client: { name: "edgewise", version: "0.1.0" },
    userAgent: "Edgewise",
  });
  const server: McpServer = {
    id: "1",
    guildId: "2",
    name: "there",
    address,
    sealedHeaders: null,
    enabled: true,
    listing: NO_LISTING,
    listedAt: Date.now(),
    problem: "",
    changedAt: 0,
  };
  return {
    requests,
    noted,
    server,
    async list(): Promise<Listing> {
      const listing = await client.list(server, true, signal);
      if ("failure" in listing) throw new Error(listing.failure);
      server.listing = listing;
      requests.length = 0;
      return listing;
    },
    /** As a model would call it, by the name under which it is offered. */
    call(remote: string, input: Record<string, unknown> = {}, turn = "turn") {
      const tool = mcpTools([server], []).find(({ rule }) => rule === `mcp:1:${remote}`);
      if (tool === undefined) throw new Error(`no tool ${remote}`);
      const context = { clock: systemClock, mcp: client, key: "key", signal, place: { token: turn } } as unknown as ToolContext;
      return runTool(tool, JSON.stringify(input), context, log);
    },
  };
}
