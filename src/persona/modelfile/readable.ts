/** Whether something is a text at all, and not too long. Used before a Modelfile or a persona.json is parsed. */
import { positionAt, splitLines } from "./lines.ts";
import type { ModelfileProblem } from "./problems.ts";

/** UTF-8. */
export const MODELFILE_BYTES = 64 * 1024;

/** What it says; null: nothing wrong so far. */
export function checkText(text: string): ModelfileProblem | null {
  const bytes = text.length > MODELFILE_BYTES * 4 ? text.length : new TextEncoder().encode(text).length;
  if (bytes > MODELFILE_BYTES) return { code: "too-large", bytes, limit: MODELFILE_BYTES, line: 1, column: 1 };
  // Half a surrogate pair could not be stored: it would come back as another character.
  const binary = text.search(/[\p{Cs}\u{7F}]|[\p{Cc}--[\t\n\v\f\r\u{80}-\u{9F}]]/v);
  return binary === -1 ? null : { code: "binary", ...positionAt(splitLines(text), binary) };
}

/** A file's bytes: UTF-8, or UTF-16 with its mark, as Ollama takes them. */
export function decodeText(bytes: Uint8Array): { ok: true; text: string } | { ok: false; problems: ModelfileProblem[] } {
  const at = { line: 1, column: 1 };
  if (bytes.length > 2 * MODELFILE_BYTES) return { ok: false, problems: [{ code: "too-large", bytes: bytes.length, limit: MODELFILE_BYTES, ...at }] };
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    // UTF-8's mark stays, so that printing gives back the file.
    return { ok: true, text: new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === "utf-8" }).decode(bytes) };
  } catch {
    return { ok: false, problems: [{ code: "binary", ...at }] };
  }
}
