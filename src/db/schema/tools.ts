/** Tables of the tools room: what the model may call on a server, whose remote tools, and what waits for somebody's consent. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A row a server and tool that a manager decided about; without one the tool's own default holds. */
export const toolRules = sqliteTable(
  "tool_rules",
  {
    guildId: text("guild_id").notNull(),
    /** Name of a tool of ours, or `mcp:<server>:<name>` for a remote one (tools/mcp). */
    tool: text().notNull(),
    /** Null: as the tool has it. */
    enabled: integer({ mode: "boolean" }),
    /** Whether somebody has to agree before it is called; null: as its risk has it. */
    approval: integer({ mode: "boolean" }),
    /** JSON array of role ids whose members may have it called; null: everybody. */
    roles: text(),
    setBy: text("set_by").notNull(),
    /** The interaction's moment, ms since 1970: an older one, such as a replay, changes nothing. */
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.tool] })],
);

/** MCP servers of a Discord server. */
export const mcpServers = sqliteTable(
  "mcp_servers",
  {
    /** The id of the interaction that added it. */
    id: text().primaryKey(),
    guildId: text("guild_id").notNull(),
    /** For people, and the beginning of its tools' names. */
    name: text().notNull(),
    address: text().notNull(),
    /** JSON object of headers, AES-GCM under SECRET_KEY (kernel/seal.ts); null: none are needed. */
    sealedHeaders: text("sealed_headers"),
    enabled: integer({ mode: "boolean" }).notNull().default(true),
    /** JSON: its tools as it listed them last, and which era of the protocol it speaks (tools/mcp/listing.ts). An empty array: never yet. */
    tools: text().notNull().default("[]"),
    /** When, ms since 1970; null: never yet. */
    listedAt: integer("listed_at"),
    /** What went wrong last; empty: nothing. */
    problem: text().notNull().default(""),
    setBy: text("set_by").notNull(),
    changedAt: integer("changed_at").notNull(),
  },
  (table) => [index("mcp_servers_guild").on(table.guildId)],
);

/** A turn that stands still until somebody agrees to what its model wants to do. */
export const pendingCalls = sqliteTable(
  "pending_calls",
  {
    /** The turn that asked. */
    turnId: text("turn_id").primaryKey(),
    guildId: text("guild_id"),
    channelId: text("channel_id").notNull(),
    userId: text("user_id").notNull(),
    /** JSON array of HMACs (kernel/pseudonym.ts): everybody whose words it holds. */
    people: text().notNull().default("[]"),
    /** JSON: the rounds so far and what waits (turn/tool-loop.ts). */
    state: text().notNull(),
    /** The interaction that decided it; null: nobody has yet. */
    decidedBy: text("decided_by"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("pending_calls_created").on(table.createdAt), index("pending_calls_user").on(table.userId)],
);
