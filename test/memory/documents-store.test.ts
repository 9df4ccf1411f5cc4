/** Knowledge over the real D1: a document is there whole or not at all, found by its words, in its own server, within the limits. */
import { beforeEach, describe, expect, it } from "vitest";
import { createAccessStore, isOptedOut } from "../../src/access/store.ts";
import type { Database } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { createDocumentsStore, type DocumentsStore, MOST_DOCUMENTS, MOST_PASSAGES, type NewDocument } from "../../src/memory/documents-store.ts";
import type { By } from "../../src/memory/facts-store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const [HOME, AWAY] = ["5", "6"] as [GuildId, GuildId];
let db: Database;
let store: DocumentsStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createDocumentsStore(db, isOptedOut);
});

const by = (change: string, at = T): By => ({ userId: "1", pseudonyms: ["key-1"], at, change });
const document = (name: string, passages: readonly string[], more: Partial<NewDocument> = {}): NewDocument => ({
  guildId: HOME,
  name,
  source: "",
  length: passages.join("").length,
  passages,
  replaces: null,
  ...more,
});
const passagesOf = async (name: string) =>
  (await rows("SELECT p.text FROM passages p JOIN documents d ON d.id = p.document_id WHERE d.name = ? ORDER BY position", name)).map(({ text }) => text);
const found = async (word: string) =>
  (await rows("SELECT p.text FROM memory_fts f JOIN passages p ON p.id = f.rowid WHERE memory_fts MATCH ?", word)).map(({ text }) => text);
const many = (n: number, word = "p") => Array.from({ length: n }, (_, i) => `${word}${i}`);

describe("adding", () => {
  it("stores the passages in order, side by side, in the scope of that server, and finds them by their words", async () => {
    const added = await store.add(document("Rules", ["no spam here", "be kind"], { source: "rules.md" }), by("1"));
    expect(added).toMatchObject({ kind: "added", document: { name: "Rules", source: "rules.md", addedBy: "1", addedAt: T, length: 19, passages: 2 } });
    expect(await passagesOf("Rules")).toEqual(["no spam here", "be kind"]);
    expect(await found("spam")).toEqual(["no spam here"]);
    const ids = await rows("SELECT p.id, s.key FROM passages p JOIN memory_scopes s ON s.no = p.id >> 28 ORDER BY p.id");
    expect(ids.map(({ key }) => key)).toEqual(["knowledge:5", "knowledge:5"]);
    expect(Number(ids[1]?.id) - Number(ids[0]?.id)).toBe(1);
  });

  it("begins each document on a new burst, also one that takes more than one", async () => {
    for (const [at, n] of [3, 1_500, 2].entries()) await store.add(document(`d${at}`, many(n)), by(String(at)));
    const starts = await rows(
      "SELECT document_id, min(id) AS first, max(id) - min(id) + 1 AS span, count(*) AS n FROM passages GROUP BY document_id ORDER BY 1",
    );
    expect(starts.map(({ first, span, n }) => [Number(first) % 1024, span === n])).toEqual([
      [0, true],
      [0, true],
      [0, true],
    ]);
    expect(new Set((await rows("SELECT id >> 10 AS burst, count(DISTINCT document_id) AS n FROM passages GROUP BY 1")).map(({ n }) => n))).toEqual(
      new Set([1]),
    );
    expect(await passagesOf("d1")).toEqual(many(1_500));
  });

  it("the same interaction again changes nothing", async () => {
    const first = await store.add(document("Rules", many(450)), by("1"));
    expect(await store.add(document("Rules", many(450)), by("1"))).toEqual(first);
    expect(await rows("SELECT count(*) AS n FROM passages")).toEqual([{ n: 450 }]);
  });

  it("another one of the same name is refused, whatever the case, and taken in another server", async () => {
    const first = await store.add(document("Rules", ["old"]), by("1"));
    const there = first.kind === "added" ? first.document : null;
    expect(await store.add(document("RULES", ["new"]), by("2"))).toEqual({ kind: "exists", document: there });
    expect(await passagesOf("Rules")).toEqual(["old"]);
    expect(await store.add(document("RULES", ["new"], { guildId: AWAY }), by("3"))).toMatchObject({ kind: "added" });
  });

  it("takes the place of the one that is named, at once and whole; a replay leaves it so", async () => {
    const first = await store.add(document("Rules", ["old words", "more"]), by("1"));
    const replaces = first.kind === "added" ? first.document.id : 0;
    const second = document("rules", ["new words"], { replaces });
    expect(await store.add(second, by("2"))).toMatchObject({ kind: "added", document: { name: "rules", passages: 1 } });
    expect(await store.add(second, by("2"))).toMatchObject({ kind: "added", document: { passages: 1 } });
    expect([await found("old"), await found("new"), (await store.list(HOME)).length]).toEqual([[], ["new words"], 1]);
    // Replaced meanwhile: whoever meant the first one is asked again.
    expect(await store.add(document("Rules", ["late"], { replaces }), by("3"))).toMatchObject({ kind: "exists" });
  });

  it("of somebody who opted out stores nothing", async () => {
    await createAccessStore(db).setOptOut(["key-1"], true, T);
    expect(await store.add(document("Rules", ["x"]), by("1"))).toEqual({ kind: "opted-out" });
    expect(await rows("SELECT * FROM documents")).toEqual([]);
  });
});

