/** `GET /health`: is it alive, which version, are the tables there, what is set up. For monitors, `scripts/doctor` and the status page. */
import { baseOf, type Connection, type OwnApplication } from "./own-application.ts";
import { json } from "./respond.ts";
import type { AppDeps } from "./types.ts";
import { within } from "./within.ts";

const DATABASE_MS = 2000;
const OBJECT_MS = 5000;
/** It costs a request to an object, and anybody may ask. */
const DEEP_FRESH_MS = 10_000;

export interface Health {
  status: "ok" | "degraded";
  version: string;
  database: "ok" | "empty" | "unreachable";
  migration: { applied: string | null; expected?: string };
  configured: Record<string, boolean>;
}

/** With `?deep=1`: the way that answers take, and whose bot this is. Nothing here is a secret: both ids are public at Discord. */
export interface DeepHealth {
  object: "ok" | "failed";
  objectMs: number;
  applicationId: string;
  publicKey: string;
  discord: Connection;
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
export function createHealth(deps: AppDeps, own: OwnApplication): (request: Request) => Promise<Response> {
  let deep: { at: number; answer: DeepHealth } | undefined;
  return async (request) => {
    const state = await readHealth(deps);
    if (new URL(request.url).searchParams.get("deep") !== "1") return answer(state);
    const now = deps.clock.now();
    if (deep === undefined || now - deep.at >= DEEP_FRESH_MS) {
      if (!(await deps.flood("deep-health"))) return json('{"status":"busy"}\n', 429, { "retry-after": "10" });
      deep = { at: now, answer: await readDeep(deps, await own.connection(baseOf(request, deps))) };
    }
    return answer({ ...state, deep: deep.answer });
  };
}

function answer(state: Health & { deep?: DeepHealth }): Response {
  return json(`${JSON.stringify(state)}\n`, state.database === "ok" ? 200 : 503, { "cache-control": "no-store", "x-content-type-options": "nosniff" });
}

async function readDeep(deps: AppDeps, discord: Connection): Promise<DeepHealth> {
  const start = deps.clock.now();
  const object = await within(deps.clock, OBJECT_MS, deps.probeObject()).then(
    ({ done }) => done,
    () => false,
  );
  return {
    object: object ? "ok" : "failed",
    objectMs: deps.clock.now() - start,
    applicationId: deps.applicationId,
    publicKey: deps.publicKey,
    discord,
  };
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
