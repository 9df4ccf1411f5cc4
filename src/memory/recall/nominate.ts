/**
 * Candidates out of nothing but where the terms stand: the index's hits, unranked, and the bursts they lie in. Called by search.ts between its two round trips. Pure.
 *
 * A term counts in full where it stands and less around it: an answer follows its question, and often repeats none of its words.
 */
import type { Question, Term } from "./question.ts";
import { nearness, type NamedDate } from "./dates.ts";
import { BURST_SIZE } from "../record-id.ts";

/** A scope as the first statement found it. All ids are offsets from the scope's first. */
export interface ScopeHits {
  /** Whether its records follow each other in time; facts don't. */
  inOrder: boolean;
  records: number;
  /** Number, size and moment of each burst, oldest first. */
  bursts: readonly (readonly [burst: number, size: number, at: number])[];
  /** By term, in the question's order: ids, lowest first, and how many there are in all. */
  hits: readonly { ids: readonly number[]; count: number }[];
}

export interface Candidate {
  scope: number;
  id: number;
  /** Share of the question's weight that stands in it or around it. */
  near: number;
  /** How often the terms stand within {@link AROUND} messages. */
  dense: number;
  date: number;
}

/** What a term counts that stands so many messages earlier, or later. */
export const EARLIER = [1, 0.85, 0.7, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2];
export const LATER = [1, 0.6, 0.45, 0.3, 0.3, 0.15, 0.15, 0.15, 0.15];
export const P = { around: 12, gap: 1, denseW: 0.4, idfP: 1, month: 0.6, day: 0.4, year: 0.12, mostDated: 600 };

/** Messages that far behind or before a hit can be found through it. */
const REACH = 6;

export function weigh(terms: readonly Term[], scopes: readonly ScopeHits[]): number[] {
  const records = scopes.reduce((total, scope) => total + scope.records, 0);
  const weights = terms.map((_, index) => {
    const found = scopes.reduce((total, scope) => total + (scope.hits[index]?.count ?? 0), 0);
    return found === 0 ? 0 : Math.log(1 + (Math.max(records, found) - found + 0.5) / (found + 0.5)) ** P.idfP;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}

/** The best `limit` by what their hits and their surroundings tell, best first. */
export function nominate({ terms, date }: Pick<Question, "terms" | "date">, scopes: readonly ScopeHits[], limit: number): Candidate[] {
  const weights = weigh(terms, scopes);
  const candidates = scopes.flatMap((scope, index) => (scope.inOrder ? inOrder(scope, weights, index, date) : unordered(scope, weights, index)));
  const value = (a: Candidate) => a.near + P.denseW * a.dense + a.date;
  return candidates.toSorted((a, b) => value(b) - value(a) || b.id - a.id).slice(0, limit);
}

function unordered(scope: ScopeHits, weights: readonly number[], index: number): Candidate[] {
  const near = new Map<number, number>();
  scope.hits.forEach(({ ids }, term) => {
    for (const id of ids) near.set(id, (near.get(id) ?? 0) + (weights[term] ?? 0));
  });
  return Array.from(near, ([id, share]) => ({ scope: index, id, near: share, dense: 0, date: 0 }));
}

function inOrder(scope: ScopeHits, weights: readonly number[], index: number, date: NamedDate | null): Candidate[] {
  const line = createLine(scope.bursts);
  const dated = new Map<number, number>();
  if (date !== null) for (const [burst, , at] of scope.bursts) { const n = nearness(date, at); const v = P.month * n.month + P.day * n.day + P.year * n.year; if (v > 0) dated.set(burst, v); }
  const fromDate = [...dated].toSorted((a, b) => b[1] - a[1]).flatMap(([burst]) => { const size = scope.bursts.find(([b]) => b === burst)?.[1] ?? 0; return Array.from({ length: size }, (_, i) => line.place(burst * BURST_SIZE + i)); }).slice(0, P.mostDated);
  const placed = scope.hits.map(({ ids }) => ids.map((id) => line.place(id)));
  const slots = [...new Set([...placed.flatMap((places) => places.flatMap((place) => around(place))), ...fromDate])].filter((place) => line.id(place) !== null).toSorted((a, b) => a - b);
  const near = new Float64Array(slots.length);
  const dense = new Float64Array(slots.length);
  placed.forEach((places, term) => {
    const weight = weights[term] ?? 0;
    if (weight === 0) return;
    let [behind, first, after] = [-1, 0, 0];
    slots.forEach((slot, at) => {
      while (behind + 1 < places.length && (places[behind + 1] ?? 0) <= slot) behind++;
      while (first < places.length && (places[first] ?? 0) < slot - P.around) first++;
      while (after < places.length && (places[after] ?? 0) <= slot + P.around) after++;
      const earlier = behind < 0 ? 0 : (EARLIER[slot - (places[behind] ?? 0)] ?? 0);
      const later = behind + 1 < places.length ? (LATER[(places[behind + 1] ?? 0) - slot] ?? 0) : 0;
      const count = after - first;
      near[at] = (near[at] ?? 0) + weight * Math.max(earlier, later);
      dense[at] = (dense[at] ?? 0) + (weight * count) / (count + 1);
    });
  });
  return slots.map((slot, at) => { const id = line.id(slot) ?? 0; return { scope: index, id, near: near[at] ?? 0, dense: dense[at] ?? 0, date: dated.get(Math.floor(id / BURST_SIZE)) ?? 0 }; });
}

const around = (place: number): number[] => Array.from({ length: 2 * REACH + 1 }, (_, index) => place - REACH + index);

/** Messages in a row, whatever burst they lie in; a silence counts like {@link P.gap} messages. */
function createLine(bursts: ScopeHits["bursts"]) {
  const starts: number[] = [];
  const rank = new Map<number, number>();
  let next = 0;
  bursts.forEach(([burst, size], index) => {
    starts.push(next);
    rank.set(burst, index);
    next += size + P.gap;
  });
  return {
    place(id: number): number {
      const burst = Math.floor(id / BURST_SIZE);
      const at = rank.get(burst);
      return at === undefined ? -1 : (starts[at] ?? 0) + (id % BURST_SIZE);
    },
    id(place: number): number | null {
      let [low, high] = [0, starts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= place) low = middle + 1;
        else high = middle;
      }
      const found = bursts[low - 1];
      const offset = place - (starts[low - 1] ?? 0);
      return found === undefined || offset >= found[1] || offset < 0 ? null : found[0] * BURST_SIZE + offset;
    },
  };
}
