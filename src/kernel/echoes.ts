/**
 * Whose words an answer repeats: of all who were read for it, those whose name or unusual words stand in it. Noted with the turn under their HMACs, so
 * that it is found when one of them wants to be forgotten. Pure. Used by the conversation, and by the export, which leaves others out.
 */

/** By id where it was just read, by HMAC where it comes from memory. */
export type Person = { id: string } | { key: string };

/** Somebody else's words that were part of a request. */
export interface Heard {
  person: Person;
  name: string;
  text: string;
}

/** Shorter words say nothing about who used them. */
const TELLING = 5;
const NAME_LENGTH = 3;
/** Scripts without spaces are compared by three characters at a time. */
const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]";
const unspacedRuns = new RegExp(`${UNSPACED}{3,}`, "gu");
const unspacedWord = new RegExp(`^${UNSPACED}{3}$`, "u");

/** `usual`: texts whose words are nobody's in particular: the instructions, the question, the asker's own history. Too many are better than too few. */
export function echoesOf(answer: string, heard: readonly Heard[], usual: readonly string[]): Person[] {
  const repeated = new Set([...wordsOf(answer)].filter(unlessIn(usual)));
  if (repeated.size === 0) return [];
  const people = new Map<string, { person: Person; words: Set<string> }>();
  for (const { person, name, text } of heard) {
    const known = people.get(JSON.stringify(person)) ?? { person, words: new Set<string>() };
    const telling = [...wordsOf(text)].filter((word) => word.length >= TELLING || /\d/.test(word) || unspacedWord.test(word));
    for (const word of [...telling, ...wordsOf(name)]) known.words.add(word);
    people.set(JSON.stringify(person), known);
  }
  return [...people.values()].filter(({ words }) => [...words].some((word) => repeated.has(word))).map(({ person }) => person);
}

function unlessIn(texts: readonly string[]): (word: string) => boolean {
  const usual = new Set(texts.flatMap((text) => [...wordsOf(text)]));
  return (word) => !usual.has(word);
}

function wordsOf(text: string): Set<string> {
  const lower = text.normalize("NFKC").toLowerCase();
  const spaced = lower.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  const unspaced = (lower.match(unspacedRuns) ?? []).flatMap((run) => [...run].slice(2).map((_, at) => [...run].slice(at, at + 3).join("")));
  return new Set([...spaced.filter((word) => word.length >= NAME_LENGTH), ...unspaced]);
}
