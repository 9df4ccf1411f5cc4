/** Faults on demand: what a network and a busy Discord do to a bot. Added by tests and by the playground's switches. */
import type { State } from "./state.ts";
import type { Call } from "./types.ts";

export type FaultKind =
  | "429" // refused with Retry-After, nothing happened
  | "500" // server error, nothing happened
  | "refused" // 4xx with one of Discord's codes (AutoMod, a moderator's sudden whim), nothing happened
  | "reset" // connection lost before anything happened
  | "lost-answer" // it happened, but the answer never arrives
  | "hang" // no answer at all; ends when the client gives up
  | "slow"; // answers late

export interface Fault {
  kind: FaultKind;
  match?: (call: Pick<Call, "method" | "route" | "path" | "auth">) => boolean;
  /** Chance per matching call, default 1. */
  rate?: number;
  /** How often it strikes at most. */
  times?: number;
  retryAfterMs?: number;
  /** 500 by default, 403 where refused; 502 and 503 come with an HTML page, as from a proxy. */
  status?: number;
  /** Discord's JSON error code where refused; 50013 by default. */
  code?: number;
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): { remove(): void };
  clear(): void;
  /** The fault that strikes this call, if any. */
  strike(call: Pick<Call, "method" | "route" | "path" | "auth">): Fault | undefined;
}

export function createFaults(state: Pick<State, "random">): Faults {
  const active = new Map<Fault, { left: number }>();
  return {
    add(fault) {
      active.set(fault, { left: fault.times ?? Number.POSITIVE_INFINITY });
      return { remove: () => void active.delete(fault) };
    },
    clear: () => active.clear(),
    strike(call) {
      for (const [fault, counter] of active) {
        const hits = counter.left > 0 && (fault.match?.(call) ?? true) && (fault.rate === undefined || state.random() < fault.rate);
        if (!hits) continue;
        counter.left -= 1;
        return fault;
      }
      return undefined;
    },
  };
}

/** What `fetch` throws when a connection breaks; the server of `serve.ts` destroys the socket instead. */
export function connectionLost(): TypeError {
  return new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
}

/** Resolves after `ms`; rejects as soon as the client gives up. */
export function waitUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

export function serverError(status: number): Response {
  if (status !== 500)
    return new Response("<html><head><title>Bad Gateway</title></head><body>cloudflare</body></html>", { status, headers: { "content-type": "text/html" } });
  return new Response(JSON.stringify({ message: "500: Internal Server Error", code: 0 }), { status, headers: { "content-type": "application/json" } });
}
