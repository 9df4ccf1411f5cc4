/** Token estimates: exact bytes, safe defaults, slow learning, and suspicion of servers that cut prompts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelMessage } from "../../src/llm/model.ts";
import { calibrate, countBytes, DEFAULT_RATIO, estimateMessages, estimateTokens, looksTruncated, measureMessages } from "../../src/llm/tokens.ts";

test("countBytes is the UTF-8 length of any string, lone surrogates included", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      expect(countBytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  expect(countBytes("aä€🦜")).toBe(1 + 2 + 3 + 4);
});

describe("estimateTokens", () => {
  test("errs on the safe side for English, and is near for scripts of two and three bytes", () => {
    // Counted with o200k_base: 10, 8 and 6 tokens.
    expect(estimateTokens("The quick brown fox jumps over the lazy dog.")).toBeGreaterThanOrEqual(10);
    expect(estimateTokens("Быстрая коричневая лиса")).toBeGreaterThanOrEqual(8);
    expect(estimateTokens("今天天气很好")).toBeGreaterThanOrEqual(5);
  });

  test("grows with the text and shrinks with the ratio", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double({ min: 1.5, max: 6, noNaN: true }), (a, b, ratio) => {
        expect(estimateTokens(a + b, ratio)).toBeGreaterThanOrEqual(estimateTokens(a, ratio));
        expect(estimateTokens(a, ratio)).toBeGreaterThanOrEqual(estimateTokens(a, 6));
      }),
    );
  });
});

test("estimateMessages adds a flat figure for each picture and an overhead for each message", () => {
  const text: ModelMessage[] = [{ role: "user", content: "hello" }];
  const picture: ModelMessage[] = [
    {
      role: "user",
      content: [
        { type: "text", text: "hello" },
        { type: "image", dataUrl: `data:image/png;base64,${"A".repeat(1e5)}` },
      ],
    },
  ];
  expect(estimateMessages(picture) - estimateMessages(text)).toBe(1_100);
  expect(estimateMessages([...text, ...text]) - estimateMessages(text)).toBeGreaterThan(estimateTokens("hello"));
  expect(measureMessages(text)).toEqual({ bytes: 5, fixedTokens: 7 });
});

describe("calibrate", () => {
  test("comes near to what a server reports, in a few dozen turns", () => {
    let ratio = DEFAULT_RATIO;
    for (let turn = 0; turn < 40; turn++) ratio = calibrate(ratio, { bytes: 4_500, reportedTokens: 1_000 });
    expect(ratio).toBeCloseTo(4.5, 1);
  });

  test("is not thrown off by one odd prompt", () => {
    expect(Math.abs(calibrate(3.6, { bytes: 100_000, reportedTokens: 1_000 }) - 3.6)).toBeLessThan(0.35);
    expect(calibrate(3.6, { bytes: 60, reportedTokens: 30 })).toBe(3.6);
  });

  test("stays between 1.5 and 6 whatever it is told", () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), (previous, bytes, reportedTokens) => {
        const ratio = calibrate(previous, { bytes, reportedTokens });
        expect(ratio).toBeGreaterThanOrEqual(1.5);
        expect(ratio).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe("looksTruncated", () => {
  test.each([
    [10_000, 2_048],
    [5_000, 2_048],
    [3_000, 2_047],
    [8_000, 4_096],
    [20_000, 8_190],
    [2_500, 1_000],
  ])("an estimate of %i reported as %i: the server cut it", (estimated, reported) => {
    expect(looksTruncated(estimated, reported)).toBe(true);
  });

  test.each([
    [900, 100],
    [5_000, 4_100],
    [5_000, 3_000],
    [3_000, 1_500],
    [1_200, 1_500],
    [10_000, 0],
    [2_100, 2_040],
  ])("an estimate of %i reported as %i: a coarse estimate, no more", (estimated, reported) => {
    expect(looksTruncated(estimated, reported)).toBe(false);
  });
});
