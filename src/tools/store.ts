/**
 * What a server's managers decided about tools, and turns that stand still until somebody agrees to what their model wants to do. The first is read in the
 * batch before an answer; the second is written with the turn's record, and read when its buttons are pressed.
 */
import { and, eq, gt, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { pendingCalls, toolRules } from "../db/schema/tools.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { ToolRule, ToolRules } from "./policy.ts";

/** So long somebody may agree, ms. */
const DECIDABLE_MS = 24 * 60 * 60_000;
/** What is left of it stays that long, so that a repeat brings nothing back; whoever deletes it reckons from here. ms */
export const PENDING_KEPT_MS = 2 * DECIDABLE_MS;

/** Who changes something. `at`: the interaction's own moment, so that a replay changes nothing. */
interface By {
  userId: string;
  at: number;
}

/** `moderates`: for others, too. */
interface Deciding {
  interactionId: string;
  userId: string;
  channelId: string;
  moderates: boolean;
}

export interface PendingCalls extends Omit<typeof pendingCalls.$inferSelect, "people" | "decidedBy"> {
  /** HMACs of everybody whose words it holds, the asker's among them. */
  people: string[];
}

export function createToolStore(db: Database) {
  const rules = (guildId: GuildId | null) =>
    db
      .select()
      .from(toolRules)
      .where(eq(toolRules.guildId, guildId ?? ""));

  return {
    /** Statement: for `parseRules`. No rows outside servers. */
    rules,

    read: async (guildId: GuildId): Promise<ToolRules> => parseRules(await rules(guildId)),

    /** What is not named stays as it was. Returns what holds now, of all tools. */
    async change(guildId: GuildId, tool: string, { roles, ...rest }: Partial<ToolRule>, { userId, at }: By): Promise<ToolRules> {
      const listed = roles === undefined ? {} : { roles: roles === null || roles.length === 0 ? null : JSON.stringify(roles) };
      const changed = { ...rest, ...listed, setBy: userId, changedAt: at };
      const [, rows] = await db.batch([
        db
          .insert(toolRules)
          .values({ guildId, tool, ...changed })
          .onConflictDoUpdate({ target: [toolRules.guildId, toolRules.tool], set: changed, setWhere: sql`changed_at <= ${at}` }),
        rules(guildId),
      ]);
      return parseRules(rows);
    },

    /**
     * Statement; a repeat changes nothing. `createdAt`: the turn's own beginning, for nothing is taken in of somebody who had themselves erased since then
     * (a trigger in migrations/).
     */
    keepPending: (pending: PendingCalls) =>
      db
        .insert(pendingCalls)
        .values({ ...pending, people: JSON.stringify(pending.people) })
        .onConflictDoNothing(),

    /** Statement: for `parsePending`. No rows once its words are gone. */
    pending: (turnId: string) =>
      db
        .select()
        .from(pendingCalls)
        .where(and(eq(pendingCalls.turnId, turnId), ne(pendingCalls.state, ""))),

    /** Whether this interaction is the one that decides: the first one within a day of somebody who may, and that one again however often it asks. */
    async claimPending(turnId: string, { interactionId, userId, channelId, moderates }: Deciding, now: number): Promise<boolean> {
      const isOpen = and(isNull(pendingCalls.decidedBy), ne(pendingCalls.state, ""), gt(pendingCalls.createdAt, now - DECIDABLE_MS));
      const may = and(eq(pendingCalls.channelId, channelId), ...(moderates ? [] : [eq(pendingCalls.userId, userId)]));
      const claimed = await db
        .update(pendingCalls)
        .set({ decidedBy: interactionId })
        .where(and(eq(pendingCalls.turnId, turnId), may, or(eq(pendingCalls.decidedBy, interactionId), isOpen)))
        .returning({ turnId: pendingCalls.turnId });
      return claimed.length > 0;
    },

    /** Statement: its words go; that it was there stays for a while, so that a repeat of `keepPending` brings nothing back. */
    forgetPending: (turnIds: readonly string[]) =>
      db
        .update(pendingCalls)
        .set({ state: "", people: "[]" })
        .where(sql`${pendingCalls.turnId} IN (SELECT value FROM json_each(${JSON.stringify(turnIds)}))`),

    /** At most `limit` of those that began before then. */
    forget: async (before: number, limit: number): Promise<void> => {
      const old = db.select({ turnId: pendingCalls.turnId }).from(pendingCalls).where(lt(pendingCalls.createdAt, before)).limit(limit);
      await db.delete(pendingCalls).where(inArray(pendingCalls.turnId, old));
    },
  };
}

export type ToolStore = ReturnType<typeof createToolStore>;

/** Rows are written above alone, so their JSON is ours. */
export function parseRules(rows: readonly (typeof toolRules.$inferSelect)[]): ToolRules {
  return new Map(
    rows.map(({ tool, enabled, approval, roles }) => [tool, { enabled, approval, roles: roles === null ? null : (JSON.parse(roles) as string[]) }]),
  );
}

/** Null: there is none, or nothing is left of it. */
export function parsePending(rows: readonly (typeof pendingCalls.$inferSelect)[]): PendingCalls | null {
  const [row] = rows;
  if (row === undefined) return null;
  const { decidedBy: _, people, ...rest } = row;
  return { ...rest, people: JSON.parse(people) as string[] };
}
