/** The bench's numbers: quantiles and CPU per request. */
import { describe, expect, test } from "vitest";
import { median, perRequest, quantile, spread } from "../../scripts/bench/statistics.ts";

describe("quantile", () => {
  test("interpolates between neighbours and takes the ends as they are", () => {
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(quantile([0, 100], 0.99)).toBeCloseTo(99);
  });

  test("sorts by value, not as text, and leaves the samples as they are", () => {
    const samples = [10, 9, 100];
    expect(median(samples)).toBe(10);
    expect(samples).toEqual([10, 9, 100]);
  });

  test("refuses to make a number out of nothing", () => {
    expect(() => median([])).toThrow("no samples");
  });
});

test("CPU per request weighs blocks by their requests, so that the ticks' roundings cancel out", () => {
  const blocks = [
    { cpuMs: 10, requests: 100 },
    { cpuMs: 20, requests: 100 },
    { cpuMs: 90, requests: 1_000 },
  ];
  expect(perRequest(blocks)).toBe(0.1);
  expect(spread(blocks)).toEqual({ low: 0.095, high: 0.15000000000000002 });
});
