/** What a glyph is called -> what it is. By rules as far as they go, since the whole list of names has 80 KB. Source: Adobe Glyph List. Used by font.ts. */

const NAMES =
  "space=  exclam=! quotedbl=\" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' quoteright=’ quoteleft=‘ parenleft=( parenright=) asterisk=* plus=+ " +
  "comma=, hyphen=- minus=− period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 colon=: semicolon=; less=< equal== " +
  "greater=> question=? at=@ bracketleft=[ backslash=\\ bracketright=] asciicircum=^ underscore=_ grave=` braceleft={ bar=| braceright=} asciitilde=~ " +
  "exclamdown=¡ cent=¢ sterling=£ fraction=⁄ yen=¥ florin=ƒ section=§ currency=¤ quotedblleft=“ guillemotleft=« guilsinglleft=‹ guilsinglright=› fi=fi " +
  "fl=fl ff=ff ffi=ffi ffl=ffl endash=– dagger=† daggerdbl=‡ periodcentered=· paragraph=¶ bullet=• quotesinglbase=‚ quotedblbase=„ quotedblright=” " +
  "guillemotright=» ellipsis=… perthousand=‰ questiondown=¿ emdash=— AE=Æ ae=æ ordfeminine=ª ordmasculine=º Lslash=Ł lslash=ł Oslash=Ø oslash=ø OE=Œ oe=œ " +
  "germandbls=ß dotlessi=ı Euro=€ trademark=™ registered=® copyright=© degree=° plusminus=± multiply=× divide=÷ onehalf=½ onequarter=¼ threequarters=¾ " +
  "onesuperior=¹ twosuperior=² threesuperior=³ mu=µ logicalnot=¬ brokenbar=¦ macron=¯ Eth=Ð eth=ð Thorn=Þ thorn=þ nbspace=  sfthyphen=- acute=´ " +
  "cedilla=¸ dieresis=¨ circumflex=ˆ tilde=˜ ring=˚ caron=ˇ breve=˘ dotaccent=˙ ogonek=˛ hungarumlaut=˝ Dcroat=Đ dcroat=đ infinity=∞ partialdiff=∂ " +
  "summation=∑ product=∏ radical=√ integral=∫ approxequal=≈ notequal=≠ lessequal=≤ greaterequal=≥ arrowleft=← arrowright=→ arrowup=↑ arrowdown=↓ " +
  "Alpha=Α Beta=Β Gamma=Γ Delta=Δ Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ Nu=Ν Xi=Ξ Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ Tau=Τ Upsilon=Υ " +
  "Phi=Φ Chi=Χ Psi=Ψ Omega=Ω alpha=α beta=β gamma=γ delta=δ epsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ nu=ν xi=ξ omicron=ο pi=π rho=ρ sigma=σ " +
  "tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω";

/** Made on first use: start-up CPU counts. A cache of constants, not state. */
const cache: { names?: Readonly<Record<string, string>> } = {};
function namedGlyphs(): Readonly<Record<string, string>> {
  cache.names ??= Object.fromEntries(
    NAMES.split(/ (?=\w+=)/).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1).trim() || " "]),
  );
  return cache.names;
}

const ACCENTS: Readonly<Record<string, string>> = {
  grave: "\u0300",
  acute: "\u0301",
  circumflex: "\u0302",
  tilde: "\u0303",
  macron: "\u0304",
  breve: "\u0306",
  dotaccent: "\u0307",
  dieresis: "\u0308",
  ring: "\u030a",
  hungarumlaut: "\u030b",
  caron: "\u030c",
  commaaccent: "\u0326",
  cedilla: "\u0327",
  ogonek: "\u0328",
};

/** Undefined where the name says nothing. */
export function glyphText(name: string): string | undefined {
  // What follows a point is a variant: small capitals, old figures.
  const plain = name.includes(".") && name !== ".notdef" ? name.slice(0, name.indexOf(".")) : name;
  const names = namedGlyphs();
  if (Object.hasOwn(names, plain)) return names[plain];
  if (/^[A-Za-z]$/.test(plain)) return plain;
  const hex = /^(?:uni((?:[\dA-F]{4})+)|u([\dA-F]{4,6}))$/i.exec(plain);
  if (hex?.[1] !== undefined) return (hex[1].match(/.{4}/g) ?? []).map((four) => String.fromCharCode(Number.parseInt(four, 16))).join("");
  if (hex?.[2] !== undefined && Number.parseInt(hex[2], 16) <= 0x10ffff) return String.fromCodePoint(Number.parseInt(hex[2], 16));
  const [, letter = "", accent = ""] = /^([A-Za-z])([a-z]{4,})$/.exec(plain) ?? [];
  if (Object.hasOwn(ACCENTS, accent)) return `${letter}${ACCENTS[accent]}`.normalize("NFC");
  const parts = plain.split("_");
  const known = parts.length > 1 ? parts.map(glyphText) : [];
  return known.length > 0 && known.every((part) => part !== undefined) ? known.join("") : undefined;
}
