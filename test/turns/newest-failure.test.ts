/** The last failure of a channel, as far as somebody there may know of it. */
import { beforeEach, expect, test } from "vitest";
import type { ChannelId, UserId } from "../../src/kernel/ids.ts";
import { createTurnStore, type TurnRecord, type TurnStore } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/turn-record.ts";
import { openDatabase } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const [ADA, BOB] = ["1", "2"] as UserId[] as [UserId, UserId];
const HERE = "5" as ChannelId;
let store: TurnStore;
let next: number;
beforeEach(async () => {
  store = createTurnStore(await openDatabase());
  next = 0;
});

const failed = async (more: Partial<TurnRecord>) => {
  next += 1;
  await store.save(
    turnRecord({ id: String(next), channelId: HERE, userId: ADA, outcome: "failed", reason: "server-error", model: "m", createdAt: T + next, ...more }),
  );
};
const reason = async (user = BOB, since = T) => (await store.newestFailure(HERE, user, since))?.reason ?? null;

test("is the newest in that channel, whoever asked, and not older than asked for", async () => {
  await failed({ reason: "unreachable" });
  await failed({ reason: "empty" });
  await failed({ channelId: "6", reason: "crashed" });
  await failed({ outcome: "answered", reason: "length" });
  expect(await store.newestFailure(HERE, BOB, T)).toEqual({ reason: "empty", model: "m", at: T + 2 });
  expect(await reason(BOB, T + 2)).toBeNull();
});

test("of others is what everybody could have seen: nothing private, nothing about them alone", async () => {
  await failed({ reason: "unreachable" });
  await failed({ reason: "crashed", private: true });
  await failed({ reason: "budget-user" });
  expect(await reason(BOB)).toBe("unreachable");
  expect(await reason(ADA)).toBe("budget-user");
});

test("is never what managers decided", async () => {
  for (const decision of ["paused", "blocked", "elsewhere"]) await failed({ reason: decision });
  expect(await reason(ADA)).toBeNull();
});
