/**
 * Candidates out of nothing but where the terms stand: the index's hits, unranked, and the bursts they lie in. Called by memory/search.ts between its
 * two round trips. Pure.
 */
import { type NamedDate, nearness } from "./dates.ts";
import { createLine, type Line } from "./line.ts";
import type { Question } from "./question.ts";
import { AROUND, EARLIER, LATER, scoreOf, WEIGHTS } from "./weights.ts";

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
const MOST_PLACES = 4_000;
/** Of them for a date's sake. */
const MOST_DATED = 600;
/** The newest, where only people are asked about. */
const LATEST = 100;

type Sought = Pick<Question, "terms" | "date" | "aboutPeopleOnly">;

/** The best `limit` by what the hits and their surroundings tell, best first. */
export function nominate(question: Sought, scopes: readonly ScopeHits[], limit: number): Candidate[] {
  const weights = weigh(question.terms.length, scopes);
  const found = scopes.flatMap((scope, index) => (scope.inOrder ? ordered(scope, weights, question, index, limit) : unordered(scope, weights, index)));
  // Of equals the newer one.
  const best = found.toSorted((a, b) => b.value - a.value || b.id - a.id).slice(0, limit);
  return best.map(({ value: _, ...candidate }) => candidate);
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
  return Array.from(near, ([id, share]) => ({ scope, id, near: share, dense: 0, value: WEIGHTS.near * share }));
}

function ordered({ bursts, hits }: ScopeHits, weights: readonly number[], { date, aboutPeopleOnly }: Sought, scope: number, limit: number): Valued[] {
  const line = createLine(
    bursts,
    hits.flatMap(({ ids }) => ids),
  );
  const placesOf = hits.map(({ ids }) => Float64Array.from(ids, line.placeOf));
  const dated = date === null ? new Map<number, number>() : datedBursts(bursts, date);
  const slots = slotsAround(placesOf, [...datedPlaces(dated, line), ...(aboutPeopleOnly ? line.latest(LATEST) : [])]);
  const near = new Float64Array(slots.length);
  const dense = new Float64Array(slots.length);
  placesOf.forEach((places, term) => {
    const weight = weights[term] ?? 0;
    if (weight > 0) addTerm(places, weight, slots, near, dense);
  });
  const values = slots.map((slot, at) => {
    const id = line.idAt(slot);
    if (id === null) return Number.NEGATIVE_INFINITY;
    return WEIGHTS.near * (near[at] ?? 0) + WEIGHTS.dense * (dense[at] ?? 0) + (dated.get(line.burstOf(id)) ?? 0);
  });
  // Thousands of places, of which a few hundred may come into question: only those are worth an object.
  const least = values.toSorted()[Math.max(0, values.length - limit)] ?? 0;
  return Array.from(slots.keys()).flatMap((at): Valued[] => {
    const [slot = 0, value = 0] = [slots[at], values[at]];
    const id = value < least ? null : line.idAt(slot);
    return id === null ? [] : [{ scope, id, near: near[at] ?? 0, dense: dense[at] ?? 0, value }];
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

function slotsAround(placesOf: readonly Float64Array[], others: readonly number[]): Float64Array {
  const slots = new Set(others);
  for (const places of placesOf.toSorted((a, b) => a.length - b.length)) {
    for (let at = places.length - 1; at >= 0 && slots.size < MOST_PLACES; at--) {
      const place = places[at] ?? 0;
      for (let slot = place - REACH; slot <= place + REACH; slot++) slots.add(slot);
    }
  }
  return Float64Array.from(slots).sort();
}

/** One pass over a term's places and the slots, both in order. */
function addTerm(places: Float64Array, weight: number, slots: Float64Array, near: Float64Array, dense: Float64Array): void {
  let [next, first, past] = [0, 0, 0];
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at] ?? 0;
    while (next < places.length && (places[next] ?? 0) <= slot) next++;
    while (first < places.length && (places[first] ?? 0) < slot - AROUND) first++;
    while (past < places.length && (places[past] ?? 0) <= slot + AROUND) past++;
    const earlier = next === 0 ? 0 : (EARLIER[slot - (places[next - 1] ?? 0)] ?? 0);
    const later = next === places.length ? 0 : (LATER[(places[next] ?? 0) - slot] ?? 0);
    const count = past - first;
    near[at] = (near[at] ?? 0) + weight * Math.max(earlier, later);
    dense[at] = (dense[at] ?? 0) + (weight * count) / (count + 1);
  }
}
