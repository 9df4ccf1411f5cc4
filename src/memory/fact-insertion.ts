/** How a fact gets into its scope: once, if its author did not opt out, and if there is room. Used by facts-store.ts. */
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { facts, scopes } from "../db/schema/memory.ts";
import type { By, NewFact, Scope } from "./facts-store.ts";
import { SCOPE_SIZE } from "./record-id.ts";

/** Between the ids of two: what stands next to one says nothing about it. */
const STEP = 4;

const size = sql.raw(String(SCOPE_SIZE));
/** The next id in a scope `s`. The scope is never full: that would take 67 million facts. */
export const nextId = sql`coalesce((SELECT max(id) FROM facts WHERE id BETWEEN s.no * ${size} AND s.no * ${size} + ${size} - 1) + ${sql.raw(String(STEP))}, s.no * ${size})`;

/** Two statements for one batch; a repeat changes nothing. `isOptedOut`: as in facts-store.ts. `most`: facts of one owner. `onlyIf`: a further condition. */
export function factInsertion(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL, most: number) {
  return ({ key, guildId }: Scope, fact: NewFact, pseudonyms: By["pseudonyms"], onlyIf?: SQL) => {
    const refused = isOptedOut(...pseudonyms, ...(fact.quotedKey === null ? [] : [fact.quotedKey]));
    const allowed = onlyIf === undefined ? sql`NOT ${refused}` : sql`NOT ${refused} AND ${onlyIf}`;
    return [
      db.insert(scopes).select(sql`SELECT NULL, ${key}, ${guildId} WHERE ${allowed}`).onConflictDoNothing(),
      db
        .insert(facts)
        .select(
          sql`SELECT ${nextId}, ${fact.handle}, ${fact.owner}, ${fact.guildId}, ${fact.channelId}, ${fact.messageId}, ${fact.private}, ${fact.text},
            ${fact.origin}, ${fact.setBy}, ${pseudonyms[0]}, ${fact.quotedKey}, ${fact.createdAt}, ${fact.createdAt}
            FROM memory_scopes s WHERE s.key = ${key} AND ${allowed}
              AND (SELECT count(*) FROM facts WHERE owner = ${fact.owner}) < ${most}
              AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.id BETWEEN s.no * ${size} AND s.no * ${size} + ${size} - 1 AND f.text = ${fact.text})
              AND NOT EXISTS (SELECT 1 FROM fact_versions WHERE change = ${fact.handle})`,
        )
        .onConflictDoNothing(),
    ] as const;
  };
}
