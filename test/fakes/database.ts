/** The real D1 with its migrations, emptied; used by the tests of the rooms' stores. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createDatabase, type Database } from "../../src/db/client.ts";

const TABLES = [
  ...["ledger", "budget_usage", "budget_limits", "messages", "conversations", "turns", "model_counts"],
  ...["webhook_events", "servers", "people", "opt_outs", "claimed_slots", "prompts"],
  ...["model_choices", "server_models", "personas", "persona_choices"],
];

export async function openDatabase(): Promise<Database> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  await env.DB.batch(TABLES.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  return createDatabase(env.DB);
}

export async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
}
