/** Facts: short things that people told the bot to know about themselves, a channel or a server. Every statement names scope or owner. Used by /memory and the turn. */
import { and, count, desc, eq, getTableColumns, gt, inArray, isNull, lt, lte, ne, not, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { facts, factVersions, scopes, unnoticed } from "../db/schema/memory.ts";
import { factInsertion, nextId } from "./fact-insertion.ts";
import { SCOPE_SIZE } from "./record-id.ts";

/** Characters of one, and how many a person, a channel or a server has. */
export const FACT_LENGTH = 500;
export const MOST_FACTS = 200;
/** Of those, as many as the bot may have noted by itself: there is always room for what people tell it. */
const MOST_DISTILLED = 100;
/** Facts that whoever makes new ones is told. */
const KNOWN = 60;
/** Facts that are told whatever the question is, before they are made to fit (memory/always-facts.ts). */
const ALWAYS = 20;
/** Longer than a signed interaction can be delivered again. */
const REPLAY_MS = 15 * 60_000;
/** Versions that are shown. */
const HISTORY = 5;
/** In place of a handle: the fact is gone, and what made it must not come back and make it again. */
const FORGOTTEN = "forgotten";

/** `user:<id>`, `channel:<id>` or `server:<id>`: whose it is, and who may change it. */
export type FactOf = `user:${string}` | `channel:${string}` | `server:${string}`;

/** `id`, `userKey` and `changedAt` are given by the store. */
export type NewFact = Omit<typeof facts.$inferSelect, "id" | "owner" | "userKey" | "changedAt"> & { owner: FactOf };
export type Fact = Omit<typeof facts.$inferSelect, "userKey">;
export type FactVersion = Pick<typeof factVersions.$inferSelect, "text" | "setBy" | "setAt">;

/** Whose memory (memory/visibility.ts). */
export interface Scope {
  key: string;
  guildId: string | null;
}

/** Who makes a change, when, and by which interaction. `pseudonyms`: all of theirs (kernel/pseudonym.ts). */
export interface By {
  userId: string;
  pseudonyms: readonly [string, ...string[]];
  /** ms since 1970 */
  at: number;
  change: string;
}

export type Remembered =
  /** `known`: it was there already, in the same words. */
  | { kind: "stored" | "known"; fact: Fact }
  /** `gone`: forgotten since. */
  | { kind: "full" | "opted-out" | "gone" };

export type Edited =
  | { kind: "edited"; fact: Fact; before: string }
  /** `known`: another one says that already. `changed`: by somebody else meanwhile. */
  | { kind: "same" | "known" | "changed"; fact: Fact }
  | { kind: "gone" | "opted-out" };

/** What of a fact a turn is told in any case. */
export interface AlwaysFact extends Pick<Fact, "id" | "owner" | "text" | "createdAt"> {
  /** memory/visibility.ts */
  scope: string;
  /** Who told it; empty: somebody who is forgotten. */
  setBy: string;
  /** Whom it quotes, as an HMAC; null: nobody. */
  quotedKey: string | null;
}

export interface FactPage {
  /** Newest first. */
  facts: Fact[];
  /** How many there are to be shown here, and of that owner at all. */
  count: number;
  countAnywhere: number;
}

const size = sql.raw(String(SCOPE_SIZE));
const inScope = sql`${facts.id} BETWEEN ${scopes.no} * ${size} AND ${scopes.no} * ${size} + ${size} - 1`;
const { userKey: _hidden, ...shown } = getTableColumns(facts);

/** `isOptedOut`: whether one of these is the pseudonym of somebody who opted out (access/store.ts). */
export function createFactsStore(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL) {
  /** For a model: nobody's words who opted out. */
  const mayBeRead = not(isOptedOut(facts.userKey, facts.quotedKey));
  /** For that person's eyes: their own words too, so that they can be taken back. */
  const mayBeSeen = (viewer: string) => and(or(eq(facts.setBy, viewer), not(isOptedOut(facts.userKey))), not(isOptedOut(facts.quotedKey)));
  const inScopes = (keys: readonly string[]) => and(inArray(scopes.key, [...keys]), inScope);
  const ofOwner = (handle: string, owners: readonly FactOf[]) => and(eq(facts.handle, handle), inArray(facts.owner, [...owners]));
  const one = (where: SQL | undefined) => db.select(shown).from(facts).where(where).limit(1);
  const countOf = (where: SQL | undefined) => db.select({ n: count() }).from(facts).where(where);
  const standing = (pseudonyms: readonly string[]) => db.select({ optedOut: sql<number>`${isOptedOut(...pseudonyms)}` }).from(sql`json_each('[0]')`);
  /** What made them may be delivered again for a while. */
  const noteForgotten = (where: SQL | undefined, at: number) =>
    db
      .insert(factVersions)
      .select(
        db
          .select({
            id: sql`NULL`.as("id"),
            handle: sql`${FORGOTTEN}`.as("handle"),
            text: sql`''`.as("text"),
            setBy: sql`''`.as("set_by"),
            setAt: sql`${at}`.as("set_at"),
            change: sql`${facts.handle}`.as("change"),
          })
          .from(facts)
          .where(and(where, gt(facts.createdAt, at - REPLAY_MS))),
      )
      .onConflictDoNothing();
  const dropOldNotes = (at: number) => db.delete(factVersions).where(and(eq(factVersions.handle, FORGOTTEN), lt(factVersions.setAt, at - REPLAY_MS)));

  const insertion = factInsertion(db, isOptedOut, MOST_FACTS);

  return {
    /** Statement: texts of an owner's facts in these scopes, newest first; nothing that quotes somebody else, nothing of people who opted out. */
    known: (scopeKeys: readonly string[], owner: FactOf) =>
      db
        .select({ text: facts.text, private: facts.private })
        .from(scopes)
        .crossJoin(facts)
        .where(and(inScopes(scopeKeys), eq(facts.owner, owner), isNull(facts.quotedKey), mayBeRead))
        .orderBy(desc(facts.createdAt), desc(facts.id))
        .limit(KNOWN),

    /** Statements: what the bot noted by itself, as far as there is room and `onlyIf` holds. */
    distil: (scope: Scope, fact: NewFact, pseudonyms: By["pseudonyms"], onlyIf: SQL) =>
      insertion(
        scope,
        fact,
        pseudonyms,
        sql`${onlyIf} AND (SELECT count(*) FROM facts WHERE owner = ${fact.owner} AND origin = 'distilled') < ${MOST_DISTILLED}`,
      ),

    /**
     * Statement: what a turn is told of these scopes whatever the question is, at most 20, the newest of each owner in turn. Nothing of people who
     * opted out. `tellFacts` (memory/always-facts.ts) makes words of it.
     */
    always: (scopeKeys: readonly string[]) => {
      const turn = sql<number>`row_number() OVER (PARTITION BY ${facts.owner} ORDER BY ${facts.createdAt} DESC, ${facts.id} DESC)`;
      return db
        .select({
          id: facts.id,
          owner: facts.owner,
          text: facts.text,
          createdAt: facts.createdAt,
          setBy: facts.setBy,
          quotedKey: facts.quotedKey,
          scope: scopes.key,
          turn,
        })
        .from(scopes)
        .crossJoin(facts)
        .where(and(inScopes(scopeKeys), mayBeRead))
        .orderBy(turn, sql`CASE WHEN ${facts.owner} LIKE 'user:%' THEN 0 ELSE 1 END`, desc(facts.createdAt))
        .limit(ALWAYS);
    },

    /** A repeat changes nothing. `scope`: memory/visibility.ts. */
    async remember(scope: Scope, fact: NewFact, pseudonyms: By["pseudonyms"]): Promise<Remembered> {
      const [, , [stored], [twin], [state], [owned]] = await db.batch([
        ...insertion(scope, fact, pseudonyms),
        // Wherever it was moved since.
        one(ofOwner(fact.handle, [fact.owner])),
        db
          .select(shown)
          .from(scopes)
          .crossJoin(facts)
          .where(and(inScopes([scope.key]), eq(facts.text, fact.text))),
        standing([...pseudonyms, ...(fact.quotedKey === null ? [] : [fact.quotedKey])]),
        countOf(eq(facts.owner, fact.owner)),
      ]);
      if (stored !== undefined) return { kind: "stored", fact: stored };
      if (state?.optedOut) return { kind: "opted-out" };
      if (twin !== undefined) return { kind: "known", fact: twin };
      return { kind: (owned?.n ?? 0) >= MOST_FACTS ? "full" : "gone" };
    },

    /** Those of that owner in these scopes, as `viewer` may see them. */
    async list(scopeKeys: readonly string[], owner: FactOf, viewer: string, page: { offset: number; limit: number }): Promise<FactPage> {
      const here = and(inScopes(scopeKeys), eq(facts.owner, owner), mayBeSeen(viewer));
      const [listed, [counted], [anywhere]] = await db.batch([
        db.select(shown).from(scopes).crossJoin(facts).where(here).orderBy(desc(facts.createdAt), desc(facts.id)).limit(page.limit).offset(page.offset),
        db.select({ n: count() }).from(scopes).crossJoin(facts).where(here),
        countOf(eq(facts.owner, owner)),
      ]);
      return { facts: listed, count: counted?.n ?? 0, countAnywhere: anywhere?.n ?? 0 };
    },

    /** How many that owner has, wherever they were said. */
    count: async (owner: FactOf): Promise<number> => (await countOf(eq(facts.owner, owner)))[0]?.n ?? 0,

    /** Those of these owners in these scopes that contain the words, newest first. */
    async matching(scopeKeys: readonly string[], owners: readonly FactOf[], viewer: string, words: string, limit: number): Promise<Fact[]> {
      const contains = sql`instr(lower(${facts.text}), lower(${words})) > 0`;
      return db
        .select(shown)
        .from(scopes)
        .crossJoin(facts)
        .where(and(inScopes(scopeKeys), inArray(facts.owner, [...owners]), mayBeSeen(viewer), contains))
        .orderBy(desc(facts.createdAt), desc(facts.id))
        .limit(limit);
    },

    /** One of these scopes, with what it said before, newest first. */
    async find(handle: string, scopeKeys: readonly string[], viewer: string): Promise<{ fact: Fact; versions: FactVersion[] } | null> {
      const [[fact], versions] = await db.batch([
        db
          .select(shown)
          .from(scopes)
          .crossJoin(facts)
          .where(and(inScopes(scopeKeys), eq(facts.handle, handle), mayBeSeen(viewer))),
        db
          .select({ text: factVersions.text, setBy: factVersions.setBy, setAt: factVersions.setAt })
          .from(factVersions)
          .where(eq(factVersions.handle, handle))
          .orderBy(desc(factVersions.id))
          .limit(HISTORY),
      ]);
      return fact === undefined ? null : { fact, versions };
    },

    /** Its words are its editor's from then on; what it said is kept as a version. `owners`: whose facts that person may change. A repeat changes nothing. */
    async edit(handle: string, owners: readonly FactOf[], text: string, by: By): Promise<Edited> {
      const refused = isOptedOut(...by.pseudonyms);
      const other = sql`EXISTS (SELECT 1 FROM facts other WHERE other.handle <> facts.handle AND other.text = ${text}
        AND other.id BETWEEN facts.id / ${size} * ${size} AND facts.id / ${size} * ${size} + ${size} - 1)`;
      const mayChange = and(ofOwner(handle, owners), not(refused), lt(facts.changedAt, by.at), ne(facts.text, text), not(other));
      const [, , [fact], [version], [state], [twin]] = await db.batch([
        db
          .insert(factVersions)
          .select(
            db
              .select({
                id: sql`NULL`.as("id"),
                handle: facts.handle,
                text: facts.text,
                setBy: facts.setBy,
                setAt: facts.changedAt,
                change: sql`${by.change}`.as("change"),
              })
              .from(facts)
              .where(mayChange),
          )
          .onConflictDoNothing(),
        db.update(facts).set({ text, setBy: by.userId, userKey: by.pseudonyms[0], changedAt: by.at }).where(mayChange),
        one(ofOwner(handle, owners)),
        db.select({ text: factVersions.text }).from(factVersions).where(eq(factVersions.change, by.change)),
        standing(by.pseudonyms),
        db
          .select({ id: facts.id })
          .from(facts)
          .where(and(ofOwner(handle, owners), other)),
      ]);
      if (fact === undefined) return { kind: "gone" };
      if (version !== undefined) return { kind: "edited", fact, before: version.text };
      if (state?.optedOut) return { kind: "opted-out" };
      if (fact.text === text) return { kind: "same", fact };
      return { kind: twin === undefined ? "changed" : "known", fact };
    },

    /**
     * Puts a fact into another scope of its owner's: to be used in private alone, or in that server. What quotes somebody else, or comes from another
     * server's message, stays. Null where it is gone. A repeat changes nothing.
     */
    async move(handle: string, owners: readonly FactOf[], to: Scope & { private: boolean }, at: number): Promise<Fact | null> {
      const fits = to.private ? sql`true` : sql`(${facts.messageId} IS NULL OR ${facts.guildId} = ${to.guildId})`;
      const movable = and(ofOwner(handle, owners), isNull(facts.quotedKey), ne(facts.private, to.private), lt(facts.changedAt, at), fits);
      const id = sql`(SELECT ${nextId} FROM memory_scopes s WHERE s.key = ${to.key})`;
      // What is nobody's but that person's belongs to no server, unless its source does.
      const guildId = to.private ? sql`CASE WHEN message_id IS NULL THEN NULL ELSE guild_id END` : to.guildId;
      const [, , [fact]] = await db.batch([
        db.insert(scopes).values({ key: to.key, guildId: to.guildId }).onConflictDoNothing(),
        db.update(facts).set({ id, private: to.private, guildId, changedAt: at }).where(movable),
        one(ofOwner(handle, owners)),
      ]);
      return fact ?? null;
    },

    /** With all it said before. What it said last, or null where it is gone already. */
    async forget(handle: string, owners: readonly FactOf[], at: number): Promise<Fact | null> {
      const it = ofOwner(handle, owners);
      const [[fact]] = await db.batch([one(it), noteForgotten(it, at), db.delete(facts).where(it), dropOldNotes(at)]);
      return fact ?? null;
    },

    /** All of that owner's from that moment and before, wherever they were said, so that a replay leaves what came later. Returns how many. */
    async forgetAll(owner: FactOf, at: number): Promise<number> {
      const all = and(eq(facts.owner, owner), lte(facts.createdAt, at));
      // Nor shall the coming night make new ones of what was said until now.
      const unread = db.delete(unnoticed).where(eq(unnoticed.userId, owner.startsWith("user:") ? owner.slice(5) : ""));
      const [[counted]] = await db.batch([countOf(all), noteForgotten(all, at), db.delete(facts).where(all), dropOldNotes(at), unread]);
      return counted?.n ?? 0;
    },
  };
}

export type FactsStore = ReturnType<typeof createFactsStore>;
