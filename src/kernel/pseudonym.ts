/** Names under which a person can be found again without their id being stored: HMAC-SHA256 with a key that only this deployment has. */

/**
 * Pseudonyms of an id, base64url, one for each key; the first is the one to write, all are to be looked for. After a key was rotated the old one goes
 * on being looked for as long as it is listed.
 */
export type Pseudonyms = (id: string) => Promise<[string, ...string[]]>;

/** `keys`: newest first, any bytes. */
export function createPseudonyms(keys: readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]]): Pseudonyms {
  const sign = async (key: Uint8Array<ArrayBuffer>, id: string) => {
    const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(id)));
    return btoa(String.fromCharCode(...signature))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  };
  const [newest, ...older] = keys;
  return async (id) => [await sign(newest, id), ...(await Promise.all(older.map((key) => sign(key, id))))];
}
