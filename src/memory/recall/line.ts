/** A scope's messages in a row, whatever burst they lie in, so that "three messages later" has a meaning. Called by nominate.ts. Pure. */
import { BURST_SIZE } from "../record-id.ts";
import { SILENCE } from "./weights.ts";

export interface Line {
  placeOf(id: number): number;
  /** Null in a silence, or beyond the end. */
  idAt(place: number): number | null;
  burstOf(id: number): number;
  placesIn(burst: number): number[];
  /** The last so many places. */
  latest(count: number): number[];
}

/** `bursts`: number and size, oldest first. Those that `ids` lie in and that are not among them count as full: their size is not known. */
export function createLine(bursts: readonly (readonly [burst: number, size: number, ...rest: unknown[]])[], ids: readonly number[]): Line {
  const sizes = new Map(bursts.map(([burst, size]) => [burst, size]));
  for (const id of ids) {
    const burst = burstOf(id);
    // Where messages were deleted, a burst holds fewer than its last one's place says.
    sizes.set(burst, Math.max(sizes.get(burst) ?? BURST_SIZE, (id % BURST_SIZE) + 1));
  }
  const order = Array.from(sizes.keys()).toSorted((a, b) => a - b);
  const starts: number[] = [];
  const startOf = new Map<number, number>();
  let next = 0;
  for (const burst of order) {
    starts.push(next);
    startOf.set(burst, next);
    next += (sizes.get(burst) ?? 0) + SILENCE;
  }
  return {
    burstOf,
    placeOf: (id) => (startOf.get(burstOf(id)) ?? 0) + (id % BURST_SIZE),
    idAt(place) {
      const at = lastNotAbove(starts, place);
      const burst = order[at];
      const index = place - (starts[at] ?? 0);
      return burst === undefined || index >= (sizes.get(burst) ?? 0) ? null : burst * BURST_SIZE + index;
    },
    placesIn(burst) {
      const start = startOf.get(burst) ?? 0;
      return Array.from({ length: sizes.get(burst) ?? 0 }, (_, index) => start + index);
    },
    latest: (count) => Array.from({ length: Math.min(count, next) }, (_, index) => next - 1 - index),
  };
}

const burstOf = (id: number): number => Math.floor(id / BURST_SIZE);

/** Index of the last of these rising numbers that is not above `value`; -1 where all are. */
function lastNotAbove(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
