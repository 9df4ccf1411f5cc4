/** Facts over the real D1: remembered once, within their scope, changed by whom they belong to, and gone when forgotten. */
import { beforeEach, describe, expect, it } from "vitest";
import { createAccessStore, isOptedOut } from "../../src/access/store.ts";
import type { Database } from "../../src/db/client.ts";
import { tellFacts } from "../../src/memory/always-facts.ts";
import { type By, createFactsStore, type FactOf, type FactsStore, MOST_FACTS, type NewFact, type Scope } from "../../src/memory/facts-store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const PUBLIC: Scope = { key: "facts:user:1:5", guildId: "5" };
const PRIVATE: Scope = { key: "facts:user:1:private", guildId: null };
const OTHERS = { key: "facts:user:2:5", guildId: "5" };
const ADA: FactOf[] = ["user:1"];
const keys: [string, ...string[]] = ["key-1", "old-key-1"];
let db: Database;
let store: FactsStore;
let handles = 0;
beforeEach(async () => {
  db = await openDatabase();
  store = createFactsStore(db, isOptedOut);
  handles = 0;
});

const fact = (text: string, more: Partial<NewFact> = {}): NewFact => {
  handles += 1;
  return {
    handle: String(100 + handles),
    owner: "user:1",
    guildId: "5",
    channelId: "10",
    messageId: null,
    private: false,
    text,
    origin: "command",
    setBy: "1",
    quotedKey: null,
    createdAt: T + handles,
    ...more,
  };
};
const by = (at: number, change: string, userId = "1"): By => ({ userId, pseudonyms: userId === "1" ? keys : [`key-${userId}`], at, change });
const remember = (text: string, more: Partial<NewFact> = {}, scope = PUBLIC) => store.remember(scope, fact(text, more), keys);
const texts = async (scopes = [PUBLIC.key], owner: FactOf = "user:1", viewer = "1") =>
  (await store.list(scopes, owner, viewer, { offset: 0, limit: 50 })).facts.map(({ text }) => text);
const optOut = (key: string) => createAccessStore(db).setOptOut([key], true, T);
const indexed = async (word: string) => (await rows("SELECT rowid FROM memory_fts WHERE memory_fts MATCH ?", word)).map(({ rowid }) => rowid);

describe("remembering", () => {
  it("keeps a fact in its scope, under an id of that scope, and in the index of words", async () => {
    await remember("likes tea");
    await remember("likes coffee");
    await remember("likes cocoa", {}, PRIVATE);
    expect(await texts()).toEqual(["likes coffee", "likes tea"]);
    expect(await texts([PRIVATE.key])).toEqual(["likes cocoa"]);
    const found = await rows("SELECT s.key FROM facts f JOIN memory_scopes s ON s.no = f.id >> 28 ORDER BY f.id");
    expect(found.map(({ key }) => key)).toEqual([PUBLIC.key, PUBLIC.key, PRIVATE.key]);
    expect(await indexed("coffee")).toEqual((await rows("SELECT id FROM facts WHERE text = 'likes coffee'")).map(({ id }) => id));
  });

  it("stands apart from its neighbours, so that no window around a hit takes it along", async () => {
    for (const text of ["a", "b", "c"]) await remember(text);
    const ids = (await rows("SELECT id FROM facts ORDER BY id")).map(({ id }) => Number(id));
    expect(Math.min(...ids.slice(1).map((id, at) => id - (ids[at] ?? 0)))).toBeGreaterThan(2);
  });

  it("the same interaction again changes nothing, not even after it was forgotten", async () => {
    const once = fact("likes tea");
    expect(await store.remember(PUBLIC, once, keys)).toMatchObject({ kind: "stored" });
    expect(await store.remember(PUBLIC, once, keys)).toMatchObject({ kind: "stored" });
    expect(await texts()).toEqual(["likes tea"]);
    await store.forget(once.handle, ADA, T + 60_000);
    expect(await store.remember(PUBLIC, once, keys)).toEqual({ kind: "gone" });
    expect(await texts()).toEqual([]);
  });

  it("the same words again make no second one, in another scope they do", async () => {
    const first = await remember("likes tea");
    expect(await remember("likes tea")).toEqual({ kind: "known", fact: first.kind === "stored" ? first.fact : null });
    expect(await remember("likes tea", {}, PRIVATE)).toMatchObject({ kind: "stored" });
    expect(await texts([PUBLIC.key, PRIVATE.key])).toHaveLength(2);
  });

  it("ends at 200 of one owner, whatever scopes they are in, and nobody else's", async () => {
    for (let i = 0; i < MOST_FACTS; i++) await remember(`fact ${i}`, {}, i % 2 === 0 ? PUBLIC : PRIVATE);
    expect(await remember("one more")).toEqual({ kind: "full" });
    expect(await remember("fact 0")).toMatchObject({ kind: "known" });
    expect(await store.remember(OTHERS, fact("bob's", { owner: "user:2", setBy: "2" }), ["key-2"])).toMatchObject({ kind: "stored" });
    expect(await store.list([PUBLIC.key], "user:1", "1", { offset: 0, limit: 3 })).toMatchObject({ count: 100, countAnywhere: MOST_FACTS });
  });

  it("nothing of somebody who opted out, under whichever of their names, nor their words by another; not even a scope is made", async () => {
    await optOut("old-key-1");
    expect(await remember("likes tea")).toEqual({ kind: "opted-out" });
    await optOut("key-3");
    expect(await store.remember(OTHERS, fact("carl: hello", { owner: "user:2", setBy: "2", quotedKey: "key-3" }), ["key-2"])).toEqual({ kind: "opted-out" });
    expect(await rows("SELECT * FROM facts")).toEqual([]);
    expect(await rows("SELECT * FROM memory_scopes")).toEqual([]);
  });
});

