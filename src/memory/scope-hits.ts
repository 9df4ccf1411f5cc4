/** Reads the rows of the search's first round trip: where the question's words stand in a scope. Called by search.ts. Pure. */
import { readPieces } from "./pieces.ts";
import type { ScopeHits } from "./recall/nominate.ts";
import type { Question } from "./recall/question.ts";

/** Characters of a term's hits in a scope that are read, of the newest; they are counted whatever there are. */
export const HITS_LENGTH = 60_000;

export interface ScopeRow {
  no: number;
  key: string;
  bursts: string;
  facts: number;
  passages: number;
  names: string;
  /** Of the newest records: id within the scope and embedding in hex, "17:7f03,18:…"; null where there is none. */
  vectors: string | null;
  /** pieces.ts */
  pieces: string | null;
}

export interface HitRow {
  no: number;
  term: number;
  /** How many, and where, lowest first: "3:17,18,1045". */
  found: string;
}

/** `asked`: the question as it was sent, `question`: as it counts, with fewer terms perhaps. */
export function scopeHits(
  { no, key, bursts, facts: known, passages: given, pieces }: ScopeRow,
  question: Question,
  asked: Question,
  rows: readonly HitRow[],
): ScopeHits {
  const listed = (JSON.parse(bursts) as [burst: number, size: number, at: number][]).reverse();
  const found = new Map(rows.filter((row) => row.no === no).map((row) => [asked.terms[row.term]?.stem, row.found]));
  const inTexts = readPieces(asked.terms, pieces);
  return {
    inOrder: !/^(?:facts|knowledge):/.test(key),
    records: known + given + listed.reduce((sum, [, size]) => sum + size, 0),
    bursts: listed,
    hits: question.terms.map(({ stem, match }) => {
      if (match === null) return { ids: inTexts.get(stem) ?? [], count: inTexts.get(stem)?.length ?? 0 };
      const [count = "0", ids = ""] = (found.get(stem) ?? "").split(":");
      return { ids: readIds(ids), count: Number(count) };
    }),
  };
}

function readIds(list: string): number[] {
  const ids = list === "" ? [] : list.split(",").map(Number);
  // The first one of a list that was cut may be the rest of a longer number.
  return list.length < HITS_LENGTH ? ids : ids.slice(1);
}
