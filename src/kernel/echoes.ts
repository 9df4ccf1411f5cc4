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

/** Everybody's words, in the languages that most people write here. */
const COMMON = new Set(
  (
    "about above after again almost along already always another anybody anyone anything around asked asking because become before behind being below " +
    "better between cannot could course doing during either enough every everybody everyone everything except first going great hello however just knows later " +
    "least likely little makes maybe means might never nobody nothing often other others people perhaps please point possible pretty probably question quite " +
    "rather really right seems should since somebody someone something sometimes still thank thanks their themselves there these thing things think this those " +
    "though thought through today together tomorrow under until using wanted wants where whether which while without would wrong years yesterday yourself " +
    "aber allem allen alles andere anderen besser bevor bitte brauchen danke dann daran darauf dazu deine deinen denke denn diese diesen dieser dieses durch " +
    "eigentlich eine einem einen einer eines einfach einmal einige erste etwas frage gerade gestern geben gehen genau haben halt hallo hatte heute hier immer " +
    "irgendwie jeder jemand jetzt kannst keine keinen kommen kommt konnte könnte leider letzte machen machst macht manchmal mehr meine meinen möchte morgen " +
    "muss müssen nach nicht nichts niemand noch oder ohne richtig schon sehr seine selbst sicher sind soll sollte sonst später trotzdem unser unter viele " +
    "vielleicht warum weil welche wenn werden wieder wirklich wissen wollen wurde würde zwischen"
  ).split(" "),
);

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
  return (word) => !usual.has(word) && !COMMON.has(word);
}

function wordsOf(text: string): Set<string> {
  const lower = text.normalize("NFKC").toLowerCase();
  const spaced = lower.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  const unspaced = (lower.match(unspacedRuns) ?? []).flatMap((run) => [...run].slice(2).map((_, at) => [...run].slice(at, at + 3).join("")));
  return new Set([...spaced.filter((word) => word.length >= NAME_LENGTH), ...unspaced]);
}
