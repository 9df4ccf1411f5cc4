/** What making pictures costs, in integer millionths of a dollar. Reserved with the worst case, settled with the real figure. Pure. */
import { IMAGE_PRICES } from "./image-prices.ts";
import type { ImagePlan } from "./images.ts";
import { findModel } from "./match.ts";

/** As a server counts them. */
export interface ImageUsage {
  textTokens: number;
  /** Of pictures that were sent. */
  imageTokens: number;
  outputTokens: number;
}

export interface ImagePricing {
  /** `reportedUsd`: what the provider itself said it cost; it wins over every table. */
  costMicroUsd(made: ImagePlan, usage: ImageUsage | undefined, reportedUsd: number | undefined): number;
  worstCaseMicroUsd(plan: ImagePlan): number;
}

export interface ImagePricingOptions {
  model: string;
  /** USD per million tokens (`FALLBACK_PRICE`). */
  fallback: { input: number; output: number };
  /** The endpoint is the deployer's own machine: pictures cost nothing. */
  free: boolean;
}

/** What a picture of a model without a known price counts as, of any size: at the default FALLBACK_PRICE nine cents, as much as the dear ones. */
const UNKNOWN_TOKENS = 6_000;
/** The longest prompt, and a large picture that is sent along, at most. */
const PROMPT_TOKENS = 2_000;
const REFERENCE_TOKENS = 7_000;
/** Pictures of one size differ by some tokens. */
const MARGIN = 1.25;

export function createImagePricing({ model, fallback, free }: ImagePricingOptions): ImagePricing {
  const known = findModel(IMAGE_PRICES, model);
  const [text, image, output] = known?.tokens ?? [fallback.input, fallback.input, fallback.output];
  // Millionths of a dollar.
  const pictures = ({ shape, count }: ImagePlan): number => {
    if (known === undefined) return count * UNKNOWN_TOKENS * fallback.output;
    return count * known.picture[shape === "square" ? 0 : 1] * 1e6;
  };
  return {
    costMicroUsd(made, usage, reportedUsd) {
      if (reportedUsd !== undefined && Number.isFinite(reportedUsd) && reportedUsd >= 0) return roundUp(reportedUsd * 1e6);
      if (free) return 0;
      // Of an unknown model nobody knows what its tokens cost: never too cheap.
      if (usage === undefined || known?.tokens === undefined) return roundUp(pictures(made));
      return roundUp(usage.textTokens * text + usage.imageTokens * image + usage.outputTokens * output);
    },
    worstCaseMicroUsd(plan) {
      if (free) return 0;
      return roundUp(pictures(plan) * MARGIN + PROMPT_TOKENS * text + (plan.hasReference ? REFERENCE_TOKENS * image : 0));
    },
  };
}

function roundUp(microUsd: number): number {
  return Math.ceil(Number(microUsd.toFixed(4)));
}
