/** Which model answers whom, and what a server's managers decided about models: choices by scope, the list of what may be chosen, the server's own endpoint. */
import { and, eq, inArray, isNotNull, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { modelChoices, serverModels } from "../db/schema/models.ts";
import type { GuildId } from "../kernel/ids.ts";
import { DEFAULT_MODELS, type OwnEndpoint, type ServerModels } from "./policy.ts";

/** `user:<id>`: that person, everywhere. `channel:<id>`: a channel or thread. `server:<id>`. */
export type ModelScope = `user:${string}` | `channel:${string}` | `server:${string}`;

export interface ModelChoice {
  scope: string;
  /** Null: none; what holds anyway. */
  model: string | null;
  setBy: string;
  /** ms since 1970 */
  changedAt: number;
}

/** Who changes something. `at`: the interaction's own moment, so that a replay changes nothing. */
interface By {
  userId: string;
  at: number;
}

export function createModelStore(db: Database) {
  const choices = (scopes: readonly ModelScope[]) =>
    db
      .select()
      .from(modelChoices)
      .where(inArray(modelChoices.scope, [...scopes]));
  const server = (guildId: GuildId | null) =>
    db
      .select()
      .from(serverModels)
      .where(eq(serverModels.guildId, guildId ?? ""));

  const change = async (guildId: GuildId, values: Partial<typeof serverModels.$inferInsert>, { userId, at }: By): Promise<ServerModels> => {
    const changed = { ...values, setBy: userId, changedAt: at };
    const [, rows] = await db.batch([
      db
        .insert(serverModels)
        .values({ guildId, ...changed })
        .onConflictDoUpdate({ target: serverModels.guildId, set: changed, setWhere: sql`changed_at <= ${at}` }),
      server(guildId),
    ]);
    return parseServerModels(rows);
  };

  return {
    /** Statement: what was chosen in each of these scopes, at most one row a scope, in no order. */
    choices,

    /** Statement: at most one row, for `parseServerModels`. */
    server,

    /** Query: not empty where that server's answers come from its own endpoint. */
    paysItself: (guildId: GuildId | null): SQLWrapper =>
      db
        .select({ guildId: serverModels.guildId })
        .from(serverModels)
        .where(and(eq(serverModels.guildId, guildId ?? ""), isNotNull(serverModels.endpoint))),

    /** Query: names (policy.ts, `countName`) of the models of that server's own endpoint. */
    countNames: (guildId: GuildId | null): SQLWrapper =>
      sql`(SELECT ${serverModels.endpoint} || ' ' || value FROM ${serverModels}, json_each(${serverModels.models}) WHERE ${serverModels.guildId} = ${guildId ?? ""})`,

    /** Both at once: one round trip. */
    async read(scopes: readonly ModelScope[], guildId: GuildId | null): Promise<{ choices: ModelChoice[]; server: ServerModels }> {
      const [chosen, rows] = await db.batch([choices(scopes), server(guildId)]);
      return { choices: chosen, server: parseServerModels(rows) };
    },

    readServer: async (guildId: GuildId): Promise<ServerModels> => parseServerModels(await server(guildId)),

    /** `replacing`: only if what holds is still the choice made at that moment. Returns what holds now. */
    async choose(scope: ModelScope, model: string | null, { userId, at }: By, replacing?: number): Promise<ModelChoice | null> {
      const values = { model, setBy: userId, changedAt: at };
      const isCurrent = replacing === undefined ? sql`changed_at <= ${at}` : sql`changed_at = ${replacing}`;
      const [, rows] = await db.batch([
        db
          .insert(modelChoices)
          .values({ scope, ...values })
          .onConflictDoUpdate({ target: modelChoices.scope, set: values, setWhere: isCurrent }),
        choices([scope]),
      ]);
      return rows[0] ?? null;
    },

    /** Null: everything that there is may be chosen. Returns what holds now. */
    allow: (guildId: GuildId, allowed: readonly string[] | null, by: By): Promise<ServerModels> =>
      change(guildId, { allowed: allowed === null ? null : JSON.stringify(allowed) }, by),

    /** Null: back to the deployer's. Returns what holds now. */
    setEndpoint: (guildId: GuildId, own: OwnEndpoint | null, by: By): Promise<ServerModels> =>
      change(
        guildId,
        own === null
          ? { endpoint: null, sealedKey: null, models: null, testedAt: null }
          : { endpoint: own.address, sealedKey: own.sealedKey, models: JSON.stringify(own.models), testedAt: own.testedAt },
        by,
      ),

    /** A request to it worked. `sealedKey`: the same key, perhaps sealed anew; nothing changes where another endpoint has taken its place. */
    async noteTested(guildId: GuildId, { address, sealedKey, testedAt }: OwnEndpoint, changedAt: number): Promise<void> {
      await db
        .update(serverModels)
        .set({ sealedKey, testedAt })
        .where(and(eq(serverModels.guildId, guildId), eq(serverModels.endpoint, address), eq(serverModels.changedAt, changedAt)));
    },
  };
}

export type ModelStore = ReturnType<typeof createModelStore>;

/** Rows are written above alone, so their JSON is ours. */
export function parseServerModels(rows: readonly (typeof serverModels.$inferSelect)[]): ServerModels {
  const [row] = rows;
  if (row === undefined) return DEFAULT_MODELS;
  const { allowed, endpoint, sealedKey, models, testedAt, changedAt, setBy } = row;
  const list = (json: string | null) => (json === null ? null : (JSON.parse(json) as string[]));
  const own = endpoint === null ? null : { address: endpoint, sealedKey, models: list(models) ?? [], testedAt };
  return { allowed: list(allowed), own, setBy, changedAt };
}
