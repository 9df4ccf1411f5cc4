/** What a question asks for: its terms, the people and the date it names, the kind of answer it wants. Called by memory/search.ts. Pure. */
import { type NamedDate, type Now, readDate } from "./dates.ts";
import { functionWords } from "./function-words.ts";
import { type Token, tokenize } from "./tokens.ts";
import { isUnspaced, piecesOf } from "./unspaced.ts";

export interface Term {
  stem: string;
  /** As FTS5 is asked for it, which stems by itself; null: looked for inside of the texts (unspaced.ts). */
  match: string | null;
}

export interface Question {
  /** Each once, in the question's order. */
  terms: Term[];
  /** Stems of neighbouring words, at least one of which is a term. */
  pairs: [string, string][];
  /** All its words, for names that become known later. */
  words: Token[];
  date: NamedDate | null;
  wantsTime: boolean;
  wantsNumber: boolean;
  /** Its asker asks about themselves. */
  aboutAsker: boolean;
  /** It names people and nothing else: what did Ada say? */
  aboutPeopleOnly: boolean;
}

/** Each costs a look-up, and whoever pastes a page asks about its beginning or nothing. */
const MOST_TERMS = 24;
/** Characters that are read. */
const LONGEST = 4_000;

const ASKS_TIME =
  /\bwhen\b|\b(?:what|which) (?:date|day|month|year|time)\b|\bhow long\b|\bwann\b|\bwie lange?\b|\bwelche[rnms]? (?:tag|datum|monat|jahr|uhrzeit)\b/;
const ASKS_NUMBER = /\bhow (?:many|much|often|old|far|tall)\b|\bwie ?(?:viele?|oft|alt|weit|hoch|teuer)\b/;
const FIRST_PERSON = new Set(["i", "my", "mine", "ich", "mein", "meine", "meinen", "meinem", "meiner", "meines"]);

/** `names`: of people who talk there; who is asked about is not what is asked. */
export function readQuestion(given: string, names: readonly string[], now: Now | null): Question {
  const text = given.slice(0, LONGEST);
  const words = tokenize(text);
  const people = new Set(names.flatMap((name) => namedIn(words, name)));
  const meaningful = words.filter((token) => !people.has(token) && (token.word.length > 1 || /[^a-z]/.test(token.word)));
  const skipped = functionWords(words.map(({ word }) => word));
  const content = meaningful.filter(({ word }) => !skipped.has(word));
  // A question of function words alone has nothing else to go by.
  const chosen = content.length > 0 ? content : meaningful;
  const terms = [...new Map(chosen.flatMap(termsOf).map((term) => [term.stem, term])).values()].slice(0, MOST_TERMS);
  const stems = new Set(terms.map(({ stem }) => stem));
  const pairs = words.flatMap((token, index): [string, string][] => {
    const next = words[index + 1];
    if (next === undefined || people.has(token) || people.has(next)) return [];
    return stems.has(token.stem) || stems.has(next.stem) ? [[token.stem, next.stem]] : [];
  });
  const lower = text.toLowerCase();
  const aboutAsker = words.some(({ word }) => FIRST_PERSON.has(word));
  return {
    terms,
    pairs,
    words,
    date: readDate(text, words, now),
    wantsTime: ASKS_TIME.test(lower),
    wantsNumber: ASKS_NUMBER.test(lower),
    aboutAsker,
    aboutPeopleOnly: content.length === 0 && (people.size > 0 || aboutAsker),
  };
}

function termsOf({ stem, word }: Token): Term[] {
  return isUnspaced(word) ? piecesOf(word).map((piece) => ({ stem: piece, match: null })) : [{ stem, match: `"${word}"` }];
}

/** The words that name this person: the whole name, or a part of it that both write with a capital. */
export function namedIn(words: readonly Token[], name: string): Token[] {
  const parts = tokenize(name).filter(({ word }) => word.length > 1);
  if (parts.length === 0) return [];
  // "Annas" is Anna's.
  const found = parts.map((part) => words.filter(({ word, stem }) => word === part.word || (part.word.length > 3 && stem === part.word)));
  if (found.every((each) => each.length > 0)) return found.flat();
  return found.flatMap((each, index) => ((parts[index]?.word.length ?? 0) > 2 && isCapital(parts[index]) ? each.filter(isCapital) : []));
}

const isCapital = (token: Token | undefined): boolean => token !== undefined && /^\p{Lu}/u.test(token.raw);
