/** Streams as they were before they were packed. Source: ISO 32000-1, 7.4. Filters of pictures are not undone: there is no text in them. Called by file.ts. */
import { inflateZlib } from "../inflate.ts";
import type { PdfDict } from "./parser.ts";

export interface FilterStep {
  filter: string;
  parameters: PdfDict;
}

/** `bytes` is null where it is packed as a picture is; at most `most` bytes. `work`: of all steps, whatever is left of them in the end. */
export function unpack(data: Uint8Array, steps: readonly FilterStep[], most: number): { bytes: Uint8Array | null; work: number } {
  let bytes = data;
  let work = 0;
  const spend = (cost: number) => {
    work += cost;
  };
  for (const { filter, parameters } of steps) {
    const next = undo(filter, bytes, parameters, most, spend);
    if (next === null) return { bytes: null, work };
    spend(next.length);
    bytes = next;
  }
  return { bytes, work: Math.max(work, bytes.length) };
}

function undo(filter: string, data: Uint8Array, parameters: PdfDict, most: number, spend: (cost: number) => void): Uint8Array | null {
  switch (filter) {
    case "FlateDecode":
    case "Fl": {
      const { bytes, work } = inflateZlib(data, most);
      spend(work - bytes.length);
      return unpredict(bytes, parameters);
    }
    case "LZWDecode":
    case "LZW":
      return unpredict(lzw(data, parameters.get("EarlyChange") === 0 ? 0 : 1, most), parameters);
    case "ASCIIHexDecode":
    case "AHx":
      return hexadecimal(data);
    case "ASCII85Decode":
    case "A85":
      return ascii85(data);
    case "RunLengthDecode":
    case "RL":
      return runLength(data, most);
    case "Crypt":
      return data;
    default:
      return null;
  }
}

/** Rows that are told as differences to the one above. Source: the PNG specification, 9.2. */
function unpredict(data: Uint8Array, parameters: PdfDict): Uint8Array {
  const number = (name: string, otherwise: number) => {
    const value = parameters.get(name);
    return typeof value === "number" && value > 0 ? Math.min(value, 1 << 16) : otherwise;
  };
  if (number("Predictor", 1) < 10) return data;
  const bytesPerPixel = Math.max(1, Math.ceil((number("Colors", 1) * number("BitsPerComponent", 8)) / 8));
  const width = Math.ceil((number("Columns", 1) * number("Colors", 1) * number("BitsPerComponent", 8)) / 8);
  const rows = Math.ceil(data.length / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const type = data[row * (width + 1)] ?? 0;
    for (let column = 0; column < width; column += 1) {
      const to = row * width + column;
      const left = column >= bytesPerPixel ? (out[to - bytesPerPixel] ?? 0) : 0;
      const up = row > 0 ? (out[to - width] ?? 0) : 0;
      const corner = row > 0 && column >= bytesPerPixel ? (out[to - width - bytesPerPixel] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][type] ?? 0;
      out[to] = (data[row * (width + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Bytes that become more, up to `most`. */
function growing(most: number) {
  let bytes = new Uint8Array(Math.min(most, 4_096));
  let size = 0;
  return {
    push(value: number) {
      if (size >= most) return;
      if (size === bytes.length) {
        const larger = new Uint8Array(Math.min(most, size * 2));
        larger.set(bytes);
        bytes = larger;
      }
      bytes[size] = value;
      size += 1;
    },
    isFull: () => size >= most,
    taken: () => bytes.subarray(0, size),
  };
}

function lzw(data: Uint8Array, early: number, most: number): Uint8Array {
  const out = growing(most);
  let table: number[][] = [];
  const reset = () => {
    table = Array.from({ length: 258 }, (_, code) => (code < 256 ? [code] : []));
  };
  reset();
  let [held, count, width] = [0, 0, 9];
  let before: number[] | undefined;
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xffffff;
    count += 8;
    if (count < width) continue;
    count -= width;
    const code = (held >> count) & ((1 << width) - 1);
    if (code === 257 || out.isFull()) break;
    if (code === 256) {
      reset();
      [width, before] = [9, undefined];
      continue;
    }
    const entry = table[code] ?? (before === undefined ? undefined : [...before, before[0] ?? 0]);
    if (entry === undefined) break;
    for (const value of entry) out.push(value);
    if (before !== undefined && table.length < 4_096) table.push([...before, entry[0] ?? 0]);
    before = entry;
    const size = table.length + early;
    width = size >= 2_048 ? 12 : size >= 1_024 ? 11 : size >= 512 ? 10 : 9;
  }
  return out.taken();
}

function hexadecimal(data: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (const code of data) {
    if (code === 0x3e) break;
    const digit = Number.parseInt(String.fromCharCode(code), 16);
    if (!Number.isNaN(digit)) digits.push(digit);
  }
  return Uint8Array.from({ length: Math.ceil(digits.length / 2) }, (_, at) => (digits[at * 2] ?? 0) * 16 + (digits[at * 2 + 1] ?? 0));
}

function ascii85(data: Uint8Array): Uint8Array {
  // At most four bytes out of one.
  const out = growing(data.length * 4);
  let group: number[] = [];
  const flush = (digits: number[]) => {
    const value = [...digits, 84, 84, 84, 84].slice(0, 5).reduce((sum, digit) => sum * 85 + digit, 0);
    for (let byte = 0; byte < digits.length - 1; byte += 1) out.push(Math.floor(value / 256 ** (3 - byte)) & 255);
  };
  for (const code of data) {
    if (code === 0x7e) break;
    if (code === 0x7a && group.length === 0) for (let zero = 0; zero < 4; zero += 1) out.push(0);
    else if (code >= 0x21 && code <= 0x75) group.push(code - 0x21);
    if (group.length < 5) continue;
    flush(group);
    group = [];
  }
  if (group.length > 1) flush(group);
  return out.taken();
}

function runLength(data: Uint8Array, most: number): Uint8Array {
  const out = growing(most);
  for (let at = 0; at < data.length && !out.isFull(); ) {
    const length = data[at] ?? 128;
    if (length === 128) break;
    if (length < 128) for (const byte of data.subarray(at + 1, at + 2 + length)) out.push(byte);
    else for (let n = 257 - length; n > 0; n -= 1) out.push(data[at + 1] ?? 0);
    at += length < 128 ? length + 2 : 2;
  }
  return out.taken();
}
