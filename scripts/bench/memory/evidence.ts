/** How much of what annotators marked is found, and how deep one has to look. Used by measure-data.ts and leave-one-out.ts. */
import type { Signs } from "../../../src/memory/recall/weights.ts";
import type { Answer } from "./wire.ts";

export const DEPTHS = [5, 10, 25, 50] as const;

/** A question, as it was answered. */
export interface Asked {
  conversation: number;
  evidence: number[];
  ranked: number[];
  signs: Partial<Signs>[];
  answer: Answer;
}

/** At each of the depths. */
export function recallOf({ evidence, ranked }: Pick<Asked, "evidence" | "ranked">): number[] {
  const ranks = evidence.map((turn) => ranked.indexOf(turn)).map((rank) => (rank === -1 ? Number.POSITIVE_INFINITY : rank));
  return DEPTHS.map((depth) => ranks.filter((rank) => rank < depth).length / evidence.length);
}
