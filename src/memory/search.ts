/**
 * Searching what is remembered: one way for the turn, /memory search and /catchup. Two D1 round trips, so that a turn can put the first into its first
 * batch: where the question's words stand, then what stands there. Ranking is pure (recall/).
 */
import { and, eq, inArray, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { type Database, inOneBatch } from "../db/client.ts";
import { documents, facts, messages, passages } from "../db/schema/memory.ts";
import { piecesColumn } from "./pieces.ts";
import type { Now } from "./recall/dates.ts";
import { fitTexts } from "./recall/excerpt.ts";
import { type Candidate, nominate } from "./recall/nominate.ts";
import { type Question, readQuestion } from "./recall/question.ts";
import { literalFirst, rank } from "./recall/rank.ts";
import { LEAST_ALIKE, type Signs } from "./recall/weights.ts";
import { BURST_SIZE, SCOPE_SIZE } from "./record-id.ts";
import { HITS_LENGTH, type HitRow, type ScopeRow, scopeHits } from "./scope-hits.ts";
import { likeness, MOST_VECTORS } from "./vectors.ts";

export interface SearchRequest {
  /** As somebody typed it. */
  text: string;
  /** memory/visibility.ts: nothing outside of them is found. */
  scopes: readonly string[];
  /** Who asks: "I" and "my" mean their words. */
  askerId: string | null;
  /** Of people who may be asked about and have not talked here lately. */
  names?: readonly string[];
  /** "Yesterday" is seen from here; `utcOffset`: minutes that the asker's clock is ahead. */
  now: Now | null;
}

/** What the caller adds when the second round trip is back. */
export interface FinishOptions {
  /** At most so many, and never more than {@link CANDIDATES}. */
  limit: number;
  /** Ids of what the caller has already. */
  skip?: ReadonlySet<number>;
  /** Only what holds a word that was looked for itself, as people expect of a list, and behind it what means something alike; where nothing does, all. */
  literal?: boolean;
  /** Texts are cut, around the words that were looked for, until all of them cost no more. */
  fit?: { budget: number; size: (text: string) => number };
}

interface FoundBase {
  id: number;
  /** The whole text, or an excerpt of it where it had to fit. */
  text: string;
  score: number;
  /** Why: what spoke for it and against it (recall/weights.ts). */
  signs: Partial<Signs>;
}

/** Of the place where it was said, for a link; `messageId` null: there is none. */
interface Place {
  guildId: string | null;
  channelId: string;
  messageId: string | null;
}

export type Found = FoundBase &
  (
    | ({ kind: "message"; role: "user" | "assistant"; userId: string; name: string; at: number; turnId: string | null; conversation: string | null } & Place &
        Quoting)
    | ({ kind: "fact"; handle: string; owner: string; setBy: string; at: number } & Place & Quoting)
    | { kind: "passage"; documentId: number; document: string; source: string; position: number }
  );

/** Whose words are in it besides, as an HMAC (kernel/pseudonym.ts); null: nobody's. */
interface Quoting {
  quotedKey: string | null;
}

/** Bursts that are read of a scope, the newest. */
const MOST_BURSTS = 4_000;
/** The newest messages whose authors count as those who talk there. */
const LATEST = 200;
/** Records that are found by their meaning alone. */
const MOST_ALIKE = 20;
/** Records that are read; each brings the one before it along. */
const CANDIDATES = 200;

const NOT_KNOWN = Promise.resolve(null);

const scopeSize = sql.raw(String(SCOPE_SIZE));
const burstsInScope = sql.raw(String(SCOPE_SIZE / BURST_SIZE));
const first = sql`s.no * ${scopeSize}`;
const inScope = (id: SQL) => sql`${id} BETWEEN ${first} AND ${first} + ${scopeSize} - 1`;
const limitOf = (count: number) => sql.raw(String(count));

/** `isOptedOut`: whether one of these is the pseudonym of somebody who opted out (access/store.ts). */
export function createSearch(db: Database, isOptedOut: (...pseudonyms: (SQLWrapper | string)[]) => SQL, embeddingModel = "") {
  const isOfModel = sql`model = ${embeddingModel}`;
  // By name: of a single table drizzle leaves it out, and then the id would be the embedding's own.
  const vectorOf = (table: string) =>
    embeddingModel === ""
      ? sql<string | null>`NULL`
      : sql<string | null>`(SELECT hex(vector) FROM vectors v WHERE v.id = ${sql.raw(table)}.id AND ${isOfModel})`;
  // An answer may repeat words of several people; the turn knows whose.
  const repeatsOptedOut = sql`(${messages.role} = 'assistant' AND EXISTS
    (SELECT 1 FROM turns t, json_each(t.people) p WHERE t.id = ${messages.turnId} AND ${isOptedOut(sql`p.value`)}))`;

  function begin(request: SearchRequest) {
    const asked = readQuestion(request.text, request.names ?? [], request.now);
    const scopesOf = sql`json_each(${JSON.stringify(request.scopes)}) k CROSS JOIN memory_scopes s ON s.key = k.value`;
    const statements = {
      /** A row for each scope. */
      scopes: db
        .select({
          no: sql<number>`s.no`,
          key: sql<string>`s.key`,
          bursts: sql<string>`(SELECT json_group_array(json_array(id - s.no * ${burstsInScope}, messages, at)) FROM (SELECT id, messages, at FROM bursts
            WHERE id BETWEEN s.no * ${burstsInScope} AND (s.no + 1) * ${burstsInScope} - 1 ORDER BY id DESC LIMIT ${limitOf(MOST_BURSTS)}))`,
          facts: sql<number>`(SELECT count(*) FROM facts WHERE ${inScope(sql`id`)})`,
          // By the documents' index: the passages themselves are long.
          passages: sql<number>`CASE s.key WHEN 'knowledge:' || s.guild_id THEN (SELECT coalesce(sum((SELECT max(position) + 1 FROM passages p WHERE p.document_id = d.id)), 0)
            FROM documents d WHERE d.guild_id = s.guild_id) ELSE 0 END`,
          names: sql<string>`(SELECT json_group_array(DISTINCT name) FROM (SELECT name FROM messages WHERE ${inScope(sql`id`)}
            ORDER BY id DESC LIMIT ${limitOf(LATEST)}))`,
          vectors:
            embeddingModel === ""
              ? sql<string | null>`NULL`
              : sql<string | null>`(SELECT group_concat((id - ${first}) || ':' || hex(vector)) FROM (SELECT id, vector FROM vectors
            WHERE ${inScope(sql`id`)} AND ${isOfModel} ORDER BY id DESC LIMIT ${limitOf(MOST_VECTORS)}))`,
          pieces: piecesColumn(asked.terms, inScope(sql`id`), first),
        })
        .from(scopesOf),
      /** A row for each term in each scope. */
      hits: db
        .select({
          no: sql<number>`s.no`,
          term: sql<number>`t.key`,
          found: sql<string>`(SELECT count(*) || ':' || coalesce(substr(group_concat(id), -${limitOf(HITS_LENGTH)}), '')
            FROM (SELECT rowid - ${first} AS id FROM memory_fts WHERE memory_fts MATCH t.value AND ${inScope(sql`rowid`)} ORDER BY rowid))`,
        })
        .from(sql`${scopesOf} CROSS JOIN json_each(${JSON.stringify(asked.terms.map(({ match }) => match))}) t`)
        .where(sql`t.value IS NOT NULL`),
    };
    type FirstRows = { [Name in keyof typeof statements]: Awaited<(typeof statements)[Name]> };
    /** `now`: where the asker's clock is known only by then. */
    const next = (rows: FirstRows, meant: Float32Array | null = null, now = request.now) => read({ ...request, now }, asked, rows, meant);
    return { statements, next };
  }

  function read(request: SearchRequest, asked: Question, rows: { scopes: ScopeRow[]; hits: HitRow[] }, meant: Float32Array | null) {
    const question = withNames(request, asked, rows.scopes);
    const scopes = rows.scopes.map((row) => scopeHits(row, question, asked, rows.hits));
    const nominated = withAlike(nominate(question, scopes, CANDIDATES), rows.scopes, meant);
    const idOf = (scope: number, id: number) => (rows.scopes[scope]?.no ?? 0) * SCOPE_SIZE + id;
    const before = nominated.filter(({ id }) => id % BURST_SIZE > 0).map(({ scope, id }) => idOf(scope, id - 1));
    const ids = [...new Set([...nominated.map(({ scope, id }) => idOf(scope, id)), ...before])];
    if (ids.length === 0) return null;
    const isWanted = (id: SQLWrapper) => inArray(id, sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`);
    const statements = {
      messages: db
        .select({
          id: messages.id,
          role: messages.role,
          userId: messages.userId,
          name: messages.name,
          text: messages.content,
          at: messages.createdAt,
          turnId: messages.turnId,
          conversation: messages.conversation,
          guildId: messages.guildId,
          channelId: messages.channelId,
          messageId: messages.messageId,
          quotedKey: messages.quotedKey,
          vector: vectorOf("messages"),
        })
        .from(messages)
        .where(and(isWanted(messages.id), eq(messages.superseded, false), not(isOptedOut(messages.userKey, messages.quotedKey)), not(repeatsOptedOut))),
      facts: db
        .select({
          id: facts.id,
          handle: facts.handle,
          owner: facts.owner,
          setBy: facts.setBy,
          quotedKey: facts.quotedKey,
          text: facts.text,
          at: facts.createdAt,
          guildId: facts.guildId,
          channelId: facts.channelId,
          messageId: facts.messageId,
          vector: vectorOf("facts"),
        })
        .from(facts)
        .where(and(isWanted(facts.id), not(isOptedOut(facts.userKey, facts.quotedKey)))),
      passages: db
        .select({
          id: passages.id,
          documentId: passages.documentId,
          document: documents.name,
          source: documents.source,
          position: passages.position,
          text: passages.text,
          vector: vectorOf("passages"),
        })
        .from(passages)
        .innerJoin(documents, eq(documents.id, passages.documentId))
        .where(isWanted(passages.id)),
    };
    type SecondRows = { [Name in keyof typeof statements]: Awaited<(typeof statements)[Name]> };
    const finish = ({ messages: said, facts: known, passages: given }: SecondRows, { limit, skip, literal = false, fit }: FinishOptions): Found[] => {
      const records = new Map(
        [
          ...said.map((row) => ({ ...row, kind: "message" as const, byAsker: row.role === "user" && row.userId === request.askerId })),
          ...known.map((row) => ({ ...row, kind: "fact" as const, name: "", byAsker: false })),
          ...given.map((row) => ({ ...row, kind: "passage" as const, name: "", at: null, byAsker: false })),
        ].map((record) => [record.id, record]),
      );
      const ranked = rank(
        question,
        nominated,
        (scope, id) => records.get(idOf(scope, id)) ?? null,
        ({ vector }) => (meant === null || vector === null ? null : likeness(meant, vector)),
      );
      const stems = new Set(question.terms.map(({ stem }) => stem));
      const wanted = ranked.filter(({ record }) => !skip?.has(record.id));
      const best = (literal ? literalFirst(wanted, stems) : wanted).slice(0, limit);
      const texts = best.map(({ record }) => record.text);
      const shown = fit === undefined ? texts : fitTexts(texts, stems, fit.budget, fit.size);
      return best.map(
        ({ record: { byAsker: _, vector: __, ...record }, score, signs }, index): Found => ({ ...record, score, signs, text: shown[index] ?? "" }),
      );
    };
    return { statements, finish };
  }

  return {
    /** `statements`: for the caller's batch. `next(rows)`: those of the second one, or null where nothing can be found; `finish(rows)`: best first. */
    begin,

    /** Both round trips. `meant`: awaited beside the first; null where it is not known. */
    async search(request: SearchRequest, options: FinishOptions, meant: Promise<Float32Array | null> = NOT_KNOWN): Promise<Found[]> {
      const { statements, next } = begin(request);
      const [rows, vector] = await Promise.all([inOneBatch(db, statements), meant]);
      const second = next(rows, vector);
      return second === null ? [] : second.finish(await inOneBatch(db, second.statements), options);
    },
  };
}

export type Search = ReturnType<typeof createSearch>;

/** What means something alike comes into question whatever its words are. */
function withAlike(nominated: Candidate[], scopes: readonly ScopeRow[], meant: Float32Array | null): Candidate[] {
  if (meant === null) return nominated;
  const known = new Set(nominated.map(({ scope, id }) => `${scope}:${id}`));
  const alike = scopes.flatMap(({ vectors }, scope) =>
    (vectors?.split(",") ?? []).flatMap((entry) => {
      const [id = "", hex = ""] = entry.split(":");
      const nearness = known.has(`${scope}:${id}`) ? 0 : likeness(meant, hex);
      return nearness < LEAST_ALIKE ? [] : [{ scope, id: Number(id), near: 0, dense: 0, nearness }];
    }),
  );
  const best = alike.toSorted((a, b) => b.nearness - a.nearness).slice(0, MOST_ALIKE);
  return [...nominated, ...best.map(({ nearness: _, ...candidate }) => candidate)];
}

/** Who talks there is not what is asked, unless nothing else is. */
function withNames(request: SearchRequest, asked: Question, scopes: readonly ScopeRow[]): Question {
  const names = scopes.flatMap(({ names: latest }) => JSON.parse(latest) as string[]);
  const question = readQuestion(request.text, [...(request.names ?? []), ...names], request.now);
  const known = new Set(asked.terms.map(({ stem }) => stem));
  const terms = question.terms.filter(({ stem }) => known.has(stem));
  return terms.length === 0 ? { ...asked, date: question.date, aboutPeopleOnly: question.aboutPeopleOnly } : { ...question, terms };
}
