/** The real D1 with its migrations, emptied; used by the tests of the rooms' stores. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createDatabase, type Database } from "../../src/db/client.ts";

export async function openDatabase(): Promise<Database> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const tables = (await rows("SELECT name FROM sqlite_master WHERE type = 'table'")).map(({ name }) => String(name)).filter(isOurs);
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  return createDatabase(env.DB);
}

export async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
}

/** Not the migrations' own, nor what triggers keep of the others. */
const isOurs = (table: string) => !/^(sqlite_|_cf_|d1_|memory_fts|bursts$)/.test(table);