describe("reading", () => {
  it("shows pages, newest first, with counts, and only what is asked for", async () => {
    for (let i = 0; i < 5; i++) await remember(`fact ${i}`);
    await remember("private", { private: true }, PRIVATE);
    const page = await store.list([PUBLIC.key], "user:1", "1", { offset: 2, limit: 2 });
    expect(page.facts.map(({ text }) => text)).toEqual(["fact 2", "fact 1"]);
    expect(page).toMatchObject({ count: 5, countAnywhere: 6 });
    expect(await texts([])).toEqual([]);
    expect(await texts([PUBLIC.key], "user:2")).toEqual([]);
    expect(await store.find("101", [PRIVATE.key], "1")).toBeNull();
    expect((await store.find("101", [PUBLIC.key], "1"))?.fact.text).toBe("fact 0");
  });

  it("finds by a part of the words, whatever the case, and takes no word for a pattern", async () => {
    await remember("100% Vegetarian");
    await remember("likes tea");
    const find = async (words: string) => (await store.matching([PUBLIC.key], ADA, "1", words, 10)).map(({ text }) => text);
    expect(await find("vegeta")).toEqual(["100% Vegetarian"]);
    expect(await find("%")).toEqual(["100% Vegetarian"]);
    expect(await find("")).toEqual(["likes tea", "100% Vegetarian"]);
    expect(await find("_")).toEqual([]);
  });

  it("leaves out what people said who opted out since, and their words; their own they still see, to take them back", async () => {
    const CHANNEL = { key: "facts:channel:10", guildId: "5" };
    await store.remember(CHANNEL, fact("ada's", { owner: "channel:10" }), keys);
    await store.remember(CHANNEL, fact("bob's", { owner: "channel:10", setBy: "2" }), ["key-2"]);
    await store.remember(CHANNEL, fact("quotes carl", { owner: "channel:10", setBy: "2", quotedKey: "key-3" }), ["key-2"]);
    await optOut("key-1");
    await optOut("key-3");
    expect((await store.always([CHANNEL.key])).map(({ text }) => text)).toEqual(["bob's"]);
    expect(await texts([CHANNEL.key], "channel:10", "2")).toEqual(["bob's"]);
    expect(await texts([CHANNEL.key], "channel:10", "1")).toEqual(["bob's", "ada's"]);
  });
});

