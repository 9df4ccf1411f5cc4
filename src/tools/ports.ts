/** What tools reach the world by. Made once per object, in deps/tools.ts; tests hand in fakes. */
import type { Clock } from "../kernel/clock.ts";
import type { McpClient } from "./mcp/client.ts";

export interface ToolPorts {
  clock: Clock;
  /** Servers that have tools of their own (mcp/). */
  mcp: Pick<McpClient, "call">;
}
