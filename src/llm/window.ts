/** How many tokens a turn may have at most with a model. Made in deps.ts for each endpoint. Pure. */
import { factsOf } from "./facts.ts";

/** Where nothing is known: what nearly every server takes, in whatever way it was started. */
export const UNKNOWN_WINDOW = 8_192;
/** Of larger windows: beyond it a turn costs more than what stands in it is worth, and it reads slowly. */
const LARGEST_WINDOW = 32_768;

export interface WindowOptions {
  /** CONTEXT_TOKENS, where it was set on purpose; it wins over what is known. */
  chosen: number | undefined;
  /** A server in a private network runs with whatever window it was started with, whatever the model could read. */
  privateEndpoint: boolean;
}

export type WindowOf = (model: string) => number;

export function createWindowOf({ chosen, privateEndpoint }: WindowOptions): WindowOf {
  return (model) => {
    if (chosen !== undefined) return chosen;
    const known = privateEndpoint ? undefined : factsOf(model)?.window;
    return known === undefined ? UNKNOWN_WINDOW : Math.min(known, LARGEST_WINDOW);
  };
}
