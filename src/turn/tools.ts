/** Port: what a turn may call while it answers. Called by tool-loop.ts. Knows no Discord, no D1. */
import type { Heard } from "../kernel/echoes.ts";
import type { ToolCall, ToolDeclaration } from "../llm/model.ts";

/** Something found on the web, which the answer can cite. */
export interface Passage {
  title: string;
  url: string;
  text: string;
}

/** What came of a call. Plain JSON: it is journalled, so it has to stay well below 1 MB. */
export interface ToolOutput {
  /** Our own words, for the model to read. */
  content: string;
  failed?: boolean;
  /** What others wrote: shown to the model between tags, not to be obeyed. */
  untrusted?: string;
  /** Untrusted as well; each gets a number, by which the answer cites it. */
  passages?: readonly Passage[];
  /** Whose words those are, where it is known: an answer may repeat them. */
  heard?: readonly Heard[];
  /** What it wrote down about the person: they are told, for it may not have been their wish. */
  noted?: string;
  /** Data URLs, for models that see. */
  images?: readonly string[];
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
   * Whether a call that began so many ms ago, and may have been made, may be made again: it changes nothing, or nothing more under the same key. Of others
   * the model is told that nobody knows.
   */
  repeatable(call: ToolCall, sinceMs: number): boolean;
  /** The model would rather say nothing: the turn ends by that call, whatever else it said. Missing: there is no such call. */
  silences?(call: ToolCall): boolean;
  /** Somebody has to agree before it is made. */
  needsApproval(call: ToolCall): boolean;
  /** A short line for people, in their language: what is being done. */
  status(calls: readonly ToolCall[]): string;
  /** Checks the input, keeps to time, and turns every failure into a result. Rejects only with the signal's reason. */
  run(call: ToolCall, run: ToolRun): Promise<ToolOutput>;
}
