/** When schedules come, across changes of the clocks, against a reading of clocks that knows no croner. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextRuns } from "../../src/schedule/next-runs.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Clocks that skip and repeat an hour, half an hour, two hours, an hour at midnight, and none; and the moments around which they do. */
const CHANGES: readonly (readonly [zone: string, day: string])[] = [
  ["Europe/Berlin", "2027-03-28"],
  ["Europe/Berlin", "2027-10-31"],
  ["America/New_York", "2027-03-14"],
  ["America/New_York", "2027-11-07"],
  ["Australia/Lord_Howe", "2027-10-03"],
  ["Australia/Lord_Howe", "2027-04-04"],
  ["America/Havana", "2027-03-14"],
  ["America/Havana", "2027-11-07"],
  ["Africa/Cairo", "2027-04-30"],
  ["Africa/Cairo", "2027-10-29"],
  ["Antarctica/Troll", "2027-03-28"],
  ["Antarctica/Troll", "2027-10-31"],
  ["Pacific/Chatham", "2027-09-26"],
  ["Pacific/Chatham", "2027-04-04"],
  ["Asia/Kathmandu", "2027-03-28"],
  ["UTC", "2027-03-28"],
];

interface Shown {
  at: number;
  /** Since 1970 by the clock on the wall, in minutes. */
  wall: number;
}

const shown = new Map<string, Shown[]>();

/** What clocks there show at every minute of three days. */
function clockAround(zone: string, day: string): Shown[] {
  const known = shown.get(zone + day);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone: zone });
  const noon = Date.parse(`${day}T12:00Z`);
  const minutes = Array.from({ length: (3 * DAY) / MINUTE }, (_, index) => noon - 1.5 * DAY + index * MINUTE);
  const made = minutes.map((at) => ({ at, wall: Date.parse(`${format.format(at).replace(" ", "T")}Z`) / MINUTE }));
  shown.set(zone + day, made);
  return made;
}

/** Every clock time of these once: where the clock shows it first, or where it skips it, as soon as it has. */
function expected(clock: readonly Shown[], minutes: readonly number[], hours: readonly number[]): number[] {
  const found = new Set<number>();
  const [first, last] = [clock[0]?.wall ?? 0, clock.at(-1)?.wall ?? 0];
  for (let wall = first + 1; wall <= last; wall++) {
    if (!minutes.includes(wall % 60) || !hours.includes(Math.floor(wall / 60) % 24)) continue;
    const moment = clock.find((minute) => minute.wall === wall) ?? clock.find((minute) => minute.wall > wall);
    if (moment !== undefined) found.add(moment.at);
  }
  return [...found].sort((a, b) => a - b);
}

const numbers = (below: number, most: number) => fc.uniqueArray(fc.integer({ min: 0, max: below - 1 }), { minLength: 1, maxLength: most });

describe("nextRuns", () => {
  it.each(CHANGES)("tells every clock time of %s around %s once, never twice, never none", (zone, day) => {
    const clock = clockAround(zone, day);
    const start = clock[0]?.at ?? 0;
    fc.assert(
      fc.property(numbers(60, 4), numbers(24, 12), (minutes, hours) => {
        const wanted = expected(clock, minutes, hours);
        const end = wanted.at(-1) ?? 0;
        const told = nextRuns(`${minutes.join(",")} ${hours.join(",")} * * *`, zone, start, 500).filter((at) => at <= end);
        expect(told).toEqual(wanted);
      }),
      { numRuns: 25 },
    );
  });

  it("takes steps and ranges for the clock times that they stand for", () => {
    const zone = "Europe/Berlin";
    const times = (pattern: string, from: string, n: number) => nextRuns(pattern, zone, Date.parse(from), n);
    for (const from of ["2027-03-27T20:00Z", "2027-10-30T20:00Z"]) {
      expect(times("0 */2 * * *", from, 20)).toEqual(times("0 0,2,4,6,8,10,12,14,16,18,20,22 * * *", from, 20));
      expect(times("*/30 1-3 * * *", from, 20)).toEqual(times("0,30 1,2,3 * * *", from, 20));
    }
  });

  it("takes every hour for every hour that passes", () => {
    const berlin = nextRuns("0 * * * *", "Europe/Berlin", Date.parse("2027-10-30T20:00Z"), 12);
    expect(new Set(berlin.map((at, index) => at - (berlin[index - 1] ?? at - 60 * MINUTE)))).toEqual(new Set([60 * MINUTE]));
  });

  it("begins after the moment it is given, and goes on from each of its own", () => {
    const nine = Date.parse("2027-01-04T09:00Z");
    expect(nextRuns("0 9 * * *", "UTC", nine, 1)).toEqual([nine + DAY]);
    expect(nextRuns("0 9 * * *", "UTC", nine - 1, 1)).toEqual([nine]);
    expect(nextRuns("0 9 * * *", "UTC", nine + 1, 1)).toEqual([nine + DAY]);
    fc.assert(
      fc.property(fc.constantFrom(...CHANGES), numbers(60, 4), numbers(24, 24), ([zone, day], minutes, hours) => {
        const pattern = `${minutes.join(",")} ${hours.join(",")} * * *`;
        const all = nextRuns(pattern, zone, Date.parse(`${day}T00:00Z`) - DAY, 40);
        expect(all.slice(0, -1).map((at) => nextRuns(pattern, zone, at, 1)[0])).toEqual(all.slice(1));
      }),
      { numRuns: 40 },
    );
  });

  it("knows names, the last day, the last Friday and the second Tuesday", () => {
    const first = (pattern: string) => nextRuns(pattern, "UTC", Date.parse("2027-01-31T12:00Z"), 1).map((at) => new Date(at).toISOString().slice(0, 16))[0];
    expect(first("0 9 * * MON-FRI")).toBe("2027-02-01T09:00");
    expect(first("0 9 L * *")).toBe("2027-02-28T09:00");
    expect(first("0 9 * * 5L")).toBe("2027-02-26T09:00");
    expect(first("0 9 * * TUE#2")).toBe("2027-02-09T09:00");
    expect(first("0 9 29 FEB *")).toBe("2028-02-29T09:00");
    expect(nextRuns("0 9 30 2 *", "UTC", 0, 3)).toEqual([]);
  });
});
