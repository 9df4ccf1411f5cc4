/** How much a turn may read: what was set on purpose, what is known of the model, or what every server takes. */
import { describe, expect, test } from "vitest";
import { factsOf } from "../../src/llm/facts.ts";
import { createPricing } from "../../src/llm/pricing.ts";
import { createWindowOf } from "../../src/llm/window.ts";

const pricing = createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: false });
const windowOf = (over: Partial<Parameters<typeof createWindowOf>[0]> = {}) => createWindowOf({ chosen: undefined, privateEndpoint: false, pricing, ...over });

describe("the window of a turn", () => {
  test.each([
    ["gpt-5-mini", 32_768],
    ["openai/gpt-5-mini-2025-08-07", 32_768],
    ["anthropic/claude-sonnet-4.5", 16_666],
    ["claude-opus-5", 10_000],
    ["claude-fable-5", 8_192],
    ["mistral-small-latest", 32_000],
    ["gpt-3.5-turbo-0125", 16_385],
    ["gpt-4-0613", 8_192],
    ["my-own-model", 8_192],
    ["llama3", 8_192],
    ["constructor", 8_192],
  ])("with %s has %i tokens", (model, tokens) => {
    expect(windowOf()(model)).toBe(tokens);
  });

  test("is CONTEXT_TOKENS where that was set on purpose, more or less than what is known", () => {
    for (const chosen of [4_096, 200_000]) for (const model of ["gpt-5-mini", "gpt-4", "my-own-model"]) expect(windowOf({ chosen })(model)).toBe(chosen);
  });

  test("is raised only as far as a full one costs five cents, whatever the model's size", () => {
    for (const model of ["gpt-5-mini", "gpt-5", "gpt-4o", "claude-sonnet-5", "claude-opus-5", "gemini-2.5-pro", "o1", "gpt-oss-20b"]) {
      const window = windowOf()(model);
      expect(window).toBeGreaterThanOrEqual(8_192);
      if (window > 8_192) expect(window * pricing.price(model).input).toBeLessThanOrEqual(50_000);
    }
    const free = createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint: false });
    expect(windowOf({ pricing: free })("gemma-3-27b-it")).toBe(32_768);
  });

  test("stays small at a server in a private network, which runs with the window it was started with", () => {
    expect(windowOf({ privateEndpoint: true })("qwen3-8b")).toBe(8_192);
    expect(windowOf({ privateEndpoint: true, chosen: 16_384 })("qwen3-8b")).toBe(16_384);
  });
});

describe("what is known of a model", () => {
  test("is found as its price is, by every name it goes by", () => {
    expect(factsOf("GPT-5-mini")).toEqual({ window: 400_000, vision: true, tools: true });
    expect(factsOf("openrouter/openai/gpt-5-mini-2025-08-07")).toEqual(factsOf("gpt-5-mini"));
    expect(factsOf("gpt-oss-20b")).toEqual({ window: 128_000, vision: false, tools: true });
    for (const unknown of ["", "gpt-", "gpt-5-mini-turbo-x", "toString", "__proto__"]) expect(factsOf(unknown)).toBeUndefined();
  });
});
