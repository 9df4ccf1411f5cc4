/** What a turn that failed is charged for: what a server has read, and nothing that it was not asked. */
import { expect, it } from "vitest";
import { costOfFailed } from "../../src/conversation/billing.ts";

const pricing = { costMicroUsd: (_model: string, usage: { inputTokens: number; outputTokens: number }) => usage.inputTokens + 2 * usage.outputTokens };
const costs = (failure: Parameters<typeof costOfFailed>[0]["failure"], drafted: string) =>
  costOfFailed({ failure, inputTokens: 100, drafted, models: ["m"] }, { pricing } as unknown as Parameters<typeof costOfFailed>[1]);

it("a round that broke off after its first words, or was read in vain", () => {
  expect(costs("broken-stream", "")).toBe(100);
  expect(costs("unreachable", "some words")).toBeGreaterThan(100);
});

it("a round that was never begun, for want of money or of somebody to ask for it, costs nothing, whatever was said before", () => {
  for (const failure of ["budget-user", "budget-server", "budget-global", "storage"] as const) expect(costs(failure, "some words")).toBe(0);
  expect(costs("unreachable", "")).toBe(0);
});
