/** D1 by drizzle. Rooms build queries; whoever needs several at once runs them as one `batch`: one round trip, one transaction. */
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

/** `transaction()` is missing on purpose: D1 refuses BEGIN, `batch` is its only transaction. */
export type Database = Omit<DrizzleD1Database<Record<string, never>>, "transaction">;

/** A statement that can stand in a batch. */
export type Statement = BatchItem<"sqlite">;

export function createDatabase(binding: D1Database): Database {
  return drizzle(binding, { logger: false });
}

/** What this version of the code expects; a test keeps it equal to the newest file in migrations/. */
export const LATEST_MIGRATION = "0002_front_door.sql";

/** Name of the newest applied migration, or null where none is. Throws when D1 does. */
export async function migrationLevel(db: Database): Promise<string | null> {
  const rows = await db.all<{ name: string }>(sql`SELECT name FROM d1_migrations ORDER BY id DESC LIMIT 1`);
  return rows[0]?.name ?? null;
}
