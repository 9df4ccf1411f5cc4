/** Summaries and channel settings over the real D1: what is kept, what is not, and that no repeat or race changes it. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { createChannelSettingsStore } from "../../src/memory/channel-settings.ts";
import { type ConversationStore, conversationKey, createConversationStore, stateOf } from "../../src/memory/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const [CHANNEL, THREAD, GUILD, ADA] = ["10", "11", "5", "1"] as [ChannelId, ChannelId, GuildId, UserId];
const HERE = { channelId: CHANNEL, parentId: null };
const KEY = conversationKey(CHANNEL, ADA, false);
const T = 1_800_000_000_000;
let db: Database;
let store: ConversationStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createConversationStore(db);
});

async function say(turn: string, at: number): Promise<number> {
  const message = { turnId: turn, conversation: KEY, guildId: GUILD, channelId: CHANNEL, messageId: null, userId: ADA, userKey: ADA, quotedKey: null };
  await db.batch(
    store.remember({ key: `channel:${CHANNEL}`, guildId: GUILD }, [
      { ...message, private: false, createdAt: at, source: turn, role: "user", name: "ada", content: turn },
    ]),
  );
  return Number((await rows("SELECT id FROM messages WHERE source = ?", turn))[0]?.id);
}
const read = async () => stateOf(await store.current(KEY, HERE), KEY);

describe("a summary", () => {
  it("is kept with who is in it, and a repeat changes nothing", async () => {
    const id = await say("a", T);
    const before = await read();
    expect(before).toEqual({ key: KEY, startedAt: 0, summary: "", summarizedAt: 0, people: [] });
    const kept = { text: "notes", summarizedAt: T, people: [ADA], messageIds: [id] };
    await store.keepSummary(before, kept);
    await store.keepSummary(before, { ...kept, text: "again" });
    expect(await read()).toEqual({ key: KEY, startedAt: 0, summary: "notes", summarizedAt: T, people: [ADA] });
  });

  it("takes the place of the one it was made from, not of a newer one", async () => {
    const [a, b] = [await say("a", T), await say("b", T + 1)];
    const empty = await read();
    await store.keepSummary(empty, { text: "one", summarizedAt: T, people: [ADA], messageIds: [a] });
    const first = await read();
    await store.keepSummary(first, { text: "two", summarizedAt: T + 1, people: [ADA], messageIds: [b] });
    await store.keepSummary(first, { text: "late", summarizedAt: T + 1, people: [ADA], messageIds: [b] });
    expect((await read()).summary).toBe("two");
  });

  it("of a conversation that was begun anew meanwhile is not kept, and /new empties the one there is", async () => {
    const id = await say("a", T);
    const before = await read();
    await store.keepSummary(before, { text: "notes", summarizedAt: T, people: [ADA], messageIds: [id] });
    const summarized = await read();
    expect(await store.startNew(HERE, ADA, T + 5)).toBe(false);
    await store.keepSummary(summarized, { text: "late", summarizedAt: T, people: [ADA], messageIds: [id] });
    expect(await read()).toEqual({ key: KEY, startedAt: T + 5, summary: "", summarizedAt: T, people: [] });
  });

  it("survives the replay of an old /new", async () => {
    const id = await say("a", T);
    await store.startNew(HERE, ADA, T - 5);
    await store.keepSummary(await read(), { text: "notes", summarizedAt: T, people: [ADA], messageIds: [id] });
    await store.startNew(HERE, ADA, T - 5);
    expect((await read()).summary).toBe("notes");
  });

  it("that tells of something erased meanwhile is not kept", async () => {
    const [a, b] = [await say("a", T), await say("b", T + 1)];
    const before = await read();
    await rows("DELETE FROM messages WHERE id = ?", a);
    await store.keepSummary(before, { text: "notes", summarizedAt: T + 1, people: [ADA], messageIds: [a, b] });
    expect(await rows("SELECT * FROM conversations")).toEqual([]);
  });
});

describe("channel settings", () => {
  const at = (channelId: ChannelId, parentId: ChannelId | null = null) => ({ channelId, parentId });

  it("hold where they were made; each stays when the other is changed; an old repeat changes nothing", async () => {
    const settings = createChannelSettingsStore(db);
    expect(await settings.read(HERE)).toEqual({ shared: false, remembered: false });
    expect(await settings.change(HERE, GUILD, { shared: true }, T)).toEqual({ shared: true, remembered: false });
    expect(await settings.change(HERE, GUILD, { remembered: true }, T + 1)).toEqual({ shared: true, remembered: true });
    expect(await settings.change(HERE, GUILD, { shared: false }, T)).toEqual({ shared: true, remembered: true });
    expect(await settings.read(at("99" as ChannelId))).toEqual({ shared: false, remembered: false });
  });

  it("of a channel hold in its threads, until a thread has its own", async () => {
    const settings = createChannelSettingsStore(db);
    await settings.change(HERE, GUILD, { shared: true }, T);
    expect(await settings.read(at(THREAD, CHANNEL))).toEqual({ shared: true, remembered: false });
    expect(await settings.change(at(THREAD, CHANNEL), GUILD, { remembered: true }, T)).toEqual({ shared: true, remembered: true });
    await settings.change(HERE, GUILD, { shared: false }, T + 1);
    expect(await settings.read(at(THREAD, CHANNEL))).toEqual({ shared: true, remembered: true });
    expect(await settings.read(HERE)).toEqual({ shared: false, remembered: false });
  });

  it("decide whose conversation a turn is", async () => {
    const settings = createChannelSettingsStore(db);
    const keyIn = async (channel: { channelId: ChannelId; parentId: ChannelId | null } | null) =>
      stateOf(await store.current(store.keyOf({ own: KEY, channel }), HERE), "").key;
    expect(await keyIn(HERE)).toBe(KEY);
    await settings.change(HERE, GUILD, { shared: true }, T);
    expect(await keyIn(HERE)).toBe(`${CHANNEL}:shared`);
    expect(await keyIn(at(THREAD, CHANNEL))).toBe(`${THREAD}:shared`);
    expect(await keyIn(null)).toBe(KEY);
  });

  it("let /new begin everybody's anew where it is shared", async () => {
    await createChannelSettingsStore(db).change(HERE, GUILD, { shared: true }, T);
    expect(await store.startNew(HERE, ADA, T)).toBe(true);
    expect(await rows("SELECT key, started_at FROM conversations ORDER BY key")).toEqual(
      [KEY, `${KEY}:private`, `${CHANNEL}:shared`].toSorted().map((key) => ({ key, started_at: T })),
    );
  });
});
