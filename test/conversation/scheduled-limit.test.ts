/** What one run of a schedule may cost: no round is begun beyond it, whatever all other budgets would allow. */
import { describe, expect, it } from "vitest";
import type { BudgetStore } from "../../src/budget/store.ts";
import { capExtensions } from "../../src/conversation/scheduled/limit.ts";

function open(most: number) {
  const asked: number[] = [];
  const extend: BudgetStore["extend"] = async (_reservation, extra) => {
    asked.push(extra);
    return { reserved: true };
  };
  const capped = capExtensions(most, { extend } as BudgetStore);
  const reservation = { turnId: "1", userKey: "k", guildId: null, at: 5, amountMicroUsd: 600 };
  return { asked, capped, extend: (extra: number) => capped.budget.extend(reservation as Parameters<BudgetStore["extend"]>[0], extra) };
}

describe("a run's own budget", () => {
  it("lets it reserve more up to that, as the other budgets have it", async () => {
    const { asked, capped, extend } = open(1_000);
    expect(await extend(400)).toMatchObject({ reserved: true });
    expect([asked, capped.isHit()]).toEqual([[400], false]);
  });

  it("refuses what would go beyond, without asking the others, and says that it was that", async () => {
    const { asked, capped, extend } = open(1_000);
    expect(await extend(401)).toMatchObject({ reserved: false });
    expect([asked, capped.isHit()]).toEqual([[], true]);
  });
});
