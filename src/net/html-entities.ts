/** Character references of HTML, as far as people use them: numbers, and the names of HTML 4. Used by html-text.ts, since HTMLRewriter leaves them as they are. */

/** In the order of their numbers, from 160 on. */
const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
/** From 913 on; the number 930 is free. */
const GREEK =
  "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega - - - - - - - alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";
const OTHERS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  OElig: "Œ",
  oelig: "œ",
  Scaron: "Š",
  scaron: "š",
  Yuml: "Ÿ",
  fnof: "ƒ",
  circ: "ˆ",
  tilde: "˜",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  zwnj: "\u200C",
  zwj: "\u200D",
  lrm: "",
  rlm: "",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  dagger: "†",
  Dagger: "‡",
  bull: "•",
  hellip: "…",
  permil: "‰",
  prime: "′",
  Prime: "″",
  lsaquo: "‹",
  rsaquo: "›",
  euro: "€",
  trade: "™",
  larr: "←",
  uarr: "↑",
  rarr: "→",
  darr: "↓",
  harr: "↔",
  rArr: "⇒",
  minus: "−",
  infin: "∞",
  asymp: "≈",
  ne: "≠",
  le: "≤",
  ge: "≥",
  sum: "∑",
  radic: "√",
  check: "✓",
};
/** What 128 to 159 mean where people wrote Windows' numbers. Source: HTML, "Numeric character reference end state". */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

function buildNames(): ReadonlyMap<string, string> {
  const inOrder = (names: string, first: number) => names.split(" ").map((name, at): [string, string] => [name, String.fromCharCode(first + at)]);
  return new Map([...inOrder(LATIN, 160), ...inOrder(GREEK, 913), ...Object.entries(OTHERS)]);
}

/** Built on first use: start-up CPU counts. A cache of constants, not state. */
const cache: { names?: ReadonlyMap<string, string> } = {};

/** What is unknown stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  cache.names ??= buildNames();
  const { names } = cache;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,8}))(;?)/g,
    (whole: string, decimal: string, hex: string, name: string, end: string) => {
      if (name === undefined) return fromNumber(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
      // Without a semicolon it is more often a part of an address than a letter.
      return end === ";" && name !== "-" ? (names.get(name) ?? whole) : whole;
    },
  );
}

function fromNumber(code: number): string {
  if (code >= 128 && code < 160) return WINDOWS.charAt(code - 128);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return "\uFFFD";
  return String.fromCodePoint(code);
}
