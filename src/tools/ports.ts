/** What tools reach the world by. Made once per object, in deps/tools.ts; tests hand in fakes. */
import type { Clock } from "../kernel/clock.ts";
import type { ToolDiscord } from "./discord-port.ts";

export interface ToolPorts {
  clock: Clock;
  discord: ToolDiscord;
}
