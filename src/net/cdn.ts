/** Fetches attachments: from Discord's CDN hosts alone, capped in size and time, one answer or a reason. */
import type { Clock } from "../kernel/clock.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { Fetch } from "./gates.ts";

/** The last two show what others have on the web, as Discord fetched it. */
const HOSTS = ["cdn.discordapp.com", "media.discordapp.net", "images-ext-1.discordapp.net", "images-ext-2.discordapp.net"];
const TIMEOUT_MS = 10_000;

export type CdnResult = { kind: "bytes"; bytes: Uint8Array; contentType: string } | { kind: "gone" } | { kind: "too-large" } | { kind: "unreachable" };

/** Never rejects but for the signal's reason. */
export type Cdn = (url: string, maxBytes: number, signal: AbortSignal) => Promise<CdnResult>;

/** `base`: DISCORD_CDN_BASE, allowed besides Discord's own hosts. */
export function createCdn(deps: { fetch: Fetch; clock: Clock; base: string }): Cdn {
  const allowed = new Set([...HOSTS.map((host) => `https://${host}`), new URL(deps.base).origin]);
  return async (url, maxBytes, signal) => {
    // The origin of blob: addresses is the one within them, hence the protocol, too.
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || !allowed.has(new URL(url).origin)) return { kind: "gone" };
    const timeout = new AbortController();
    const done = new AbortController();
    void deps.clock.sleep(TIMEOUT_MS, done.signal).then(() => timeout.abort("timeout"));
    try {
      const response = await deps.fetch(url, { redirect: "manual", signal: AbortSignal.any([signal, timeout.signal]) });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        return { kind: response.status >= 500 ? "unreachable" : "gone" };
      }
      const bytes = await readAtMost(response.body, maxBytes);
      return bytes === null ? { kind: "too-large" } : { kind: "bytes", bytes, contentType: response.headers.get("content-type") ?? "" };
    } catch {
      signal.throwIfAborted();
      return { kind: "unreachable" };
    } finally {
      done.abort();
    }
  };
}
