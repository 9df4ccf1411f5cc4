/** Scarce room: never more than there is, never more than wanted, and the small are served first. */
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { shareOut } from "../../src/kernel/share-out.ts";

const amounts = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 8 });

test("everybody gets what they want where there is room for all", () => {
  fc.assert(
    fc.property(amounts, (wants) => {
      const room = wants.reduce((sum, want) => sum + want, 0);
      expect(shareOut(wants, room)).toEqual(wants);
    }),
  );
});

test("otherwise all of the room is given, and nobody has less than an equal part while another has more", () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (wants, room) => {
      fc.pre(wants.reduce((sum, want) => sum + want, 0) > room);
      const given = shareOut(wants, room);
      expect(given.reduce((sum, part) => sum + part, 0)).toBeCloseTo(room, 6);
      const most = Math.max(...given);
      for (const [index, part] of given.entries()) {
        expect(part).toBeLessThanOrEqual(wants[index] ?? 0);
        if (part < (wants[index] ?? 0)) expect(part).toBeCloseTo(most, 6);
      }
    }),
  );
});

it("gives nothing of nothing, and takes nothing from less than that", () => {
  expect(shareOut([5, 3], 0)).toEqual([0, 0]);
  expect(shareOut([5, 3], -4)).toEqual([0, 0]);
  expect(shareOut([], 10)).toEqual([]);
});
