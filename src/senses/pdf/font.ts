/** What a font's codes mean, and how wide they are. Source: ISO 32000-1, 9.6 to 9.10. Used by page-text.ts. */
import { type CMap, readCMap } from "./cmap.ts";
import { namedEncoding, usualWidth } from "./encodings.ts";
import type { PdfFile } from "./file.ts";
import { glyphText } from "./glyph-names.ts";
import { isDict, isName, isStream, latin, nameOf, type PdfDict, type PdfValue } from "./parser.ts";

export interface Glyph {
  /** Empty where nobody can tell. */
  text: string;
  /** Of the font's size. */
  width: number;
  /** It is the blank that word spacing widens. */
  isBlank: boolean;
}

export interface Font {
  glyphs(bytes: Uint8Array): Glyph[];
  /** It runs from top to bottom. */
  vertical: boolean;
  /** Entries of its lists: what it was to read them. */
  cost: number;
}

const MOST_WIDTHS = 70_000;
/** Names for 256 codes, and numbers between them. */
const MOST_DIFFERENCES = 512;
/** Before what is encrypted in them, bytes. */
const LONGEST_ENCODING = 16_384;
/** Encodings of CID fonts by a part of their names; their codes are those of the encoding itself. */
const CHARSETS: readonly [RegExp, string][] = [
  [/RKSJ/, "shift_jis"],
  [/GBK|GBpc|GB-EUC/, "gbk"],
  [/B5|ETen|HKscs/i, "big5"],
  [/KSC/, "euc-kr"],
  [/EUC/, "euc-jp"],
];

export function readFont(font: PdfDict, file: PdfFile): Font {
  const map = file.get(font.get("ToUnicode"));
  const toUnicode = isStream(map) ? readCMap(file.data(map)) : null;
  return nameOf(file.get(font.get("Subtype"))) === "Type0" ? composite(font, toUnicode, file) : simple(font, toUnicode, file);
}

function simple(font: PdfDict, toUnicode: CMap | null, file: PdfFile): Font {
  const name = nameOf(file.get(font.get("BaseFont")));
  const letters = lettersOf(font, name, file);
  const widths = file.list(font.get("Widths"));
  const first = file.get(font.get("FirstChar"));
  const missing = file.get(file.dict(font.get("FontDescriptor")).get("MissingWidth"));
  const matrix = file.list(font.get("FontMatrix"));
  // Only fonts that are drawings count in units of their own.
  const scale = nameOf(file.get(font.get("Subtype"))) === "Type3" && typeof matrix[0] === "number" ? Math.abs(matrix[0]) : 0.001;
  const widthOf = (code: number): number => {
    const told = widths.length === 0 ? undefined : file.get(widths[code - (typeof first === "number" ? first : 0)]);
    if (typeof told === "number") return told * scale;
    return widths.length > 0 && typeof missing === "number" ? missing * scale : usualWidth(code, name) * 0.001;
  };
  const known: Glyph[] = [];
  const glyphOf = (code: number): Glyph => {
    known[code] ??= { text: clean(toUnicode?.text(code, 1) ?? letters[code] ?? ""), width: widthOf(code), isBlank: code === 32 };
    return known[code];
  };
  return { vertical: false, cost: 256 + MOST_DIFFERENCES, glyphs: (bytes) => Array.from(bytes, glyphOf) };
}

function lettersOf(font: PdfDict, name: string, file: PdfFile): readonly string[] {
  const encoding = file.get(font.get("Encoding"));
  const flags = file.get(file.dict(font.get("FontDescriptor")).get("Flags"));
  const isSymbolic = (typeof flags === "number" && (flags & 4) !== 0) || /symbol|dingbats/i.test(name);
  if (isName(encoding)) return namedEncoding(encoding.name);
  const base = nameOf(isDict(encoding) ? file.get(encoding.get("BaseEncoding")) : null);
  const letters = [...namedEncoding(base !== "" ? base : isSymbolic ? "WinAnsiEncoding" : "StandardEncoding")];
  for (const [code, letter] of base === "" ? ownLetters(font, file) : []) letters[code] = letter;
  let code = 0;
  for (const item of isDict(encoding) ? file.list(encoding.get("Differences")).slice(0, MOST_DIFFERENCES) : []) {
    if (typeof item === "number") code = item;
    else if (isName(item)) {
      letters[code & 255] = glyphText(item.name) ?? "";
      code += 1;
    }
  }
  return letters;
}

