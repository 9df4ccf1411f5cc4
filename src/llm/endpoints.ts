/** Port: endpoints that servers brought themselves, each opened for one server. `openai/endpoint.ts` implements it; the conversation and jobs ask. */
import type { Model } from "./model.ts";
import type { Pricing } from "./pricing.ts";
import type { ModelProbe } from "./probe.ts";
import type { WindowOf } from "./window.ts";

/** What is needed to ask somewhere. The deployer's own has the same parts. */
export interface Endpoint {
  /** Retries and falls back (resilient.ts). */
  model: Model;
  pricing: Pricing;
  windowOf: WindowOf;
}

export interface OpenedEndpoint extends Endpoint {
  /** Where the words go. */
  host: string;
  probe(models: readonly string[]): ModelProbe;
  /** Its key, sealed by the newest SECRET_KEY; null where it has none. */
  sealAgain(): Promise<string | null>;
}

/** `own-private`: such addresses are not allowed (any more). `own-no-key`: its key cannot be read, because SECRET_KEY is another one now or is gone. */
export type EndpointProblem = "own-private" | "own-no-key";

/** Never rejects. The key in the clear stays behind what is returned. */
export type OpenEndpoint = (guildId: string, endpoint: { address: string; sealedKey: string | null }) => Promise<OpenedEndpoint | EndpointProblem>;
