/** The order of candidates, once they are read. Called by memory/search.ts. Pure. */
import { BURST_SIZE } from "../record-id.ts";
import { tellsNumber, tellsTime } from "./answer-words.ts";
import { nearness } from "./dates.ts";
import { foundWords } from "./found-words.ts";
import type { Candidate } from "./nominate.ts";
import { namedIn, type Question } from "./question.ts";
import { type Token, tokenize } from "./tokens.ts";
import { isUnspaced } from "./unspaced.ts";
import { LEAST_ALIKE, type Signs, scoreOf } from "./weights.ts";

/** What a candidate turned out to be. */
export interface Readable {
  kind: "message" | "fact" | "passage";
  text: string;
  /** Display name; empty for the bot. */
  name: string;
  /** ms since 1970; null where it has no moment. */
  at: number | null;
  /** The one who asks said it. */
  byAsker: boolean;
}

export interface Ranked<Record extends Readable> {
  candidate: Candidate;
  record: Record;
  score: number;
  signs: Partial<Signs>;
}

/** Words from which on a longer message is no better. */
const LONG = 60;

/**
 * Best first; of equals the newer one. `read`: null for what is gone or may not be shown. `similarity`: of meanings, from 0 to 1; null where it is not
 * known. It adds to the words and never takes their place.
 */
export function rank<Record extends Readable>(
  question: Question,
  candidates: readonly Candidate[],
  read: (scope: number, id: number) => Record | null,
  similarity: (record: Record) => number | null = () => null,
): Ranked<Record>[] {
  const isAsked = askedAbout(question);
  const found = candidates.flatMap((candidate) => {
    const record = read(candidate.scope, candidate.id);
    return record === null ? [] : [{ candidate, record }];
  });
  const asksAboutSomebody = found.some(({ record }) => isAsked(record));
  return found
    .map(({ candidate, record }): Ranked<Record> => {
      const tokens = tokenize(record.text);
      const before = candidate.id % BURST_SIZE === 0 ? null : read(candidate.scope, candidate.id - 1);
      const signs: Partial<Signs> = {
        near: candidate.near,
        dense: candidate.dense,
        ...(question.date === null || record.at === null ? {} : nearness(question.date, record.at)),
        time: Number(question.wantsTime && tellsTime(tokens)),
        number: Number(question.wantsNumber && tellsNumber(tokens)),
        pair: sharedPairs(question, tokens),
        alike: similarity(record) ?? 0,
        ...(record.kind === "fact" ? { fact: 1 } : {}),
        ...(record.kind === "message" ? ofMessage(candidate, record, before, tokens.length) : {}),
        ...(record.kind === "message" && asksAboutSomebody ? { author: isAsked(record) ? 1 : -1 } : {}),
      };
      return { candidate, record, signs, score: scoreOf(signs) };
    })
    .toSorted((a, b) => b.score - a.score || (b.record.at ?? 0) - (a.record.at ?? 0) || b.candidate.id - a.candidate.id);
}

/** What holds the words themselves, then what means something alike; where nothing does, all. */
export function literalFirst<Record extends Readable>(ranked: readonly Ranked<Record>[], stems: ReadonlySet<string>): readonly Ranked<Record>[] {
  const { true: holding = [], false: others = [] } = Object.groupBy(ranked, ({ record }) => (foundWords(record.text, stems).length > 0 ? "true" : "false"));
  const wanted = [...holding, ...others.filter(({ signs }) => (signs.alike ?? 0) >= LEAST_ALIKE)];
  return wanted.length > 0 ? wanted : ranked;
}

function ofMessage({ id }: Candidate, { text, name }: Readable, before: Readable | null, words: number): Partial<Signs> {
  return {
    length: Math.min(1, Math.log1p(words) / Math.log1p(LONG)),
    asks: Number(/\?\s*$/.test(text)),
    answers: Number(before !== null && before.name !== name && before.text.includes("?")),
    opens: Number(id % BURST_SIZE === 0),
  };
}

/** Whether a record is by somebody whom the question names, or by its asker where it says "I". */
function askedAbout({ words, aboutAsker }: Question): (record: Readable) => boolean {
  const known = new Map<string, boolean>();
  return ({ name, byAsker }) => {
    const asked = known.get(name) ?? (namedIn(words, name).length > 0 || (isUnspaced(name) && words.some(({ raw }) => raw.includes(name))));
    known.set(name, asked);
    return asked || (aboutAsker && byAsker);
  };
}

function sharedPairs({ pairs }: Question, tokens: readonly Token[]): number {
  if (pairs.length === 0) return 0;
  const shared = pairs.filter(([first, second]) => tokens.some(({ stem }, at) => stem === first && tokens[at + 1]?.stem === second));
  return shared.length / pairs.length;
}
