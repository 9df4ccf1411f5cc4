/** `GET /health`: is it alive, which version, are the tables there, what is set up. For monitors, `scripts/doctor` and the status page. */
import { json } from "./respond.ts";
import type { AppDeps } from "./types.ts";
import { within } from "./within.ts";

const DATABASE_MS = 2000;

export interface Health {
  status: "ok" | "degraded";
  version: string;
  database: "ok" | "empty" | "unreachable";
  migration: { applied: string | null; expected?: string };
  configured: Record<string, boolean>;
}

export async function readHealth(deps: AppDeps): Promise<Health> {
  const { database, applied } = await readDatabase(deps);
  const behind = deps.expectedMigration !== undefined && applied !== deps.expectedMigration;
  return {
    status: database === "ok" && !behind ? "ok" : "degraded",
    version: deps.version,
    database,
    migration: { applied, ...(deps.expectedMigration === undefined ? {} : { expected: deps.expectedMigration }) },
    configured: deps.configured,
  };
}

/** 503 where no answer can be given at all; a migration that is merely behind is reported with 200. */
export async function health(deps: AppDeps): Promise<Response> {
  const state = await readHealth(deps);
  return json(`${JSON.stringify(state)}\n`, state.database === "ok" ? 200 : 503, { "cache-control": "no-store", "x-content-type-options": "nosniff" });
}

async function readDatabase(deps: AppDeps): Promise<{ database: Health["database"]; applied: string | null }> {
  try {
    const level = await within(deps.clock, DATABASE_MS, deps.migrationLevel());
    if (!level.done) return { database: "unreachable", applied: null };
    return { database: level.value === null ? "empty" : "ok", applied: level.value };
  } catch (error) {
    // wrangler's own table is made with the first migration; drizzle puts the reason into `cause`.
    const reason = error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}` : "";
    return { database: /no such table/i.test(reason) ? "empty" : "unreachable", applied: null };
  }
}
