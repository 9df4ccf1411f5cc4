/** Prompts over the real D1: what holds, what held, undo, and that nothing happens twice. */
import { beforeEach, describe, expect, it } from "vitest";
import { createPromptStore, type PromptScope, type PromptStore } from "../../src/persona/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const HOUR = 60 * 60_000;
const SERVER = "server:1" as PromptScope;
const ADA = "user:2" as PromptScope;
let store: PromptStore;
let changes = 0;
beforeEach(async () => {
  store = createPromptStore(await openDatabase());
});

const set = (text: string, at = T, scope = SERVER, change = `c${++changes}`) => store.set(scope, text, { userId: "9", at, change });
const holds = async (scope = SERVER) => (await store.read([scope])).get(scope)?.text;
const texts = async (scope = SERVER) => (await store.history(scope)).map(({ text }) => text);

describe("a prompt", () => {
  it("holds as soon as it is set, with who and when, and says what it replaced", async () => {
    expect(await set("first")).toMatchObject({ text: "first", setBy: "9", setAt: T, before: null });
    expect(await set("second", T + 1)).toMatchObject({ text: "second", before: { text: "first" } });
    expect((await store.read([SERVER, ADA])).size).toBe(1);
    expect(await holds()).toBe("second");
    expect(await texts()).toEqual(["second", "first"]);
  });

  it("belongs to its scope alone", async () => {
    await set("theirs");
    await set("hers", T, ADA);
    expect([await holds(), await holds(ADA)]).toEqual(["theirs", "hers"]);
    expect((await set("newer")).before).toMatchObject({ text: "theirs" });
  });

  it("is set once, however often the interaction comes", async () => {
    await set("old");
    const first = await set("new", T, SERVER, "same");
    await set("newer");
    expect(await set("new", T, SERVER, "same")).toEqual(first);
    expect(await holds()).toBe("newer");
    expect(await texts()).toEqual(["newer", "new", "old"]);
  });

  it("keeps newlines, braces and any script, whole", async () => {
    const text = `{"a": {"b": 1}}\n\nПиши по-русски 🦜 ${"語".repeat(3_900)}`;
    await set(text);
    expect(await holds()).toBe(text);
  });
});

describe("undo", () => {
  it("brings back what held before, nothing where nothing did, and may be repeated", async () => {
    const first = await set("first");
    const second = await set("second");
    for (let repeat = 0; repeat < 2; repeat++) expect(await store.undo(SERVER, second.id, T)).toMatchObject({ text: "first" });
    for (let repeat = 0; repeat < 2; repeat++) expect(await store.undo(SERVER, first.id, T)).toBeNull();
    expect(await holds()).toBeUndefined();
    expect(await texts()).toEqual([]);
  });

  it("of what is not the newest any more, or of another scope's, changes nothing and says so", async () => {
    const first = await set("first");
    const second = await set("second");
    expect(await store.undo(SERVER, first.id, T)).toBe("changed");
    expect(await store.undo(ADA, second.id, T)).toBe("changed");
    expect(await store.undo(SERVER, 4_711, T)).toBe("changed");
    expect(await holds()).toBe("second");
  });

  it("of a removal brings the text back", async () => {
    await set("text");
    const removed = await set("");
    expect(removed.before).toMatchObject({ text: "text" });
    expect(await holds()).toBe("");
    expect(await store.undo(SERVER, removed.id, T)).toMatchObject({ text: "text" });
  });
});

describe("the history", () => {
  it("keeps twenty versions and drops what is older", async () => {
    for (let index = 0; index < 30; index++) await set(`v${index}`, T + index * HOUR);
    expect(await texts()).toEqual(Array.from({ length: 20 }, (_, index) => `v${29 - index}`));
    expect(await rows("SELECT count(*) AS n FROM prompts")).toEqual([{ n: 20 }]);
  });

  it("never loses what holds to changes that were all undone", async () => {
    await set("holds");
    for (let index = 1; index <= 25; index++) await store.undo(SERVER, (await set(`tried ${index}`, T + index * HOUR)).id, T + index * HOUR);
    expect(await holds()).toBe("holds");
  });

  it("still knows a change that may be delivered again, though many came since", async () => {
    await set("early", T, SERVER, "early");
    for (let index = 1; index <= 25; index++) await set(`v${index}`, T + index * 1_000);
    await set("early", T, SERVER, "early");
    expect(await holds()).toBe("v25");
  });
});
