/** JSON with the place of every value and of what is wrong with it, which JSON.parse does not tell. Linear, bounded in depth. Used by persona-json.ts. */

export type JsonReason =
  | "unfinished"
  | "comma-at-end"
  | "missing-comma"
  | "missing-colon"
  | "quotes"
  | "text-not-closed"
  | "escape"
  | "number"
  | "comment"
  | "unexpected"
  | "too-deep"
  | "after-end";

export type JsonNode = { offset: number } & (
  | { type: "object"; members: ReadonlyMap<string, JsonNode> }
  | { type: "array"; items: readonly JsonNode[] }
  | { type: "string"; value: string }
  | { type: "other"; value: number | boolean | null }
);

export type JsonResult = { ok: true; node: JsonNode } | { ok: false; offset: number; reason: JsonReason };

const DEEPEST = 32;

/** Thrown inside this file only. */
class JsonError extends Error {
  readonly offset: number;
  readonly reason: JsonReason;
  constructor(offset: number, reason: JsonReason) {
    super(reason);
    this.offset = offset;
    this.reason = reason;
  }
}

export function readJson(text: string): JsonResult {
  const reader = { text, at: text.startsWith("\uFEFF") ? 1 : 0 };
  try {
    const node = readNode(reader, 0);
    if (peek(reader) !== "") throw new JsonError(reader.at, "after-end");
    return { ok: true, node };
  } catch (error) {
    if (error instanceof JsonError) return { ok: false, offset: error.offset, reason: error.reason };
    throw error;
  }
}

interface Reader {
  text: string;
  at: number;
}

/** The next character that is no white space; empty at the end. */
function peek(reader: Reader): string {
  while (" \t\r\n".includes(reader.text[reader.at] ?? "x")) reader.at++;
  return reader.text[reader.at] ?? "";
}

function readNode(reader: Reader, depth: number): JsonNode {
  if (depth > DEEPEST) throw new JsonError(reader.at, "too-deep");
  const char = peek(reader);
  const offset = reader.at;
  if (char === "{") {
    const members = new Map<string, JsonNode>();
    readList(reader, "}", () => {
      if (peek(reader) !== '"') throw unexpected(reader);
      const key = readString(reader);
      if (peek(reader) !== ":") throw new JsonError(reader.at, reader.at < reader.text.length ? "missing-colon" : "unfinished");
      reader.at++;
      members.set(key, readNode(reader, depth + 1));
    });
    return { type: "object", offset, members };
  }
  if (char === "[") {
    const items: JsonNode[] = [];
    readList(reader, "]", () => items.push(readNode(reader, depth + 1)));
    return { type: "array", offset, items };
  }
  if (char === '"') return { type: "string", offset, value: readString(reader) };
  return { type: "other", offset, value: readWord(reader) };
}

function readList(reader: Reader, close: string, readOne: () => void): void {
  reader.at++;
  if (peek(reader) === close) {
    reader.at++;
    return;
  }
  for (;;) {
    readOne();
    const char = peek(reader);
    const comma = reader.at;
    reader.at++;
    if (char === close) return;
    if (char !== ",")
      throw char === "" ? new JsonError(comma, "unfinished") : new JsonError(comma, isComment(reader.text, comma) ? "comment" : "missing-comma");
    if (peek(reader) === close) throw new JsonError(comma, "comma-at-end");
  }
}

function readString(reader: Reader): string {
  const { text, at: start } = reader;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === '"') {
      reader.at = at + 1;
      return JSON.parse(text.slice(start, at + 1));
    }
    if (char < " ") throw new JsonError(start, "text-not-closed");
    if (char !== "\\") continue;
    const escaped = /^\\(["\\/bfnrt]|u[\dA-Fa-f]{4})/.exec(text.slice(at, at + 6));
    if (escaped === null) throw new JsonError(at, "escape");
    at += escaped[0].length - 1;
  }
  throw new JsonError(start, "text-not-closed");
}

function readWord(reader: Reader): number | boolean | null {
  const word = /^[\w.+-]*/.exec(reader.text.slice(reader.at, reader.at + 64))?.[0] ?? "";
  const known = { true: true, false: false, null: null };
  if (word === "true" || word === "false" || word === "null") {
    reader.at += word.length;
    return known[word];
  }
  if (!/^[\d+.-]/.test(word)) throw unexpected(reader);
  if (!/^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(word)) throw new JsonError(reader.at, "number");
  reader.at += word.length;
  return Number(word);
}

function unexpected({ text, at }: Reader): JsonError {
  if (at >= text.length) return new JsonError(at, "unfinished");
  if (isComment(text, at)) return new JsonError(at, "comment");
  return new JsonError(at, /['`“”„‘’\w]/.test(text[at] ?? "") ? "quotes" : "unexpected");
}

const isComment = (text: string, at: number): boolean => text[at] === "#" || text.startsWith("//", at) || text.startsWith("/*", at);
