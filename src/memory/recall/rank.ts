/** The order of candidates, once their texts are read: few signs with round weights. Called by search.ts. Pure. */
import { nearness } from "./dates.ts";
import type { Candidate } from "./nominate.ts";
import { namedIn, type Question } from "./question.ts";
import { tokenize } from "./tokens.ts";

export interface Record_ {
  name: string;
  text: string;
  at: number;
}
export const W = { near: 1, dense: 0.4, month: 0.6, day: 0.4, year: 0.12, author: 0.16, time: 0.2, number: 0.15, length: 0.12, asks: -0.08, answers: 0.1, pair: 0.25, first: 0.15 };

const TIME_WORDS = new Set(
  `yesterday today tonight tomorrow week weeks month months year years day days weekend morning afternoon evening night ago last next since recently lately hour hours minute minutes
  spring summer fall autumn winter monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december
  gestern heute morgen vorgestern ubermorgen woche wochen monat monate monaten jahr jahre jahren tag tage tagen wochenende abend nacht letzte letzten letztes nachste nachsten nachstes seit stunde stunden minute minuten
  fruhling sommer herbst winter montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember`.split(/\s+/),
);
const NUMBER_WORDS = new Set(
  `one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand once twice couple several few dozen
  eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig dreißig vierzig funfzig hundert tausend einmal zweimal dreimal paar mehrere dutzend`.split(/\s+/),
);

export type Sign = keyof typeof W;
export type Signs = Record<Sign, number>;
export interface Ranked {
  candidate: Candidate;
  score: number;
  signs: Signs;
}
export const scoreOf = (signs: Signs): number => (Object.keys(W) as Sign[]).reduce((sum, sign) => sum + W[sign] * signs[sign], 0);

export function rank(question: Question, candidates: readonly Candidate[], read: (candidate: Candidate, back: number) => Record_ | null): Ranked[] {
  const names = new Map<string, boolean>();
  const isAsked = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const fresh = namedIn(question.words, name).length > 0;
    names.set(name, fresh);
    return fresh;
  };
  const records = candidates.map((candidate) => read(candidate, 0));
  const anyAsked = records.some((record) => record !== null && isAsked(record.name));
  return candidates
    .flatMap((candidate, index): Ranked[] => {
      const record = records[index];
      if (record === undefined || record === null) return [];
      const tokens = tokenize(record.text);
      const before = read(candidate, 1);
      const date = question.date === null ? { day: 0, month: 0, year: 0 } : nearness(question.date, record.at);
      const stems = tokens.map(({ stem }) => stem);
      const pairs = question.pairs.filter(([a, b]) => stems.some((stem, at) => stem === a && stems[at + 1] === b)).length;
      const signs: Signs = {
        near: candidate.near,
        dense: candidate.dense,
        ...date,
        author: anyAsked ? (isAsked(record.name) ? 1 : -1) : 0,
        time: question.wantsTime && tokens.some(({ word }) => TIME_WORDS.has(word) || /^(?:19|20)\d\d$/.test(word)) ? 1 : 0,
        number: question.wantsNumber && tokens.some(({ word }) => NUMBER_WORDS.has(word) || /^\d/.test(word)) ? 1 : 0,
        length: Math.min(1, Math.log1p(tokens.length) / Math.log(60)),
        asks: endsInQuestion(record.text) ? 1 : 0,
        answers: before !== null && before.name !== record.name && before.text.includes("?") ? 1 : 0,
        first: before === null ? 1 : 0,
        pair: question.pairs.length === 0 ? 0 : pairs / question.pairs.length,
      };
      return [{ candidate, signs, score: scoreOf(signs) }];
    })
    .toSorted((a, b) => b.score - a.score);
}

const endsInQuestion = (text: string): boolean => /\?\s*$/.test(text);
