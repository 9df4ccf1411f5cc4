/** Quiet hours by the clock on the wall: across midnight, in zones off by half hours, and through every change of the clocks. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietUntil } from "../../src/notify/quiet.ts";
import { nextTryAt, turnOf } from "../../src/notify/target.ts";

const HOUR = 60 * 60_000;
const at = (iso: string) => Date.parse(iso);
const until = (from: number | null, to: number | null, timeZone: string, iso: string) => {
  const end = quietUntil({ quietFrom: from, quietTo: to, timeZone }, at(iso));
  return end === null ? null : new Date(end).toISOString();
};

describe("quiet hours", () => {
  it("begin with their first hour and end with their last", () => {
    expect(until(22, 7, "UTC", "2026-11-28T21:59:59Z")).toBeNull();
    expect(until(22, 7, "UTC", "2026-11-28T22:00:00Z")).toBe("2026-11-29T07:00:00.000Z");
    expect(until(22, 7, "UTC", "2026-11-29T06:59:59Z")).toBe("2026-11-29T07:00:00.000Z");
    expect(until(22, 7, "UTC", "2026-11-29T07:00:00Z")).toBeNull();
    expect(until(13, 15, "UTC", "2026-11-29T14:10:00Z")).toBe("2026-11-29T15:00:00.000Z");
    expect(until(0, 6, "UTC", "2026-11-29T00:00:00Z")).toBe("2026-11-29T06:00:00.000Z");
  });

  it("are none where none are set", () => {
    for (const [from, to] of [
      [null, null],
      [5, null],
      [5, 5],
    ] as const)
      expect(until(from, to, "UTC", "2026-11-29T05:00:00Z")).toBeNull();
  });

  it("are those of the zone, and of UTC where it is not known", () => {
    expect(until(22, 7, "Asia/Kathmandu", "2026-11-28T17:00:00Z")).toBe("2026-11-29T01:15:00.000Z");
    expect(until(22, 7, "America/New_York", "2026-11-29T04:00:00Z")).toBe("2026-11-29T12:00:00.000Z");
    expect(until(22, 7, "Mars/Olympus", "2026-11-28T22:00:00Z")).toBe("2026-11-29T07:00:00.000Z");
  });

  it("end by the clock on the wall though it is changed by night", () => {
    // Forward at 2:00, back at 3:00.
    expect(until(22, 7, "Europe/Berlin", "2026-03-28T22:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
    expect(until(22, 7, "Europe/Berlin", "2026-10-24T21:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
    // The hour that is left out.
    expect(until(1, 2, "Europe/Berlin", "2026-03-29T00:30:00Z")).toBe("2026-03-29T01:00:00.000Z");
    // Half an hour.
    expect(until(22, 7, "Australia/Lord_Howe", "2026-10-03T12:00:00Z")).toBe("2026-10-03T20:00:00.000Z");
  });

  it("always end, at the first moment that is not quiet, within a day and an hour", () => {
    const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "America/New_York"];
    const hours = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.constantFrom(...zones),
        fc.integer({ min: at("2026-01-01"), max: at("2028-01-01") }),
        (quietFrom, quietTo, timeZone, now) => {
          const end = quietUntil({ quietFrom, quietTo, timeZone }, now);
          if (end === null) return;
          expect(end).toBeGreaterThan(now);
          expect(end - now).toBeLessThanOrEqual(25 * HOUR);
          expect(quietUntil({ quietFrom, quietTo, timeZone }, end)).toBeNull();
          expect(quietUntil({ quietFrom, quietTo, timeZone }, end - 1)).toBe(end);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("whose turn it is", () => {
  const target = { id: "1", owner: "user:1", kind: "ntfy", label: "", userId: null, sealed: null, enabled: true, quietFrom: 22, quietTo: 7 } as const;
  const asleep = { ...target, timeZone: "UTC", problem: "", workedAt: null, changedAt: 0 };
  const night = at("2026-11-28T23:00:00Z");

  it("what matters waits for the morning, a reminder is skipped, a test comes at once", () => {
    expect(turnOf({ kind: "schedule-paused" }, asleep, night)).toEqual({ target: asleep, when: "wait", until: at("2026-11-29T07:00:00Z") });
    expect(turnOf({ kind: "reminder" }, asleep, night).when).toBe("skip");
    expect(turnOf({ kind: "test" }, asleep, night).when).toBe("now");
  });

  it("after an attempt that came to nothing it is tried again later and later, or when somebody wakes, whatever is first", () => {
    expect([1, 2, 3, 4, 5].map((tries) => nextTryAt(0, tries, true, []))).toEqual([60_000, 300_000, 1_800_000, 7_200_000, null]);
    expect(nextTryAt(0, 1, false, [])).toBeNull();
    expect(nextTryAt(0, 1, false, [9 * HOUR, 8 * HOUR])).toBe(8 * HOUR);
    expect(nextTryAt(0, 1, true, [9 * HOUR])).toBe(60_000);
    expect(nextTryAt(0, 9, true, [9 * HOUR])).toBe(9 * HOUR);
  });
});
