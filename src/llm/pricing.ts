/** What a call costs, in integer millionths of a dollar. `budget/` reserves with the worst case and settles with the real figure. */
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
    const row = findRow(model);
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

/** Snapshot suffixes that don't change the price: -2025-08-07, -20250514, @20250514, -2411, -0613, -latest, -preview, -preview-09-2025. */
const SNAPSHOT = /^(?:[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|latest|preview(?:-\d{2}-\d{2,4})?))+$/;

/** Exact id, then the id without provider prefixes ("openrouter/openai/gpt-5"), then the longest known id that only a snapshot suffix follows. */
function findRow(model: string): readonly [number, number, number] | undefined {
  let id = model.trim().toLowerCase();
  for (;;) {
    // Own properties only: a model called "constructor" must not find one.
    if (Object.hasOwn(PRICES, id)) return PRICES[id];
    const slash = id.indexOf("/");
    if (slash < 0) break;
    id = id.slice(slash + 1);
  }
  // OpenRouter writes claude-sonnet-4.5 and claude-3.5-haiku, Anthropic claude-sonnet-4-5.
  if (id.startsWith("claude-")) id = id.replaceAll(".", "-");
  let best: string | undefined;
  for (const known of Object.keys(PRICES)) {
    if (!id.startsWith(known) || known.length <= (best?.length ?? 0)) continue;
    if (id.length === known.length || SNAPSHOT.test(id.slice(known.length))) best = known;
  }
  return best === undefined ? undefined : PRICES[best];
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
