/** What a moment is worth depends on what the channel is told of at all. */
import { expect, it } from "vitest";
import { chances, momentOf } from "../../src/autonomy/chances.ts";
import type { ActivityEvent } from "../../src/autonomy/types.ts";
import { activityOf, DAY, EVENING, evenings, HOUR, MINUTE, SECOND } from "./rooms.ts";

const weeks = evenings(14, EVENING - 10 * MINUTE);
const lastAt = weeks.at(-1)?.at ?? 0;
const started = (at: number): ActivityEvent => ({ kind: "activity", at, author: "zoe", name: "Chess" });

function heardAfter(quiet: number, more: readonly ActivityEvent[] = []): number {
  const now = lastAt + quiet;
  const activity = activityOf([...weeks, ...more]);
  return chances(activity, momentOf(activity, now), quiet / SECOND).heard;
}

it.each([
  ["a pause", 90 * SECOND],
  ["a silence", 2 * HOUR],
])("in %s, that nobody started anything counts only where it would have been told", (_, quiet) => {
  const untold = heardAfter(quiet);
  // An hour ago: it has faded, and says no more than that such things are told.
  const told = heardAfter(quiet, [started(lastAt + quiet - HOUR)]);
  expect(Math.abs(told - untold)).toBeGreaterThan(0.005);
  expect(heardAfter(quiet, [started(lastAt + quiet - 8 * DAY)])).toBe(untold);
  expect(heardAfter(quiet, [started(lastAt + quiet - MINUTE)])).toBeGreaterThan(told);
});