describe("the limits", () => {
  it("are 50 documents of a server; replacing one still works", async () => {
    for (let i = 0; i < MOST_DOCUMENTS; i++) await store.add(document(`d${i}`, ["x"]), by(String(i)));
    expect(await store.add(document("one more", ["x"]), by("90"))).toEqual({ kind: "too-many-documents" });
    expect(await store.add(document("elsewhere", ["x"], { guildId: AWAY }), by("91"))).toMatchObject({ kind: "added" });
    const replaces = (await store.list(HOME))[0]?.id ?? 0;
    expect(await store.add(document("d49", ["y"], { replaces }), by("92"))).toMatchObject({ kind: "added" });
    expect(await store.list(HOME)).toHaveLength(MOST_DOCUMENTS);
  });

  it("are 5,000 passages of a server; what does not fit changes nothing, what it would replace included", async () => {
    for (let i = 0; i < 4; i++) await store.add(document(`d${i}`, many(1_200)), by(String(i)));
    expect(await store.add(document("one more", many(201)), by("90"))).toEqual({ kind: "too-many-passages", left: 200 });
    const replaces = (await store.list(HOME))[0]?.id ?? 0;
    expect(await store.add(document("d3", many(1_401), { replaces }), by("91"))).toEqual({ kind: "too-many-passages", left: 1_400 });
    expect(await passagesOf("d3")).toHaveLength(1_200);
    expect(await store.add(document("d3", many(1_400), { replaces }), by("92"))).toMatchObject({ kind: "added" });
    expect(await rows("SELECT count(*) AS n FROM passages")).toEqual([{ n: MOST_PASSAGES }]);
  });
});

describe("removing", () => {
  it("takes the passages and their words in the index, in that server alone; again it finds nothing", async () => {
    await store.add(document("Rules", ["no spam"]), by("1"));
    const id = (await store.list(HOME))[0]?.id ?? 0;
    expect(await store.remove(AWAY, id)).toBeNull();
    expect(await store.find(AWAY, id)).toBeNull();
    expect(await store.find(HOME, id)).toMatchObject({ name: "Rules" });
    expect(await store.remove(HOME, id)).toMatchObject({ name: "Rules", passages: 1 });
    expect(await store.remove(HOME, id)).toBeNull();
    expect([await rows("SELECT * FROM passages"), await found("spam")]).toEqual([[], []]);
  });
});
