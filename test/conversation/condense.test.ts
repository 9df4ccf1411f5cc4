/** Which messages are condensed before the answer, and in how many calls. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planCondensing } from "../../src/conversation/condense.ts";

const lines = (count: number, size = 40) => Array.from({ length: count }, () => size);

describe("the plan", () => {
  it("is to condense nothing that fits", () => {
    expect(planCondensing(lines(100), 4_000, 4_000)).toEqual({ calls: [], rest: 0 });
    expect(planCondensing([], 0, 4_000)).toEqual({ calls: [], rest: 0 });
  });

  it("is to condense the oldest, in as few calls as it takes, and to keep the newest", () => {
    expect(planCondensing(lines(101), 4_000, 4_000)).toEqual({ calls: [{ from: 0, to: 16 }], rest: 16 });
    expect(planCondensing(lines(300), 5_000, 4_500)).toEqual({
      calls: [
        { from: 0, to: 93 },
        { from: 93, to: 205 },
      ],
      rest: 205,
    });
  });

  it("leaves the very oldest out where four calls do not suffice", () => {
    const { calls, rest } = planCondensing(lines(1_000), 5_000, 4_000);
    expect(calls).toHaveLength(4);
    expect(calls[0]?.from).toBeGreaterThan(0);
    expect(rest).toBeLessThan(1_000);
  });

  it("is none where the small model could read next to nothing", () => {
    expect(planCondensing(lines(300), 5_000, 100).calls).toEqual([]);
  });

  it("never reads a line twice, none between two that it reads, and asks for no more than fits", () => {
    const sizes = fc.array(fc.integer({ min: 5, max: 1_200 }), { maxLength: 500 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (all, room, roomOfCall) => {
        const { calls, rest } = planCondensing(all, room, roomOfCall);
        const sum = (from: number, to: number) => all.slice(from, to).reduce((total, size) => total + size, 0);
        expect(calls.length).toBeLessThanOrEqual(4);
        for (const [index, { from, to }] of calls.entries()) {
          expect(from).toBeLessThan(to);
          expect(to).toBe(calls[index + 1]?.from ?? rest);
          expect(sum(from, to) <= roomOfCall || to - from === 1).toBe(true);
        }
        if (calls.length > 0) expect(sum(rest, all.length)).toBeLessThanOrEqual(Math.max(0, room - 600 * calls.length));
      }),
    );
  });
});
