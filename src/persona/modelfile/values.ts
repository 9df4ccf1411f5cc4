/**
 * Values of instructions, read and written exactly as Ollama's parser does it (parser/parser.go, 2026): a value that begins with `"""` or `"` ends
 * at the first line whose end closes it, any other with its line. Nothing is escaped, and what closes in the middle of a line closes nothing.
 */
import { type Line, splitLines } from "./lines.ts";

export interface WrittenValue {
  /** With its quotes. */
  start: number;
  end: number;
  value: string;
  /** Index of the line in which it ends. */
  last: number;
  block: boolean;
}

export interface OpenValue {
  start: number;
  quote: '"' | '"""';
  textAfter: boolean;
}

/** `from`: an offset in line `index`, behind the keyword and its blanks. */
export function readValue(text: string, lines: readonly Line[], index: number, from: number): WrittenValue | OpenValue {
  const { end = from } = lines[index] ?? {};
  const start = end - text.slice(from, end).trimStart().length;
  const quote = text.startsWith('"""', start) ? '"""' : text[start] === '"' ? '"' : "";
  if (quote === "") {
    const value = text.slice(start, end).trimEnd();
    return { start, end: start + value.length, value, last: index, block: false };
  }
  for (let last = index; last < lines.length; last++) {
    const line = lines[last];
    if (line === undefined) break;
    const begin = Math.max(start, line.start);
    const close = begin + text.slice(begin, line.end).trimEnd().length;
    // An empty line ends nothing: what stands before it did not.
    if (close > begin && close - start >= 2 * quote.length && text.startsWith(quote, close - quote.length))
      return { start, end: close, value: text.slice(start + quote.length, close - quote.length), last, block: quote === '"""' };
  }
  const again = text.indexOf(quote, start + quote.length);
  return { start, quote, textAfter: again !== -1 && again < end };
}

/** The simplest way to write it that reads back the same, in one line without quotes where that works; null: there is none. */
export function writeValue(value: string): string | null {
  const plain = value === "" ? [] : [value];
  const ways = /[\r\n]/.test(value) ? [`"""${value}"""`, `"${value}"`] : [...plain, `"${value}"`, `"""${value}"""`];
  return (
    ways.find((way) => {
      const read = readValue(way, splitLines(way), 0, 0);
      return "value" in read && read.value === value && read.end === way.length;
    }) ?? null
  );
}

/** Why there is none: the 1-based line of the text that ends with three quotes. */
export function unwritableLine(value: string): number {
  return splitLines(value).findIndex(({ start, end }) => value.slice(start, end).trimEnd().endsWith('"""')) + 1;
}
