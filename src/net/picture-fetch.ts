/**
 * Gets a picture at an address that a model's server answered with: nothing of ours goes along, each hop is looked at, size and kind are checked. A private
 * address is followed only where the server is a private one itself.
 */
import type { Clock } from "../kernel/clock.ts";
import { type PictureType, pictureType } from "../kernel/picture-type.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { Fetch } from "./gates.ts";
import { isPrivateHost, pointsInside } from "./private-host.ts";

const MOST_HOPS = 5;
const PATIENCE_MS = 30_000;
const LONGEST_ADDRESS = 4_000;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface PictureFetchDeps {
  fetch: Fetch;
  clock: Clock;
  /** Of the server that names the addresses. */
  isPrivateServer: boolean;
  maxBytes: number;
  userAgent: string;
}

interface FoundPicture {
  bytes: Uint8Array<ArrayBuffer>;
  type: PictureType;
}

/** Null where there is none that may be taken. Rejects only with the signal's reason. */
export function createPictureFetch({ fetch, clock, isPrivateServer, maxBytes, userAgent }: PictureFetchDeps) {
  function mayBeAsked(url: URL): boolean {
    if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return false;
    return isPrivateServer || !(isPrivateHost(url.hostname) || pointsInside(url.hostname));
  }

  async function follow(address: string, signal: AbortSignal): Promise<FoundPicture | null> {
    let next: string | null = address;
    let base: string | undefined;
    for (let hop = 0; next !== null && hop <= MOST_HOPS; hop += 1) {
      if (next.length > LONGEST_ADDRESS || !URL.canParse(next, base)) return null;
      const url = new URL(next, base);
      if (!mayBeAsked(url)) return null;
      const response: Response = await fetch(url.href, { redirect: "manual", signal, headers: { accept: "image/*", "user-agent": userAgent } });
      next = REDIRECTS.includes(response.status) ? response.headers.get("location") : null;
      base = url.href;
      if (next === null) return read(response);
      await response.body?.cancel();
    }
    return null;
  }

  async function read(response: Response): Promise<FoundPicture | null> {
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    const bytes = await readAtMost(response.body, maxBytes);
    const type = bytes === null ? null : pictureType(bytes);
    return bytes === null || type === null ? null : { bytes: new Uint8Array(bytes), type };
  }

  return async (address: string, signal: AbortSignal): Promise<FoundPicture | null> => {
    const timeout = new AbortController();
    const done = new AbortController();
    void clock.sleep(PATIENCE_MS, done.signal).then(() => timeout.abort("timeout"));
    try {
      return await follow(address, AbortSignal.any([signal, timeout.signal]));
    } catch {
      signal.throwIfAborted();
      return null;
    } finally {
      done.abort();
    }
  };
}
