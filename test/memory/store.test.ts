/** Conversations over the real D1: who is told what was said, in which order, until when. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import type { ChannelId, UserId } from "../../src/kernel/ids.ts";
import { type ConversationStore, conversationKey, createConversationStore, type HistoryEnd } from "../../src/memory/store.ts";
import { openDatabase } from "../fakes/database.ts";

const [CHANNEL, OTHER_CHANNEL, ADA, BOB] = ["10", "11", "1", "2"] as [ChannelId, ChannelId, UserId, UserId];
const HERE = { channelId: CHANNEL, parentId: null };
const T = 1_800_000_000_000;
let db: Database;
let store: ConversationStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createConversationStore(db);
});

async function say(turn: string, at: number, key = conversationKey(CHANNEL, ADA, false)): Promise<void> {
  const [channelId = "", userId = ""] = key.split(":");
  const common = {
    turnId: turn,
    conversation: key,
    guildId: "5",
    channelId,
    messageId: null,
    userId,
    userKey: userId,
    quotedKey: null,
    private: key.endsWith("private"),
    createdAt: at,
  };
  await db.batch(
    store.remember({ key: `channel:${channelId}`, guildId: "5" }, [
      { ...common, source: `${turn}:user`, role: "user", name: "ada", content: `${turn}?` },
      { ...common, source: `${turn}:assistant`, role: "assistant", name: "", content: `${turn}!` },
    ]),
  );
}
const told = async (key = conversationKey(CHANNEL, ADA, false), before = T + 1e6, limit = 20) =>
  (await store.history(key, { at: before }, limit)).map(({ content }) => content);

describe("the key", () => {
  it("differs by channel, person and privacy", () => {
    const keys = [
      conversationKey(CHANNEL, ADA, false),
      conversationKey(CHANNEL, ADA, true),
      conversationKey(CHANNEL, BOB, false),
      conversationKey(OTHER_CHANNEL, ADA, false),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});

describe("history", () => {
  it("is newest first, answer before question, with roles and names", async () => {
    await say("a", T);
    await say("b", T + 1);
    expect(await told()).toEqual(["b!", "b?", "a!", "a?"]);
    expect((await store.history(conversationKey(CHANNEL, ADA, false), { at: T + 1 }, 9))[1]).toEqual({
      id: expect.any(Number),
      role: "user",
      userId: ADA,
      name: "ada",
      content: "a?",
      turnId: "a",
      createdAt: T,
    });
  });

  it("is cut at the limit, the newest stay", async () => {
    for (let i = 0; i < 5; i++) await say(`t${i}`, T + i);
    expect(await told(undefined, undefined, 3)).toEqual(["t4!", "t4?", "t3!"]);
    expect(await told(undefined, undefined, 0)).toEqual([]);
  });

  it("ends before the moment that is asked for", async () => {
    await say("a", T);
    await say("b", T + 10);
    expect(await told(undefined, T + 10)).toEqual(["a!", "a?"]);
    expect(await told(undefined, T + 11)).toHaveLength(4);
  });

  it("ends before a turn, or with it, whatever moment is given beside it", async () => {
    for (const [i, turn] of ["a", "b", "c"].entries()) await say(turn, T + i);
    const key = conversationKey(CHANNEL, ADA, false);
    const upTo = async (end: HistoryEnd) => (await store.history(key, end, 20)).map(({ content }) => content);
    expect(await upTo({ at: T + 99, turnId: "b" })).toEqual(["a!", "a?"]);
    expect(await upTo({ at: T, turnId: "b", included: true })).toEqual(["b!", "b?", "a!", "a?"]);
    // Past retention its moment counts.
    expect(await upTo({ at: T + 1, turnId: "gone" })).toEqual(["a!", "a?"]);
  });

  it("of one conversation knows nothing of another", async () => {
    const others = [conversationKey(CHANNEL, ADA, true), conversationKey(CHANNEL, BOB, false), conversationKey(OTHER_CHANNEL, ADA, false)];
    for (const [i, key] of others.entries()) await say(`other${i}`, T, key);
    await say("own", T);
    expect(await told()).toEqual(["own!", "own?"]);
    for (const [i, key] of others.entries()) expect(await told(key)).toEqual([`other${i}!`, `other${i}?`]);
  });

  it("a repeat of what is written changes nothing", async () => {
    await say("a", T);
    await say("a", T);
    expect(await told()).toEqual(["a!", "a?"]);
  });

  it("leaves out an answer, and its question, that another one took the place of", async () => {
    await say("a", T);
    await say("b", T + 1);
    await store.supersede("a");
    expect(await told()).toEqual(["b!", "b?"]);
  });
});

describe("beginning anew", () => {
  it("hides what was before, in public and in private, for that person in that channel alone", async () => {
    const keys = [
      conversationKey(CHANNEL, ADA, false),
      conversationKey(CHANNEL, ADA, true),
      conversationKey(CHANNEL, BOB, false),
      conversationKey(OTHER_CHANNEL, ADA, false),
    ];
    for (const [i, key] of keys.entries()) await say(`k${i}`, T, key);
    await store.startNew(HERE, ADA, T);
    expect(await Promise.all(keys.map((key) => told(key)))).toEqual([[], [], ["k2!", "k2?"], ["k3!", "k3?"]]);
    await say("later", T + 1);
    expect(await told()).toEqual(["later!", "later?"]);
  });

  it("again, by an old command that is replayed, changes nothing", async () => {
    await store.startNew(HERE, ADA, T + 10);
    await say("a", T + 5);
    await store.startNew(HERE, ADA, T);
    expect(await told()).toEqual([]);
    await say("b", T + 11);
    await store.startNew(HERE, ADA, T + 10);
    expect(await told()).toEqual(["b!", "b?"]);
  });
});
