/** A zip archive's files by name, each taken out within a bound. Source: PKWARE APPNOTE 6.3, without zip64 and encryption. Used by office.ts. */
import { inflateRaw } from "../inflate.ts";

export interface Zip {
  names: readonly string[];
  /** Undefined where there is none, or where it cannot be read. */
  read(name: string): Uint8Array | undefined;
  /** The same as text. */
  text(name: string): string | undefined;
  /** What was asked for has more bytes than it may: a part is missing. */
  isCut(): boolean;
}

interface Entry {
  method: number;
  packed: number;
  at: number;
  isSecret: boolean;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 10_000;

/** Null for what is no archive. `most`: bytes of everything that is read from it. Never throws. */
export function openZip(bytes: Uint8Array, most: number): Zip | "encrypted" | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  const entries = readEntries(bytes, view, view.getUint32(end + 16, true), Math.min(view.getUint16(end + 10, true), MOST_ENTRIES));
  if (entries.size === 0) return null;
  if ([...entries.values()].some(({ isSecret }) => isSecret)) return "encrypted";
  let left = most;
  let cut = false;
  const read = (name: string): Uint8Array | undefined => {
    const entry = entries.get(name);
    if (entry === undefined || entry.at + 30 > bytes.length) return undefined;
    const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    const packed = bytes.subarray(start, start + entry.packed);
    if (entry.method !== 0 && entry.method !== 8) return undefined;
    const {
      bytes: found,
      state,
      work,
    } = entry.method === 8 ? inflateRaw(packed, left) : { bytes: packed.subarray(0, left), state: packed.length > left ? "full" : "end", work: packed.length };
    left = Math.max(0, left - work);
    if (state !== "end") cut = true;
    return found;
  };
  return {
    names: [...entries.keys()],
    read,
    text: (name) => {
      const found = read(name);
      return found === undefined ? undefined : decode(found);
    },
    isCut: () => cut,
  };
}

/** XML is UTF-8 unless a mark at its beginning says otherwise. */
function decode(bytes: Uint8Array): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(label).decode(bytes);
}

function findEnd(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= first; at -= 1) if (view.getUint32(at, true) === END) return at;
  return null;
}

function readEntries(bytes: Uint8Array, view: DataView, from: number, count: number): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let at = from;
  for (let index = 0; index < count && at + 46 <= bytes.length && view.getUint32(at, true) === ENTRY; index += 1) {
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)).replaceAll("\\", "/");
    entries.set(name, {
      isSecret: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    });
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}
