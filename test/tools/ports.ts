/** The ports that a test's tools reach; what it did not hand in, they do not touch. */
import type { ToolPorts } from "../../src/tools/ports.ts";

export const portsOf = (given: Partial<ToolPorts>): ToolPorts => given as ToolPorts;
