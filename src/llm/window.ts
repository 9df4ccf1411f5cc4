/** How many tokens a turn may have at most with a model. Made in deps/ for each endpoint. Pure. */
import { factsOf } from "./facts.ts";
import type { Pricing } from "./pricing.ts";

/** Where nothing is known: what nearly every server takes, in whatever way it was started. */
const UNKNOWN_WINDOW = 8_192;
/** Of larger windows: more reads slowly, and seldom helps. */
const LARGEST_WINDOW = 32_768;
/** A window that is raised may cost this much when it is full: a turn reserves for a full one, and a day's budget is meant for many. */
const FULL_WINDOW_USD = 0.05;

export interface WindowOptions {
  /** CONTEXT_TOKENS, where it was set on purpose; it wins over what is known. */
  chosen: number | undefined;
  /** A server in a private network runs with whatever window it was started with, whatever the model could read. */
  privateEndpoint: boolean;
  pricing: Pick<Pricing, "price">;
}

export type WindowOf = (model: string) => number;

export function createWindowOf({ chosen, privateEndpoint, pricing }: WindowOptions): WindowOf {
  return (model) => {
    if (chosen !== undefined) return chosen;
    const known = privateEndpoint ? undefined : factsOf(model)?.window;
    if (known === undefined) return UNKNOWN_WINDOW;
    const { input } = pricing.price(model);
    const affordable = input === 0 ? LARGEST_WINDOW : Math.floor((FULL_WINDOW_USD / input) * 1_000_000);
    return Math.min(known, LARGEST_WINDOW, Math.max(UNKNOWN_WINDOW, affordable));
  };
}
