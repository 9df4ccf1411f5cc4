/**
 * A PDF's objects by their number. They are found by looking through the file instead of by its tables: these are wrong in many files, and what is found
 * last counts, as with tables. Source: ISO 32000-1, 7.5. Used by read-pdf.ts.
 */
import { type Decrypt, openWithout } from "./crypt.ts";
import { type FilterStep, unpack } from "./filters.ts";
import { createParser, isDict, isRef, isStream, isWord, latin, nameOf, type PdfDict, type PdfStream, type PdfValue } from "./parser.ts";

export interface PdfFile {
  /** What a reference stands for; anything else is itself. */
  get(value: PdfValue | undefined): PdfValue;
  /** The same as a dictionary, a stream's too; an empty one for anything else. */
  dict(value: PdfValue | undefined): PdfDict;
  list(value: PdfValue | undefined): PdfValue[];
  /** Unpacked; nothing for a picture. */
  data(value: PdfValue | undefined): Uint8Array;
  root: PdfDict;
  /** It opens with a password alone. */
  encrypted: boolean;
  /** Of all objects that say they are one. */
  pages(): PdfDict[];
  /** More was to be unpacked than may be. */
  isCut(): boolean;
}

/** Where an object stands; `container`: within a stream of objects. */
interface Place {
  at: number;
  generation: number;
  container?: { bytes: Uint8Array; from: number };
}

/** Of all that is unpacked. */
const MOST_UNPACKED = 32 * 1024 * 1024;
/** Of ends that are looked for, because a length is wrong. */
const MOST_SOUGHT = 64 * 1024 * 1024;
/** Of objects that are read, bytes: each is read once, but what never closes goes on to the end. */
const MOST_PARSED = 48 * 1024 * 1024;
const MOST_OBJECTS = 300_000;
/** A dictionary's beginning, to see what kind of an object it is. */
const HEAD = 400;

const EMPTY: PdfDict = new Map();

export async function openPdf(bytes: Uint8Array): Promise<PdfFile> {
  const places = findObjects(bytes);
  const parsed = new Map<number, PdfValue>();
  /** Of streams that were encrypted, by where they begin. */
  const opened = new Map<number, Uint8Array>();
  let left = MOST_UNPACKED;
  let toSeek = MOST_SOUGHT;
  let toParse = MOST_PARSED;
  let cut = false;

  const get = (value: PdfValue | undefined): PdfValue => {
    let found = value ?? null;
    for (let step = 0; isRef(found) && step < 16; step += 1) found = load(found.ref);
    return isRef(found) ? null : found;
  };
  const load = (number: number): PdfValue => {
    const known = parsed.get(number);
    if (known !== undefined) return known;
    const place = places.get(number);
    if (place === undefined) return null;
    // Who refers to itself finds nothing.
    parsed.set(number, null);
    const value = place.container === undefined ? parse(bytes, place.at) : parse(place.container.bytes, place.container.from, false);
    parsed.set(number, value);
    return value;
  };
  const parse = (from: Uint8Array, at: number, streams = true): PdfValue => {
    if (toParse <= 0) return null;
    const { value, end } = parseAt(from, at, streams);
    toParse -= end - at;
    return value;
  };
  const dict = (value: PdfValue | undefined): PdfDict => {
    const found = get(value);
    return isDict(found) ? found : isStream(found) ? found.dict : EMPTY;
  };
  const list = (value: PdfValue | undefined): PdfValue[] => {
    const found = get(value);
    return Array.isArray(found) ? found : [];
  };

  const rawOf = ({ dict: of, start }: PdfStream): Uint8Array => {
    const clear = opened.get(start);
    if (clear !== undefined) return clear;
    const length = get(of.get("Length"));
    if (typeof length === "number" && length >= 0 && /^\s*endstream/.test(latin(bytes, start + length, start + length + 16)))
      return bytes.subarray(start, start + length);
    const end = toSeek > 0 ? indexOf(bytes, "endstream", start) : -1;
    toSeek -= (end === -1 ? bytes.length : end) - start;
    return bytes.subarray(start, end === -1 ? bytes.length : end);
  };
  const data = (value: PdfValue | undefined): Uint8Array => {
    const stream = get(value);
    if (!isStream(stream)) return new Uint8Array();
    if (left <= 0) {
      cut = true;
      return new Uint8Array();
    }
    const filter = get(stream.dict.get("Filter") ?? stream.dict.get("F"));
    const parameters = get(stream.dict.get("DecodeParms") ?? stream.dict.get("DP"));
    const filters = Array.isArray(filter) ? filter : [filter];
    const steps = filters.flatMap((one, index): FilterStep[] => {
      const name = nameOf(get(one));
      return name === "" ? [] : [{ filter: name, parameters: dict(Array.isArray(parameters) ? parameters[index] : parameters) }];
    });
    const { bytes: unpacked, work } = unpack(rawOf(stream), steps.slice(0, 8), left);
    left -= work;
    return unpacked ?? new Uint8Array();
  };

  const file = { get, dict, list, data, isCut: () => cut };
  const trailers = findTrailers(bytes, places, { dict, parse });
  const locked = trailers.findLast((trailer) => trailer.has("Encrypt"));
  const decrypt = locked === undefined ? undefined : await openWithout(locked, file);
  if (decrypt) for (const [start, clear] of await decryptAll(places, decrypt, file.get, rawOf)) opened.set(start, clear);
  const encrypted = decrypt === null;
  if (!encrypted) openContainers(places, bytes, file);
  // Of what was looked at before its containers were open.
  parsed.clear();
  const root = trailers.map((trailer) => dict(trailer.get("Root"))).findLast((found) => found.has("Pages"));
  const ofType = (type: string) => [...places.keys()].map((number) => dict({ ref: number })).filter((found) => nameOf(get(found.get("Type"))) === type);
  return { ...file, encrypted, root: root ?? ofType("Catalog").at(-1) ?? EMPTY, pages: () => ofType("Page") };
}

