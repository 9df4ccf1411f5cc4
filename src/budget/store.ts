/**
 * Budgets: nothing is spent that was not reserved before. A turn reserves its worst case in the first D1 batch, the last batch settles
 * the real cost, a failure settles zero. All three limits (person, server, everybody) are decided by one statement, so that parallel
 * turns cannot slip through together; if D1 cannot answer, nothing is spent. Statements are idempotent by turn id.
 */
import { and, eq, inArray, lt, notExists, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { budgetLimits, budgetUsage, ledger } from "../db/schema/budget.ts";
import type { GuildId } from "../kernel/ids.ts";

/** Millionths of a US dollar a UTC day; 0 = no limit. */
export interface BudgetLimits {
  user: number;
  server: number;
  global: number;
}

const MICRO = 1_000_000;
export function limitsInUsd({ user, server, global }: BudgetLimits): BudgetLimits {
  return { user: Math.round(user * MICRO), server: Math.round(server * MICRO), global: Math.round(global * MICRO) };
}

export interface Reservation {
  turnId: string;
  /** HMAC of the person's id (kernel/pseudonym.ts) by the newest key: sums are kept without telling whose. */
  userKey: string;
  guildId: GuildId | null;
  /** ms since 1970; decides the day. */
  at: number;
  amountMicroUsd: number;
}

export type BudgetScope = "user" | "server" | "global";

/** What was refused, or null when the amount is reserved. */
export type ReserveVerdict = { reserved: true } | { reserved: false; full: BudgetScope };

/** More than anybody can spend; exact in a double. */
const NO_LIMIT = 1_000_000_000_000_000;

export function createBudgetStore(db: Database, limits: BudgetLimits) {
  const keyOf = (guildId: GuildId) => `server:${guildId}`;

  /** The scopes that can be limited, with what each may hold by the deployer's word; 0: anything. */
  const scopesOf = ({ userKey, guildId }: Pick<Reservation, "userKey" | "guildId">): { scope: BudgetScope; key: string; limit: number }[] => [
    { scope: "user", key: `user:${userKey}`, limit: limits.user },
    ...(guildId === null ? [] : [{ scope: "server" as const, key: keyOf(guildId), limit: limits.server }]),
    { scope: "global", key: "global", limit: limits.global },
  ];

  /** Whether `more` still fits into every limit, as a condition. Managers can only lower their server's. */
  const fits = (reservation: Reservation, more: SQL): SQL => {
    const day = dayOf(reservation.at);
    const conditions = scopesOf(reservation).map(({ key, limit, scope }) => {
      const deployers = limit > 0 ? limit : NO_LIMIT;
      const allowed =
        scope === "server" ? sql`min(${deployers}, coalesce((SELECT l.amount FROM budget_limits l WHERE l.scope = ${key}), ${deployers}))` : deployers;
      return sql`coalesce((SELECT b.amount FROM budget_usage b WHERE b.scope = ${key} AND b.day = ${day}), 0) + ${more} <= ${allowed}`;
    });
    return sql.join(conditions, sql` AND `);
  };

  /** Statement: the sums of the reservation's scopes. */
  const usageOf = (reservation: Reservation) =>
    db
      .select({ scope: budgetUsage.scope, amount: budgetUsage.amount })
      .from(budgetUsage)
      .where(
        and(
          eq(budgetUsage.day, dayOf(reservation.at)),
          inArray(
            budgetUsage.scope,
            scopesOf(reservation).map(({ key }) => key),
          ),
        ),
      );

  /** Statement: the limit its managers set, at most one row. */
  const ownLimit = (guildId: GuildId | null) =>
    db
      .select({ amount: budgetLimits.amount })
      .from(budgetLimits)
      .where(eq(budgetLimits.scope, guildId === null ? "" : keyOf(guildId)));

  /** The first limit that `more` does not fit into. */
  const refusal = (reservation: Reservation, usage: { scope: string; amount: number }[], own: { amount: number }[], more: number): ReserveVerdict => {
    const spent = (key: string) => usage.find((row) => row.scope === key)?.amount ?? 0;
    const full = scopesOf(reservation).find(({ scope, key, limit }) => {
      const deployers = limit > 0 ? limit : NO_LIMIT;
      return spent(key) + more > (scope === "server" ? Math.min(deployers, own[0]?.amount ?? deployers) : deployers);
    });
    return { reserved: false, full: full?.scope ?? "global" };
  };

  return {
    /** Four statements for one batch, and `verdict` to read the answers of the last three. `free`: a query; where it finds a row, somebody else pays. */
    reserve(reservation: Reservation, free?: SQLWrapper) {
      const { turnId, userKey, guildId, amountMicroUsd: amount } = reservation;
      const server = guildId === null ? null : keyOf(guildId);
      const within = fits(reservation, sql`${amount}`);
      const isPossible = free === undefined ? within : sql`EXISTS ${free} OR (${within})`;
      const reserved = free === undefined ? sql`${amount}` : sql`CASE WHEN EXISTS ${free} THEN 0 ELSE ${amount} END`;
      return {
        // A builder and not `db.run`: drizzle's D1 batch cannot bind parameters of a raw statement.
        insert: db
          .insert(ledger)
          .select(sql`SELECT ${turnId}, ${dayOf(reservation.at)}, ${`user:${userKey}`}, ${server}, ${reserved}, 0 WHERE ${isPossible}`)
          .onConflictDoNothing(),
        own: db.select({ turnId: ledger.turnId }).from(ledger).where(eq(ledger.turnId, turnId)),
        usage: usageOf(reservation),
        limit: ownLimit(guildId),
        verdict: (own: { turnId: string }[], usage: { scope: string; amount: number }[], limit: { amount: number }[]): ReserveVerdict =>
          own.length > 0 ? { reserved: true } : refusal(reservation, usage, limit, amount),
      };
    },

    /** Raises an open reservation by what attempts cost that came to nothing, where the limits allow it. `extra` is their sum: a repeat changes nothing. */
    extend: async (reservation: Reservation, extra: number): Promise<ReserveVerdict> => {
      const amount = reservation.amountMicroUsd + extra;
      const isOpen = and(eq(ledger.turnId, reservation.turnId), eq(ledger.settled, false));
      const [before, raised, usage, limit] = await db.batch([
        db.select({ amount: ledger.amount }).from(ledger).where(isOpen),
        db
          .update(ledger)
          .set({ amount })
          .where(and(isOpen, fits(reservation, sql`${amount} - ${ledger.amount}`)))
          .returning({ turnId: ledger.turnId }),
        usageOf(reservation),
        ownLimit(reservation.guildId),
      ]);
      return raised.length > 0 ? { reserved: true } : refusal(reservation, usage, limit, amount - (before[0]?.amount ?? 0));
    },

    /** The real cost takes the place of the reserved one; 0 refunds. A second settlement of the same turn changes nothing. */
    settle: (turnId: string, costMicroUsd: number) =>
      db
        .update(ledger)
        .set({ amount: costMicroUsd, settled: true })
        .where(and(eq(ledger.turnId, turnId), eq(ledger.settled, false))),

    /** What a server's managers allow a UTC day; null: the deployer's limit holds. */
    serverLimit: async (guildId: GuildId): Promise<number | null> => limitOf(await ownLimit(guildId)),

    /** Null goes back to the deployer's. `at`: the interaction's own moment, so that a replay changes nothing. Returns what holds now. */
    setServerLimit: async (guildId: GuildId, amountMicroUsd: number | null, at: number): Promise<number | null> => {
      const values = { amount: amountMicroUsd ?? NO_LIMIT, changedAt: at };
      const [, rows] = await db.batch([
        db
          .insert(budgetLimits)
          .values({ scope: keyOf(guildId), ...values })
          .onConflictDoUpdate({ target: budgetLimits.scope, set: values, setWhere: sql`changed_at <= ${at}` }),
        ownLimit(guildId),
      ]);
      return limitOf(rows);
    },

    /** Spent by that server on the UTC day of that moment, reservations included. */
    serverSpent: async (guildId: GuildId, at: number): Promise<number> =>
      (
        await db
          .select({ amount: budgetUsage.amount })
          .from(budgetUsage)
          .where(and(eq(budgetUsage.scope, keyOf(guildId)), eq(budgetUsage.day, dayOf(at))))
      )[0]?.amount ?? 0,

    /** Deletes at most `limit` ledger rows of days before that moment, and the sums of days of which nothing is left. */
    forget: async (before: number, limit: number): Promise<void> => {
      const day = dayOf(before);
      const old = db.select({ turnId: ledger.turnId }).from(ledger).where(lt(ledger.day, day)).limit(limit);
      const isEmpty = notExists(db.select({ day: ledger.day }).from(ledger).where(eq(ledger.day, budgetUsage.day)));
      await db.batch([db.delete(ledger).where(inArray(ledger.turnId, old)), db.delete(budgetUsage).where(and(lt(budgetUsage.day, day), isEmpty))]);
    },
  };
}

export type BudgetStore = ReturnType<typeof createBudgetStore>;

function limitOf(rows: { amount: number }[]): number | null {
  const amount = rows[0]?.amount ?? NO_LIMIT;
  return amount === NO_LIMIT ? null : amount;
}

/** UTC date, `YYYY-MM-DD`. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
