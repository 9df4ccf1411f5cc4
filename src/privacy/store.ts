/** Receipts: what was erased, when, how much of it, under the HMAC of whoever asked. Used by the job `erase` and by /privacy. */
import { and, desc, eq, gte, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { erasures } from "../db/schema/privacy.ts";

export interface Receipt {
  /** Its number: the interaction that asked for it. */
  id: string;
  /** When it was asked for, ms since 1970. */
  at: number;
  /** By the kinds of erase.ts; those without any are not there. */
  counts: Readonly<Record<string, number>>;
}

export function createErasureStore(db: Database) {
  const receiptOf = ({ id, at, counts }: typeof erasures.$inferSelect): Receipt => ({ id, at, counts: JSON.parse(counts) as Record<string, number> });
  return {
    /** From now on nothing of that person from before `at` is taken in; a repeat changes nothing. */
    begin: async (erasure: { id: string; key: string; at: number }): Promise<void> => {
      await db
        .insert(erasures)
        .values({ ...erasure, counts: "{}" })
        .onConflictDoNothing();
    },

    /** A repeat gives the same receipt. */
    finish: async (id: string, at: number): Promise<Receipt> => {
      const [, [row]] = await db.batch([
        db
          .update(erasures)
          .set({ finishedAt: at })
          .where(and(eq(erasures.id, id), isNull(erasures.finishedAt))),
        db.select().from(erasures).where(eq(erasures.id, id)),
      ]);
      return row === undefined ? { id, at, counts: {} } : receiptOf(row);
    },

    /** Whether that person had themselves erased since then: what they asked for before must not be written down any more. */
    isErasedSince: async (keys: readonly string[], at: number): Promise<boolean> =>
      (
        await db
          .select({ id: erasures.id })
          .from(erasures)
          .where(and(inArray(erasures.key, [...keys]), gte(erasures.at, at)))
          .limit(1)
      ).length > 0,

    /** Of these pseudonyms, at most 90, those whose owners had themselves erased since then. */
    erasedSince: async (keys: readonly string[], at: number): Promise<Set<string>> => {
      const found = await db
        .select({ key: erasures.key })
        .from(erasures)
        .where(and(inArray(erasures.key, [...keys]), gte(erasures.at, at)));
      return new Set(found.map(({ key }) => key));
    },

    /** The last one that was finished, or null. `keys`: all pseudonyms of one person. */
    newest: async (keys: readonly string[]): Promise<Receipt | null> => {
      const [row] = await db
        .select()
        .from(erasures)
        .where(and(inArray(erasures.key, [...keys]), isNotNull(erasures.finishedAt)))
        .orderBy(desc(erasures.at))
        .limit(1);
      return row === undefined ? null : receiptOf(row);
    },
  };
}

export type ErasureStore = ReturnType<typeof createErasureStore>;
