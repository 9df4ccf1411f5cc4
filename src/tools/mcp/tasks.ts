/** Tools that are only to be had as a task: begun, asked after, fetched. Used by client.ts. Source: MCP 2025-11-25, "Tasks". */
import type { Clock } from "../../kernel/clock.ts";
import { McpError } from "./failure.ts";
import { asObject, type McpSession } from "./session.ts";

const LASTS_MS = 5 * 60_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;
/** Each is an outgoing request. */
const MOST_QUESTIONS = 12;

export async function callAsTask(session: McpSession, params: Readonly<Record<string, unknown>>, clock: Clock, signal: AbortSignal): Promise<unknown> {
  let task = asObject(asObject(await session.request("tools/call", { ...params, task: { ttl: LASTS_MS } }, signal))["task"]);
  const { taskId } = task;
  if (typeof taskId !== "string") throw new McpError("not-mcp");
  for (let asked = 0; task["status"] === "working"; asked++) {
    if (asked >= MOST_QUESTIONS) throw new McpError("slow");
    const { pollInterval } = task;
    await clock.sleep(typeof pollInterval === "number" && pollInterval > 0 ? Math.min(pollInterval, LONGEST_PAUSE_MS) : PAUSE_MS, signal);
    signal.throwIfAborted();
    task = asObject(await session.request("tasks/get", { taskId }, signal));
  }
  if (task["status"] === "input_required") throw new McpError("needs-input");
  return session.request("tasks/result", { taskId }, signal);
}
