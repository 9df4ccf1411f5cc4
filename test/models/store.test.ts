/** Choices and servers' decisions over the real D1: what is newer holds, a replay changes nothing. */
import { beforeEach, describe, expect, test } from "vitest";
import { createBudgetStore } from "../../src/budget/store.ts";
import type { Database } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { DEFAULT_MODELS } from "../../src/models/policy.ts";
import { createModelStore, type ModelStore } from "../../src/models/store.ts";
import { createTurnStore } from "../../src/turns/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const GUILD = "7" as GuildId;
const by = (at: number) => ({ userId: "1", at });
const own = { address: "https://own.example/v1", sealedKey: "v1.x", models: ["llama3", "qwen3"], testedAt: 9 };
let db: Database;
let store: ModelStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createModelStore(db);
});

describe("a choice", () => {
  test("holds until a newer one; an older one, such as a replay, changes nothing", async () => {
    expect(await store.choose("user:1", "a", by(10))).toEqual({ scope: "user:1", model: "a", setBy: "1", changedAt: 10 });
    expect(await store.choose("user:1", null, by(20))).toMatchObject({ model: null, changedAt: 20 });
    expect(await store.choose("user:1", "a", by(10))).toMatchObject({ model: null, changedAt: 20 });
    expect((await store.read(["user:1", "server:7"], null)).choices).toEqual([{ scope: "user:1", model: null, setBy: "1", changedAt: 20 }]);
  });

  test("is taken back only while it is the one that holds", async () => {
    await store.choose("user:1", "a", by(10));
    await store.choose("user:1", "b", by(20));
    expect(await store.choose("user:1", "a", by(30), 10)).toMatchObject({ model: "b", changedAt: 20 });
    expect(await store.choose("user:1", "a", by(30), 20)).toMatchObject({ model: "a", changedAt: 30 });
    expect(await store.choose("user:1", "a", by(30), 20)).toMatchObject({ model: "a", changedAt: 30 });
  });
});

describe("a server's decisions", () => {
  test("are the default without a row, and elsewhere than on servers", async () => {
    expect(await store.readServer(GUILD)).toEqual(DEFAULT_MODELS);
    expect((await store.read([], null)).server).toEqual(DEFAULT_MODELS);
  });

  test("an endpoint and a list stand beside each other; removing the endpoint removes its key", async () => {
    await store.allow(GUILD, ["small"], by(10));
    expect(await store.setEndpoint(GUILD, own, by(20))).toEqual({ allowed: ["small"], own, setBy: "1", changedAt: 20 });
    expect(await store.setEndpoint(GUILD, null, by(30))).toEqual({ allowed: ["small"], own: null, setBy: "1", changedAt: 30 });
    expect(await rows("SELECT endpoint, sealed_key, models, tested_at FROM server_models")).toEqual([
      { endpoint: null, sealed_key: null, models: null, tested_at: null },
    ]);
    expect((await store.setEndpoint(GUILD, own, by(20))).own).toBeNull();
  });

  test("that a test worked is noted for that very endpoint alone", async () => {
    await store.setEndpoint(GUILD, own, by(20));
    await store.noteTested(GUILD, { ...own, sealedKey: "v1.y", testedAt: 99 }, 20);
    expect((await store.readServer(GUILD)).own).toEqual({ ...own, sealedKey: "v1.y", testedAt: 99 });
    await store.noteTested(GUILD, { ...own, sealedKey: "v1.z" }, 10);
    await store.noteTested(GUILD, { ...own, address: "https://other.example/v1", sealedKey: "v1.z" }, 20);
    expect((await store.readServer(GUILD)).own?.sealedKey).toBe("v1.y");
  });
});

describe("queries for others", () => {
  const reservation = (turnId: string) => ({ turnId, userKey: "1", guildId: GUILD, at: 1_800_000_000_000, amountMicroUsd: 600 });
  const reserve = async (turnId: string) => {
    const budget = createBudgetStore(db, { user: 1_000, server: 1_000, global: 1_000 });
    const { insert, own: mine, usage, limit, verdict } = budget.reserve(reservation(turnId), store.paysItself(GUILD));
    const [, ...read] = await db.batch([insert, mine, usage, limit]);
    return verdict(...read);
  };

  test("a server with an endpoint of its own reserves nothing of the deployer's money, and is not refused for want of it", async () => {
    expect(await reserve("a")).toEqual({ reserved: true });
    expect(await reserve("b")).toEqual({ reserved: false, full: "user" });
    await store.setEndpoint(GUILD, own, by(20));
    expect(await reserve("c")).toEqual({ reserved: true });
    expect(await rows("SELECT turn_id, amount FROM ledger ORDER BY turn_id")).toEqual([
      { turn_id: "a", amount: 600 },
      { turn_id: "c", amount: 0 },
    ]);
    await store.setEndpoint(GUILD, null, by(30));
    expect(await reserve("d")).toEqual({ reserved: false, full: "user" });
  });

  test("what was learnt is found for the deployer's models and for the endpoint's, not for another's", async () => {
    const turns = createTurnStore(db);
    for (const model of ["llama3", "https://own.example/v1 llama3", "https://other.example/v1 llama3", "https://own.example/v1 gone"])
      await turns.learn({ model, bytesPerToken: 4, window: null, windowSeenAt: null });
    await store.setEndpoint(GUILD, own, by(20));
    const found = async (guildId: GuildId | null) => (await turns.counts(["llama3"], store.countNames(guildId))).map(({ model }) => model).sort();
    expect(await found(GUILD)).toEqual(["https://own.example/v1 llama3", "llama3"]);
    expect(await found("8" as GuildId)).toEqual(["llama3"]);
    expect(await found(null)).toEqual(["llama3"]);
  });
});
