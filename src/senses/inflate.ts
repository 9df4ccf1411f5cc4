/**
 * Deflate (RFC 1951), undone at once and within a bound. `DecompressionStream` rejects where a byte is missing or one too many stands behind, as in many
 * PDFs, and tells then nothing of what was whole; nor does it say where a stream ends. Used by zip.ts and by pdf/filters.ts.
 */

export interface Inflated {
  bytes: Uint8Array;
  /** `end`: all of it. `full`: it has more than it may. `broken`: `bytes` is what came before the damage. */
  state: "end" | "full" | "broken";
  /** What it cost, by bytes that would have cost as much: blocks that bring large tables and say nothing are work, too. */
  work: number;
}

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
/** So many entries of a table cost as much as a byte of text. */
const TABLE_COST = 8;

/** Thrown and caught in this file alone. */
class Damage extends Error {}

/** By the next bits of the stream, lowest first: length of the code in the low four bits, its symbol above. */
type Codes = { table: Uint16Array; bits: number };

function codesOf(lengths: ArrayLike<number>): Codes {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (let at = 0; at < lengths.length; at += 1) counts[lengths[at] ?? 0] = (counts[lengths[at] ?? 0] ?? 0) + 1;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  let bits = 1;
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
    if ((counts[length] ?? 0) > 0) bits = length;
  }
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    if (code >= 1 << length) throw new Damage("too many codes");
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let slot = reversed; slot < table.length; slot += 1 << length) table[slot] = (symbol << 4) | length;
  }
  return { table, bits };
}

const cache: { fixed?: { literals: Codes; distances: Codes } } = {};
function fixedCodes() {
  cache.fixed ??= {
    literals: codesOf(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
    distances: codesOf(new Array<number>(30).fill(5)),
  };
  return cache.fixed;
}

/** `most`: bytes of the outcome. Never throws. */
export function inflateRaw(data: Uint8Array, most: number): Inflated {
  let out = new Uint8Array(Math.min(most, Math.max(1_024, data.length * 4)));
  let size = 0;
  let position = 0;
  let held = 0;
  let count = 0;
  let isFull = false;
  let tables = 0;

  const fill = (needed: number) => {
    while (count < needed) {
      // Behind the end there are zeros, as long as no code needs them.
      if (position >= data.length + 4) throw new Damage("ends too early");
      held |= (data[position] ?? 0) << count;
      position += 1;
      count += 8;
    }
  };
  const bits = (needed: number): number => {
    if (needed === 0) return 0;
    fill(needed);
    const value = held & ((1 << needed) - 1);
    held >>>= needed;
    count -= needed;
    return value;
  };
  const symbol = ({ table, bits: width }: Codes): number => {
    fill(width);
    const entry = table[held & ((1 << width) - 1)] ?? 0;
    const length = entry & 15;
    if (length === 0) throw new Damage("no such code");
    held >>>= length;
    count -= length;
    if (position - (count >> 3) > data.length) throw new Damage("ends too early");
    return entry >> 4;
  };
  /** Whether there is room for so many bytes more. */
  const grow = (more: number): boolean => {
    if (size + more <= out.length) return true;
    if (size + more > most) return false;
    const larger = new Uint8Array(Math.min(most, Math.max(size + more, out.length * 2)));
    larger.set(out);
    out = larger;
    return true;
  };

  const stored = () => {
    position -= count >> 3;
    held = 0;
    count = 0;
    const length = (data[position] ?? 0) | ((data[position + 1] ?? 0) << 8);
    position += 4;
    const block = data.subarray(position, position + length);
    const fitting = grow(block.length) ? block : block.subarray(0, most - size);
    if (fitting.length < block.length) {
      isFull = true;
      grow(fitting.length);
    }
    out.set(fitting, size);
    size += fitting.length;
    position += length;
    if (block.length < length) throw new Damage("ends too early");
  };

  const coded = (literals: Codes, distances: Codes) => {
    for (;;) {
      const code = symbol(literals);
      if (code === 256) return;
      if (code < 256) {
        if (!grow(1)) {
          isFull = true;
          return;
        }
        out[size] = code;
        size += 1;
        continue;
      }
      const base = LENGTH_BASE[code - 257];
      if (base === undefined) throw new Damage("no such length");
      const length = base + bits(LENGTH_BITS[code - 257] ?? 0);
      const far = symbol(distances);
      const distance = (DISTANCE_BASE[far] ?? 0) + bits(DISTANCE_BITS[far] ?? 0);
      if (distance === 0 || distance > size) throw new Damage("no such distance");
      if (!grow(length)) {
        isFull = true;
        return;
      }
      for (const end = size + length; size < end; size += 1) out[size] = out[size - distance] ?? 0;
    }
  };

  try {
    for (let last = false; !last && !isFull; ) {
      last = bits(1) === 1;
      const type = bits(2);
      if (type === 0) stored();
      else if (type === 1) coded(fixedCodes().literals, fixedCodes().distances);
      else if (type === 2) {
        const { literals, distances } = readCodes(bits, symbol);
        tables += literals.table.length + distances.table.length;
        if (tables / TABLE_COST > most) isFull = true;
        coded(literals, distances);
      } else throw new Damage("no such block");
    }
    return { bytes: out.subarray(0, size), state: isFull ? "full" : "end", work: size + tables / TABLE_COST };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    return { bytes: out.subarray(0, size), state: "broken", work: size + tables / TABLE_COST };
  }
}

/** The codes of a block that brings its own. */
function readCodes(bits: (needed: number) => number, symbol: (codes: Codes) => number): { literals: Codes; distances: Codes } {
  const literalCount = bits(5) + 257;
  const distanceCount = bits(5) + 1;
  const codeCount = bits(4) + 4;
  const codeLengths = new Uint8Array(19);
  for (let at = 0; at < codeCount; at += 1) codeLengths[CODE_ORDER[at] ?? 0] = bits(3);
  const codes = codesOf(codeLengths);
  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let at = 0; at < lengths.length; ) {
    const code = symbol(codes);
    if (code < 16) {
      lengths[at] = code;
      at += 1;
      continue;
    }
    if (code === 16 && at === 0) throw new Damage("repeats nothing");
    const value = code === 16 ? (lengths[at - 1] ?? 0) : 0;
    const repeat = code === 16 ? 3 + bits(2) : code === 17 ? 3 + bits(3) : 11 + bits(7);
    lengths.fill(value, at, at + repeat);
    at += repeat;
  }
  return { literals: codesOf(lengths.subarray(0, literalCount)), distances: codesOf(lengths.subarray(literalCount)) };
}

/** The same within its two-byte header (zlib, RFC 1950). The checksum behind is not looked at: what is damaged is still read as far as it goes. */
export function inflateZlib(data: Uint8Array, most: number): Inflated {
  const [method = 0, flags = 0] = data;
  const hasHeader = (method & 15) === 8 && ((method << 8) | flags) % 31 === 0;
  return inflateRaw(hasHeader ? data.subarray(2) : data, most);
}
