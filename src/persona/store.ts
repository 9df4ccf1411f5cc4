/** Prompts by scope: what holds, what held before, and undo. Every change is a row, so history costs nothing extra. */
import { and, desc, eq, inArray, isNull, lt, notInArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { prompts } from "../db/schema/persona.ts";

/** `user:<id>`: that person, everywhere. `channel:<id>`: a channel or thread. `server:<id>`. */
export type PromptScope = `user:${string}` | `channel:${string}` | `server:${string}`;

export interface PromptVersion {
  id: number;
  scope: string;
  /** Empty: none. */
  text: string;
  setBy: string;
  /** ms since 1970 */
  setAt: number;
}

export interface PromptChange extends PromptVersion {
  /** What held before. */
  before: PromptVersion | null;
}

/** Versions kept of each scope, at least. */
const HISTORY = 20;
/** Longer than a signed interaction can be delivered again: until then its row has to be there, so that the repeat is seen. */
const REPLAY_MS = 15 * 60_000;

export function createPromptStore(db: Database) {
  const shown = { id: prompts.id, scope: prompts.scope, text: prompts.text, setBy: prompts.setBy, setAt: prompts.setAt };
  const newestOf = (scopes: readonly string[]) =>
    db
      .select({ id: sql<number>`max(${prompts.id})` })
      .from(prompts)
      .where(and(inArray(prompts.scope, [...scopes]), isNull(prompts.undoneAt)))
      .groupBy(prompts.scope);

  return {
    /** Statement: what holds in each of these scopes, at most one row a scope, in no order; a row with an empty text says that nothing holds. */
    current: (scopes: readonly PromptScope[]) =>
      db
        .select(shown)
        .from(prompts)
        .where(inArray(prompts.id, newestOf(scopes))),

    /** What holds in each of these scopes. */
    async read(scopes: readonly PromptScope[]): Promise<Map<PromptScope, PromptVersion>> {
      const rows = await db
        .select(shown)
        .from(prompts)
        .where(inArray(prompts.id, newestOf(scopes)));
      return new Map(rows.map((row) => [row.scope as PromptScope, row]));
    },

    /** Newest first, those that were undone left out. */
    history: (scope: PromptScope): Promise<PromptVersion[]> =>
      db
        .select(shown)
        .from(prompts)
        .where(and(eq(prompts.scope, scope), isNull(prompts.undoneAt)))
        .orderBy(desc(prompts.id))
        .limit(HISTORY),

    /** `change`: the interaction's id; a repeat changes nothing. Returns the version that this change made. */
    async set(scope: PromptScope, text: string, by: { userId: string; at: number; change: string }): Promise<PromptChange> {
      const ofScope = eq(prompts.scope, scope);
      const newest = (where: SQL | undefined) => db.select({ id: prompts.id }).from(prompts).where(where).orderBy(desc(prompts.id)).limit(HISTORY);
      const own = db.select({ id: prompts.id }).from(prompts).where(eq(prompts.change, by.change));
      const [, , made, before] = await db.batch([
        db.insert(prompts).values({ scope, text, setBy: by.userId, setAt: by.at, change: by.change }).onConflictDoNothing(),
        // Not by the newest rows alone: twenty changes that were all undone must not push out what holds.
        db.delete(prompts).where(and(ofScope, lt(prompts.setAt, by.at - REPLAY_MS), notInArray(prompts.id, newest(and(ofScope, isNull(prompts.undoneAt)))))),
        db.select(shown).from(prompts).where(eq(prompts.change, by.change)),
        db
          .select(shown)
          .from(prompts)
          .where(and(ofScope, isNull(prompts.undoneAt), lt(prompts.id, own)))
          .orderBy(desc(prompts.id))
          .limit(1),
      ]);
      // Its own row was just written, or written by the first delivery of the same interaction.
      return { ...(made[0] ?? { id: 0, scope, text, setBy: by.userId, setAt: by.at }), before: before[0] ?? null };
    },

    /** Takes back that version if it still is the one that holds; a repeat changes nothing. Returns what holds now, or "changed" where a newer one does. */
    async undo(scope: PromptScope, id: number, at: number): Promise<PromptVersion | null | "changed"> {
      const isNewest = sql`${prompts.id} = (SELECT max(id) FROM prompts WHERE scope = ${scope} AND undone_at IS NULL)`;
      const [, target, now] = await db.batch([
        db
          .update(prompts)
          .set({ undoneAt: at })
          .where(and(eq(prompts.id, id), eq(prompts.scope, scope), isNewest)),
        db
          .select({ undoneAt: prompts.undoneAt })
          .from(prompts)
          .where(and(eq(prompts.id, id), eq(prompts.scope, scope))),
        db
          .select(shown)
          .from(prompts)
          .where(inArray(prompts.id, newestOf([scope]))),
      ]);
      if (target[0]?.undoneAt == null) return "changed";
      return now[0] ?? null;
    },
  };
}

export type PromptStore = ReturnType<typeof createPromptStore>;
