/** Bytes from outside as text, or a word for why they are none. Used for files and pages. */

export type Decoded =
  | { kind: "text"; text: string }
  | { kind: "binary" }
  /** It reads like text, but is not in UTF-8. */
  | { kind: "other-encoding" };

/** UTF-8, or UTF-16 where a byte order mark says so; the mark itself is not part of the text. */
export function decodeText(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
    return text.includes("\0") ? { kind: "binary" } : { kind: "text", text };
  } catch {
    return { kind: bytes.some(isControl) ? "binary" : "other-encoding" };
  }
}

/** In no encoding of text that is built on ASCII: anything below a blank but white space and the escape of terminals. */
function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
