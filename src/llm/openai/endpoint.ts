/** Adapter: opens servers' own endpoints. Made in deps/, which hands in the guard for addresses and the seal of keys. */
import type { Clock, Random } from "../../kernel/clock.ts";
import type { OpenEndpoint, OpenedEndpoint } from "../endpoints.ts";
import { createPricing } from "../pricing.ts";
import { createResilientModel } from "../resilient.ts";
import { createWindowOf } from "../window.ts";
import { createOpenAiModel } from "./chat.ts";
import { createModelProbe } from "./probe.ts";

export interface EndpointOptions {
  /** Refuses addresses that are not allowed, and follows no redirect. */
  fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  isAllowed(address: string): boolean;
  isPrivate(hostname: string): boolean;
  /** Null where it cannot be opened. */
  openKey(sealedKey: string, guildId: string, address: string): Promise<string | null>;
  sealKey(key: string, guildId: string, address: string): Promise<string | null>;
  clock: Clock;
  random: Random;
  firstTokenTimeoutMs: number;
  idleTimeoutMs: number;
}

export function createEndpointOpener(options: EndpointOptions): OpenEndpoint {
  const { fetch, clock, random, firstTokenTimeoutMs, idleTimeoutMs } = options;
  /** An object belongs to one channel and so to one server; what was learnt of the endpoint's dialect is kept while it stays the same. */
  let last: { key: string; opened: OpenedEndpoint } | undefined;

  const connect = (guildId: string, baseUrl: string, apiKey: string): OpenedEndpoint => {
    const { host, hostname } = new URL(baseUrl);
    const privateEndpoint = options.isPrivate(hostname);
    // Nobody's budget hangs on it, so an unknown price is said to be unknown instead of being guessed.
    const pricing = createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint });
    const adapter = createOpenAiModel({ baseUrl, apiKey, fetch, clock, firstTokenTimeoutMs, idleTimeoutMs });
    return {
      host,
      model: createResilientModel({ model: adapter, clock, random }),
      pricing,
      // CONTEXT_TOKENS is about the deployer's server.
      windowOf: createWindowOf({ chosen: undefined, privateEndpoint, pricing }),
      sealAgain: async () => (apiKey === "" ? null : options.sealKey(apiKey, guildId, baseUrl)),
      probe: (models) => createModelProbe({ baseUrl, apiKey, models, fetch, clock }),
    };
  };

  return async (guildId, { address, sealedKey }) => {
    if (!options.isAllowed(address)) return "own-private";
    const key = `${guildId} ${address} ${sealedKey}`;
    if (last?.key === key) return last.opened;
    const apiKey = sealedKey === null ? "" : await options.openKey(sealedKey, guildId, address);
    if (apiKey === null) return "own-no-key";
    const opened = connect(guildId, address, apiKey);
    last = { key, opened };
    return opened;
  };
}
