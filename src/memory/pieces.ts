/**
 * Finds pieces of words that the index does not hold (recall/unspaced.ts), by reading the newest records of a scope: a column of the search's first
 * statement, so that it costs no round trip. Used by memory/search.ts.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Term } from "./recall/question.ts";

/** Records of a scope that are read, the newest. */
const MOST_READ = 2_000;

/** For each record that holds one, its id within the scope and the pieces' numbers: "17:0,2;18:2". Null where there are none, or nothing to look for. */
export function piecesColumn(terms: readonly Term[], inScope: SQL, first: SQL): SQL<string | null> {
  const pieces = piecesIn(terms);
  if (pieces.length === 0) return sql`NULL`;
  const held = sql`(SELECT group_concat(p.key) FROM json_each(${JSON.stringify(pieces)}) p WHERE instr(text, p.value) > 0)`;
  const newest = (table: string, text: string) =>
    sql`SELECT * FROM (SELECT id, lower(${sql.raw(text)}) AS text FROM ${sql.raw(table)} WHERE ${inScope} ORDER BY id DESC LIMIT ${sql.raw(String(MOST_READ))})`;
  return sql`(SELECT group_concat((id - ${first}) || ':' || ${held}, ';') FROM
    (${newest("messages", "content")} UNION ALL ${newest("facts", "text")} UNION ALL ${newest("passages", "text")} ORDER BY id))`;
}

/** Ids by piece, lowest first. */
export function readPieces(terms: readonly Term[], column: string | null): Map<string, number[]> {
  const pieces = piecesIn(terms);
  const found = new Map(pieces.map((piece): [string, number[]] => [piece, []]));
  for (const entry of column?.split(";") ?? []) {
    const [id = "", numbers = ""] = entry.split(":");
    for (const number of numbers.split(",")) found.get(pieces[Number(number)] ?? "")?.push(Number(id));
  }
  return found;
}

const piecesIn = (terms: readonly Term[]): string[] => terms.filter(({ match }) => match === null).map(({ stem }) => stem);
