/** One call of a tool: its input read and checked, its time kept, every failure a sentence for the model. Used by conversation/toolbox.ts. */
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { ToolOutput } from "../turn/tools.ts";
import { type Tool, type ToolContext, ToolProblem } from "./tool.ts";

/** Of what is wrong with an input, characters. */
const PROBLEM_LENGTH = 600;

/** Rejects only with the reason of `context.signal`. `written`: as the model wrote it. */
export async function runTool(tool: Tool, written: string, context: ToolContext, log: Log): Promise<ToolOutput> {
  const input = read(tool, written);
  if ("problem" in input) return failed(`The input was not accepted: ${input.problem.slice(0, PROBLEM_LENGTH)}. Call it again with a correct one.`);
  const late = new AbortController();
  const done = new AbortController();
  const { clock, signal } = context;
  void clock.sleep(tool.timeoutMs, done.signal).then(() => late.abort("timeout"));
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const both = AbortSignal.any([signal, late.signal]);
  both.addEventListener("abort", () => ended.reject(both.reason), { once: true });
  try {
    signal.throwIfAborted();
    // A tool that does not listen is not waited for.
    return await Promise.race([tool.run(input.input, { ...context, signal: both }), ended.promise]);
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) return failed(`It did not answer within ${Math.round(tool.timeoutMs / 1000)} seconds.${fate(tool)}`);
    if (error instanceof ToolProblem) return failed(error.message);
    log.error("tool failed", { tool: tool.name, error: describeError(error) });
    return failed(`It broke.${fate(tool)}`);
  } finally {
    done.abort();
  }
}

/** Whether it would do anything, rather than say what is wrong with its input. */
export const isReadable = (tool: Tool, written: string): boolean => "input" in read(tool, written);

const failed = (content: string): ToolOutput => ({ content, failed: true });

const fate = ({ risk }: Tool): string => (risk === "read" ? "" : " Nobody knows whether it was done; do not do it again, say so.");

/** Models write no input at all where a tool takes none. */
function read(tool: Tool, written: string): { input: unknown } | { problem: string } {
  try {
    return tool.parse(written.trim() === "" ? {} : JSON.parse(written));
  } catch {
    return { problem: "it is no JSON" };
  }
}
