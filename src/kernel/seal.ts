/**
 * Sealing of secrets that people hand in, such as the key of a server's own endpoint: AES-GCM under SECRET_KEY. A seal belongs to the place it was made
 * for (`context`) and opens nowhere else. Made in deps/; sealed in a handler before anything is stored, opened where the request is made.
 */

export interface Sealer {
  /** Different each time. */
  seal(secret: string, context: string): Promise<string>;
  /** Null: it was made for another context, by a key that is no longer listed, or was tampered with. */
  open(sealed: string, context: string): Promise<string | null>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Says how the rest is to be read, so that another way can come later. */
const FORM = "v1.";
/** Bytes. Source: NIST SP 800-38D, 8.2. */
const IV_LENGTH = 12;
/** SECRET_KEY also makes pseudonyms: one purpose must not weaken the other, so each has a key of its own. */
const PURPOSE = "edgewise: sealed secrets";

/** `keys`: newest first; the first seals, all open, so that a key can be changed without anything being entered again. */
export function createSealer(keys: readonly [Bytes, ...Bytes[]]): Sealer {
  const [newest] = keys;
  return {
    async seal(secret, context) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
      const text = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, context), await derive(newest), encode(secret)));
      return FORM + toText(Uint8Array.from([...iv, ...text]));
    },
    async open(sealed, context) {
      const bytes = sealed.startsWith(FORM) ? fromText(sealed.slice(FORM.length)) : null;
      if (bytes === null || bytes.length <= IV_LENGTH) return null;
      const [iv, text] = [bytes.slice(0, IV_LENGTH), bytes.slice(IV_LENGTH)];
      for (const key of keys) {
        try {
          return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm(iv, context), await derive(key), text));
        } catch {
          // Of another key, another context, or altered: GCM does not say which, and it makes no difference.
        }
      }
      return null;
    },
  };
}

const encode = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text));

const algorithm = (iv: Bytes, context: string) => ({ name: "AES-GCM", iv, additionalData: encode(context) });

async function derive(key: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encode(PURPOSE) };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function toText(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromText(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
