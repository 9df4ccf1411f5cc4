/**
 * Looks for words everywhere something may be stored: every table and column of D1, the word index term by term as it lies in its pages, and all tables of
 * every object. For tests that something is gone, or has leaked nowhere.
 */
import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

export interface Found {
  needle: string;
  /** `D1 turns.answer`, `index memory_fts`, `object <id> jobs.payload`. */
  where: string;
  /** What was found there, shortened. */
  text: string;
}

/** Porter's stems are shorter than their words by less than this. */
const STEMMED = 5;

/** Blobs come as bytes from objects, as lists of numbers from D1. */
type Cell = string | number | null | ArrayBuffer | number[];
type Table = { name: string; rows: Record<string, Cell>[] };

export async function findEverywhere(needles: readonly string[]): Promise<Found[]> {
  const wanted = needles.filter((needle) => needle !== "").map((needle) => needle.toLowerCase());
  const database = await databaseTables();
  const index = database.filter(({ name }) => name.endsWith("_data")).flatMap((table) => findInIndex(table, wanted));
  const objects = await Promise.all((await listDurableObjectIds(env.CHANNEL)).map(async (id) => findInObject(id, wanted)));
  return [...database.flatMap((table) => findInTable(`D1 ${table.name}`, table, wanted)), ...index, ...objects.flat()];
}

/** How many rows each table of D1 has: a search through empty tables proves nothing. */
export async function rowsByTable(): Promise<Record<string, number>> {
  return Object.fromEntries((await databaseTables()).map(({ name, rows }) => [name, rows.length]));
}

/** What can be searched for, as it lies in the pages. */
export async function indexTerms(): Promise<string[]> {
  return (await databaseTables()).filter(({ name }) => name.endsWith("_data")).flatMap(termsIn);
}

async function databaseTables(): Promise<Table[]> {
  const { results } = await env.DB.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'").all<{
    name: string;
    sql: string;
  }>();
  // A virtual table without content answers nothing; what it has lies in its shadow tables, which are here, too.
  const names = results.filter(({ sql }) => !/^CREATE VIRTUAL/i.test(sql)).map(({ name }) => name);
  return Promise.all(names.map(async (name) => ({ name, rows: (await env.DB.prepare(`SELECT * FROM "${name}"`).all<Record<string, Cell>>()).results })));
}

async function findInObject(id: DurableObjectId, needles: readonly string[]): Promise<Found[]> {
  const tables = await runInDurableObject(env.CHANNEL.get(id), (_object, { storage: { sql } }) =>
    sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
      .toArray()
      .map(({ name }): Table => ({ name, rows: sql.exec(`SELECT * FROM "${name}"`).toArray() })),
  );
  return tables.flatMap((table) => findInTable(`object ${id.toString().slice(0, 8)} ${table.name}`, table, needles));
}

function findInTable(where: string, { rows }: Table, needles: readonly string[]): Found[] {
  return rows.flatMap((row) =>
    Object.entries(row).flatMap(([column, cell]) => {
      const text = textOf(cell).toLowerCase();
      return needles.filter((needle) => text.includes(needle)).map((needle) => ({ needle, where: `${where}.${column}`, text: around(text, needle) }));
    }),
  );
}

/** Bytes as they are, one character each, and once more as UTF-8. */
function textOf(cell: Cell): string {
  const bytes = bytesOf(cell);
  if (bytes === undefined) return String(cell);
  return `${[...bytes].map((byte) => String.fromCharCode(byte)).join("")}\n${new TextDecoder().decode(bytes)}`;
}

function bytesOf(cell: Cell | undefined): Uint8Array | undefined {
  if (cell instanceof ArrayBuffer) return new Uint8Array(cell);
  return Array.isArray(cell) ? Uint8Array.from(cell) : undefined;
}

function around(text: string, needle: string): string {
  const at = text.indexOf(needle);
  return text.slice(Math.max(0, at - 60), at + needle.length + 60);
}

/** Terms are stems: what is looked for begins with one, or is within one. */
function findInIndex(table: Table, needles: readonly string[]): Found[] {
  const terms = termsIn(table);
  return needles.flatMap((needle) =>
    terms
      .filter((term) => term.includes(needle) || (term.length >= 5 && needle.startsWith(term) && needle.length - term.length < STEMMED))
      .map((term) => ({ needle, where: `index ${table.name.replace(/_data$/, "")}`, text: term })),
  );
}

/** Below come the index's averages and its structure. */
const termsIn = ({ rows }: Table): string[] => rows.flatMap(({ id, block }) => (Number(id) > 10 ? termsOf(bytesOf(block) ?? new Uint8Array()) : []));

/**
 * The terms of one leaf page of an FTS5 segment. After two numbers of 16 bits (where the first row begins, and where the page's own index does) come the
 * entries; the index at the end says by varints where each term begins. The first term is whole, a later one repeats a part of the one before it. A
 * character in front names the index (prefix indexes have others). Source: SQLite, ext/fts5/fts5_index.c, "Segment leaf page".
 */
function termsOf(page: Uint8Array): string[] {
  if (page.length < 4) return [];
  const indexAt = ((page[2] ?? 0) << 8) | (page[3] ?? 0);
  const terms: string[] = [];
  let before = new Uint8Array();
  let at = 0;
  for (let next = indexAt; next < page.length; ) {
    const step = varint(page, next);
    next += step.length;
    at += step.value;
    let place = at;
    let kept = 0;
    if (terms.length > 0) {
      const prefix = varint(page, place);
      place += prefix.length;
      kept = prefix.value;
    }
    const added = varint(page, place);
    place += added.length;
    const term = Uint8Array.from([...before.slice(0, kept), ...page.slice(place, place + added.value)]);
    terms.push(new TextDecoder().decode(term.slice(1)));
    before = term;
  }
  return terms;
}

/** SQLite's: seven bits a byte, the highest first. */
function varint(bytes: Uint8Array, from: number): { value: number; length: number } {
  let value = 0;
  for (let length = 1; length <= 8; length++) {
    const byte = bytes[from + length - 1] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, length };
  }
  return { value: value * 256 + (bytes[from + 8] ?? 0), length: 9 };
}
