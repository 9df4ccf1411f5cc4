/**
 * Everything stored about somebody as JSON for themselves: read in pages by index, others' words and ids left out, in files that Discord takes. Used by
 * the job `export`.
 */
import { createExportFiles } from "./export-files.ts";
import { type Reading, readings } from "./export-tables.ts";
import type { Person } from "./person.ts";
import { query, runAll, type SweepDeps } from "./sweep.ts";

/** Rows that one statement reads; one may have some hundred KB. */
const PAGE = 50;

export interface Export {
  /** As text, the first one always there. */
  files: string[];
  /** Entries for which there was no room. */
  leftOut: number;
}

/** `head`: what each file begins with. */
export async function exportEverything(person: Person, head: Readonly<Record<string, unknown>>, deps: SweepDeps): Promise<Export> {
  const files = createExportFiles({ format: "edgewise-export/1", ...head });
  for (const reading of readings) {
    files.begin(reading.name);
    for await (const row of rowsOf(reading, person, deps)) files.add(reading.show(row, person));
  }
  return files.end();
}

async function* rowsOf({ sql, after: first }: Reading, { id, keys }: Person, deps: SweepDeps) {
  let after = Object.values(first);
  for (;;) {
    const [rows = []] = await runAll([query(sql, [id, JSON.stringify(keys), PAGE, ...after])], deps);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = Object.keys(first).map((column) => last[column] ?? "");
  }
}
