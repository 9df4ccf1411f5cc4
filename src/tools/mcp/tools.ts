/** Remote tools as tools of ours: what a server's MCP servers listed last. Pure and without I/O; used by the conversation's toolbox and by /settings. */
import type { Tool } from "../tool.ts";
import { type RemoteTool, safeName } from "./listing.ts";
import type { McpServer } from "./server.ts";

/** ms */
const PATIENCE_MS = 45_000;
/** Together with the name within the server below the 64 characters that models take. */
const LONGEST_PREFIX = 24;
/** Goes before the name of a remote tool that one of ours has already. */
const RESERVED = "mcp";

export interface McpTool extends Tool {
  /** Key of `tool_rules`: stays the same whatever it is called here. */
  rule: string;
  server: McpServer;
  /** For people. */
  title: string;
}

/** `taken`: names of our own tools. Servers that are switched off have none. */
export function mcpTools(servers: readonly McpServer[], taken: readonly string[]): McpTool[] {
  const names = new Set(taken);
  return servers
    .filter(({ enabled }) => enabled)
    .flatMap((server) =>
      server.listing.tools.flatMap((remote) => {
        const own = `${prefixOf(server.name)}_${remote.local}`;
        const name = names.has(own) ? `${RESERVED}_${own}` : own;
        if (names.has(name)) return [];
        names.add(name);
        return [toTool(name, server, remote)];
      }),
    );
}

/** A letter, then letters and digits; empty where the name has none of them. Two servers of one Discord server never share one. */
export function prefixOf(name: string): string {
  return safeName(name).replaceAll("_", "").replace(/^\d+/, "").slice(0, LONGEST_PREFIX);
}

/** What a server may be called: its tools' names begin with it. */
export const isServerName = (name: string): boolean => prefixOf(name) !== "" && prefixOf(name) !== RESERVED;

function toTool(name: string, server: McpServer, remote: RemoteTool): McpTool {
  return {
    name,
    rule: `mcp:${server.id}:${remote.remote}`,
    server,
    title: remote.title,
    description: `[Tool server "${server.name}"] ${remote.description}`,
    risk: remote.risk,
    byDefault: true,
    sameKeyIsHarmless: remote.idempotent,
    timeoutMs: PATIENCE_MS,
    parameters: () => remote.schema,
    parse: (written) => parse(written, remote.schema["required"]),
    offered: () => true,
    run: (input, { mcp, place, key, signal }) =>
      // Keys begin with the turn's id, which is no secret; but nothing else stands for a turn behind which there is no interaction.
      mcp.call({ server, tool: remote, input: input as Record<string, unknown>, turn: place.token || (key.split(":")[0] ?? key), signal }),
  };
}

/** The rest is checked where it is known best. */
function parse(written: unknown, required: unknown): { input: unknown } | { problem: string } {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return { problem: "it is no object" };
  const missing = (Array.isArray(required) ? required : []).filter((key) => typeof key === "string" && !Object.hasOwn(written, key));
  return missing.length > 0 ? { problem: `${missing.join(", ")} is missing` } : { input: written };
}
