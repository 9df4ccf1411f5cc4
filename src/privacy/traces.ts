/**
 * What others' records hold of somebody, found by reading: their turns row by row, everything that can be searched by the word index. A turn that quotes
 * them goes, an answer that repeats their words is emptied, a mention becomes "@someone". Used by erase.ts.
 */
import type { Query, Row } from "../db/client.ts";
import { isKey, isPart, type Kind, names, type Person, without } from "./person.ts";
import { CHUNK, query, runAll, type SweepDeps } from "./sweep.ts";

/** Rows of `turns` that one statement reads. */
const WINDOW = 2_000;
/** In the place of an answer, so that the conversation keeps its order. */
const FORGOTTEN = "(This answer is gone: it repeated words of somebody who has been forgotten.)";

/** As in person.ts; further ?5 is a JSON array of the rows in question. */
const LISTED = "(SELECT value FROM json_each(?5))";
/** It is part of their conversation, or about their message, or about one that replies to it, or what they asked in another's conversation. */
const IS_ABOUT = `(${isPart("conversation")} OR quoted_user_id = ?1 OR (${names("input")} AND json_valid(input) AND (input ->> '$.askedBy') = ?1)
  OR (${names("input")} AND json_valid(input) AND EXISTS
  (SELECT 1 FROM json_tree(input, '$.target') part WHERE part.key = 'id' AND part.value = ?1 AND part.path LIKE '%.author')))`;
const REPEATS = `EXISTS (SELECT 1 FROM json_each(people) WHERE ${isKey("value")})`;
const TRACES = ["input", "answer", "explanation", "conversation"].map(names).join(" OR ");

const findTurns = `SELECT id, ${IS_ABOUT} AS about, ${REPEATS} AS repeats FROM turns
  WHERE rowid > ?6 AND rowid <= ?7 AND created_at <= ?3 AND user_id <> ?1 AND (quoted_user_id = ?1 OR ${TRACES} OR ${REPEATS})`;
const dropTurns = [`DELETE FROM messages WHERE turn_id IN ${LISTED}`, `DELETE FROM turns WHERE id IN ${LISTED}`];
const emptyAnswers = [
  `UPDATE messages SET content = '${FORGOTTEN}', quoted_key = NULL WHERE turn_id IN ${LISTED} AND role = 'assistant'`,
  `UPDATE turns SET answer = '', people = (SELECT json_group_array(value) FROM json_each(people) WHERE NOT ${isKey("value")}) WHERE id IN ${LISTED}`,
];
const rewordTurns = [
  `UPDATE messages SET content = ${without("content")} WHERE turn_id IN ${LISTED} AND ${names("content")}`,
  `UPDATE turns SET input = ${without("input")}, answer = ${without("answer")},
    explanation = ${without(`replace(explanation, '"by":"' || ?1 || '"', '"by":""')`)} WHERE id IN ${LISTED}`,
];

/** A statement that counts, under that kind, what the one before it changed. */
export type Note = (kind: Kind) => Query;

export async function clearTurns(person: Person, deps: SweepDeps, note: Note): Promise<void> {
  const [[range]] = (await runAll([{ sql: "SELECT min(rowid) AS first, max(rowid) AS last FROM turns", values: [] }], deps)) as [[Row]];
  const last = Number(range.last ?? 0);
  for (let from = Number(range.first ?? 1) - 1; from < last; from += WINDOW) {
    const [found = []] = await runAll([query(findTurns, [...valuesOf(person), null, from, from + WINDOW])], deps);
    const about = found.filter((row) => row.about === 1);
    const others = found.filter((row) => row.about !== 1);
    await changeTurns(about, dropTurns, person, deps, note("turns"));
    await changeTurns(
      others.filter((row) => row.repeats === 1),
      emptyAnswers,
      person,
      deps,
    );
    await changeTurns(others, rewordTurns, person, deps, note("traces"));
  }
}

/** Their id as a word in what can be searched: messages, facts, passages of documents. */
export async function clearWords(person: Person, deps: SweepDeps, note: Note): Promise<void> {
  const find = `SELECT rowid AS id FROM memory_fts WHERE memory_fts MATCH '"' || ?1 || '"' AND rowid > ?2 ORDER BY rowid LIMIT ${CHUNK}`;
  for (let after = -1; ; ) {
    const [found = []] = await runAll([query(find, [person.id, after])], deps);
    const ids = found.map(({ id }) => Number(id));
    const values = [...valuesOf(person), JSON.stringify(ids)];
    const reword = (table: string, column: string, until: string) =>
      query(`UPDATE ${table} SET ${column} = ${without(column)} WHERE id IN ${LISTED} AND ${names(column)}${until}`, values);
    const changes = [
      reword("messages", "content", " AND created_at <= ?3"),
      reword("facts", "text", " AND created_at <= ?3"),
      reword("passages", "text", " AND document_id IN (SELECT id FROM documents WHERE added_at <= ?3)"),
    ];
    if (ids.length > 0)
      await runAll(
        changes.flatMap((change) => [change, note("traces")]),
        deps,
      );
    after = ids.at(-1) ?? after;
    if (ids.length < CHUNK) return;
  }
}

async function changeTurns(rows: readonly Row[], statements: readonly string[], person: Person, deps: SweepDeps, note?: Query): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const ids = rows.slice(from, from + CHUNK).map(({ id }) => String(id));
    const values = [...valuesOf(person), JSON.stringify(ids)];
    await runAll([...statements.map((sql) => query(sql, values)), ...(note === undefined ? [] : [note])], deps);
  }
}

/** ?1 to ?4, as in person.ts. */
function valuesOf({ id, keys, at }: Person): (string | number)[] {
  return [id, JSON.stringify(keys), at, keys[0]];
}
