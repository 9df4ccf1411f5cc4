/** Excerpts: what was looked for stays visible, and nothing is longer than it may be. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt, fitTexts } from "../../../src/memory/recall/excerpt.ts";

const long = `${"The weather was nice and nobody cared. ".repeat(20)}Then the llama escaped from the farm. ${"We had tea afterwards. ".repeat(20)}`;

describe("an excerpt", () => {
  it("is the text itself where it fits", () => {
    expect(excerpt("short", new Set(["llama"]), 5)).toBe("short");
  });

  it("shows the words that were looked for, cut at words, with a sign at each cut end", () => {
    const cut = excerpt(long, new Set(["llama", "farm"]), 80);
    expect(cut).toContain("llama escaped from the farm");
    expect(cut.length).toBeLessThanOrEqual(80);
    expect(cut).toMatch(/^….*…$/);
    expect(
      cut
        .slice(1, -1)
        .split(" ")
        .every((word) => long.includes(word)),
    ).toBe(true);
  });

  it("is the beginning where nothing of it was looked for", () => {
    expect(excerpt(long, new Set(["zebra"]), 60)).toMatch(/^The weather.*…$/);
  });

  it("is never longer than asked, never half a character, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 0, max: 120 }), (text, length) => {
        const cut = excerpt(text, new Set(["a"]), length);
        expect(cut.length).toBeLessThanOrEqual(Math.max(length, 0));
        expect(cut.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("texts that have to fit", () => {
  const size = (text: string) => text.length + 3;
  const total = (texts: string[]) => texts.reduce((sum, text) => sum + size(text), 0);

  it("stay whole as long as they do", () => {
    expect(fitTexts(["one", "two"], new Set(), 12, size)).toEqual(["one", "two"]);
  });

  it("are cut where they are long, and leave the short ones alone", () => {
    const [short, cut = ""] = fitTexts(["short", long], new Set(["llama"]), 108, size);
    expect(short).toBe("short");
    expect(cut).toContain("llama");
    expect(cut.length).toBeGreaterThan(60);
  });

  it("never cost more than the budget", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 12 }), fc.integer({ min: 60, max: 400 }), (texts, budget) => {
        expect(total(fitTexts(texts, new Set(["a"]), budget, size))).toBeLessThanOrEqual(Math.max(budget, 3 * texts.length));
      }),
      { numRuns: 300 },
    );
  });
});