/** Fonts of PostScript bring an encoding along, in the part that is in plain words. Source: Adobe Type 1 Font Format, 2.2. */
function ownLetters(font: PdfDict, file: PdfFile): [number, string][] {
  const program = file.data(file.dict(font.get("FontDescriptor")).get("FontFile"));
  const words = latin(program, 0, Math.min(program.length, LONGEST_ENCODING));
  return [...words.matchAll(/dup\s+(\d{1,3})\s*\/([\w.]{1,40})\s+put/g)].map(([, code, name = ""]) => [Number(code) & 255, glyphText(name) ?? ""]);
}

function composite(font: PdfDict, toUnicode: CMap | null, file: PdfFile): Font {
  const encoding = file.get(font.get("Encoding"));
  const name = isStream(encoding) ? nameOf(file.get(encoding.dict.get("CMapName"))) : nameOf(encoding);
  const own = isStream(encoding) ? readCMap(file.data(encoding)) : null;
  const charset = CHARSETS.find(([pattern]) => pattern.test(name) && !/UCS2|UTF16/.test(name))?.[1];
  const decoder = charset === undefined ? null : decoderOf(charset);
  const descendant = file.dict(file.list(font.get("DescendantFonts"))[0]);
  const widths = widthsOf(descendant, file);
  const usual = file.get(descendant.get("DW"));
  const lengthAt = (bytes: Uint8Array, at: number): number => {
    if (own?.hasLengths) return own.lengthAt(bytes, at);
    if (charset === undefined) return 2;
    const code = bytes[at] ?? 0;
    return code < 0x80 || (charset === "shift_jis" && code >= 0xa1 && code <= 0xdf) ? 1 : 2;
  };
  const textOf = (code: number, length: number, bytes: Uint8Array): string => {
    const told = toUnicode?.text(code, length);
    if (told !== undefined) return told;
    if (decoder !== null) return decoder.decode(bytes);
    return /UCS2|UTF16/.test(name) ? new TextDecoder("utf-16be").decode(bytes) : "";
  };
  return {
    cost: 256 + widths.size * 2,
    vertical: /-V$/.test(name) || name === "V",
    glyphs(bytes) {
      const glyphs: Glyph[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = Math.max(1, Math.min(lengthAt(bytes, at), bytes.length - at));
        const one = bytes.subarray(at, at + length);
        const code = one.reduce((sum, byte) => sum * 256 + byte, 0);
        at += length;
        const width = (widths.get(code) ?? (typeof usual === "number" ? usual : 1_000)) * 0.001;
        glyphs.push({ text: clean(textOf(code, length, one)), width, isBlank: length === 1 && code === 32 });
      }
      return glyphs;
    },
  };
}

/** `c [w w w]` or `from to w`, again and again. */
function widthsOf(font: PdfDict, file: PdfFile): Map<number, number> {
  const widths = new Map<number, number>();
  const items: PdfValue[] = file
    .list(font.get("W"))
    .slice(0, MOST_WIDTHS)
    .map((item) => file.get(item));
  for (let at = 0; at < items.length && widths.size < MOST_WIDTHS; ) {
    const [from, second, third] = [items[at], items[at + 1], items[at + 2]];
    if (typeof from !== "number") return widths;
    if (Array.isArray(second)) {
      second.slice(0, MOST_WIDTHS).forEach((item, index) => {
        const width = file.get(item);
        if (typeof width === "number") widths.set(from + index, width);
      });
      at += 2;
    } else {
      if (typeof second !== "number" || typeof third !== "number") return widths;
      for (let code = from; code <= Math.min(second, from + 0xffff); code += 1) widths.set(code, third);
      at += 3;
    }
  }
  return widths;
}

/** Null where the runtime does not know it. */
function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

/** Without what cannot be seen, or belongs to one font alone. */
const clean = (text: string): string => text.replaceAll(/[\p{Cc}\p{Co}\u00ad\ufffd]/gu, "").replaceAll("\u00a0", " ");
