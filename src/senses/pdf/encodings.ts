/** What the single bytes of a font mean where it says so by a name. Source: ISO 32000-1, Annex D. Used by font.ts. */

const MAC = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›fifl‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/** From 161 on, with gaps. */
const STANDARD = "¡¢£⁄¥ƒ§¤'“«‹›fifl\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—";

const cache: Record<string, readonly string[]> = {};

export function namedEncoding(name: string): readonly string[] {
  cache[name] ??= build(name);
  return cache[name];
}

function build(name: string): readonly string[] {
  const ascii = Array.from({ length: 128 }, (_, code) => (code >= 32 && code < 127 ? String.fromCharCode(code) : ""));
  if (name === "MacRomanEncoding") return [...ascii, ...lettersOf(MAC)];
  if (name === "StandardEncoding") {
    const table = [...ascii, ...new Array<string>(128).fill("")];
    table[0x27] = "’";
    table[0x60] = "‘";
    lettersOf(STANDARD).forEach((letter, index) => {
      table[161 + index] = letter;
    });
    for (const [code, letter] of [
      [225, "Æ"],
      [227, "ª"],
      [232, "Ł"],
      [233, "Ø"],
      [234, "Œ"],
      [235, "º"],
      [241, "æ"],
      [245, "ı"],
      [248, "ł"],
      [249, "ø"],
      [250, "œ"],
      [251, "ß"],
    ] as const)
      table[code] = letter;
    return table;
  }
  const windows = new TextDecoder("windows-1252");
  return [...ascii, ...Array.from({ length: 128 }, (_, index) => windows.decode(Uint8Array.of(128 + index)))];
}

/** The two ligatures are one letter each. */
const lettersOf = (text: string): string[] => (text.match(/fi|fl|[\s\S]/g) ?? []).map((letter) => (letter === "\0" ? "" : letter));

/** Helvetica's, from the blank on, in thousandths: fonts that every reader brings along need not tell theirs. */
const WIDTHS =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584";

const widths: { helvetica?: readonly number[] } = {};

export function usualWidth(code: number, fontName: string): number {
  if (/courier|mono/i.test(fontName)) return 600;
  widths.helvetica ??= WIDTHS.split(" ").map(Number);
  const width = widths.helvetica[code - 32] ?? 556;
  return /times|serif/i.test(fontName) ? width * 0.9 : width;
}
