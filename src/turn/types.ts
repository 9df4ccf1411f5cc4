/** Vocabulary of the turn: what it reports while it runs, what it ends with, and where it writes down its steps. Knows no Discord, no D1. */
import type { Heard } from "../kernel/echoes.ts";
import type { FinishReason, ToolCall, Usage } from "../llm/model.ts";
import type { ToolOutput } from "./tools.ts";

export type TurnEvent =
  /** The whole visible text so far. It may become shorter: a broken step starts again. */
  | { type: "draft"; text: string }
  /** A short line on what is going on, shown while no text comes. Empty clears it. */
  | { type: "status"; text: string }
  /** A tool's result is in the journal; `unsure`: the turn ends while it is at work. */
  | { type: "called"; name: string; fate: "done" | "failed" | "unsure" }
  /** A round of calls is over: whose words they have brought back so far, all of them. */
  | { type: "heard"; heard: readonly Heard[] };

/** What a finished turn is. Plain JSON: it is journalled. */
export interface TurnOutcome {
  text: string;
  reasoning: string;
  /** Why it ended: the model's own reason, or `stopped` by a person, or `deadline`; `waiting`: somebody has to agree to what it wants to do; `silent`: it chose to say nothing. */
  end: FinishReason | "stopped" | "deadline" | "waiting" | "silent";
  model: string;
  usage: Usage;
  costMicroUsd: number;
  /** Model calls that were started again, with the failure that caused it. */
  restarts: string[];
  /** What the model wants called before it goes on; only of one round of several (tool-loop.ts). */
  toolCalls?: readonly ToolCall[];
  /** Of a turn with tools: what was called, in order, and what the first round's prompt had of tokens. */
  tools?: { calls: readonly ToolUse[]; firstUsage: Usage; sources: readonly Source[]; heard: readonly Heard[]; noted?: readonly string[] };
  /** Of one that waits: all that it takes to go on. */
  pending?: PendingTurn;
  /** It was told of tools that it, or its server, does not take. */
  toolsRefused?: true;
  /** ms from the start of the model call to its first token and to its last; null where none came. */
  firstTokenMs: number | null;
  modelMs: number;
}

/** What the model said and wanted called, and what came of each call; null: not made yet. */
export interface ToolRound {
  text: string;
  calls: readonly ToolCall[];
  results: readonly (ToolOutput | null)[];
}

/** A turn that stands still: what waits is in its last round. Plain JSON. */
export interface PendingTurn {
  rounds: readonly ToolRound[];
}

/** What somebody decided about calls that wait. `reason`: in their words. */
export interface Decision {
  verdict: "approved" | "denied";
  reason?: string;
}

/** Something on the web that an answer can cite. */
export interface Source {
  title: string;
  url: string;
}

/** For `/why`. `failed`: the model was told an error. */
export interface ToolUse {
  name: string;
  failed: boolean;
  ms: number;
}

/** The step of the journal that outlives the answer: what is to be written down of it. */
export const RECORD = "record";

/**
 * Port: the steps of one job that must not be done twice. Synchronous and durable: what `put` returned from survives a crash.
 * Implemented by `jobs/store.ts` over the object's SQLite.
 */
export interface Journal {
  get(step: string): unknown;
  /** `value` is plain JSON, at most 1 MB. */
  put(step: string, value: unknown): void;
}
