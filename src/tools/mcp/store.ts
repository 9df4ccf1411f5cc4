/** MCP servers of Discord servers: which there are, whether they are switched on, and what they listed last. */
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { mcpServers } from "../../db/schema/tools.ts";
import type { GuildId } from "../../kernel/ids.ts";
import { type Listing, NO_LISTING } from "./listing.ts";
import { type McpServer, MOST_SERVERS } from "./server.ts";

type Row = typeof mcpServers.$inferSelect;

/** Who changes something. `at`: the interaction's own moment, so that a replay changes nothing. */
interface By {
  userId: string;
  at: number;
}

export function createMcpStore(db: Database) {
  const servers = (guildId: GuildId | null) =>
    db
      .select()
      .from(mcpServers)
      .where(eq(mcpServers.guildId, guildId ?? ""))
      .orderBy(mcpServers.id);
  const one = (guildId: string, id: string) => and(eq(mcpServers.guildId, guildId), eq(mcpServers.id, id));
  /** The very one that was asked: neither removed nor set up anew meanwhile. */
  const still = ({ guildId, id, address }: McpServer) => and(one(guildId, id), eq(mcpServers.address, address));

  return {
    /** Statement: at most ten rows, for `parseMcpServers`; in the order in which they were added. */
    servers,

    list: async (guildId: GuildId): Promise<McpServer[]> => parseMcpServers(await servers(guildId)),

    /** Unless there are as many as there may be; a repeat changes nothing. */
    async add(server: McpServer, setBy: string): Promise<boolean> {
      const { id, guildId, name, address, sealedHeaders, listing, listedAt, changedAt } = server;
      const values = sql`SELECT ${id}, ${guildId}, ${name}, ${address}, ${sealedHeaders}, 1, ${JSON.stringify(listing)}, ${listedAt}, '', ${setBy}, ${changedAt}
        WHERE (SELECT count(*) FROM mcp_servers WHERE guild_id = ${guildId} AND id <> ${id}) < ${MOST_SERVERS}`;
      const [, rows] = await db.batch([
        db.insert(mcpServers).select(values).onConflictDoNothing(),
        db.select({ id: mcpServers.id }).from(mcpServers).where(one(guildId, id)),
      ]);
      return rows.length > 0;
    },

    async remove(guildId: GuildId, id: string): Promise<void> {
      await db.delete(mcpServers).where(one(guildId, id));
    },

    /** Returns all as they are now. */
    async switch(guildId: GuildId, id: string, enabled: boolean, { userId, at }: By): Promise<McpServer[]> {
      const [, rows] = await db.batch([
        db
          .update(mcpServers)
          .set({ enabled, setBy: userId, changedAt: at })
          .where(and(one(guildId, id), lte(mcpServers.changedAt, at))),
        servers(guildId),
      ]);
      return parseMcpServers(rows);
    },

    /** `sealedHeaders`: the same, perhaps sealed by a newer key. */
    async noteListing(server: McpServer, listing: Listing, listedAt: number, sealedHeaders = server.sealedHeaders): Promise<void> {
      await db
        .update(mcpServers)
        .set({ tools: JSON.stringify(listing), listedAt, problem: "", sealedHeaders })
        .where(still(server));
    },

    /** Empty: all is well again. */
    async noteProblem(server: McpServer, problem: string): Promise<void> {
      await db.update(mcpServers).set({ problem }).where(still(server));
    },
  };
}

export type McpStore = ReturnType<typeof createMcpStore>;

/** Rows are written above alone, so their JSON is ours. */
export function parseMcpServers(rows: readonly Row[]): McpServer[] {
  return rows.map(({ tools, setBy: _, ...row }) => {
    const kept = JSON.parse(tools) as Listing | [];
    return { ...row, listing: Array.isArray(kept) ? NO_LISTING : kept };
  });
}
