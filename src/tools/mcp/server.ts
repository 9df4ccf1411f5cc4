/** An MCP server of a Discord server, as it is kept. Rows become these in store.ts. */
import type { Listing } from "./listing.ts";

/** Per Discord server. */
export const MOST_SERVERS = 10;

export interface McpServer {
  id: string;
  guildId: string;
  /** For people. */
  name: string;
  address: string;
  /** JSON object, kernel/seal.ts for `mcpSealContext`; null: none are needed. */
  sealedHeaders: string | null;
  enabled: boolean;
  listing: Listing;
  /** When, ms since 1970; null: never yet. */
  listedAt: number | null;
  /** What went wrong last (failure.ts), if anything did. */
  problem: string;
  changedAt: number;
}

/** Headers are sealed for one server and one host: moved to another they open nowhere. */
export const mcpSealContext = (guildId: string, address: string): string => `mcp headers of ${guildId} at ${new URL(address).origin}`;
