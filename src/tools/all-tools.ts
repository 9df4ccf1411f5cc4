/** Everything that could be called on a server, on or off: our own tools, then those of its tool servers. Used by the turn and by /settings. */
import { builtInTools } from "./index.ts";
import type { McpServer } from "./mcp/server.ts";
import { type McpTool, mcpTools } from "./mcp/tools.ts";
import type { Tool } from "./tool.ts";

export const allTools = (servers: readonly McpServer[]): (Tool | McpTool)[] => [
  ...builtInTools,
  ...mcpTools(
    servers,
    builtInTools.map(({ name }) => name),
  ),
];

/** By which managers' rules about it are kept. */
export const ruleKeyOf = (tool: Tool | McpTool): string => ("rule" in tool ? tool.rule : tool.name);
