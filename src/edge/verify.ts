/** The door: reads the raw body and checks Discord's signature and its age. Used by interactions and webhook events; the hottest path there is. */
import { verifyKey } from "discord-interactions";
import type { Clock } from "../kernel/clock.ts";
import { readBody } from "./body.ts";
import { plain } from "./respond.ts";

/** A signed request older (or further in the future) than this is refused: it may be a replay. */
const MAX_AGE_MS = 5 * 60_000;
const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{1,12}$/;

/** The signed bytes, or the response that refuses the request. */
export type Verify = (request: Request) => Promise<Uint8Array | Response>;

/** `publicKey`: 64 hex digits. The key is imported once, with the first request. */
export function createVerify(publicKey: string, clock: Clock): Verify {
  // The key, not the promise of it: promises belong to the request that made them.
  let key: CryptoKey | undefined;
  return async (request) => {
    const signature = request.headers.get("x-signature-ed25519") ?? "";
    const timestamp = request.headers.get("x-signature-timestamp") ?? "";
    // `verifyKey` reads hex leniently ("zz" becomes 0), so the form is checked first. Cheap refusals come before reading the body.
    if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp) || !isFresh(Number(timestamp) * 1000, clock)) return refused();
    const body = await readBody(request);
    if (body === null) return plain(413, "The request is larger than 1 MiB.");
    key ??= await importKey(publicKey);
    return (await verifyKey(body, signature, timestamp, key)) ? body : refused();
  };
}

function isFresh(signedAt: number, clock: Clock): boolean {
  return Math.abs(clock.now() - signedAt) <= MAX_AGE_MS;
}

function refused(): Response {
  return plain(401, "The signature is missing, wrong or too old.");
}

function importKey(publicKey: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(publicKey.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
}
