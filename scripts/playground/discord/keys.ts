/** The application's Ed25519 key, by which Discord signs what it sends. Web Crypto only, so it works in workerd and Node. */

export interface KeyPair {
  publicKeyHex: string;
  /** Hex signature over `timestamp + body`. Source: Discord reference, "Security and Authorization". */
  sign(timestamp: string, body: string): Promise<string>;
}

/** PKCS#8 wrapping of a raw Ed25519 seed (RFC 8410). */
const PKCS8_PREFIX = "302e020100300506032b657004220420";

/** `seedHex` (64 hex digits) gives the same key each time, for configurations that must be known before the stand-in starts. */
export async function createKeyPair(seedHex: string = randomSeed()): Promise<KeyPair> {
  const privateKey = await crypto.subtle.importKey("pkcs8", fromHex(PKCS8_PREFIX + seedHex), { name: "Ed25519" }, true, ["sign"]);
  // The JWK of a private key carries the public half, which Web Crypto derives for us.
  const jwk = (await crypto.subtle.exportKey("jwk", privateKey)) as { x?: string };
  const publicKeyHex = toHex(fromBase64Url(jwk.x ?? ""));
  return {
    publicKeyHex,
    async sign(timestamp, body) {
      const signature = await crypto.subtle.sign({ name: "Ed25519" }, privateKey, new TextEncoder().encode(timestamp + body));
      return toHex(new Uint8Array(signature));
    },
  };
}

function randomSeed(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