describe("what is always told", () => {
  it("is the newest of each owner in turn, the asker first, at most twenty, of these scopes alone", async () => {
    for (let i = 0; i < 30; i++)
      await store.remember({ key: "facts:server:5", guildId: "5" }, fact(`server ${i}`, { owner: "server:5", createdAt: T + 1000 + i }), keys);
    for (let i = 0; i < 3; i++) await remember(`ada ${i}`, { createdAt: T + i });
    await remember("secret", { private: true }, PRIVATE);
    const told = (await store.always([PUBLIC.key, "facts:server:5"])).map(({ text }) => text);
    expect(told.slice(0, 7)).toEqual(["ada 2", "server 29", "ada 1", "server 28", "ada 0", "server 27", "server 26"]);
    expect(told).toHaveLength(20);
    expect(await store.always([])).toEqual([]);
  });

  it("says whom it is about and since when, one line each, and leaves out what does not fit", () => {
    const told = [
      { id: 1, owner: "user:1", text: "is a\nvegetarian", createdAt: T },
      { id: 2, owner: "server:5", text: "x".repeat(2000), createdAt: T },
      { id: 3, owner: "channel:10", text: "is about chess", createdAt: T },
    ];
    expect(tellFacts(told, (text) => text.length / 4)).toEqual({
      text: "About the person asking (2027-01-15): is a vegetarian\nAbout this channel (2027-01-15): is about chess",
      ids: [1, 3],
    });
    expect(tellFacts([], () => 1)).toEqual({ text: "", ids: [] });
  });
});

describe("editing", () => {
  it("keeps what it said, by whom and when; the index follows", async () => {
    await remember("likes tea");
    expect(await store.edit("101", ADA, "likes coffee", by(T + 100, "900"))).toMatchObject({
      kind: "edited",
      before: "likes tea",
      fact: { text: "likes coffee" },
    });
    expect(await store.edit("101", ADA, "likes cocoa", by(T + 200, "901"))).toMatchObject({ kind: "edited", before: "likes coffee" });
    expect((await store.find("101", [PUBLIC.key], "1"))?.versions).toEqual([
      { text: "likes coffee", setBy: "1", setAt: T + 100 },
      { text: "likes tea", setBy: "1", setAt: T + 1 },
    ]);
    expect([await indexed("tea"), await indexed("coffee"), (await indexed("cocoa")).length]).toEqual([[], [], 1]);
  });

  it("again, late or early, changes nothing", async () => {
    await remember("a");
    const edits = [by(T + 100, "900"), by(T + 200, "901")] as const;
    await store.edit("101", ADA, "b", edits[0]);
    await store.edit("101", ADA, "b", edits[0]);
    await store.edit("101", ADA, "a", edits[1]);
    expect(await store.edit("101", ADA, "b", edits[0])).toMatchObject({ kind: "edited", fact: { text: "a" } });
    expect(await texts()).toEqual(["a"]);
    expect(await rows("SELECT change FROM fact_versions ORDER BY id")).toEqual([{ change: "900" }, { change: "901" }]);
  });

  it("is for whom it belongs to alone, and a word for each reason why not", async () => {
    await remember("a");
    await remember("b");
    expect(await store.edit("101", ["user:2", "server:5"], "x", by(T + 100, "900", "2"))).toEqual({ kind: "gone" });
    expect(await store.edit("101", ADA, "a", by(T + 100, "901"))).toMatchObject({ kind: "same" });
    expect(await store.edit("101", ADA, "b", by(T + 100, "902"))).toMatchObject({ kind: "known" });
    await store.edit("101", ADA, "c", by(T + 300, "903"));
    expect(await store.edit("101", ADA, "d", by(T + 200, "904"))).toMatchObject({ kind: "changed", fact: { text: "c" } });
    await optOut("key-1");
    expect(await store.edit("101", ADA, "e", by(T + 400, "905"))).toEqual({ kind: "opted-out" });
    expect(await texts()).toEqual(["b", "c"]);
  });

  it("makes the words its editor's: who opts out takes them along", async () => {
    const SERVER = { key: "facts:server:5", guildId: "5" };
    await store.remember(SERVER, fact("ada's", { owner: "server:5" }), keys);
    await store.edit("101", ["server:5"], "bob's", by(T + 100, "900", "2"));
    await optOut("key-2");
    expect(await store.always([SERVER.key])).toEqual([]);
  });
});

