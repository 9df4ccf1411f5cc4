/** What the bench and its Worker say to each other (workers/memory.ts). */
import type { Signs } from "../../../src/memory/recall/weights.ts";

export interface Turn {
  /** Its place in the conversation, from 0. */
  no: number;
  speaker: string;
  /** ms since 1970 */
  at: number;
  text: string;
}

export interface Tell {
  scope: string;
  turns: Turn[];
}

export interface Ask {
  scope: string;
  questions: { text: string; names: string[]; at: number | null; limit: number }[];
  /** With what spoke for each record. */
  signs?: boolean;
}

export interface Answer {
  /** Numbers of turns, best first. */
  ranked: number[];
  signs?: Partial<Signs>[];
  /** Of the best 10 and 25, as they would stand in the prompt. */
  tokens: { 10: number; 25: number };
  /** To D1. */
  trips: number;
  /** Records that were read. */
  rows: number;
}
