/** Budgets over the real D1: nothing is spent beyond a limit, however many ask at once, and nothing is counted twice. */
import fc from "fast-check";
import { beforeEach, describe, expect, it, test } from "vitest";
import { type BudgetLimits, type BudgetScope, createBudgetStore } from "../../src/budget/store.ts";
import type { Database } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const DAY = 24 * 3600_000;
/** The UTC day that an amount counts for. */
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
let db: Database;
beforeEach(async () => {
  db = await openDatabase();
});

interface Wish {
  turn: string;
  user?: string;
  guild?: string | null;
  at?: number;
  amount: number;
}

function open(limits: Partial<BudgetLimits>) {
  const store = createBudgetStore(db, { user: 0, server: 0, global: 0, ...limits });
  return {
    store,
    /** "ok", or what was full. */
    async reserve({ turn, user = "u1", guild = "g1", at = NOON, amount }: Wish): Promise<"ok" | BudgetScope> {
      const reserve = store.reserve({ turnId: turn, userKey: user, guildId: guild as GuildId | null, at, amountMicroUsd: amount });
      const [, own, usage, limit] = await db.batch([reserve.insert, reserve.own, reserve.usage, reserve.limit]);
      const verdict = reserve.verdict(own, usage, limit);
      return verdict.reserved ? "ok" : verdict.full;
    },
    settle: (turn: string, cost: number) => db.batch([store.settle(turn, cost)]),
    async extend({ turn, user = "u1", guild = "g1", at = NOON, amount }: Wish, extra: number): Promise<"ok" | BudgetScope> {
      const verdict = await store.extend({ turnId: turn, userKey: user, guildId: guild as GuildId | null, at, amountMicroUsd: amount }, extra);
      return verdict.reserved ? "ok" : verdict.full;
    },
  };
}

const used = async (scope: string, at = NOON) => (await rows("SELECT amount FROM budget_usage WHERE scope = ? AND day = ?", scope, dayOf(at)))[0]?.amount ?? 0;

/** What the triggers keep must be what the ledger says. */
async function expectSumsToMatch(): Promise<void> {
  const wanted = await rows(
    `SELECT scope, day, sum(amount) AS amount FROM (SELECT user_scope AS scope, day, amount FROM ledger UNION ALL
     SELECT server_scope, day, amount FROM ledger UNION ALL SELECT 'global', day, amount FROM ledger) WHERE scope IS NOT NULL GROUP BY scope, day ORDER BY scope, day`,
  );
  expect(await rows("SELECT scope, day, amount FROM budget_usage ORDER BY scope, day")).toEqual(wanted);
}

describe("extending", () => {
  it("raises an open reservation as far as every limit allows, names the one that does not, and may be repeated", async () => {
    const budget = open({ user: 100, global: 150 });
    expect(await budget.reserve({ turn: "a", amount: 60 })).toBe("ok");
    expect(await budget.extend({ turn: "a", amount: 60 }, 40)).toBe("ok");
    expect(await budget.extend({ turn: "a", amount: 60 }, 40)).toBe("ok");
    expect(await used("user:u1")).toBe(100);
    expect(await budget.extend({ turn: "a", amount: 60 }, 41)).toBe("user");
    expect(await budget.reserve({ turn: "b", user: "u2", amount: 50 })).toBe("ok");
    expect(await budget.extend({ turn: "b", user: "u2", amount: 50 }, 1)).toBe("global");
    expect(await used("user:u1")).toBe(100);
    await expectSumsToMatch();
  });

  it("does nothing to what is settled", async () => {
    const budget = open({ user: 100 });
    await budget.reserve({ turn: "a", amount: 60 });
    await budget.settle("a", 10);
    expect(await budget.extend({ turn: "a", amount: 60 }, 5)).not.toBe("ok");
    expect(await used("user:u1")).toBe(10);
  });
});

