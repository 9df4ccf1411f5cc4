/** One request to a service we know, perhaps with a key: bounded in time and size, and no redirect is followed, since it would take the key along. Used by adapters in net/. */
import type { Clock } from "../kernel/clock.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { Fetch } from "./gates.ts";

const PATIENCE_MS = 10_000;
const MOST_BYTES = 2 * 1024 * 1024;

export interface CallDeps {
  fetch: Fetch;
  clock: Clock;
  userAgent: string;
}

export type ApiAnswer = { kind: "answer"; status: number; text: string } | { kind: "unreachable" } | { kind: "slow" };

/** Never rejects but for the signal's reason. An answer that is too large counts as none. */
export async function callApi(url: string, init: RequestInit, signal: AbortSignal, { fetch, clock, userAgent }: CallDeps): Promise<ApiAnswer> {
  const timeout = new AbortController();
  const done = new AbortController();
  void clock.sleep(PATIENCE_MS, done.signal).then(() => timeout.abort("timeout"));
  const headers = { "user-agent": userAgent, accept: "application/json", ...(init.headers as Record<string, string> | undefined) };
  try {
    const response = await fetch(url, { ...init, headers, redirect: "manual", signal: AbortSignal.any([signal, timeout.signal]) });
    const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, MOST_BYTES);
    return bytes === null ? { kind: "unreachable" } : { kind: "answer", status: response.status, text: new TextDecoder().decode(bytes) };
  } catch {
    signal.throwIfAborted();
    return { kind: timeout.signal.aborted ? "slow" : "unreachable" };
  } finally {
    done.abort();
  }
}

/** Undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
