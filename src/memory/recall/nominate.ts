/**
 * Candidates out of nothing but where the terms stand: the index's hits, unranked, and the bursts they lie in. Called by memory/search.ts between its
 * two round trips. Pure.
 */
import { type NamedDate, nearness } from "./dates.ts";
import { createLine, type Line } from "./line.ts";
import type { Question } from "./question.ts";
import { AROUND, EARLIER, LATER, scoreOf } from "./weights.ts";

/** A scope as the first round trip found it. All ids count from the scope's first. */
export interface ScopeHits {
  /** Whether its records follow each other in time; facts don't. */
  inOrder: boolean;
  records: number;
  /** Number, size and moment of each burst, oldest first. */
  bursts: readonly (readonly [burst: number, size: number, at: number])[];
  /** By term, in the question's order: ids, lowest first, perhaps only the newest; and how many there are in all. */
  hits: readonly { ids: readonly number[]; count: number }[];
}

export interface Candidate {
  /** Which of the scopes. */
  scope: number;
  id: number;
  near: number;
  dense: number;
}

/** As far from a hit a message may be found through it. */
const REACH = 6;
/** Places that are looked at in a scope, those around rare terms first: enough for any question, and a bound for one in common words. */
const MOST_PLACES = 5_000;
/** Of them for a date's sake. */
const MOST_DATED = 600;

/** The best `limit` by what the hits and their surroundings tell, best first. */
export function nominate({ terms, date }: Pick<Question, "terms" | "date">, scopes: readonly ScopeHits[], limit: number): Candidate[] {
  const weights = weigh(terms.length, scopes);
  const found = scopes.flatMap((scope, index) => (scope.inOrder ? ordered(scope, weights, date, index) : unordered(scope, weights, index)));
  // Of equals the newer one.
  return found
    .toSorted((a, b) => b.value - a.value || b.id - a.id)
    .slice(0, limit)
    .map(({ value: _, ...candidate }) => candidate);
}

/** Each term's share of the question: rare ones tell more. Counted over all the scopes, so that what is found in a small one is not overrated. */
function weigh(terms: number, scopes: readonly ScopeHits[]): number[] {
  const counts = Array.from({ length: terms }, (_, term) => scopes.reduce((sum, { hits }) => sum + (hits[term]?.count ?? 0), 0));
  const records = Math.max(
    ...counts,
    scopes.reduce((sum, scope) => sum + scope.records, 0),
  );
  const weights = counts.map((count) => (count === 0 ? 0 : Math.log(1 + (records - count + 0.5) / (count + 0.5))));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}

type Valued = Candidate & { value: number };

function unordered({ hits }: ScopeHits, weights: readonly number[], scope: number): Valued[] {
  const near = new Map<number, number>();
  hits.forEach(({ ids }, term) => {
    for (const id of ids) near.set(id, (near.get(id) ?? 0) + (weights[term] ?? 0));
  });
  return Array.from(near, ([id, share]) => ({ scope, id, near: share, dense: 0, value: scoreOf({ near: share }) }));
}

function ordered({ bursts, hits }: ScopeHits, weights: readonly number[], date: NamedDate | null, scope: number): Valued[] {
  const line = createLine(
    bursts,
    hits.flatMap(({ ids }) => ids),
  );
  const placesOf = hits.map(({ ids }) => ids.map(line.placeOf));
  const dated = date === null ? new Map<number, number>() : datedBursts(bursts, date);
  const slots = slotsAround(placesOf, datedPlaces(dated, line));
  const near = new Float64Array(slots.length);
  const dense = new Float64Array(slots.length);
  placesOf.forEach((places, term) => {
    const weight = weights[term] ?? 0;
    if (weight > 0) addTerm(places, weight, slots, near, dense);
  });
  return slots.flatMap((slot, at): Valued[] => {
    const id = line.idAt(slot);
    if (id === null) return [];
    const signs = { near: near[at] ?? 0, dense: dense[at] ?? 0 };
    return [{ scope, id, ...signs, value: scoreOf(signs) + (dated.get(line.burstOf(id)) ?? 0) }];
  });
}

/** What each burst is worth for its date alone. */
function datedBursts(bursts: ScopeHits["bursts"], date: NamedDate): Map<number, number> {
  return new Map(bursts.map(([burst, , at]) => [burst, scoreOf(nearness(date, at))] as const).filter(([, value]) => value > 0));
}

function datedPlaces(dated: ReadonlyMap<number, number>, line: Line): number[] {
  const best = [...dated].toSorted(([a, worthA], [b, worthB]) => worthB - worthA || b - a);
  const places: number[] = [];
  for (const [burst] of best) {
    if (places.length >= MOST_DATED) break;
    places.push(...line.placesIn(burst));
  }
  return places;
}

function slotsAround(placesOf: readonly (readonly number[])[], dated: readonly number[]): number[] {
  const slots = new Set(dated);
  for (const places of placesOf.toSorted((a, b) => a.length - b.length)) {
    for (let at = places.length - 1; at >= 0 && slots.size < MOST_PLACES; at--) {
      const place = places[at] ?? 0;
      for (let slot = place - REACH; slot <= place + REACH; slot++) slots.add(slot);
    }
  }
  return Array.from(slots).toSorted((a, b) => a - b);
}

/** One pass over a term's places and the slots, both in order. */
function addTerm(places: readonly number[], weight: number, slots: readonly number[], near: Float64Array, dense: Float64Array): void {
  let [next, first, past] = [0, 0, 0];
  slots.forEach((slot, at) => {
    while (next < places.length && (places[next] ?? 0) <= slot) next++;
    while (first < places.length && (places[first] ?? 0) < slot - AROUND) first++;
    while (past < places.length && (places[past] ?? 0) <= slot + AROUND) past++;
    const earlier = EARLIER[slot - (places[next - 1] ?? Number.NEGATIVE_INFINITY)] ?? 0;
    const later = LATER[(places[next] ?? Number.POSITIVE_INFINITY) - slot] ?? 0;
    const count = past - first;
    near[at] = (near[at] ?? 0) + weight * Math.max(earlier, later);
    dense[at] = (dense[at] ?? 0) + (weight * count) / (count + 1);
  });
}
