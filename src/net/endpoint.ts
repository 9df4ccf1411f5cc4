/** Guards requests to endpoints that a server's managers name: public addresses by https alone, and a key goes nowhere but to the address it was given for. */
import type { Fetch } from "./gates.ts";
import { isPrivateHost, pointsInside } from "./private-host.ts";

/** `private`: not for everybody; `insecure`: it would send a key and people's words in the clear. */
export type AddressProblem = "invalid" | "private" | "insecure";

/** What was typed, as a URL, or what is wrong with it. `allowPrivate`: ALLOW_PRIVATE_ENDPOINTS. */
export function readEndpointUrl(typed: string, allowPrivate: boolean): { url: URL } | { problem: AddressProblem } {
  const text = typed.trim();
  // "localhost:11434" is a URL, too, of the scheme "localhost".
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") return { problem: "invalid" };
  // Names and passwords in an address are shown wherever it is, and so is a key in a query, which could not stand before /chat/completions either.
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return { problem: "invalid" };
  if (isPrivateHost(url.hostname) || pointsInside(url.hostname)) {
    if (!allowPrivate) return { problem: "private" };
  } else if (url.protocol !== "https:") return { problem: "insecure" };
  return { url };
}

/** The same as a base address of a model API, without a slash at the end. */
export function readEndpointAddress(typed: string, allowPrivate: boolean): { address: string } | { problem: AddressProblem } {
  const read = readEndpointUrl(typed, allowPrivate);
  if ("problem" in read) return read;
  const { url } = read;
  const address = `${url.origin}${url.pathname}`.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  return { address };
}

/** Asks again at every request, since what is allowed may have changed, and follows no redirect: it would take the key along. */
export function guardEndpoint(fetch: Fetch, allowPrivate: boolean): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if ("problem" in readEndpointUrl(`${url.origin}${url.pathname}`, allowPrivate)) throw new TypeError("this address is not allowed");
    return fetch(input, { ...init, redirect: "manual" });
  };
}
