/** What round weights would find that were chosen without the conversation they are tried on: tells whether the hand-set ones only fit this data. */
import type { Signs } from "../../../src/memory/recall/weights.ts";
import { type Asked, recallOf } from "./evidence.ts";

type Sign = keyof Signs;

const CHOSEN: readonly Sign[] = ["dense", "day", "month", "year", "author", "time", "number", "pair", "length", "asks", "answers", "opens"];
/** Every search begins here, and goes on by such steps. `near` stays 1: only proportions count. */
const START = 0.1;
const STEPS = [0.2, 0.1, 0.05] as const;
const ROUNDS = 3;

/** Recall of each question, with the weights that are best for all other conversations. */
export function leaveOneOut(asked: readonly Asked[]): number[][] {
  const tables = asked.map((each) => ({ ...each, values: each.signs.map((signs) => [signs.near ?? 0, ...CHOSEN.map((sign) => signs[sign] ?? 0)]) }));
  const conversations = [...new Set(asked.map(({ conversation }) => conversation))];
  const chosen = new Map(conversations.map((conversation) => [conversation, choose(tables.filter((table) => table.conversation !== conversation))]));
  return tables.map((table) => recallOf({ evidence: table.evidence, ranked: rerank(table, chosen.get(table.conversation) ?? []) }));
}

interface Table {
  evidence: number[];
  ranked: number[];
  /** Of each record: near, then the chosen signs. */
  values: number[][];
}

function choose(tables: readonly Table[]): number[] {
  let weights = [1, ...CHOSEN.map(() => START)];
  let best = worth(tables, weights);
  for (const step of STEPS) {
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (let at = 1; at < weights.length; at++) {
        for (const change of [step, -step]) {
          const tried = weights.with(at, (weights[at] ?? 0) + change);
          const value = worth(tables, tried);
          if (value <= best) continue;
          [weights, best] = [tried, value];
          break;
        }
      }
      if (best === before) break;
    }
  }
  return weights;
}

function worth(tables: readonly Table[], weights: readonly number[]): number {
  let sum = 0;
  for (const table of tables) {
    const scores = scoresOf(table, weights);
    for (const turn of table.evidence) {
      const at = table.ranked.indexOf(turn);
      const own = scores[at];
      if (own === undefined) continue;
      const rank = scores.reduce((above, score) => above + Number(score > own), 0);
      sum += (Number(rank < 10) + Number(rank < 25)) / table.evidence.length;
    }
  }
  return sum / tables.length;
}

const scoresOf = ({ values }: Table, weights: readonly number[]): number[] =>
  values.map((row) => row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));

function rerank(table: Table, weights: readonly number[]): number[] {
  const scores = scoresOf(table, weights);
  return table.ranked
    .map((turn, at) => [turn, scores[at] ?? 0] as const)
    .toSorted(([, a], [, b]) => b - a)
    .map(([turn]) => turn);
}
