/** The embeddings of what is remembered: which are missing, and keeping them. They go with their records (triggers in migrations/). Used by conversation/embed.ts. */
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { vectors } from "../db/schema/memory.ts";
import { SCOPE_SIZE } from "./record-id.ts";
import { toHex } from "./vectors.ts";

export interface Unembedded {
  id: number;
  text: string;
  /** The question that it answers; empty where there is none. */
  before: string;
}

/** The newest records of a scope, among which those without an embedding are looked for. */
const NEWEST = 100;

/** `isOptedOut`: as in search.ts. */
export function createVectorStore(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL) {
  const newest = sql.raw(String(NEWEST));
  const range = sql.raw(`s.no * ${SCOPE_SIZE} AND (s.no + 1) * ${SCOPE_SIZE} - 1`);
  const hidden = isOptedOut(sql`m.user_key`, sql`m.quoted_key`);

  return {
    /** Statement: newest first. What goes before is of the same turn, so that it is deleted together with what it is embedded into. */
    missing: (scopes: readonly string[], model: string, limit: number) =>
      db
        .select({ id: sql<number>`r.id`, text: sql<string>`r.text`, before: sql<string>`r.before` })
        .from(
          sql`(SELECT * FROM (SELECT m.id, m.content AS text, coalesce((SELECT p.content FROM messages p WHERE p.id = m.id - 1 AND p.turn_id = m.turn_id), '') AS before
              FROM json_each(${JSON.stringify(scopes)}) k CROSS JOIN memory_scopes s ON s.key = k.value CROSS JOIN messages m ON m.id BETWEEN ${range}
              WHERE m.superseded = 0 AND NOT ${hidden} ORDER BY m.id DESC LIMIT ${newest})
            UNION ALL SELECT * FROM (SELECT m.id, m.text, '' FROM json_each(${JSON.stringify(scopes)}) k CROSS JOIN memory_scopes s ON s.key = k.value
              CROSS JOIN facts m ON m.id BETWEEN ${range} WHERE NOT ${hidden} ORDER BY m.id DESC LIMIT ${newest})
            UNION ALL SELECT * FROM (SELECT m.id, m.text, '' FROM json_each(${JSON.stringify(scopes)}) k CROSS JOIN memory_scopes s ON s.key = k.value
              CROSS JOIN passages m ON m.id BETWEEN ${range} ORDER BY m.id DESC LIMIT ${newest})) r`,
        )
        .where(sql`trim(r.text) <> '' AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.id = r.id AND v.model = ${model})`)
        .limit(limit),

    /** Statement; a repeat changes nothing. Not kept of what was deleted or reworded since it was read. */
    keep: (records: readonly Unembedded[], embedded: readonly Float32Array[], model: string) => {
      const rows = records.flatMap(({ id, text }, at) => {
        const vector = embedded[at];
        return vector === undefined ? [] : [{ id, text, vector: toHex(vector) }];
      });
      const isThere = (table: string, text: string) =>
        sql`EXISTS (SELECT 1 FROM ${sql.raw(table)} t WHERE t.id = j.value ->> 'id' AND t.${sql.raw(text)} = j.value ->> 'text')`;
      return db
        .insert(vectors)
        .select(
          sql`SELECT j.value ->> 'id', ${model}, unhex(j.value ->> 'vector') FROM json_each(${JSON.stringify(rows)}) j
            WHERE ${isThere("messages", "content")} OR ${isThere("facts", "text")} OR ${isThere("passages", "text")}`,
        )
        .onConflictDoUpdate({ target: vectors.id, set: { model: sql`excluded.model`, vector: sql`excluded.vector` } });
    },
  };
}

export type VectorStore = ReturnType<typeof createVectorStore>;
