/** Shortening what is remembered: never too long, never a half character, at a good place where there is one. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { shorten } from "../../src/commands/memory-quote.ts";

it("leaves alone what fits", () => {
  expect(shorten("Fits.", 5)).toBe("Fits.");
});

it("ends after a sentence, else after a word, else where it has to", () => {
  expect(shorten("One two three. Four five six seven.", 20)).toBe("One two three. …");
  expect(shorten("One. Two three four five six seven", 20)).toBe("One. Two three …");
  expect(shorten("x".repeat(50), 20)).toBe(`${"x".repeat(19)}…`);
});

it("gives the beginning of any text, whole and short enough", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), fc.integer({ min: 10, max: 200 }), (text, length) => {
      const short = shorten(text.toWellFormed(), length);
      expect(short.length).toBeLessThanOrEqual(length);
      expect(short.isWellFormed()).toBe(true);
      if (text.length > length) expect(text.startsWith(short.replace(/\s?…$/, ""))).toBe(true);
    }),
  );
});
