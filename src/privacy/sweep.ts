/** Statements that are repeated, a chunk of rows at a time, until they find nothing more to do: D1 blocks while it writes. Used by this room's files. */
import type { Query, Row, RunSql } from "../db/client.ts";

/** Rows that one statement may change. */
export const CHUNK = 500;

export interface SweepDeps {
  run: RunSql;
  /** Waits until so many statements may be run: D1 counts them per event, 50 on the Free plan. */
  spend(statements: number): Promise<void>;
}

/** `?1` to `?9` of a statement are these values in order; it gets those that it names. */
export type Values = Query["values"];

export function query(sql: string, values: Values): Query {
  const named = [...sql.matchAll(/\?(\d)/g)].map(([, number]) => Number(number));
  return { sql, values: values.slice(0, Math.max(0, ...named)) };
}

export async function runAll(queries: readonly Query[], { run, spend }: SweepDeps): Promise<Row[][]> {
  await spend(queries.length);
  return run(queries);
}

/** `then`: statements of the same transaction; in the first of them `changes()` tells what the chunk changed. Returns how many rows changed in all. */
export async function repeat(step: Query, deps: SweepDeps, then: readonly Query[] = []): Promise<number> {
  let sum = 0;
  for (;;) {
    // Rows that triggers change do not count, which D1's own figure would have.
    const [, counted] = await runAll([step, { sql: "SELECT changes() AS n", values: [] }, ...then], deps);
    const changed = Number(counted?.[0]?.n ?? 0);
    sum += changed;
    if (changed < CHUNK) return sum;
  }
}
