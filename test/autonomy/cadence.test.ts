// How often a channel is read: bounded on both sides whatever its state, and spread by chance after an outage.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyActivity } from "../../src/autonomy/activity.ts";
import { afterOutage, LIVE_EVERY, MOST, nextLook, phaseOf } from "../../src/autonomy/cadence.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 25, 12);
const lookAfter = (silence: number, more: { lookAgainAt?: number; likely?: boolean } = {}) => {
  const activity = { ...emptyActivity(), lastHuman: NOON - silence };
  if (more.likely) activity.audience = activity.audience.map(() => 80);
  return nextLook({ now: NOON, activity, since: 0, lookAgainAt: more.lookAgainAt ?? null }) - NOON;
};

describe("the next look", () => {
  test("comes in 15 s while people talk, then in a tenth of the silence, 12 minutes at most for a day, twice that with each day more, at most in six hours", () => {
    expect([0, 9 * MINUTE, 11 * MINUTE, HOUR, 5 * HOUR, 24 * HOUR, 72 * HOUR, 1000 * HOUR].map((silence) => lookAfter(silence))).toEqual(
      [LIVE_EVERY, LIVE_EVERY, 1.1 * MINUTE, 6 * MINUTE, 12 * MINUTE, 12 * MINUTE, 48 * MINUTE, MOST].map(Math.round),
    );
    expect([MINUTE, HOUR, 25 * HOUR].map((silence) => phaseOf(silence))).toEqual(["live", "back-off", "quiet"]);
  });

  test("comes sooner at hours in which people are usually there", () => {
    expect(lookAfter(72 * HOUR, { likely: true })).toBe(10 * MINUTE);
    expect(lookAfter(11 * MINUTE, { likely: true })).toBe(Math.round(1.1 * MINUTE));
  });

  test("catches a lull that ends between two looks", () => {
    expect(lookAfter(25_000, { lookAgainAt: NOON + 7_000 })).toBe(7_000);
    expect(lookAfter(25_000, { lookAgainAt: NOON + 6 * HOUR })).toBe(LIVE_EVERY);
  });

  test("is never sooner than in five seconds nor later than in six hours, whatever comes in", () => {
    const time = fc.integer({ min: 0, max: 2 * NOON });
    void fc.assert(
      fc.property(time, time, time, fc.option(time), (lastHuman, lastOwn, since, lookAgainAt) => {
        const next = nextLook({ now: NOON, activity: { ...emptyActivity(), lastHuman, lastOwn }, since, lookAgainAt }) - NOON;
        return next >= 5_000 && next <= MOST;
      }),
    );
  });
});

describe("after an outage", () => {
  test("who is a little late looks at once, all others within minutes, spread by chance", () => {
    expect(afterOutage(NOON - 30_000, NOON, HOUR, 0.9)).toBe(NOON);
    const waits = Array.from({ length: 100 }, (_, nth) => afterOutage(NOON - 2 * HOUR, NOON, 30 * HOUR, nth / 100) - NOON);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5 * MINUTE);
    expect(new Set(waits.map((wait) => Math.floor(wait / 10_000))).size).toBeGreaterThan(25);
    expect(afterOutage(NOON - 10 * MINUTE, NOON, 11 * MINUTE, 0.99) - NOON).toBeLessThanOrEqual(15_000);
  });
});
