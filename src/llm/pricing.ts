/** What a call costs, in integer millionths of a dollar. `budget/` reserves with the worst case and settles with the real figure. */
import { findModel } from "./match.ts";
import type { Usage } from "./model.ts";
import { PRICES } from "./prices.ts";

/** USD per million tokens. `known`: from the table (or a private endpoint, which is free), not the fallback. */
interface Price {
  input: number;
  cachedInput: number;
  output: number;
  known: boolean;
}

export interface Pricing {
  price(model: string): Price;
  /** `reportedUsd`: what the provider itself said this call cost; it wins over every table. */
  costMicroUsd(model: string, usage: Usage, reportedUsd?: number): number;
  /** The dearest of a fallback chain for one call with these sizes, nothing cached. */
  worstCaseMicroUsd(models: readonly string[], inputTokens: number, outputTokens: number): number;
}

export interface PricingOptions {
  /** USD per million tokens for a model that the table lacks (`FALLBACK_PRICE`). */
  fallback: { input: number; output: number };
  /** The endpoint is the deployer's own machine: calls cost nothing. */
  privateEndpoint: boolean;
}

const FREE: Price = { input: 0, cachedInput: 0, output: 0, known: true };

export function createPricing(options: PricingOptions): Pricing {
  // No discount for cached tokens of an unknown model: unknown must never come out too cheap.
  const fallback: Price = { input: options.fallback.input, cachedInput: options.fallback.input, output: options.fallback.output, known: false };

  const price = (model: string): Price => {
    if (options.privateEndpoint) return FREE;
    const row = findModel(PRICES, model);
    return row ? { input: row[0], cachedInput: row[1], output: row[2], known: true } : fallback;
  };

  return {
    price,
    costMicroUsd(model, usage, reportedUsd) {
      if (reportedUsd !== undefined && Number.isFinite(reportedUsd) && reportedUsd >= 0) return roundUp(reportedUsd * 1e6);
      const { input, cachedInput, output } = price(model);
      const total = count(usage.inputTokens);
      const cached = Math.min(count(usage.cachedInputTokens), total);
      return charge([total - cached, input], [cached, cachedInput], [count(usage.outputTokens), output]);
    },
    worstCaseMicroUsd(models, inputTokens, outputTokens) {
      const costs = models.map((model) => {
        const { input, cachedInput, output } = price(model);
        // A table row whose cached price exceeded the plain one would otherwise break the promise.
        return charge([count(inputTokens), Math.max(input, cachedInput)], [count(outputTokens), output]);
      });
      return Math.max(0, ...costs);
    },
  };
}

/** USD per million tokens is microUSD per token. Summed in whole ten-thousandths, so that 0.1 + 0.2 does not round up to one too many. */
function charge(...items: [tokens: number, price: number][]): number {
  const parts = items.reduce((sum, [tokens, price]) => sum + tokens * Math.round(price * 1e4), 0);
  return Math.ceil(parts / 1e4);
}

function roundUp(microUsd: number): number {
  return Math.ceil(Number(microUsd.toFixed(4)));
}

function count(tokens: number): number {
  return Number.isFinite(tokens) && tokens > 0 ? Math.ceil(tokens) : 0;
}
