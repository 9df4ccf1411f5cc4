/** PDF syntax: values out of bytes, in a file's objects as in the streams that paint pages. Source: ISO 32000-1, 7.2 and 7.3. Never throws; what is broken is null. */

export interface PdfName {
  name: string;
}
/** A text string: bytes whose meaning depends on where it stands. */
export interface PdfText {
  bytes: Uint8Array;
}
export interface PdfRef {
  ref: number;
}
export type PdfDict = Map<string, PdfValue>;
/** `start`: of its data, within the file. */
export interface PdfStream {
  dict: PdfDict;
  start: number;
}
export type PdfValue = null | boolean | number | PdfName | PdfText | PdfRef | PdfDict | PdfStream | PdfValue[];
/** A word that is no value: an operator, or a keyword of the file. */
export interface PdfWord {
  word: string;
}

export const isName = (value: unknown): value is PdfName => typeof value === "object" && value !== null && "name" in value;
export const isText = (value: unknown): value is PdfText => typeof value === "object" && value !== null && "bytes" in value;
export const isRef = (value: unknown): value is PdfRef => typeof value === "object" && value !== null && "ref" in value;
export const isDict = (value: unknown): value is PdfDict => value instanceof Map;
export const isStream = (value: unknown): value is PdfStream => typeof value === "object" && value !== null && "start" in value;
export const isWord = (value: unknown): value is PdfWord => typeof value === "object" && value !== null && "word" in value;
export const nameOf = (value: unknown): string => (isName(value) ? value.name : "");

export interface PdfParser {
  /** Undefined at the end. `refs`: `12 0 R` is one value. */
  next(refs?: boolean): PdfValue | PdfWord | undefined;
  position(): number;
  /** Past the data of a picture that stands within a page's stream; behind its ID. */
  skipPicture(): void;
}

const DEEPEST = 64;
const CLASS = new Uint8Array(256);
const [SPACE, DELIMITER] = [1, 2] as const;
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = SPACE;
for (const character of "()<>[]{}/%") CLASS[character.charCodeAt(0)] = DELIMITER;

const CLOSE_ARRAY: PdfWord = { word: "]" };
const CLOSE_DICT: PdfWord = { word: ">>" };