describe("a server's own limit", () => {
  const G1 = "g1" as GuildId;

  it("lowers the deployer's, never raises it, and goes away again", async () => {
    const budget = open({ server: 200 });
    await budget.store.setServerLimit(G1, 50, 1);
    expect(await budget.reserve({ turn: "a", amount: 51 })).toBe("server");
    expect(await budget.reserve({ turn: "b", amount: 50 })).toBe("ok");
    expect(await budget.reserve({ turn: "c", amount: 150, guild: "g2" })).toBe("ok");
    await budget.store.setServerLimit(G1, 1_000, 2);
    expect([await budget.store.serverLimit(G1), await budget.store.serverSpent(G1, NOON)]).toEqual([1_000, 50]);
    expect(await budget.reserve({ turn: "d", amount: 151 })).toBe("server");
    await budget.store.setServerLimit(G1, null, 3);
    expect(await budget.store.serverLimit(G1)).toBeNull();
    expect(await budget.reserve({ turn: "e", amount: 150 })).toBe("ok");
  });

  it("holds where the deployer set none, for raised reservations, too", async () => {
    const budget = open({});
    await budget.store.setServerLimit(G1, 50, 1);
    expect(await budget.reserve({ turn: "a", amount: 40 })).toBe("ok");
    expect(await budget.extend({ turn: "a", amount: 40 }, 11)).toBe("server");
    expect(await budget.reserve({ turn: "b", amount: 1e9, guild: "g2" })).toBe("ok");
  });

  it("is not changed back by an older interaction", async () => {
    const { store } = open({});
    await store.setServerLimit(G1, 50, 2);
    await store.setServerLimit(G1, 70, 1);
    expect(await store.serverLimit(G1)).toBe(50);
  });
});

describe("reserving", () => {
  it("is refused by the limit that is reached, and names it", async () => {
    const user = open({ user: 100 });
    expect(await user.reserve({ turn: "a", amount: 100 })).toBe("ok");
    expect(await user.reserve({ turn: "b", amount: 1 })).toBe("user");
    expect(await user.reserve({ turn: "c", amount: 100, user: "u2" })).toBe("ok");
    const server = open({ server: 250 });
    expect(await server.reserve({ turn: "d", amount: 50 })).toBe("ok");
    expect(await server.reserve({ turn: "e", amount: 1, user: "u3" })).toBe("server");
    expect(await server.reserve({ turn: "f", amount: 1, guild: "g2" })).toBe("ok");
    const everybody = open({ global: 260 });
    expect(await everybody.reserve({ turn: "g", amount: 10, guild: "g3", user: "u4" })).toBe("global");
    expect(await everybody.reserve({ turn: "h", amount: 9, guild: "g3", user: "u4" })).toBe("ok");
  });

  it("writes nothing when it is refused", async () => {
    const { reserve } = open({ user: 10, server: 1_000, global: 1_000 });
    expect(await reserve({ turn: "a", amount: 11 })).toBe("user");
    expect([await rows("SELECT * FROM ledger"), await rows("SELECT * FROM budget_usage")]).toEqual([[], []]);
  });

  it("a second time is the same reservation, even when the limit is full by then", async () => {
    const { reserve } = open({ user: 100 });
    expect(await reserve({ turn: "a", amount: 60 })).toBe("ok");
    expect(await reserve({ turn: "a", amount: 60 })).toBe("ok");
    expect(await used("user:u1")).toBe(60);
  });

  it("a limit of 0 is none", async () => {
    const { reserve } = open({});
    for (let i = 0; i < 5; i++) expect(await reserve({ turn: `t${i}`, amount: 1e9 })).toBe("ok");
    expect(await used("global")).toBe(5e9);
  });

  it("outside servers knows no server limit", async () => {
    const { reserve } = open({ server: 10 });
    expect(await reserve({ turn: "a", amount: 1_000, guild: null })).toBe("ok");
    expect(await rows("SELECT scope FROM budget_usage ORDER BY scope")).toEqual([{ scope: "global" }, { scope: "user:u1" }]);
  });

  it("a free call passes a full limit, a dear one does not", async () => {
    const { reserve } = open({ user: 10 });
    expect(await reserve({ turn: "a", amount: 10 })).toBe("ok");
    expect(await reserve({ turn: "b", amount: 0 })).toBe("ok");
    expect(await reserve({ turn: "c", amount: 1 })).toBe("user");
  });

  it("a person's limit holds across servers, and a user is never taken for a server of the same id", async () => {
    const { reserve } = open({ user: 100, server: 50 });
    expect(await reserve({ turn: "a", amount: 50, guild: "7", user: "u1" })).toBe("ok");
    expect(await reserve({ turn: "b", amount: 51, guild: "8", user: "u1" })).toBe("user");
    expect(await reserve({ turn: "c", amount: 50, guild: "9", user: "7" })).toBe("ok");
  });

  test("50 at once never exceed any of the limits", async () => {
    const { reserve } = open({ user: 400, server: 900, global: 1_500 });
    const wishes = Array.from({ length: 50 }, (_, i) => ({ turn: `t${i}`, user: `u${i % 5}`, guild: `g${i % 2}`, amount: 70 }));
    const verdicts = await Promise.all(wishes.map(reserve));
    expect(verdicts.filter((verdict) => verdict === "ok")).toHaveLength(21);
    for (const { scope, amount } of await rows("SELECT scope, amount FROM budget_usage")) {
      const limit = String(scope).startsWith("user:") ? 400 : scope === "global" ? 1_500 : 900;
      expect(Number(amount), String(scope)).toBeLessThanOrEqual(limit);
    }
    await expectSumsToMatch();
  });
});