describe("moving", () => {
  it("takes a fact out of one scope into another, with its history, and the index along", async () => {
    await remember("x");
    await remember("likes tea");
    await store.edit("102", ADA, "likes coffee", by(T + 100, "900"));
    expect(await store.move("102", ADA, { ...PRIVATE, private: true }, T + 200)).toMatchObject({ private: true, text: "likes coffee" });
    expect([await texts(), await texts([PRIVATE.key])]).toEqual([["x"], ["likes coffee"]]);
    expect((await store.find("102", [PRIVATE.key], "1"))?.versions).toHaveLength(1);
    expect(await indexed("coffee")).toEqual((await rows("SELECT id FROM facts WHERE handle = '102'")).map(({ id }) => id));
  });

  it("a replay of an older press changes nothing, and neither does a stranger's", async () => {
    await remember("likes tea");
    await store.move("101", ADA, { ...PRIVATE, private: true }, T + 200);
    await store.move("101", ADA, { ...PUBLIC, private: false }, T + 300);
    expect(await store.move("101", ADA, { ...PRIVATE, private: true }, T + 200)).toMatchObject({ private: false });
    expect(await store.move("101", ["user:2"], { ...PRIVATE, private: true }, T + 400)).toBeNull();
    expect(await texts()).toEqual(["likes tea"]);
  });

  it("knows no server for what is only used in private, and the one where it is used in public; a source keeps its own", async () => {
    await remember("likes tea");
    expect(await store.move("101", ADA, { ...PRIVATE, private: true }, T + 200)).toMatchObject({ guildId: null });
    expect(await store.move("101", ADA, { key: "facts:user:1:6", guildId: "6", private: false }, T + 300)).toMatchObject({ guildId: "6", private: false });
    await remember("said on 5", { private: true, messageId: "77" }, PRIVATE);
    expect(await store.move("102", ADA, { key: "facts:user:1:6", guildId: "6", private: false }, T + 300)).toMatchObject({ guildId: "5", private: true });
    expect(await store.move("102", ADA, { ...PUBLIC, private: false }, T + 400)).toMatchObject({ guildId: "5", private: false });
    expect(await store.move("102", ADA, { ...PRIVATE, private: true }, T + 500)).toMatchObject({ guildId: "5", private: true });
  });

  it("leaves in private what quotes somebody else", async () => {
    await remember("bob: hello", { private: true, quotedKey: "key-2" }, PRIVATE);
    expect(await store.move("101", ADA, { ...PUBLIC, private: false }, T + 200)).toMatchObject({ private: true });
    expect(await texts()).toEqual([]);
  });
});

describe("forgetting", () => {
  it("takes the fact, its versions and its words in the index; what remains names nobody", async () => {
    await remember("likes tea");
    await remember("likes coffee");
    await store.edit("101", ADA, "likes cocoa", by(T + 100, "900"));
    expect(await store.forget("101", ["user:2"], T + 200)).toBeNull();
    expect(await store.forget("101", ADA, T + 200)).toMatchObject({ text: "likes cocoa" });
    expect(await store.forget("101", ADA, T + 200)).toBeNull();
    expect(await texts()).toEqual(["likes coffee"]);
    expect([await indexed("tea"), await indexed("cocoa")]).toEqual([[], []]);
    expect(await rows("SELECT handle, text, set_by, change FROM fact_versions")).toEqual([{ handle: "forgotten", text: "", set_by: "", change: "101" }]);
  });

  it("of all takes one owner's from all scopes, and on a replay nothing that came later", async () => {
    await remember("a");
    await remember("b", {}, PRIVATE);
    await store.remember(OTHERS, fact("bob's", { owner: "user:2", setBy: "2" }), ["key-2"]);
    expect(await store.forgetAll("user:1", T + 100)).toBe(2);
    await remember("later", { createdAt: T + 200 });
    expect(await store.forgetAll("user:1", T + 100)).toBe(0);
    expect([await texts(), await texts([OTHERS.key], "user:2", "2")]).toEqual([["later"], ["bob's"]]);
  });

  it("sweeps away the notes that nothing can be replayed against any more", async () => {
    await remember("a");
    await remember("b", { createdAt: T + 3_600_000 });
    await store.forget("101", ADA, T + 1000);
    await store.forget("102", ADA, T + 3_600_001);
    expect(await rows("SELECT change FROM fact_versions")).toEqual([{ change: "102" }]);
  });
});