export function createParser(bytes: Uint8Array, start = 0, end = bytes.length): PdfParser {
  let at = start;

  const skipSpace = () => {
    for (; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      if (code === 0x25) while (at < end && bytes[at] !== 10 && bytes[at] !== 13) at += 1;
      else if (CLASS[code] !== SPACE) return;
    }
  };
  const regular = (): string => {
    const from = at;
    while (at < end && CLASS[bytes[at] ?? 0] === 0) at += 1;
    return latin(bytes, from, at);
  };

  const next = (refs = false, depth = 0): PdfValue | PdfWord | undefined => {
    skipSpace();
    if (at >= end) return undefined;
    const code = bytes[at] ?? 0;
    if (code === 0x2f) {
      at += 1;
      const name = regular();
      return { name: name.includes("#") ? name.replaceAll(/#([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : name };
    }
    if (code === 0x28) return literal();
    if (code === 0x3c) return bytes[at + 1] === 0x3c ? dict(refs, depth) : hexadecimal();
    if (code === 0x5b) return array(refs, depth);
    if (code === 0x5d) {
      at += 1;
      return CLOSE_ARRAY;
    }
    if (code === 0x3e) {
      at += bytes[at + 1] === 0x3e ? 2 : 1;
      return CLOSE_DICT;
    }
    if (CLASS[code] === DELIMITER) {
      at += 1;
      return { word: String.fromCharCode(code) };
    }
    if ((code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e) return number(refs);
    const word = regular();
    if (word === "true" || word === "false") return word === "true";
    return word === "null" ? null : { word };
  };

  const number = (refs: boolean): PdfValue | PdfWord => {
    const text = regular();
    // Writers that are off the rules leave signs in the middle: what stands before counts.
    const value = Number.parseFloat(text.replace(/^-{2,}/, "-"));
    if (Number.isNaN(value)) return /^[+.-]+$/.test(text) ? 0 : { word: text };
    if (!refs || !Number.isInteger(value) || value < 0) return value;
    const back = at;
    skipSpace();
    if (/^\d+$/.test(regular())) {
      skipSpace();
      if (bytes[at] === 0x52 && CLASS[bytes[at + 1] ?? 0] !== 0) {
        at += 1;
        return { ref: value };
      }
    }
    at = back;
    return value;
  };

  const array = (refs: boolean, depth: number): PdfValue => {
    at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      const item = depth > DEEPEST ? undefined : next(refs, depth + 1);
      if (item === undefined || item === CLOSE_ARRAY) return items;
      if (!isWord(item)) items.push(item);
      // Whoever forgot to close it.
      else if (item.word === "endobj" || item.word === "obj" || item.word === ">>") return items;
    }
  };

  const dict = (refs: boolean, depth: number): PdfValue => {
    at += 2;
    const found: PdfDict = new Map();
    for (;;) {
      const key = depth > DEEPEST ? undefined : next(refs, depth + 1);
      if (key === undefined || key === CLOSE_DICT) return found;
      if (isWord(key) && (key.word === "endobj" || key.word === "obj" || key.word === "stream")) return found;
      if (!isName(key)) continue;
      const value = next(refs, depth + 1);
      if (value === undefined || value === CLOSE_DICT) return found;
      if (!isWord(value)) found.set(key.name, value);
    }
  };

  const literal = (): PdfValue => {
    at += 1;
    const out: number[] = [];
    for (let open = 1; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      if (code === 0x5c) {
        at += 1;
        const escaped = bytes[at] ?? 0;
        const plain = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 }[escaped];
        if (plain !== undefined) out.push(plain);
        else if (escaped >= 0x30 && escaped <= 0x37) {
          let value = 0;
          let digits = 0;
          for (; digits < 3 && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x37; digits += 1, at += 1) value = value * 8 + (bytes[at] ?? 0) - 0x30;
          at -= 1;
          out.push(value & 255);
        } else if (escaped === 13) at += bytes[at + 1] === 10 ? 1 : 0;
        else if (escaped !== 10) out.push(escaped);
        continue;
      }
      if (code === 0x28) open += 1;
      if (code === 0x29) {
        open -= 1;
        if (open === 0) break;
      }
      out.push(code);
    }
    at += 1;
    return { bytes: Uint8Array.from(out) };
  };

  const hexadecimal = (): PdfValue => {
    at += 1;
    const digits: number[] = [];
    for (; at < end && bytes[at] !== 0x3e; at += 1) {
      const digit = Number.parseInt(String.fromCharCode(bytes[at] ?? 0), 16);
      if (!Number.isNaN(digit)) digits.push(digit);
    }
    at += 1;
    return { bytes: Uint8Array.from({ length: Math.ceil(digits.length / 2) }, (_, index) => (digits[index * 2] ?? 0) * 16 + (digits[index * 2 + 1] ?? 0)) };
  };

  return {
    next: (refs) => next(refs),
    position: () => at,
    skipPicture() {
      for (at += 1; at < end; at += 1) {
        const isMark = bytes[at] === 0x45 && bytes[at + 1] === 0x49 && CLASS[bytes[at - 1] ?? 0] === SPACE && CLASS[bytes[at + 2] ?? 32] === SPACE;
        // Within the data the same letters stand by chance, but not before text.
        if (isMark && bytes.subarray(at + 2, at + 12).every((code) => code < 0x7f && (code >= 32 || CLASS[code] === SPACE))) break;
      }
      at += 2;
    },
  };
}

/** Each byte as a character. */
export function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at += 0x2000) text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 0x2000)));
  return text;
}

/** A text string for people: UTF-16 or UTF-8 where a mark says so, else Latin. */
export function plainText({ bytes }: PdfText): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder().decode(bytes);
  return new TextDecoder("windows-1252").decode(bytes);
}