describe("settling", () => {
  it("puts the real cost in the reservation's place, once", async () => {
    const { reserve, settle } = open({ user: 100 });
    await reserve({ turn: "a", amount: 100 });
    await settle("a", 30);
    await settle("a", 90);
    expect([await used("user:u1"), await used("server:g1"), await used("global")]).toEqual([30, 30, 30]);
    expect(await rows("SELECT amount, settled FROM ledger")).toEqual([{ amount: 30, settled: 1 }]);
    expect(await reserve({ turn: "b", amount: 70 })).toBe("ok");
  });

  it("0 is a refund", async () => {
    const { reserve, settle } = open({ user: 100 });
    await reserve({ turn: "a", amount: 100 });
    await settle("a", 0);
    expect(await reserve({ turn: "b", amount: 100 })).toBe("ok");
  });

  it("more than was reserved is written down honestly", async () => {
    const { reserve, settle } = open({ user: 100 });
    await reserve({ turn: "a", amount: 10 });
    await settle("a", 150);
    expect(await used("user:u1")).toBe(150);
    expect(await reserve({ turn: "b", amount: 1 })).toBe("user");
  });

  it("what was never reserved changes nothing, and a resumed reservation after it neither", async () => {
    const { reserve, settle } = open({ user: 100 });
    await settle("ghost", 50);
    expect(await used("global")).toBe(0);
    await reserve({ turn: "a", amount: 100 });
    await settle("a", 5);
    await reserve({ turn: "a", amount: 100 });
    expect(await used("user:u1")).toBe(5);
  });

  it("counts for the day of the question, though it ends after midnight", async () => {
    const { reserve, settle } = open({ user: 100 });
    const midnight = Date.UTC(2026, 10, 21);
    expect(await reserve({ turn: "late", amount: 100, at: midnight - 1 })).toBe("ok");
    expect(await reserve({ turn: "early", amount: 100, at: midnight })).toBe("ok");
    await settle("late", 40);
    expect([await used("user:u1", midnight - 1), await used("user:u1", midnight)]).toEqual([40, 100]);
  });
});

describe("forgetting", () => {
  it("takes days before the moment, in chunks, and leaves the others and their sums", async () => {
    const { reserve, store } = open({});
    for (let i = 0; i < 5; i++) await reserve({ turn: `old${i}`, amount: 1, at: NOON - 40 * DAY });
    await reserve({ turn: "new", amount: 2 });
    await store.forget(NOON - 30 * DAY, 3);
    expect(await rows("SELECT count(*) AS n FROM ledger")).toEqual([{ n: 3 }]);
    await store.forget(NOON - 30 * DAY, 3);
    expect(await rows("SELECT turn_id FROM ledger")).toEqual([{ turn_id: "new" }]);
    await expectSumsToMatch();
  });
});

test("whatever happens in whatever order, the sums are the ledger's and no limit is passed by a reservation", async () => {
  const turn = fc.integer({ min: 0, max: 9 }).map((n) => `t${n}`);
  const step = fc.oneof(
    fc.record({
      do: fc.constant("reserve" as const),
      turn,
      user: fc.constantFrom("u1", "u2"),
      guild: fc.constantFrom("g1", null),
      at: fc.constantFrom(NOON, NOON + DAY),
      amount: fc.integer({ min: 0, max: 60 }),
    }),
    fc.record({ do: fc.constant("settle" as const), turn, cost: fc.integer({ min: 0, max: 60 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      db = await openDatabase();
      const { reserve, settle } = open({ user: 100, server: 120, global: 150 });
      for (const step of steps) {
        if (step.do === "settle") await settle(step.turn, step.cost);
        else {
          const before = new Map((await rows("SELECT scope || day AS key, amount FROM budget_usage")).map(({ key, amount }) => [key, Number(amount)]));
          const isNew = (await rows("SELECT 1 FROM ledger WHERE turn_id = ?", step.turn)).length === 0;
          const sum = (scope: string) => (before.get(scope + dayOf(step.at)) ?? 0) + step.amount;
          const fits = sum(`user:${step.user}`) <= 100 && (step.guild === null || sum(`server:${step.guild}`) <= 120) && sum("global") <= 150;
          expect((await reserve(step)) === "ok").toBe(fits || !isNew);
          if (isNew && !fits) expect(await rows("SELECT 1 FROM ledger WHERE turn_id = ?", step.turn)).toEqual([]);
        }
      }
      await expectSumsToMatch();
    }),
    { numRuns: 25 },
  );
}, 60_000);
