/**
 * Porter's stemmer as SQLite's FTS5 has it, so that texts scored in code have the very terms of the index. Called by tokens.ts.
 * A test compares it with FTS5 itself, word for word.
 */

/** Longer words and those of one or two letters pass unchanged; in bytes, as FTS5 counts. */
const LONGEST_WORD = 64;

type Rule = readonly [suffix: string, replacement: string];

const STEP_2: readonly Rule[] = [
  ["ational", "ate"],
  ["ization", "ize"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["tional", "tion"],
  ["biliti", "ble"],
  ["entli", "ent"],
  ["ousli", "ous"],
  ["ation", "ate"],
  ["alism", "al"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["logi", "log"],
  ["alli", "al"],
  ["ator", "ate"],
  ["bli", "ble"],
  ["eli", "e"],
];

const STEP_3: readonly Rule[] = [
  ["icate", "ic"],
  ["iciti", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["ical", "ic"],
  ["ness", ""],
  ["ful", ""],
];

const STEP_4 = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou"];

const NON_ASCII = /[^\0-\x7f]/;
const ENDS_IN_LETTER = /[a-z]$/;

/** `word` in lower case, without diacritics, as tokens.ts makes it. */
export function stem(word: string): string {
  if (!ENDS_IN_LETTER.test(word)) return word;
  if (!NON_ASCII.test(word)) return fits(word.length) ? stemBytes(word) : word;
  // FTS5 looks at bytes: one letter beyond ASCII is several consonants to it.
  const bytes = new TextEncoder().encode(word);
  if (!fits(bytes.length)) return word;
  const stemmed = stemBytes(String.fromCharCode(...bytes));
  return new TextDecoder().decode(Uint8Array.from(stemmed, (byte) => byte.charCodeAt(0)));
}

const fits = (length: number) => length >= 3 && length <= LONGEST_WORD;

function stemBytes(word: string): string {
  let w = plural(word);
  w = pastOrGerund(w);
  if (w.endsWith("y") && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replaceSuffix(w, STEP_2);
  w = replaceSuffix(w, STEP_3);
  w = dropSuffix(w);
  if (w.endsWith("e")) {
    const rest = w.slice(0, -1);
    const m = measure(rest);
    if (m > 1 || (m === 1 && !endsShort(rest))) w = rest;
  }
  return w.length > 1 && w.endsWith("ll") && measure(w.slice(0, -1)) > 1 ? w.slice(0, -1) : w;
}

function plural(w: string): string {
  if (!w.endsWith("s") || w.endsWith("ss")) return w;
  if ((w.endsWith("sses") && w.length > 4) || (w.endsWith("ies") && w.length > 3)) return w.slice(0, -2);
  return w.slice(0, -1);
}

function pastOrGerund(w: string): string {
  if (w.endsWith("eed") && w.length > 3) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const length = w.endsWith("ed") ? 2 : w.endsWith("ing") ? 3 : 0;
  if (length === 0 || !hasVowel(w.slice(0, -length))) return w;
  const rest = w.slice(0, -length);
  if (rest.length > 2 && /(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  const last = rest.at(-1) ?? "";
  if (rest.length > 1 && last === rest.at(-2) && !/[aeioulsz]/.test(last)) return rest.slice(0, -1);
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

function replaceSuffix(w: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => w.length > suffix.length && w.endsWith(suffix));
  if (rule === undefined) return w;
  const rest = w.slice(0, -rule[0].length);
  return measure(rest) > 0 ? rest + rule[1] : w;
}

function dropSuffix(w: string): string {
  const suffix = STEP_4.find((each) => w.length > each.length && w.endsWith(each));
  if (suffix === undefined) return w;
  const rest = w.slice(0, -suffix.length);
  return measure(rest) > 1 && (suffix !== "ion" || /[st]$/.test(rest)) ? rest : w;
}

/** How often a vowel is followed by a consonant: Porter's m, up to 2, which is all that anybody asks for. */
function measure(w: string): number {
  let m = 0;
  let consonant = false;
  let afterVowel = false;
  for (let i = 0; i < w.length && m < 2; i++) {
    consonant = !isVowel(w.charCodeAt(i), consonant);
    if (consonant && afterVowel) m++;
    afterVowel = !consonant;
  }
  return m;
}

/** Consonant, vowel, consonant at the end, the last one not w, x or y: "hop", not "how". */
function endsShort(w: string): boolean {
  if (/[wxy]$/.test(w)) return false;
  let consonant = false;
  let pattern = 0;
  for (let i = 0; i < w.length; i++) {
    consonant = !isVowel(w.charCodeAt(i), consonant);
    pattern = ((pattern << 1) | (consonant ? 1 : 0)) & 7;
  }
  return pattern === 5;
}

function hasVowel(w: string): boolean {
  for (let i = 0; i < w.length; i++) if (isVowel(w.charCodeAt(i), i > 0)) return true;
  return false;
}

/** y is one after a consonant. */
function isVowel(code: number, afterConsonant: boolean): boolean {
  return code === 97 || code === 101 || code === 105 || code === 111 || code === 117 || (code === 121 && afterConsonant);
}
