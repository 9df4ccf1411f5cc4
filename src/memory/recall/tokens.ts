/**
 * Words as FTS5's `porter unicode61 remove_diacritics 2` sees them; only emoji younger than its
 * tables are words there, and none here. Called by question.ts, rank.ts and excerpt.ts.
 */
import { stem } from "./stem.ts";

export interface Token {
  /** As the index has it. */
  stem: string;
  /** Lower case, without diacritics. */
  word: string;
  /** As it was written. */
  raw: string;
  /** Where it begins in the text, in UTF-16 units. */
  at: number;
}

/** Marks that FTS5 takes for a part of the word, and drops. Others end a word there. */
const MARK = "\\u0300-\\u0304\\u0306-\\u030c\\u030f\\u0311\\u031b\\u0323-\\u0328\\u032d\\u032e\\u0330\\u0331";
/** Without the few vowel signs that FTS5's older tables do not count among the letters: two words there, and no phrases are allowed in its queries. */
const LETTER = "[[\\p{L}\\p{N}\\p{Co}]--[\\u19b0-\\u19c0\\u19c8\\u19c9\\u1cf2\\u1cf3]]";
const WORD = new RegExp(`${LETTER}[${LETTER}${MARK}]*`, "gv");
const ONE_MARK = new RegExp(`^[${MARK}]$`);
const NON_ASCII = /[^\0-\x7f]/;

/** The stems of words that were seen: chats repeat themselves. Emptied when full. */
const stems = new Map<string, string>();
const MOST_STEMS = 20_000;

export function tokenize(text: string): Token[] {
  return Array.from(text.matchAll(WORD), (match) => {
    const raw = match[0];
    const word = fold(raw);
    return { stem: stemOf(word), word, raw, at: match.index };
  });
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_STEMS) stems.clear();
  const fresh = stem(word);
  stems.set(word, fresh);
  return fresh;
}

/** Lower case; Latin letters lose their accents, other scripts keep theirs. */
function fold(word: string): string {
  const lower = word.toLowerCase();
  if (!NON_ASCII.test(lower)) return lower;
  let folded = "";
  for (const letter of lower) {
    const parts = letter.normalize("NFD");
    if (/^[a-z]\p{M}+$/u.test(parts)) folded += parts.charAt(0);
    else if (letter === "ς") folded += "σ";
    else if (!ONE_MARK.test(letter)) folded += letter;
  }
  return folded;
}
