/** Personas over the real D1: whose they are, all or none, that nothing happens twice, and deleting that can be taken back. */
import { beforeEach, describe, expect, it } from "vitest";
import { createPersonaStore, MOST_PERSONAS, type PersonaOwner, type PersonaStore, UNDO_MS } from "../../src/persona/personas.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const ADA: PersonaOwner = "user:2";
const SERVER: PersonaOwner = "server:1";
let store: PersonaStore;
let changes = 0;
beforeEach(async () => {
  store = createPersonaStore(await openDatabase());
});

const by = (at = T, change = `c${++changes}`) => ({ userId: "9", at, change });
const one = (name: string, modelfile = `FROM default\nSYSTEM ${name}`) => ({ name, modelfile });
const names = async (owner: PersonaOwner = ADA) => (await store.read([], [owner])).personas.map(({ name }) => name);
const save = async (name: string, at = T, owner: PersonaOwner = ADA) => {
  const saved = await store.save(owner, [one(name)], by(at), false);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.personas[0]?.id ?? 0;
};

describe("saving", () => {
  it("keeps each persona for its owner, found by any way to write its name", async () => {
    await save("Old Wick");
    await save("Old Wick", T, SERVER);
    for (const name of ["old wick", "OLD  WICK", "Ｏld_Wick", "old\u200b wick"]) expect(await store.find({ name }, [ADA])).toHaveLength(1);
    expect(await store.find({ name: "Old Wick" }, ["user:3"])).toEqual([]);
    expect(await store.find({ name: "Old Wick" }, [ADA, SERVER])).toHaveLength(2);
  });

  it("is all or nothing, whether a name is taken or the room runs out", async () => {
    await save("Tin");
    expect(await store.save(ADA, [one("Moss"), one("TIN")], by(), false)).toEqual({ ok: false, reason: "taken", names: ["TIN"] });
    expect(await names()).toEqual(["Tin"]);
    const many = Array.from({ length: MOST_PERSONAS }, (_, index) => one(`No ${index}`));
    expect(await store.save(ADA, many, by(), false)).toEqual({ ok: false, reason: "full" });
    const whole = Array.from({ length: 200 }, (_, index) => one(`Of a file ${index}`));
    for (const replace of [true, false]) expect(await store.save(ADA, whole, by(), replace)).toEqual({ ok: false, reason: "full" });
    expect(await names()).toEqual(["Tin"]);
    expect(await store.save(ADA, many.slice(1), by(), false)).toMatchObject({ ok: true });
    expect(await names()).toHaveLength(MOST_PERSONAS);
    expect(await store.save(SERVER, [one("Elsewhere")], by(), false)).toMatchObject({ ok: true });
  });

  it("replaces where that is wanted, also where there is no more room, and never with something older", async () => {
    await store.save(
      ADA,
      Array.from({ length: MOST_PERSONAS }, (_, index) => one(`No ${index}`)),
      by(),
      false,
    );
    const [before] = await store.find({ name: "No 3" }, [ADA]);
    expect(await store.save(ADA, [one("NO 3", "new")], by(T + 10), true)).toMatchObject({ ok: true, personas: [{ id: before?.id, name: "NO 3" }] });
    expect(await store.save(ADA, [one("No 3", "older")], by(T + 5), true)).toEqual({ ok: false, reason: "full" });
    expect((await store.find({ name: "No 3" }, [ADA]))[0]?.modelfile).toBe("new");
  });

  it("happens once, however often the same interaction comes", async () => {
    const again = by(T, "same");
    for (let delivery = 0; delivery < 3; delivery++)
      expect(await store.save(ADA, [one("A"), one("B")], again, false)).toMatchObject({ ok: true, personas: [{ name: "A" }, { name: "B" }] });
    expect(await names()).toEqual(["A", "B"]);
    const replacing = by(T + 1, "replace");
    for (let delivery = 0; delivery < 2; delivery++) expect(await store.save(ADA, [one("A", "new"), one("C")], replacing, true)).toMatchObject({ ok: true });
    expect(await names()).toEqual(["A", "B", "C"]);
  });

  it("of a name at the same moment leaves one of the two", async () => {
    const both = await Promise.all([store.save(ADA, [one("Twin")], by(), false), store.save(ADA, [one("twin")], by(), false)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await names()).toHaveLength(1);
  });
});

describe("changing", () => {
  it("counts only if nobody was faster, and only with a free name", async () => {
    const [id] = [await save("Tin"), await save("Moss")];
    expect(await store.change(id, ADA, one("moss"), by(T + 1), T)).toEqual({ ok: false, reason: "taken", names: ["moss"] });
    expect(await store.change(id, ADA, one("TIN", "x"), by(T + 1), T)).toMatchObject({ ok: true, personas: [{ id, name: "TIN" }] });
    expect(await store.change(id, ADA, one("Tin", "y"), by(T + 2), T)).toEqual({ ok: false, reason: "changed" });
    expect(await store.change(id, SERVER, one("Tin", "y"), by(T + 2), T + 1)).toEqual({ ok: false, reason: "changed" });
    expect((await store.find({ id }, [ADA]))[0]?.modelfile).toBe("x");
  });
});

describe("deleting", () => {
  it("frees name and room, can be taken back within an hour, and no older delivery undoes either", async () => {
    const id = await save("Tin");
    expect(await store.remove(id, ADA, T + 10)).toBe(T + 10);
    expect(await names()).toEqual([]);
    // The same press once more, and the import that made it.
    expect(await store.remove(id, ADA, T + 10)).toBe(T + 10);
    expect(await store.save(ADA, [one("Tin")], by(T, `c${changes}`), false)).toMatchObject({ ok: false });
    expect(await store.restore(id, ADA, T + 10, T + 20)).toMatchObject({ id, name: "Tin" });
    expect(await store.remove(id, ADA, T + 10)).toBeNull();
    expect(await names()).toEqual(["Tin"]);
  });

  it("cannot be taken back where the name is in use again, nor once it is forgotten", async () => {
    const id = await save("Tin");
    await store.remove(id, ADA, T + 10);
    const twin = await save("tin", T + 11);
    expect(await store.restore(id, ADA, T + 10, T + 20)).toBe("taken");
    await store.remove(twin, ADA, T + 12 + UNDO_MS);
    expect(await store.restore(id, ADA, T + 10, T + 20)).toBe("gone");
    await store.forget(T + 13 + UNDO_MS, 10);
    expect(await rows("SELECT id FROM personas")).toEqual([]);
  });
});

describe("choosing", () => {
  it("holds by scope, and an older interaction changes nothing", async () => {
    expect(await store.choose(ADA, "rivet", by(T + 5))).toMatchObject({ persona: "rivet" });
    expect(await store.choose(ADA, "hazel", by(T + 4))).toMatchObject({ persona: "rivet" });
    expect(await store.choose(ADA, "none", by(T + 6), T + 5)).toMatchObject({ persona: "none" });
    expect(await store.choose(ADA, "hazel", by(T + 9), T + 5)).toMatchObject({ persona: "none" });
  });

  it("finds those that were chosen, of these owners alone", async () => {
    const mine = await save("Mine");
    const theirs = await save("Theirs", T, "user:3");
    await store.choose(ADA, String(mine), by());
    await store.choose(SERVER, String(theirs), by());
    const found = await store.speaking([ADA, SERVER], [ADA, SERVER]);
    expect(found.personas.map(({ name }) => name)).toEqual(["Mine"]);
    expect(found.choices).toHaveLength(2);
  });
});
