/** Config -> what tools reach the world by. Called by object.ts. */
import type { Config } from "../env.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import { VERSION } from "../kernel/version.ts";
import { guardEndpoint, readEndpointUrl } from "../net/endpoint.ts";
import type { Fetch } from "../net/gates.ts";
import { createMcpClient, type McpClient } from "../tools/mcp/client.ts";
import { mcpSealContext } from "../tools/mcp/server.ts";
import type { McpStore } from "../tools/mcp/store.ts";
import type { ToolPorts } from "../tools/ports.ts";
import { sealerOf, USER_AGENT } from "./parts.ts";

export interface ToolParts {
  /** Counted and limited (net/gates.ts). */
  fetch: Fetch;
  clock: Clock;
  log: Log;
  mcpStore: McpStore;
}

export function createToolPorts(config: Config, { fetch, clock, log, mcpStore }: ToolParts): ToolPorts & { mcp: McpClient } {
  const sealer = sealerOf(config);
  const allowPrivate = config.ALLOW_PRIVATE_ENDPOINTS;
  return {
    clock,
    mcp: createMcpClient({
      fetch: guardEndpoint(fetch, allowPrivate),
      clock,
      log,
      store: mcpStore,
      isAllowed: (address) => "url" in readEndpointUrl(address, allowPrivate),
      openHeaders: async (sealed, guildId, address) => (await sealer?.open(sealed, mcpSealContext(guildId, address))) ?? null,
      client: { name: "edgewise", version: VERSION },
      userAgent: USER_AGENT,
    }),
  };
}
