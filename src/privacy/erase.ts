/**
 * Takes somebody out of the database, in chunks. Each chunk counts what it took in the same transaction, so that it may be broken off anywhere and begun
 * again: what is gone is not found twice. Used by the job `erase`.
 */
import type { Query } from "../db/client.ts";
import { type Kind, type Person, steps } from "./person.ts";
import { CHUNK, query, repeat, type SweepDeps } from "./sweep.ts";
import { clearTurns, clearWords } from "./traces.ts";

export interface Eraser {
  /** Channels in which something of theirs is stored. */
  channels(person: Person): Promise<string[]>;
  /** `erasure`: whose receipt counts; `progress` is called after each step. */
  erase(person: Person, erasure: string, progress: (step: string) => void): Promise<void>;
}

export function createEraser(deps: SweepDeps): Eraser {
  return {
    async channels({ id }) {
      const tables = { turns: "user_id", messages: "user_id", facts: "set_by", reminders: "user_id", watched_channels: "set_by" };
      const found = await deps.run(
        Object.entries(tables).map(([table, column]) => ({ sql: `SELECT DISTINCT channel_id AS id FROM ${table} WHERE ${column} = ?1`, values: [id] })),
      );
      return [...new Set(found.flat().map((row) => String(row.id)))];
    },

    async erase(person, erasure, progress) {
      const note = (kind: Kind): Query => {
        const path = `'$.${kind}'`;
        const sum = `coalesce(counts ->> ${path}, 0) + changes()`;
        return { sql: `UPDATE erasures SET counts = json_set(counts, ${path}, ${sum}) WHERE id = ?1 AND changes() > 0`, values: [erasure] };
      };
      await clearTurns(person, deps, note);
      progress("turns");
      const values = [person.id, JSON.stringify(person.keys), person.at, person.keys[0], CHUNK];
      for (const [index, { kind, sql }] of steps.entries()) {
        const [first, ...rest] = sql;
        await repeat(query(first, values), deps, [...(kind === null ? [] : [note(kind)]), ...rest.map((text) => query(text, values))]);
        progress(String(index));
      }
      await clearWords(person, deps, note);
      progress("words");
    },
  };
}
