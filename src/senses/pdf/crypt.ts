/**
 * Files that are encrypted with no password but their owner's: everybody may open them, and every reader does. What needs a password stays closed. Source:
 * ISO 32000-2, 7.6 (revisions 2 to 6). Used by file.ts.
 */
import { isText, nameOf, type PdfDict, type PdfValue } from "./parser.ts";

/** Of the object with that number and generation. Rejects where the bytes are not what they should be. */
export type Decrypt = (data: Uint8Array, number: number, generation: number) => Promise<Uint8Array>;

type Bytes = Uint8Array<ArrayBuffer>;

/** Stands behind passwords that are shorter, so in place of none at all. */
const PADDING = Uint8Array.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a".match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const NO_VECTOR = new Uint8Array(16);

interface Reader {
  get(value: PdfValue | undefined): PdfValue;
  dict(value: PdfValue | undefined): PdfDict;
  list(value: PdfValue | undefined): PdfValue[];
}

/** Null where a password is needed, or nobody here knows the way it is encrypted. */
export async function openWithout(trailer: PdfDict, { get, dict, list }: Reader): Promise<Decrypt | null> {
  const of = dict(trailer.get("Encrypt"));
  const number = (name: string, otherwise: number): number => {
    const value = get(of.get(name));
    return typeof value === "number" ? value : otherwise;
  };
  const text = (value: PdfValue | undefined): Bytes => {
    const found = get(value);
    return isText(found) ? Uint8Array.from(found.bytes) : new Uint8Array();
  };
  const [version, revision] = [number("V", 0), number("R", 0)];
  if (nameOf(get(of.get("Filter"))) !== "Standard" || ![1, 2, 4, 5].includes(version)) return null;
  const filter = dict(dict(of.get("CF")).get(nameOf(get(of.get("StmF")))));
  const method = version < 4 ? "V2" : nameOf(get(filter.get("CFM")));
  if (version >= 4 && (filter.size === 0 || method === "None")) return async (data) => data;
  if (version === 5) {
    const key = await newKey(text(of.get("U")), text(of.get("UE")), revision);
    return key === null ? null : async (data) => aes(key, data);
  }
  const length = revision === 2 ? 5 : Math.min(16, Math.max(5, version === 4 ? 16 : number("Length", 40) >> 3));
  const id = text(list(trailer.get("ID"))[0]);
  const rights = new Uint8Array(4);
  new DataView(rights.buffer).setInt32(0, number("P", 0) | 0, true);
  const plainMetadata = revision >= 4 && get(of.get("EncryptMetadata")) === false ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array();
  let key = await digest("MD5", PADDING, text(of.get("O")).subarray(0, 32), rights, id, plainMetadata);
  for (let round = 0; revision >= 3 && round < 50; round += 1) key = await digest("MD5", key.subarray(0, length));
  key = key.subarray(0, length);
  if (!(await isRight(key, text(of.get("U")), id, revision))) return null;
  return async (data, object, generation) => {
    const suffix = [object, object >> 8, object >> 16, generation, generation >> 8].map((value) => value & 255);
    const salt = method === "AESV2" ? [0x73, 0x41, 0x6c, 0x54] : [];
    const own = (await digest("MD5", key, Uint8Array.from([...suffix, ...salt]))).subarray(0, Math.min(16, length + 5));
    return method === "AESV2" ? aes(own, data) : rc4(own, data);
  };
}

/** Algorithms 4 and 5: what the file says of the password fits none. */
async function isRight(key: Bytes, told: Bytes, id: Bytes, revision: number): Promise<boolean> {
  if (revision === 2) return isSame(rc4(key, PADDING), told);
  let check: Uint8Array = await digest("MD5", PADDING, id);
  for (let round = 0; round < 20; round += 1)
    check = rc4(
      key.map((byte) => byte ^ round),
      check,
    );
  return isSame(check, told.subarray(0, 16));
}

/** Algorithm 2.A, for no password. */
async function newKey(told: Bytes, sealed: Bytes, revision: number): Promise<Bytes | null> {
  if (told.length < 48 || sealed.length < 32) return null;
  const hash = revision >= 6 ? hardHash : (salt: Bytes) => digest("SHA-256", salt);
  if (!isSame(await hash(told.subarray(32, 40)), told.subarray(0, 32))) return null;
  const key = await importKey(await hash(told.subarray(40, 48)), ["encrypt", "decrypt"]);
  const block = sealed.subarray(0, 32);
  // The platform insists on a last block that says where the text ends.
  const end = await crypto.subtle.encrypt({ name: "AES-CBC", iv: block.subarray(16) }, key, new Uint8Array());
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv: NO_VECTOR }, key, joined(block, new Uint8Array(end))));
}

/** Algorithm 2.B, for no password. */
async function hardHash(salt: Bytes): Promise<Bytes> {
  let key = await digest("SHA-256", salt);
  for (let round = 0; ; round += 1) {
    const text = joined(...Array.from({ length: 64 }, () => key));
    const cipher = await crypto.subtle.encrypt({ name: "AES-CBC", iv: key.subarray(16, 32) }, await importKey(key.subarray(0, 16), ["encrypt"]), text);
    const bytes = new Uint8Array(cipher, 0, text.length);
    const rest = bytes.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = await digest(["SHA-256", "SHA-384", "SHA-512"][rest] ?? "SHA-256", bytes);
    if (round >= 63 && (bytes.at(-1) ?? 0) <= round - 31) return key.subarray(0, 32);
  }
}

/** The first block is where it begins. */
async function aes(key: Bytes, data: Uint8Array): Promise<Uint8Array> {
  const bytes = Uint8Array.from(data.subarray(0, data.length - (data.length % 16)));
  if (bytes.length < 32) return new Uint8Array();
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv: bytes.subarray(0, 16) }, await importKey(key, ["decrypt"]), bytes.subarray(16)));
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    const held = state[a] ?? 0;
    state[a] = state[b] ?? 0;
    state[b] = held;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let [i, j] = [0, 0];
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (state[i] ?? 0)) & 255;
    swap(i, j);
    return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
  });
}

const importKey = (key: Bytes, uses: ("encrypt" | "decrypt")[]) => crypto.subtle.importKey("raw", key, "AES-CBC", false, uses);

async function digest(name: string, ...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(name, joined(...parts)));
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);