/** All streams at once: whoever reads pages need not wait then. Of what cannot be decrypted nothing is left. */
async function decryptAll(places: ReadonlyMap<number, Place>, decrypt: Decrypt, get: PdfFile["get"], rawOf: (stream: PdfStream) => Uint8Array) {
  const opened = new Map<number, Uint8Array>();
  for (const [number, { generation }] of places) {
    const stream = get({ ref: number });
    if (!isStream(stream) || nameOf(get(stream.dict.get("Type"))) === "XRef" || nameOf(get(stream.dict.get("Subtype"))) === "Image") continue;
    opened.set(stream.start, await decrypt(rawOf(stream), number, generation).catch(() => new Uint8Array()));
  }
  return opened;
}

/** `end`: how far it went. */
function parseAt(bytes: Uint8Array, at: number, streams: boolean): { value: PdfValue; end: number } {
  const parser = createParser(bytes, at);
  const value = parser.next(true);
  const end = parser.position();
  if (value === undefined || isWord(value)) return { value: null, end };
  if (!streams || !isDict(value)) return { value, end };
  const after = createParser(bytes, end);
  const word = after.next();
  if (!isWord(word) || word.word !== "stream") return { value, end };
  let start = after.position();
  if (bytes[start] === 13) start += 1;
  if (bytes[start] === 10) start += 1;
  return { value: { dict: value, start }, end };
}

/** Every `12 0 obj`, the last of a number. */
function findObjects(bytes: Uint8Array): Map<number, Place> {
  const places = new Map<number, Place>();
  const isDigit = (at: number) => (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39;
  const isBlank = (at: number) => [32, 10, 13, 9, 0, 12].includes(bytes[at] ?? -1);
  for (let at = bytes.indexOf(0x6f); at !== -1 && places.size < MOST_OBJECTS; at = bytes.indexOf(0x6f, at + 1)) {
    if (bytes[at + 1] !== 0x62 || bytes[at + 2] !== 0x6a) continue;
    let back = at - 1;
    while (isBlank(back)) back -= 1;
    const generationEnd = back;
    while (isDigit(back)) back -= 1;
    if (back === generationEnd || !isBlank(back)) continue;
    const generation = Number(latin(bytes, back + 1, generationEnd + 1));
    while (isBlank(back)) back -= 1;
    const end = back + 1;
    while (isDigit(back) && end - back <= 10) back -= 1;
    if (back + 1 === end) continue;
    places.set(Number(latin(bytes, back + 1, end)), { at: at + 3, generation });
  }
  return places;
}

type Reader = Pick<PdfFile, "get" | "dict" | "data">;

/** In the file's order; a stream that stands in for one counts as well. */
function findTrailers(
  bytes: Uint8Array,
  places: ReadonlyMap<number, Place>,
  { dict, parse }: { dict: PdfFile["dict"]; parse(bytes: Uint8Array, at: number, streams: boolean): PdfValue },
): PdfDict[] {
  const found: { at: number; trailer: PdfDict }[] = [];
  for (let at = indexOf(bytes, "trailer", 0); at !== -1 && found.length < 1_000; at = indexOf(bytes, "trailer", at + 7)) {
    const trailer = parse(bytes, at + 7, false);
    if (isDict(trailer)) found.push({ at, trailer });
  }
  for (const [number, { at }] of places) if (/\/XRef\b/.test(latin(bytes, at, at + HEAD))) found.push({ at, trailer: dict({ ref: number }) });
  return found.toSorted((a, b) => a.at - b.at).map(({ trailer }) => trailer);
}

/** Puts what stands in streams of objects beside the others. */
function openContainers(places: Map<number, Place>, bytes: Uint8Array, { get, dict, data }: Reader): void {
  const containers = [...places].filter(([, { at }]) => /\/ObjStm\b/.test(latin(bytes, at, at + HEAD)));
  for (const [number, { at }] of containers.toSorted(([, a], [, b]) => a.at - b.at)) {
    const of = dict({ ref: number });
    const [count, first] = [get(of.get("N")), get(of.get("First"))];
    if (typeof count !== "number" || typeof first !== "number") continue;
    const content = data({ ref: number });
    const head = createParser(content, 0, Math.min(first, content.length));
    for (let index = 0; index < count && places.size < MOST_OBJECTS; index += 1) {
      const [inner, offset] = [head.next(), head.next()];
      if (typeof inner !== "number" || typeof offset !== "number") break;
      const other = places.get(inner);
      if (other === undefined || other.at < at) places.set(inner, { at, generation: 0, container: { bytes: content, from: first + offset } });
    }
  }
}

function indexOf(bytes: Uint8Array, word: string, from: number): number {
  const first = word.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let index = 1;
    while (index < word.length && bytes[at + index] === word.charCodeAt(index)) index += 1;
    if (index === word.length) return at;
  }
  return -1;
}
