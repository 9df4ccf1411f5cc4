/** What a turn spends beyond what it reserved at its start: attempts in vain, and calls beside the answer's own. Reserved before, as far as limits allow. Used by answer.ts. */
import type { BudgetScope, BudgetStore, Reservation } from "../budget/store.ts";

/** D1 did not answer. */
export class StorageDown extends Error {
  constructor() {
    super("D1 did not answer");
  }
}

/** More would pass the limit of that scope. */
export class OverBudget extends Error {
  readonly full: BudgetScope;
  constructor(full: BudgetScope) {
    super(`over the budget of ${full}`);
    this.full = full;
  }
}

/** Amounts in millionths of a dollar. `afford` and `hold` reject with OverBudget or StorageDown. */
export interface Purse {
  /** An attempt was paid for in vain, and is repeated. */
  afford(lost: number): Promise<void>;
  /** Calls beside the answer's own will cost that at most. */
  hold(most: number): Promise<void>;
  /** One of them did cost that. */
  spend(cost: number): void;
  /** Of all that. */
  beside(): number;
  /** And of attempts in vain. */
  lost(): number;
}

/** `reservation`: of the turn's start, which stays its smallest. `isFree`: nobody's budget is touched. */
export function createPurse(reservation: Reservation, isFree: () => boolean, budget: Pick<BudgetStore, "extend">): Purse {
  let lost = 0;
  let held = 0;
  let beside = 0;
  const extend = async (): Promise<void> => {
    if (isFree()) return;
    const verdict = await budget.extend(reservation, lost + held).catch(() => {
      throw new StorageDown();
    });
    if (!verdict.reserved) throw new OverBudget(verdict.full);
  };
  return {
    afford: async (cost) => {
      lost += cost;
      await extend();
    },
    hold: async (most) => {
      held += most;
      try {
        await extend();
      } catch (error) {
        // What is not allowed is not done, and must not stand in the way of the next.
        held -= most;
        throw error;
      }
    },
    spend: (cost) => {
      beside += cost;
    },
    beside: () => beside,
    lost: () => lost,
  };
}
