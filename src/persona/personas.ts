/**
 * Personas that people made, and who speaks where. A persona is its Modelfile. Every change carries the interaction's id or moment, so that a replay
 * changes nothing; one that was deleted stays for a while, so that it can be brought back.
 */
import { and, eq, inArray, isNotNull, isNull, lt, or, type SQLWrapper, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { personaChoices, personas } from "../db/schema/persona.ts";
import { nameKey } from "./names.ts";
import type { PromptScope } from "./store.ts";

/** Whose it is: a person's, who may use it everywhere, or a server's. */
export type PersonaOwner = `user:${string}` | `server:${string}`;

export interface StoredPersona {
  id: number;
  owner: string;
  name: string;
  modelfile: string;
  setBy: string;
  /** ms since 1970 */
  changedAt: number;
}

export type NamedPersona = Omit<StoredPersona, "modelfile">;

/** As it stands in lists. */
export interface ListedPersona extends NamedPersona {
  /** Where the Modelfile begins: our own lines, its emoji among them. */
  head: string;
}

export interface PersonaChoice {
  scope: string;
  /** names.ts: NONE, a number, or the id of one that ships; empty: what holds anyway. */
  persona: string;
  setBy: string;
  /** ms since 1970 */
  changedAt: number;
}

/** `change`: the interaction's id, `at` its moment. */
export interface By {
  userId: string;
  at: number;
  change: string;
}

export interface PersonaToSave {
  name: string;
  modelfile: string;
}

export type Saved = { ok: true; personas: NamedPersona[] } | { ok: false; reason: "full" | "changed" } | { ok: false; reason: "taken"; names: string[] };

/** Of one owner. */
export const MOST_PERSONAS = 25;
/** Characters. */
const HEAD_LENGTH = 500;
/** How long a deleted one can be brought back; longer than a signed interaction can be delivered again, ms. */
export const UNDO_MS = 60 * 60_000;

export function createPersonaStore(db: Database) {
  const named = { id: personas.id, owner: personas.owner, name: personas.name, setBy: personas.setBy, changedAt: personas.changedAt };
  const listed = { ...named, head: sql<string>`substr(${personas.modelfile}, 1, ${sql.raw(String(HEAD_LENGTH))})` };
  const stored = { ...named, modelfile: personas.modelfile };
  const there = isNull(personas.deletedAt);
  const ownedBy = (owners: readonly PersonaOwner[]) => and(inArray(personas.owner, [...owners]), there);

  /** Statement: what was chosen in each of these scopes, at most one row a scope, in no order. */
  const choices = (scopes: readonly PromptScope[]) =>
    db
      .select()
      .from(personaChoices)
      .where(inArray(personaChoices.scope, [...scopes]));

  /** Statement: those of these owners that were chosen in these scopes. `also`: a query of one more. */
  const chosen = (scopes: readonly PromptScope[], owners: readonly PersonaOwner[], also?: SQLWrapper) => {
    const numbers = db
      .select({ id: sql`CAST(${personaChoices.persona} AS INTEGER)` })
      .from(personaChoices)
      .where(inArray(personaChoices.scope, [...scopes]));
    const wanted = inArray(personas.id, numbers);
    return db
      .select(stored)
      .from(personas)
      .where(and(also === undefined ? wanted : or(wanted, inArray(personas.id, also)), ownedBy(owners)));
  };

  /** Statement: all of these owners, without their text. */
  const list = (owners: readonly PersonaOwner[]) => db.select(listed).from(personas).where(ownedBy(owners)).orderBy(personas.nameKey);

  return {
    choices,
    chosen,

    /** Who may speak and who does: one round trip. */
    async read(scopes: readonly PromptScope[], owners: readonly PersonaOwner[]): Promise<{ choices: PersonaChoice[]; personas: ListedPersona[] }> {
      const [made, all] = await db.batch([choices(scopes), list(owners)]);
      return { choices: made, personas: all };
    },

    /** The same for those who speak, with their text. */
    async speaking(scopes: readonly PromptScope[], owners: readonly PersonaOwner[]): Promise<{ choices: PersonaChoice[]; personas: StoredPersona[] }> {
      const [made, found] = await db.batch([choices(scopes), chosen(scopes, owners)]);
      return { choices: made, personas: found };
    },

    list: (owners: readonly PersonaOwner[]): Promise<ListedPersona[]> => list(owners),

    /** By name or number, of these owners alone; of several with the name in no order. */
    find: (wanted: { name: string } | { id: number }, owners: readonly PersonaOwner[]): Promise<StoredPersona[]> =>
      db
        .select(stored)
        .from(personas)
        .where(and("id" in wanted ? eq(personas.id, wanted.id) : eq(personas.nameKey, nameKey(wanted.name)), ownedBy(owners))),

    /** All of them or none. `replace`: those that have the name already are changed. */
    async save(owner: PersonaOwner, wishes: readonly PersonaToSave[], by: By, replace: boolean): Promise<Saved> {
      // More would be more values than a statement binds, too.
      if (wishes.length > MOST_PERSONAS) return { ok: false, reason: "full" };
      const keys = wishes.map(({ name }) => nameKey(name));
      const changes = wishes.map((_, index) => (index === 0 ? by.change : `${by.change}:${index}`));
      const own = ownedBy([owner]);
      const others = sql`owner = ${owner} AND deleted_at IS NULL AND change NOT IN ${changes}`;
      const kept = replace ? sql`name_key NOT IN ${keys}` : sql`1`;
      const isFree = replace ? sql`1` : sql`NOT EXISTS (SELECT 1 FROM personas WHERE ${others} AND name_key IN ${keys})`;
      const fits = sql`(SELECT count(*) FROM personas WHERE ${others} AND ${kept}) + ${wishes.length} <= ${MOST_PERSONAS}`;
      const wished = JSON.stringify(wishes.map(({ name, modelfile }, index) => ({ name, key: keys[index], modelfile, change: changes[index] })));
      const update = db
        .update(personas)
        .set({
          name: sql`(SELECT value ->> 'name' FROM json_each(${wished}) WHERE value ->> 'key' = name_key)`,
          modelfile: sql`(SELECT value ->> 'modelfile' FROM json_each(${wished}) WHERE value ->> 'key' = name_key)`,
          setBy: by.userId,
          changedAt: by.at,
        })
        .where(and(own, inArray(personas.nameKey, keys), sql`changed_at <= ${by.at}`, fits));
      const insert = db
        .insert(personas)
        .select(
          sql`SELECT NULL, ${owner}, value ->> 'name', value ->> 'key', value ->> 'modelfile', ${by.userId}, ${by.at}, value ->> 'change', NULL
            FROM json_each(${wished}) WHERE ${isFree} AND ${fits}`,
        )
        .onConflictDoNothing();
      const statements: Statement[] = [...(replace ? [update] : []), insert];
      const rows = db
        .select({ ...named, key: personas.nameKey, change: personas.change })
        .from(personas)
        .where(own);
      const results = await db.batch([purge(owner, by.at), ...statements, rows]);
      const all = results.at(-1) as (NamedPersona & { key: string; change: string })[];
      const made = keys.map((key, index) => all.find((row) => row.key === key && (row.change === changes[index] || (replace && row.changedAt === by.at))));
      if (made.every((row) => row !== undefined)) return { ok: true, personas: made };
      const taken = wishes.filter((_, index) => all.some(({ key, change }) => key === keys[index] && !changes.includes(change))).map(({ name }) => name);
      if (!replace && taken.length > 0) return { ok: false, reason: "taken", names: taken };
      return { ok: false, reason: all.length + wishes.length > MOST_PERSONAS ? "full" : "changed" };
    },

    /** `seenAt`: as it was when the change was begun; somebody else's meanwhile is not overwritten. */
    async change(id: number, owner: PersonaOwner, { name, modelfile }: PersonaToSave, by: By, seenAt: number): Promise<Saved> {
      const key = nameKey(name);
      const isFree = sql`NOT EXISTS (SELECT 1 FROM personas other WHERE other.owner = ${owner} AND other.name_key = ${key} AND other.deleted_at IS NULL AND other.id <> ${id})`;
      const isIt = and(eq(personas.id, id), eq(personas.owner, owner), there);
      const [, rows] = await db.batch([
        db
          .update(personas)
          .set({ name, nameKey: key, modelfile, setBy: by.userId, changedAt: by.at })
          .where(and(isIt, eq(personas.changedAt, seenAt), isFree)),
        db
          .select(stored)
          .from(personas)
          .where(and(eq(personas.owner, owner), there, or(eq(personas.id, id), eq(personas.nameKey, key)))),
      ]);
      const now = rows.find((row) => row.id === id);
      // The moment alone could be somebody else's, too.
      if (now !== undefined && now.changedAt === by.at && now.name === name && now.modelfile === modelfile) return { ok: true, personas: [now] };
      if (now !== undefined && now.changedAt === seenAt && rows.length > 1) return { ok: false, reason: "taken", names: [name] };
      return { ok: false, reason: "changed" };
    },

    /** When it was deleted, by this change or an earlier delivery of it; null: it is not there, or somebody changed it later. */
    async remove(id: number, owner: PersonaOwner, at: number): Promise<number | null> {
      const isIt = and(eq(personas.id, id), eq(personas.owner, owner));
      const [, , rows] = await db.batch([
        purge(owner, at),
        db
          .update(personas)
          .set({ deletedAt: at, changedAt: at })
          .where(and(isIt, there, sql`changed_at <= ${at}`)),
        db.select({ deletedAt: personas.deletedAt }).from(personas).where(isIt),
      ]);
      return rows[0]?.deletedAt ?? null;
    },

    /** Brings back what was deleted at that moment. */
    async restore(id: number, owner: PersonaOwner, deletedAt: number, at: number): Promise<NamedPersona | "taken" | "full" | "gone"> {
      const isIt = and(eq(personas.id, id), eq(personas.owner, owner));
      const twin = sql`EXISTS (SELECT 1 FROM personas other WHERE other.owner = ${owner} AND other.name_key = ${personas.nameKey} AND other.deleted_at IS NULL AND other.id <> ${id})`;
      const fits = sql`(SELECT count(*) FROM personas other WHERE other.owner = ${owner} AND other.deleted_at IS NULL) < ${MOST_PERSONAS}`;
      const [, rows] = await db.batch([
        db
          .update(personas)
          .set({ deletedAt: null, changedAt: at })
          .where(and(isIt, eq(personas.deletedAt, deletedAt), sql`NOT ${twin}`, fits)),
        db
          .select({ ...named, deletedAt: personas.deletedAt, twin: sql<number>`${twin}` })
          .from(personas)
          .where(isIt),
      ]);
      const [now] = rows;
      if (now === undefined) return "gone";
      if (now.deletedAt === null) return now;
      return now.twin === 1 ? "taken" : now.deletedAt === deletedAt ? "full" : "gone";
    },

    /** `replacing`: only if what holds is still the choice made at that moment. Returns what holds now. */
    async choose(scope: PromptScope, persona: string, { userId, at }: Omit<By, "change">, replacing?: number): Promise<PersonaChoice | null> {
      const values = { persona, setBy: userId, changedAt: at };
      const isCurrent = replacing === undefined ? sql`changed_at <= ${at}` : sql`changed_at = ${replacing}`;
      const [, rows] = await db.batch([
        db
          .insert(personaChoices)
          .values({ scope, ...values })
          .onConflictDoUpdate({ target: personaChoices.scope, set: values, setWhere: isCurrent }),
        choices([scope]),
      ]);
      return rows[0] ?? null;
    },

    /** Deletes for good at most `limit` of those that were deleted before that moment. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = db
        .select({ id: personas.id })
        .from(personas)
        .where(and(isNotNull(personas.deletedAt), lt(personas.deletedAt, before)))
        .limit(limit);
      await db.delete(personas).where(inArray(personas.id, old));
    },
  };

  /** What can no longer be brought back goes with the owner's next change. */
  function purge(owner: PersonaOwner, at: number) {
    return db.delete(personas).where(and(eq(personas.owner, owner), lt(personas.deletedAt, at - UNDO_MS)));
  }
}

export type PersonaStore = ReturnType<typeof createPersonaStore>;
