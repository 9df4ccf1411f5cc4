/** Knowledge: what a server's managers gave the bot to know, cut into passages (memory/passages.ts), found by words, cited by name. Used by /memory and its job. */
import { and, count, desc, eq, getTableColumns, inArray, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { documents, passages, scopes } from "../db/schema/memory.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { By } from "./facts-store.ts";
import { BURST_SIZE, SCOPE_SIZE } from "./record-id.ts";
import { knowledgeScope } from "./visibility.ts";

/** What a server may have. */
export const MOST_DOCUMENTS = 50;
export const MOST_PASSAGES = 5_000;
/** Characters of a document's name. */
export const NAME_LENGTH = 80;
/** Passages of one statement: its one bound value stays far below what D1 takes (2 MB). */
const AT_ONCE = 200;

export interface DocumentInfo {
  id: number;
  name: string;
  /** A URL, a file's name, or empty for a text that was typed. */
  source: string;
  addedBy: string;
  /** ms since 1970 */
  addedAt: number;
  /** UTF-16 units. */
  length: number;
  passages: number;
}

/** `replaces`: the id of the document of that name whose place it shall take. */
export interface NewDocument {
  guildId: GuildId;
  name: string;
  source: string;
  length: number;
  passages: readonly string[];
  replaces: number | null;
}

export type Added =
  | { kind: "added"; document: DocumentInfo }
  /** There is another one of that name. */
  | { kind: "exists"; document: DocumentInfo }
  | { kind: "opted-out" | "too-many-documents" }
  /** `left`: how many more passages the server may have. */
  | { kind: "too-many-passages"; left: number };

/** By which names are told apart. */
const keyOf = (name: string): string => name.normalize("NFKC").toLowerCase();

const size = sql.raw(String(SCOPE_SIZE));
const burst = sql.raw(String(BURST_SIZE));
const inScope = sql`id BETWEEN s.no * ${size} AND s.no * ${size} + ${size} - 1`;
/** A document starts on a new burst, so that nothing of another one is its neighbour. */
const nextBurst = sql`coalesce((SELECT (max(id) / ${burst} + 1) * ${burst} FROM passages WHERE ${inScope}), s.no * ${size})`;

/** `isOptedOut`: whether one of these is the pseudonym of somebody who opted out (access/store.ts). */
export function createDocumentsStore(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL) {
  const { nameKey: _nameKey, guildId: _guildId, change: _change, ...columns } = getTableColumns(documents);
  const shown = { ...columns, passages: sql<number>`(SELECT count(*) FROM passages WHERE document_id = documents.id)` };
  const read = (where: SQL | undefined) => db.select(shown).from(documents).where(where);
  const ofServer = (guildId: string, id: number) => and(eq(documents.guildId, guildId), eq(documents.id, id));

  return {
    /** All of it or nothing. A repeat changes nothing. */
    async add(document: NewDocument, by: By): Promise<Added> {
      const { guildId, name, source, length, replaces } = document;
      const key = knowledgeScope(guildId);
      const others = and(eq(documents.guildId, guildId), ne(documents.id, replaces ?? -1));
      const otherIds = db.select({ id: documents.id }).from(documents).where(others);
      const sameName = and(others, eq(documents.nameKey, keyOf(name)));
      const otherPassages = db.select({ n: count() }).from(passages).where(inArray(passages.documentId, otherIds));
      // The same before and after what is replaced has gone.
      const fits = sql`NOT ${isOptedOut(...by.pseudonyms)}
        AND NOT EXISTS ${db.select({ id: documents.id }).from(documents).where(eq(documents.change, by.change))}
        AND NOT EXISTS ${db.select({ id: documents.id }).from(documents).where(sameName)}
        AND ${db.select({ n: count() }).from(documents).where(others)} < ${MOST_DOCUMENTS}
        AND ${otherPassages} + ${document.passages.length} <= ${MOST_PASSAGES}
        AND (SELECT ${nextBurst} + ${MOST_PASSAGES} <= (s.no + 1) * ${size} FROM memory_scopes s WHERE s.key = ${key})`;
      const pages = Array.from({ length: Math.ceil(document.passages.length / AT_ONCE) }, (_, page) => page * AT_ONCE);
      const writes: Statement[] = [
        db.delete(documents).where(and(ofServer(guildId, replaces ?? -1), fits)),
        db
          .insert(documents)
          .select(sql`SELECT NULL, ${guildId}, ${name}, ${keyOf(name)}, ${source}, ${by.userId}, ${by.at}, ${length}, ${by.change} WHERE ${fits}`)
          .onConflictDoNothing(),
        ...pages.map((from) =>
          db
            .insert(passages)
            .select(placed(key, by.change, from, document.passages.slice(from, from + AT_ONCE)))
            .onConflictDoNothing(),
        ),
      ];
      const made = read(eq(documents.change, by.change));
      const twin = read(sameName);
      const state = db
        .select({
          optedOut: sql<number>`${isOptedOut(...by.pseudonyms)}`,
          documents: sql<number>`${db.select({ n: count() }).from(documents).where(others)}`,
          passages: sql<number>`${otherPassages}`,
        })
        .from(sql`json_each('[0]')`);
      const results = await db.batch([db.insert(scopes).values({ key, guildId }).onConflictDoNothing(), ...writes, made, twin, state]);
      const [[added], [same], [standing]] = results.slice(-3) as [Awaited<typeof made>, Awaited<typeof twin>, Awaited<typeof state>];
      if (added !== undefined) return { kind: "added", document: added };
      if (standing?.optedOut) return { kind: "opted-out" };
      if (same !== undefined) return { kind: "exists", document: same };
      if ((standing?.documents ?? 0) >= MOST_DOCUMENTS) return { kind: "too-many-documents" };
      return { kind: "too-many-passages", left: Math.max(0, MOST_PASSAGES - (standing?.passages ?? 0)) };
    },

    /** All of a server, newest first. */
    list: (guildId: GuildId): Promise<DocumentInfo[]> => read(eq(documents.guildId, guildId)).orderBy(desc(documents.addedAt), desc(documents.id)),

    find: async (guildId: GuildId, id: number): Promise<DocumentInfo | null> => (await read(ofServer(guildId, id)))[0] ?? null,

    named: async (guildId: GuildId, name: string): Promise<DocumentInfo | null> =>
      (await read(and(eq(documents.guildId, guildId), eq(documents.nameKey, keyOf(name)))))[0] ?? null,

    /** With its passages. What it was, or null where it is gone already. */
    async remove(guildId: GuildId, id: number): Promise<DocumentInfo | null> {
      const [[document]] = await db.batch([read(ofServer(guildId, id)), db.delete(documents).where(ofServer(guildId, id))]);
      return document ?? null;
    },
  };
}

/** All columns of `passages`, in their order. `from`: the position of the first of these; those before it stand already. */
function placed(key: string, change: string, from: number, texts: readonly string[]) {
  return sql`
    SELECT coalesce((SELECT p.id FROM passages p WHERE p.document_id = d.id AND p.position = 0), ${nextBurst}) + ${from} + j.key, d.id, ${from} + j.key, j.value
    FROM documents d, memory_scopes s, json_each(${JSON.stringify(texts)}) j WHERE d.change = ${change} AND s.key = ${key} ORDER BY j.key`;
}

export type DocumentsStore = ReturnType<typeof createDocumentsStore>;
