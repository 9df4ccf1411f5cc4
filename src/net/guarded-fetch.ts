/**
 * Reads a text at an address that somebody named: http and https, public hosts alone, each hop of a redirect looked at anew, bounded in hops, time and
 * decoded size; nothing of ours goes along. Whoever wants to read the web goes through here.
 */
import type { Clock } from "../kernel/clock.ts";
import { decodeText } from "../kernel/decode-text.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { Fetch } from "./gates.ts";
import { isPrivateHost, pointsInside } from "./private-host.ts";

const MOST_HOPS = 5;
const PATIENCE_MS = 10_000;
/** After decompression: what is sent small may be endless. */
export const MOST_BYTES = 2 * 1024 * 1024;
const LONGEST_ADDRESS = 2_000;
/** Below 1024 others than these speak other protocols. */
const WEB_PORTS = ["", "80", "443"];
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const TEXT_TYPE =
  /^(text\/|application\/([\w.-]+\+)?(json|xml|yaml)$|application\/(x-)?(javascript|ecmascript|typescript|yaml|toml|sh|sql|ndjson|jsonlines|markdown)$)/;
/** Said where nobody knows better; then the bytes tell. */
const UNKNOWN_TYPES = ["", "application/octet-stream", "binary/octet-stream"];
/** Of a page, where it names its encoding. Source: HTML, "prescan a byte stream". */
const PRESCAN_BYTES = 1_024;
/** HTML's and XML's way. */
const NAMED_IN_PAGE = /<meta[^>]*charset=["']?\s*([\w.:-]+)|^\s*<\?xml[^>]*\bencoding=["']([\w.:-]+)/i;

export interface Page {
  kind: "page";
  /** Where it was found in the end. */
  url: string;
  /** Without parameters, lower case; empty where none was given. */
  contentType: string;
  text: string;
}

export type PageFailure =
  /** No address of the web. */
  | { kind: "bad-address" }
  /** Its host, or one that it leads to, is none of the public internet's. */
  | { kind: "private" }
  /** A name or password stands in it. */
  | { kind: "credentials" }
  | { kind: "too-many-redirects" }
  | { kind: "status"; status: number }
  | { kind: "not-text"; contentType: string }
  | { kind: "too-large" }
  | { kind: "slow" }
  | { kind: "unreachable" };

/** Never rejects but for the signal's reason. */
export type GuardedFetch = (address: string, signal: AbortSignal) => Promise<Page | PageFailure>;

export interface GuardedFetchDeps {
  fetch: Fetch;
  clock: Clock;
  /** ALLOW_PRIVATE_ENDPOINTS */
  allowPrivate: boolean;
  userAgent: string;
}

export function createGuardedFetch({ fetch, clock, allowPrivate, userAgent }: GuardedFetchDeps): GuardedFetch {
  async function follow(address: string, signal: AbortSignal): Promise<Page | PageFailure> {
    let url = readAddress(address, undefined, allowPrivate);
    for (let hop = 0; !("kind" in url); hop++) {
      const response: Response = await fetch(url.href, {
        redirect: "manual",
        signal,
        headers: { "user-agent": userAgent, accept: "text/html, text/*, application/json;q=0.9, */*;q=0.5" },
      });
      const next = REDIRECTS.includes(response.status) ? response.headers.get("location") : null;
      if (next === null) return read(response, url.href);
      await response.body?.cancel();
      if (hop >= MOST_HOPS) return { kind: "too-many-redirects" };
      url = readAddress(next, url, allowPrivate);
    }
    return url;
  }

  return async (address, signal) => {
    const timeout = new AbortController();
    const done = new AbortController();
    void clock.sleep(PATIENCE_MS, done.signal).then(() => timeout.abort("timeout"));
    try {
      return await follow(address, AbortSignal.any([signal, timeout.signal]));
    } catch {
      signal.throwIfAborted();
      return { kind: timeout.signal.aborted ? "slow" : "unreachable" };
    } finally {
      done.abort();
    }
  };
}

/** Each hop's address is looked at as URL understands it: that is what fetch will do with it. */
function readAddress(address: string, base: URL | undefined, allowPrivate: boolean): URL | PageFailure {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address, base)) return { kind: "bad-address" };
  const url = new URL(address, base);
  if (!/^https?:$/.test(url.protocol)) return { kind: "bad-address" };
  if (!WEB_PORTS.includes(url.port) && Number(url.port) < 1_024) return { kind: "bad-address" };
  if (url.username !== "" || url.password !== "") return { kind: "credentials" };
  if (!allowPrivate && (isPrivateHost(url.hostname) || pointsInside(url.hostname))) return { kind: "private" };
  url.hash = "";
  return url;
}

async function read(response: Response, url: string): Promise<Page | PageFailure> {
  const giveUp = async (failure: PageFailure) => {
    await response.body?.cancel();
    return failure;
  };
  if (!response.ok) return giveUp({ kind: "status", status: response.status });
  const header = response.headers.get("content-type") ?? "";
  const contentType = (header.split(";")[0] ?? "").trim().toLowerCase();
  if (!UNKNOWN_TYPES.includes(contentType) && !TEXT_TYPE.test(contentType)) return giveUp({ kind: "not-text", contentType });
  const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, MOST_BYTES);
  if (bytes === null) return { kind: "too-large" };
  const text = decodePage(bytes, header, contentType);
  return text === null ? { kind: "not-text", contentType } : { kind: "page", url, contentType, text };
}

/** In the encoding that the server names, else the page, else UTF-8. Null where it is no text. */
function decodePage(bytes: Uint8Array, header: string, contentType: string): string | null {
  const strict = decodeText(bytes);
  if (strict.kind === "text") return strict.text;
  if (strict.kind === "binary" && UNKNOWN_TYPES.includes(contentType)) return null;
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, PRESCAN_BYTES));
  const named =
    /charset=["']?([\w.:-]+)/i.exec(header)?.[1] ??
    NAMED_IN_PAGE.exec(head)
      ?.slice(1)
      .find((name) => name !== undefined);
  const text = decodeAs(named ?? (strict.kind === "other-encoding" ? "windows-1252" : "utf-8"), bytes);
  return text.includes("\0") ? null : text;
}

/** A name that nobody knows counts as UTF-8. */
function decodeAs(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
