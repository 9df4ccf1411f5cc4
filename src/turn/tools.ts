/** Port: what a turn may call while it answers. Called by tool-loop.ts. Knows no Discord, no D1. */
import type { ToolCall, ToolDeclaration } from "../llm/model.ts";

/** `content`: for the model to read. */
export interface ToolResult {
  content: string;
  failed: boolean;
}

export interface ToolRun {
  /** The same whenever this call is made again after a crash: what is done under it is done once. */
  key: string;
  /** Aborted when the turn ends; a tool that goes on is not waited for. */
  signal: AbortSignal;
}

export interface ToolBox {
  /** What the model is offered. Empty: it is told of no tools. */
  declarations: readonly ToolDeclaration[];
  /**
   * Whether a call that may have been made already may be made again: it changes nothing, or nothing more under the
   * same key. Of others the model is told that nobody knows.
   */
  repeatable(call: ToolCall): boolean;
  /** A short line for people, in their language: what is being done. */
  status(calls: readonly ToolCall[]): string;
  /** Checks the input, keeps to time, and turns every failure into a result. Rejects only with the signal's reason. */
  run(call: ToolCall, run: ToolRun): Promise<ToolResult>;
}
