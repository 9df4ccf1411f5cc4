/** Webhook events over the real D1: each counts once. */
import { beforeEach, expect, test } from "vitest";
import { type AccessStore, createAccessStore } from "../../src/access/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
let store: AccessStore;
beforeEach(async () => {
  store = createAccessStore(await openDatabase());
});

test("an event is new once, however often and in however many at once it is delivered", async () => {
  expect(await store.noteEvent("e1", "APPLICATION_AUTHORIZED", T)).toBe(true);
  expect(await store.noteEvent("e1", "APPLICATION_AUTHORIZED", T + 5)).toBe(false);
  expect(await store.noteEvent("e2", "APPLICATION_AUTHORIZED", T)).toBe(true);
  const atOnce = await Promise.all(Array.from({ length: 10 }, () => store.noteEvent("e3", "ENTITLEMENT_CREATE", T)));
  expect(atOnce.filter((isNew) => isNew)).toHaveLength(1);
  expect(await rows("SELECT id, received_at FROM webhook_events ORDER BY id")).toEqual([
    { id: "e1", received_at: T },
    { id: "e2", received_at: T },
    { id: "e3", received_at: T },
  ]);
});

test("forgetting takes what is older, at most as much as asked", async () => {
  for (let i = 0; i < 5; i++) await store.noteEvent(`e${i}`, "X", T + i);
  await store.forget(T + 4, 3);
  expect(await rows("SELECT count(*) AS n FROM webhook_events")).toEqual([{ n: 2 }]);
  await store.forget(T + 4, 500);
  expect(await rows("SELECT id FROM webhook_events")).toEqual([{ id: "e4" }]);
});
