/**
 * Budgets: nothing is spent that was not reserved before. A turn reserves its worst case in the first D1 batch, the last batch settles
 * the real cost, a failure settles zero. All three limits (person, server, everybody) are decided by one statement, so that parallel
 * turns cannot slip through together; if D1 cannot answer, nothing is spent. Statements are idempotent by turn id.
 */
import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
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
  /** The scopes that are limited, with what each may hold. */
  const limited = ({ userId, guildId }: Reservation): { scope: BudgetScope; key: string; limit: number }[] =>
    [
      { scope: "user" as const, key: `user:${userId}`, limit: limits.user },
      ...(guildId === null ? [] : [{ scope: "server" as const, key: `server:${guildId}`, limit: limits.server }]),
      { scope: "global" as const, key: "global", limit: limits.global },
    ].filter(({ limit }) => limit > 0);

  /** Whether `more` still fits into every limit, as a condition. */
  const fits = (reservation: Reservation, more: SQL): SQL => {
    const day = dayOf(reservation.at);
    const conditions = limited(reservation).map(
      ({ key, limit }) => sql`coalesce((SELECT b.amount FROM budget_usage b WHERE b.scope = ${key} AND b.day = ${day}), 0) + ${more} <= ${limit}`,
    );
    return sql.join([sql`1`, ...conditions], sql` AND `);
  };

  /** Statement: the sums of the reservation's scopes. */
  const usageOf = (reservation: Reservation) =>
    db
      .select({ scope: budgetUsage.scope, amount: budgetUsage.amount })
      .from(budgetUsage)
      .where(and(eq(budgetUsage.day, dayOf(reservation.at)), inArray(budgetUsage.scope, [...limited(reservation).map(({ key }) => key), ""])));

  /** The first limit that `more` does not fit into. */
  const refusal = (reservation: Reservation, usage: { scope: string; amount: number }[], more: number): ReserveVerdict => {
    const spent = (key: string) => usage.find((row) => row.scope === key)?.amount ?? 0;
    const full = limited(reservation).find(({ key, limit }) => spent(key) + more > limit);
    return { reserved: false, full: full?.scope ?? "global" };
  };

  return {
    /** Three statements for one batch, and `verdict` to read the answers of the last two. */
    reserve(reservation: Reservation) {
      const { turnId, userId, guildId, amountMicroUsd: amount } = reservation;
      const server = guildId === null ? null : `server:${guildId}`;
      return {
        // A builder and not `db.run`: drizzle's D1 batch cannot bind parameters of a raw statement.
        insert: db
          .insert(ledger)
          .select(sql`SELECT ${turnId}, ${dayOf(reservation.at)}, ${`user:${userId}`}, ${server}, ${amount}, 0 WHERE ${fits(reservation, sql`${amount}`)}`)
          .onConflictDoNothing(),
        own: db.select({ turnId: ledger.turnId }).from(ledger).where(eq(ledger.turnId, turnId)),
        usage: usageOf(reservation),
        verdict: (own: { turnId: string }[], usage: { scope: string; amount: number }[]): ReserveVerdict =>
          own.length > 0 ? { reserved: true } : refusal(reservation, usage, amount),
      };
    },

    /** Raises an open reservation by what attempts cost that came to nothing, where the limits allow it. `extra` is their sum: a repeat changes nothing. */
    extend: async (reservation: Reservation, extra: number): Promise<ReserveVerdict> => {
      const amount = reservation.amountMicroUsd + extra;
      const isOpen = and(eq(ledger.turnId, reservation.turnId), eq(ledger.settled, false));
      const [before, raised, usage] = await db.batch([
        db.select({ amount: ledger.amount }).from(ledger).where(isOpen),
        db
          .update(ledger)
          .set({ amount })
          .where(and(isOpen, fits(reservation, sql`${amount} - ${ledger.amount}`)))
          .returning({ turnId: ledger.turnId }),
        usageOf(reservation),
      ]);
      return raised.length > 0 ? { reserved: true } : refusal(reservation, usage, amount - (before[0]?.amount ?? 0));
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

/** UTC date, `YYYY-MM-DD`. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
