/** Prices: found under every name a model goes by, never too cheap, always whole numbers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRICES } from "../../src/llm/prices.ts";
import { createPricing } from "../../src/llm/pricing.ts";

const pricing = createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: false });
const usage = (inputTokens: number, cachedInputTokens: number, outputTokens: number) => ({ inputTokens, cachedInputTokens, outputTokens, estimated: false });

describe("price", () => {
  test.each([
    ["gpt-5-mini", "gpt-5-mini"],
    ["openai/gpt-5-mini", "gpt-5-mini"],
    ["openrouter/openai/gpt-5-mini", "gpt-5-mini"],
    ["gpt-5-mini-2025-08-07", "gpt-5-mini"],
    ["GPT-5-Mini", "gpt-5-mini"],
    ["gpt-4o-2024-08-06", "gpt-4o"],
    ["gpt-4o-2024-05-13", "gpt-4o-2024-05-13"],
    ["gpt-4-0613", "gpt-4"],
    ["chatgpt-4o-latest", "chatgpt-4o"],
    ["mistral-large-latest", "mistral-large"],
    ["mistral-small-2503", "mistral-small"],
    ["anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"],
    ["claude-3-5-haiku-20241022", "claude-3-5-haiku"],
    ["claude-sonnet-4@20250514", "claude-sonnet-4"],
    ["gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash"],
    ["meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b-instruct"],
  ])("%s costs what %s costs", (model, row) => {
    const [input, cachedInput, output] = PRICES[row] ?? [];
    expect(pricing.price(model)).toEqual({ input, cachedInput, output, known: true });
  });

  test.each(["my-own-model", "gpt-5-mini-turbo-x", "gpt-4-32k", "constructor", "", "toString", "gpt-"])(
    "%j is unknown and costs the fallback, cached or not",
    (model) => {
      expect(pricing.price(model)).toEqual({ input: 5, cachedInput: 5, output: 15, known: false });
    },
  );

  test("the table has sane rows", () => {
    expect(Object.keys(PRICES).length).toBeGreaterThanOrEqual(40);
    for (const [model, [input, cachedInput, output]] of Object.entries(PRICES)) {
      expect(model).toBe(model.toLowerCase());
      expect(cachedInput, model).toBeLessThanOrEqual(input);
      expect(output, model).toBeGreaterThanOrEqual(input);
      for (const price of [input, cachedInput, output]) expect(Math.round(price * 1e4) / 1e4, model).toBe(price);
    }
  });
});

describe("costMicroUsd", () => {
  test("charges input, cached input and output each at its price", () => {
    // gpt-4.1: 2, 0.5 and 8 USD per million.
    expect(pricing.costMicroUsd("gpt-4.1", usage(1_000, 400, 100))).toBe(600 * 2 + 400 * 0.5 + 100 * 8);
  });

  test("rounds up, but not because of binary fractions", () => {
    expect(pricing.costMicroUsd("gpt-5-nano", usage(1, 0, 0))).toBe(1);
    expect(pricing.costMicroUsd("gpt-4.1-nano", usage(30, 0, 0))).toBe(3);
    expect(pricing.costMicroUsd("gpt-4.1-nano", usage(0, 0, 0))).toBe(0);
  });

  test("takes the provider's own figure where there is one", () => {
    expect(pricing.costMicroUsd("gpt-4.1", usage(1_000, 0, 100), 0.000_012)).toBe(12);
    expect(pricing.costMicroUsd("gpt-4.1", usage(1_000, 0, 100), 0.000_012_3)).toBe(13);
    expect(pricing.costMicroUsd("gpt-4.1", usage(1_000, 0, 0), Number.NaN)).toBe(2_000);
  });

  test("is nothing on a private endpoint, unless that reports a cost", () => {
    const own = createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: true });
    expect(own.costMicroUsd("gpt-4.1", usage(1e6, 0, 1e6))).toBe(0);
    expect(own.worstCaseMicroUsd(["anything"], 1e6, 1e6)).toBe(0);
    expect(own.price("anything").known).toBe(true);
    expect(own.costMicroUsd("gpt-4.1", usage(1, 0, 1), 0.5)).toBe(500_000);
  });
});

test("worstCaseMicroUsd is a whole number that no model of the chain exceeds, whatever was cached", () => {
  const model = fc.constantFrom(...Object.keys(PRICES), "unknown");
  const tokens = fc.nat(300_000);
  fc.assert(
    fc.property(fc.array(model, { minLength: 1, maxLength: 4 }), tokens, tokens, fc.nat(400_000), (models, input, output, cached) => {
      const worst = pricing.worstCaseMicroUsd(models, input, output);
      expect(Number.isInteger(worst)).toBe(true);
      for (const each of models) {
        const cost = pricing.costMicroUsd(each, usage(input, cached, output));
        expect(Number.isInteger(cost)).toBe(true);
        expect(cost).toBeLessThanOrEqual(worst);
      }
    }),
  );
});
