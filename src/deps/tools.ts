/** Config -> the ports that tools reach the world by. Part of object.ts. */
import type { Clock } from "../kernel/clock.ts";
import type { SharedPorts } from "../tools/ports.ts";

export function createToolPorts({ clock }: { clock: Clock }): SharedPorts {
  return { clock };
}
