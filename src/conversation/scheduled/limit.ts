/** What one run of a schedule may cost at most, on top of all other budgets: the window is made so small that it fits, and no round is begun beyond it. */
import type { BudgetStore } from "../../budget/store.ts";
import type { AskInput } from "../../jobs/types.ts";
import { promptFor } from "../../prompts/index.ts";
import { mostItCosts } from "../billing.ts";
import { jobSettings } from "../job-settings.ts";
import { jobOf } from "../task.ts";
import type { ConversationDeps } from "../types.ts";

/** Tokens, the first that fits. A post needs no long memory; below the last there is no room for prompts and tools. */
const WINDOWS = [Number.POSITIVE_INFINITY, 65_536, 32_768, 16_384, 8_192, 4_096, 2_048];

export interface Limited<Deps> {
  deps: Deps;
  /** The run came to it. */
  isHit(): boolean;
}

/** Null where not even the smallest run fits. `most`: millionths of a dollar; null: no limit of its own. */
export function withinBudget<Deps extends ConversationDeps>(most: number | null, input: AskInput, deps: Deps): Limited<Deps> | null {
  if (most === null) return { deps, isHit: () => false };
  const settings = jobSettings(promptFor(jobOf(input)), deps.settings);
  const narrow = (tokens: number): Deps => ({ ...deps, windowOf: (model: string) => Math.min(tokens, deps.windowOf(model)) });
  const fitting = WINDOWS.find((tokens) => mostItCosts(input, settings, narrow(tokens)) <= most);
  if (fitting === undefined) return null;
  const capped = capExtensions(most, deps.budget);
  return { deps: { ...narrow(fitting), budget: capped.budget }, isHit: capped.isHit };
}

/** The same where nothing can be made smaller, such as a picture. */
export function capExtensions(most: number, budget: BudgetStore): { budget: BudgetStore; isHit(): boolean } {
  let hit = false;
  return {
    isHit: () => hit,
    budget: {
      ...budget,
      extend: async (reservation, extra) => {
        if (reservation.amountMicroUsd + extra <= most) return budget.extend(reservation, extra);
        hit = true;
        return { reserved: false, full: "server" };
      },
    },
  };
}
