/** Where lines begin and end, and where in them an offset is. Used by the parser, the checks and the reader of JSON. */
import type { Position } from "./problems.ts";

export interface Line {
  start: number;
  /** Before the line's end. */
  end: number;
  /** After it. */
  next: number;
}

export const BOM = "\uFEFF";
const LF = 10;
const CR = 13;

/** CRLF, LF and a lone CR end a line. A byte order mark belongs to no line. A text that ends with a line's end has an empty last line. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = text.startsWith(BOM) ? 1 : 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char !== LF && char !== CR) continue;
    const next = char === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
    lines.push({ start, end: at, next });
    start = next;
    at = next - 1;
  }
  lines.push({ start, end: text.length, next: text.length });
  return lines;
}

export function positionAt(lines: readonly Line[], offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (lines[low]?.start ?? 0)) + 1 };
}

/** Ollama's blanks; a no-break space is none. */
export const isBlank = (char: string | undefined): boolean => char === " " || char === "\t";

export function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

/** Up to the next blank. */
export function tokenAt(text: string, from: number, end: number): string {
  let at = from;
  while (at < end && !isBlank(text[at])) at++;
  return text.slice(from, at);
}
