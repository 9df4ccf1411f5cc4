/** Maps from a font's codes to text (ToUnicode), and how many bytes its codes have. Source: ISO 32000-1, 9.10.3, and Adobe Technical Note 5014. Used by font.ts. */
import { createParser, isText, isWord, type PdfText, type PdfValue } from "./parser.ts";

export interface CMap {
  text(code: number, length: number): string | undefined;
  /** Bytes of the code that begins there. */
  lengthAt(bytes: Uint8Array, at: number): number;
  hasLengths: boolean;
}

const MOST_CODES = 70_000;
const MOST_WORDS = 400_000;

export function readCMap(bytes: Uint8Array): CMap {
  const texts = new Map<number, string>();
  const spaces: { length: number; low: number; high: number }[] = [];
  const parser = createParser(bytes);
  let operands: PdfValue[] = [];
  for (let word = 0; word < MOST_WORDS; word += 1) {
    const token = parser.next();
    if (token === undefined) break;
    if (!isWord(token)) {
      operands.push(token);
      continue;
    }
    if (token.word === "endcodespacerange")
      for (const [low, high] of groups(operands, 2))
        if (isText(low) && isText(high)) spaces.push({ length: low.bytes.length, low: numberOf(low), high: numberOf(high) });
    if (token.word === "endbfchar")
      for (const [code, text] of groups(operands, 2)) if (isText(code) && isText(text)) put(code.bytes.length, numberOf(code), unicode(text.bytes));
    if (token.word === "endbfrange") for (const [low, high, text] of groups(operands, 3)) if (isText(low) && isText(high)) range(low, high, text);
    operands = [];
  }

  function put(length: number, code: number, text: string): void {
    if (texts.size < MOST_CODES) texts.set(keyOf(code, length), text);
  }
  function range(low: PdfText, high: PdfText, to: PdfValue | undefined): void {
    const from = numberOf(low);
    const count = Math.min(numberOf(high) - from, 0xffff);
    for (let step = 0; step <= count && texts.size < MOST_CODES; step += 1) {
      const text = Array.isArray(to) ? to[step] : to;
      if (!isText(text)) return;
      put(low.bytes.length, from + step, Array.isArray(to) ? unicode(text.bytes) : unicode(text.bytes, step));
    }
  }

  return {
    text: (code, length) => texts.get(keyOf(code, length)),
    hasLengths: spaces.length > 0,
    lengthAt(code, at) {
      for (let length = 1, value = 0; length <= 4 && at + length <= code.length; length += 1) {
        value = value * 256 + (code[at + length - 1] ?? 0);
        if (spaces.some((space) => space.length === length && value >= space.low && value <= space.high)) return length;
      }
      return Math.max(1, Math.min(4, spaces[0]?.length ?? 1));
    },
  };
}

const keyOf = (code: number, length: number): number => length * 2 ** 32 + code;

const numberOf = ({ bytes }: PdfText): number => bytes.subarray(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);

function groups(items: PdfValue[], size: number): PdfValue[][] {
  return Array.from({ length: Math.floor(items.length / size) }, (_, index) => items.slice(index * size, index * size + size));
}

/** UTF-16; `step` is added to its last unit. */
function unicode(bytes: Uint8Array, step = 0): string {
  if (bytes.length === 1) return String.fromCharCode((bytes[0] ?? 0) + step);
  const units = Array.from({ length: bytes.length >> 1 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  const last = units.length - 1;
  if (last >= 0) units[last] = (units[last] ?? 0) + step;
  return String.fromCharCode(...units.slice(0, 64));
}
