/** The embeddings of what is remembered: which are missing, and keeping them. They go with their records (triggers in migrations/). Used by conversation/embed.ts. */
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { vectors } from "../db/schema/memory.ts";
import { SCOPE_SIZE } from "./record-id.ts";
import { MOST_VECTORS, toHex } from "./vectors.ts";

export interface Unembedded {
  id: number;
  text: string;
  /** The question that it answers; empty where there is none. */
  before: string;
}

const scopeSize = sql.raw(String(SCOPE_SIZE));
const mostVectors = sql.raw(String(MOST_VECTORS));

/** `isOptedOut`: as in search.ts. */
export function createVectorStore(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL) {
  /** Of those in a table that can still be compared: of each scope the newest. `s`: the scope, `m`: the record. */
  const missingIn = (table: string, { text, before, isUsable }: Record<"text" | "before" | "isUsable", SQL>, scopes: string, model: string) => sql`
    SELECT k.key AS place, m.id, ${text} AS text, ${before} AS before FROM json_each(${scopes}) k CROSS JOIN memory_scopes s ON s.key = k.value
      CROSS JOIN ${sql.raw(table)} m ON m.id IN (SELECT n.id FROM ${sql.raw(table)} n
        WHERE n.id BETWEEN s.no * ${scopeSize} AND (s.no + 1) * ${scopeSize} - 1 ORDER BY n.id DESC LIMIT ${mostVectors})
      WHERE ${isUsable} AND trim(${text}) <> '' AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.id = m.id AND v.model = ${model})`;
  const isHidden = isOptedOut(sql`m.user_key`, sql`m.quoted_key`);
  // An answer may repeat words of several people; the turn knows whose.
  const repeatsHidden = sql`(m.role = 'assistant' AND EXISTS (SELECT 1 FROM turns t, json_each(t.people) p WHERE t.id = m.turn_id AND ${isOptedOut(sql`p.value`)}))`;
  const isSaid = sql`m.superseded = 0 AND NOT ${isHidden} AND NOT ${repeatsHidden}`;
  // Of the same turn, so that it is deleted together with what it is embedded into.
  const asked = sql`coalesce((SELECT p.content FROM messages p WHERE p.id = m.id - 1 AND p.turn_id = m.turn_id), '')`;

  return {
    /** Statement: the first scope's come first, and of each the newest. */
    missing: (scopes: readonly string[], model: string, limit: number) => {
      const keys = JSON.stringify(scopes);
      const alone = { text: sql`m.text`, before: sql`''` };
      return db
        .select({ id: sql<number>`r.id`, text: sql<string>`r.text`, before: sql<string>`r.before` })
        .from(
          sql`(${missingIn("messages", { text: sql`m.content`, before: asked, isUsable: isSaid }, keys, model)}
            UNION ALL ${missingIn("facts", { ...alone, isUsable: sql`NOT ${isHidden}` }, keys, model)}
            UNION ALL ${missingIn("passages", { ...alone, isUsable: sql`true` }, keys, model)}) r`,
        )
        .orderBy(sql`r.place`, sql`r.id DESC`)
        .limit(limit);
    },

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
