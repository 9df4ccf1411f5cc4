/** The real D1, and how many rows its statements read and wrote by its own count. For tests that hold work to a measure. */
import { env } from "cloudflare:workers";
import { createDatabase, type Database } from "../../src/db/client.ts";

export function countingDatabase(): { db: Database; read(): number; written(): number } {
  const sums = { read: 0, written: 0 };
  const counted = <T extends D1Result<unknown>>(result: T): T => {
    sums.read += result.meta.rows_read;
    sums.written += result.meta.rows_written;
    return result;
  };
  const inner = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: async () => counted(await statement.all()),
      run: async () => counted(await statement.run()),
      // Drizzle's way of reading; it has no count of its own.
      raw: async () => counted(await statement.all<Record<string, unknown>>()).results.map((row) => Object.values(row)),
    } as unknown as D1PreparedStatement;
    inner.set(wrapped, statement);
    return wrapped;
  };
  const binding = {
    prepare: (sql: string) => wrap(env.DB.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) => (await env.DB.batch(statements.map((one) => inner.get(one) ?? one))).map(counted),
  } as unknown as D1Database;
  return { db: createDatabase(binding), read: () => sums.read, written: () => sums.written };
}
