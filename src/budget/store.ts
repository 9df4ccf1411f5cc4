/**
 * Budgets: nothing is spent that was not reserved before. A turn reserves its worst case in the first D1 batch, the last batch settles
 * the real cost, a failure settles zero. All three limits (person, server, everybody) are decided by one statement, so that parallel
 * turns cannot slip through together; if D1 cannot answer, nothing is spent. Statements are idempotent by turn id.
 */
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { budgetUsage, ledger } from "../db/schema/budget.ts";
import type { GuildId, UserId } from "../kernel/ids.ts";

/** Millionths of a US dollar a UTC day; 0 = no limit. */
export interface BudgetLimits {
  user: number;
  server: number;
  global: number;
}

export interface Reservation {
  turnId: string;
  userId: UserId;
  guildId: GuildId | null;
  /** ms since 1970; decides the day. */
  at: number;
  amountMicroUsd: number;
}

export type BudgetScope = "user" | "server" | "global";

/** What was refused, or null when the amount is reserved. */
export type ReserveVerdict = { reserved: true } | { reserved: false; full: BudgetScope };

export function createBudgetStore(db: Database, limits: BudgetLimits) {
  return {
    /** Three statements for one batch, and `verdict` to read the answers of the last two. */
    reserve(reservation: Reservation) {
      const scopes = scopesOf(reservation);
      const { turnId, amountMicroUsd: amount } = reservation;
      const day = dayOf(reservation.at);
      const fits = (scope: string | null, limit: number) =>
        scope === null || limit === 0
          ? sql`1`
          : sql`coalesce((SELECT amount FROM budget_usage WHERE scope = ${scope} AND day = ${day}), 0) + ${amount} <= ${limit}`;
      return {
        // A builder and not `db.run`: drizzle's D1 batch cannot bind parameters of a raw statement.
        insert: db
          .insert(ledger)
          .select(
            sql`SELECT ${turnId}, ${day}, ${scopes.user}, ${scopes.server}, ${amount}, 0
              WHERE ${fits(scopes.user, limits.user)} AND ${fits(scopes.server, limits.server)} AND ${fits("global", limits.global)}`,
          )
          .onConflictDoNothing(),
        own: db.select({ turnId: ledger.turnId }).from(ledger).where(eq(ledger.turnId, turnId)),
        usage: db
          .select({ scope: budgetUsage.scope, amount: budgetUsage.amount })
          .from(budgetUsage)
          .where(and(eq(budgetUsage.day, day), inArray(budgetUsage.scope, [scopes.user, scopes.server ?? "", "global"]))),
        verdict(own: { turnId: string }[], usage: { scope: string; amount: number }[]): ReserveVerdict {
          if (own.length > 0) return { reserved: true };
          const spent = (scope: string) => usage.find((row) => row.scope === scope)?.amount ?? 0;
          const full = (scope: string | null, limit: number) => scope !== null && limit > 0 && spent(scope) + amount > limit;
          if (full(scopes.user, limits.user)) return { reserved: false, full: "user" };
          return { reserved: false, full: full(scopes.server, limits.server) ? "server" : "global" };
        },
      };
    },

    /** The real cost takes the place of the reserved one; 0 refunds. A second settlement of the same turn changes nothing. */
    settle: (turnId: string, costMicroUsd: number) =>
      db
        .update(ledger)
        .set({ amount: costMicroUsd, settled: true })
        .where(and(eq(ledger.turnId, turnId), eq(ledger.settled, false))),

    /** Deletes at most `limit` ledger rows, and the sums, of days before that moment. */
    forget: async (before: number, limit: number): Promise<void> => {
      const day = dayOf(before);
      const old = db.select({ turnId: ledger.turnId }).from(ledger).where(lt(ledger.day, day)).limit(limit);
      await db.batch([db.delete(ledger).where(inArray(ledger.turnId, old)), db.delete(budgetUsage).where(lt(budgetUsage.day, day))]);
    },
  };
}

export type BudgetStore = ReturnType<typeof createBudgetStore>;

function scopesOf(reservation: Reservation) {
  return { user: `user:${reservation.userId}`, server: reservation.guildId === null ? null : `server:${reservation.guildId}` };
}

/** UTC date, `YYYY-MM-DD`. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
