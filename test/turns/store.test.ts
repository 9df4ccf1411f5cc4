/** The records of answers over the real D1. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import type { ChannelId, UserId } from "../../src/kernel/ids.ts";
import { createModelStore } from "../../src/models/store.ts";
import { createTurnStore, parse, type TurnStore } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/turn-record.ts";
import { openDatabase } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const MINUTE = 60_000;
let db: Database;
let store: TurnStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createTurnStore(db);
});

describe("a record", () => {
  it("comes back as it was saved, its JSON read", async () => {
    const record = turnRecord({ id: "7", messageIds: ["1", "2"], reason: "length", parentId: "6", guildId: null, private: true });
    await store.save(record);
    expect(await store.find("7")).toEqual(record);
    expect(parse((await store.byId("7"))[0])).toEqual(record);
    expect(await store.find("8")).toBeNull();
  });

  it("is written once: a repeat changes nothing", async () => {
    await store.save(turnRecord({ id: "7", answer: "first" }));
    await store.save(turnRecord({ id: "7", answer: "second" }));
    expect((await store.find("7"))?.answer).toBe("first");
  });
});

describe("the newest", () => {
  it("is the person's own in that channel, or what the bot posted there by itself", async () => {
    const posted = { messageIds: ["1"], trigger: "speak" };
    for (const turn of [
      { id: "1", userId: "ada", channelId: "c", createdAt: T },
      { id: "2", userId: "ada", channelId: "c", createdAt: T + 5 },
      { id: "3", userId: "bob", channelId: "c", createdAt: T + 9, messageIds: ["1"] },
      { id: "4", userId: "ada", channelId: "d", createdAt: T + 9 },
      { ...posted, id: "5", userId: "itself", channelId: "c", createdAt: T + 7 },
      { ...posted, id: "6", userId: "itself", channelId: "c", createdAt: T + 20, messageIds: [] },
      { ...posted, id: "7", userId: "itself", channelId: "c", createdAt: T + 20, private: true },
    ])
      await store.save(turnRecord({ private: false, ...turn }));
    const newest = async (userId: string, channelId: string) => (await store.newestHere(userId as UserId, "itself", channelId as ChannelId))?.id;
    expect(await Promise.all([newest("ada", "c"), newest("bob", "c"), newest("cleo", "c"), newest("bob", "d")])).toEqual(["5", "3", "5", undefined]);
  });
});

describe("what is learnt about a model", () => {
  const counts = async (model = "m") => (await store.counts([model], createModelStore(db).countNames(null)))[0];

  it("is nothing at first, then the newest ratio", async () => {
    expect(await counts()).toBeUndefined();
    await store.learn({ model: "m", bytesPerToken: 4.2, window: null, windowSeenAt: null });
    await store.learn({ model: "m", bytesPerToken: 3.1, window: null, windowSeenAt: null });
    await store.learn({ model: "other", bytesPerToken: 2, window: 9, windowSeenAt: 1 });
    expect(await counts()).toEqual({ model: "m", bytesPerToken: 3.1, window: null, windowSeenAt: null });
  });

  it("a window, once seen, stays until another is seen", async () => {
    await store.learn({ model: "m", bytesPerToken: 4, window: 4_096, windowSeenAt: 1 });
    await store.learn({ model: "m", bytesPerToken: 4.5, window: null, windowSeenAt: null });
    expect(await counts()).toEqual({ model: "m", bytesPerToken: 4.5, window: 4_096, windowSeenAt: 1 });
    await store.learn({ model: "m", bytesPerToken: 4, window: 2_048, windowSeenAt: 1 });
    await store.learn({ model: "m", bytesPerToken: 4, window: 8_192, windowSeenAt: 1 });
    expect((await counts())?.window).toBe(8_192);
  });
});

describe("failures", () => {
  it("are counted by when they ended, after the first moment and up to the second", async () => {
    const ends = [T, T + 1, T + 10 * MINUTE, T + 10 * MINUTE + 1];
    for (const [i, finishedAt] of ends.entries()) await store.save(turnRecord({ id: `f${i}`, outcome: "failed", createdAt: finishedAt - 5_000, finishedAt }));
    for (const outcome of ["answered", "stopped", "undeliverable", "never-acknowledged"])
      await store.save(turnRecord({ id: outcome, outcome, createdAt: T, finishedAt: T + MINUTE }));
    expect(await store.countFailures(T, T + 10 * MINUTE)).toBe(2);
    expect(await store.countFailures(T - 1, T)).toBe(1);
    expect(await store.countFailures(T + 20 * MINUTE, T + 30 * MINUTE)).toBe(0);
  });

  it("also when the answer had begun long before", async () => {
    await store.save(turnRecord({ id: "slow", outcome: "failed", createdAt: T - 13 * MINUTE, finishedAt: T + 1 }));
    expect(await store.countFailures(T, T + MINUTE)).toBe(1);
  });
});
