/** D1 by drizzle. Rooms build queries; whoever needs several at once runs them as one `batch`: one round trip, one transaction. */
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

/** `transaction()` is missing on purpose: D1 refuses BEGIN, `batch` is its only transaction. */
export type Database = Omit<DrizzleD1Database<Record<string, never>>, "transaction">;

/** A statement that can stand in a batch. */
export type Statement = BatchItem<"sqlite">;

/** Runs them as one batch, in the order in which they are named, and gives each one's rows under its name. */
export async function inOneBatch<Statements extends Readonly<Record<string, Statement>>>(
  db: Database,
  statements: Statements,
): Promise<{ [Name in keyof Statements]: Statements[Name]["_"]["result"] }> {
  const [first, ...rest] = Object.values(statements);
  if (first === undefined) return {} as never;
  const results = await db.batch([first, ...rest]);
  return Object.fromEntries(Object.keys(statements).map((name, index) => [name, results[index]])) as never;
}

export function createDatabase(binding: D1Database): Database {
  return drizzle(binding, { logger: false });
}

/** A statement as text, for what goes through the tables of many rooms at once (privacy/). `?1` is the first value. */
export interface Query {
  sql: string;
  values: readonly (string | number | null)[];
}

export type Row = Readonly<Record<string, string | number | null>>;

/** Runs them as one batch and gives each one's rows. */
export type RunSql = (queries: readonly Query[]) => Promise<Row[][]>;

export function createRunSql(binding: D1Database): RunSql {
  return async (queries) => {
    const results = await binding.batch<Row>(queries.map(({ sql, values }) => binding.prepare(sql).bind(...values)));
    return results.map((result) => result.results);
  };
}

/** What this version of the code expects; a test keeps it equal to the newest file in migrations/. */
export const LATEST_MIGRATION = "0006_presence.sql";

/** Name of the newest applied migration, or null where none is. Throws when D1 does. */
export async function migrationLevel(db: Database): Promise<string | null> {
  const rows = await db.all<{ name: string }>(sql`SELECT name FROM d1_migrations ORDER BY id DESC LIMIT 1`);
  return rows[0]?.name ?? null;
}
