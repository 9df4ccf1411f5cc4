/** Candidates and their order, without a database: what stands near a hit, and what a sign is worth. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nominate, type ScopeHits } from "../../../src/memory/recall/nominate.ts";
import { readQuestion } from "../../../src/memory/recall/question.ts";
import { type Readable, rank } from "../../../src/memory/recall/rank.ts";
import { BURST_SIZE } from "../../../src/memory/record-id.ts";

const T = Date.UTC(2026, 4, 15);
const DAY = 86_400_000;
const bursts = (...sizes: number[]): ScopeHits["bursts"] => sizes.map((size, burst) => [burst, size, T + burst * DAY]);
const scopeOf = (sizes: number[], ...hits: number[][]): ScopeHits => ({
  inOrder: true,
  records: sizes.reduce((sum, size) => sum + size, 0),
  bursts: bursts(...sizes),
  hits: hits.map((ids) => ({ ids, count: ids.length })),
});
const ask = (text: string) => readQuestion(text, [], null);
const nearOf = (scope: ScopeHits, question = "otter") =>
  Object.fromEntries(nominate(ask(question), [scope], 500).map(({ id, near }) => [id, Math.round(near * 100) / 100]));

describe("what stands near a hit", () => {
  it("counts less the farther it is, more behind than before, and not at all far away", () => {
    const near = nearOf(scopeOf([30], [10]));
    expect(near[10]).toBe(1);
    expect(near[11]).toBeGreaterThan(near[9] ?? 1);
    expect(near[9]).toBeGreaterThan(near[8] ?? 1);
    expect(near[12]).toBeGreaterThan(near[13] ?? 1);
    expect(near[20]).toBeUndefined();
  });

  it("is near over a silence, too, one step farther", () => {
    const near = nearOf(scopeOf([5, 5], [4]));
    const within = nearOf(scopeOf([10], [4]));
    expect(near[BURST_SIZE]).toBe(within[6]);
    expect(near[5]).toBeUndefined();
  });

  it("is nothing where records do not follow each other", () => {
    expect(nearOf({ ...scopeOf([30], [10]), inOrder: false })).toEqual({ 10: 1 });
  });

  it("adds up over the question's words, rare ones more", () => {
    const common = Array.from({ length: 40 }, (_, index) => index);
    const near = nearOf(scopeOf([60], [50], common), "otter tea");
    expect(near[50]).toBeGreaterThan(0.8);
    expect(near[20]).toBeLessThan(0.2);
  });
});

it("candidates are never more than asked for, each once, and none that cannot be", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      sizes,
      fc.array(fc.array(fc.nat(400), { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 50 }),
      (some, picks, limit) => {
        const all = some.flatMap((size, burst) => Array.from({ length: size }, (_, index) => burst * BURST_SIZE + index));
        const hits = picks.map((pick) => [...new Set(pick.map((at) => all[at % all.length] ?? 0))].toSorted((a, b) => a - b));
        const found = nominate(ask("one otter two teas three lamps"), [scopeOf(some, ...hits)], limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        for (const { id, near, dense } of found) {
          expect(all).toContain(id);
          expect(near).toBeGreaterThanOrEqual(0);
          expect(near).toBeLessThanOrEqual(1.000001);
          expect(dense).toBeLessThan(1);
        }
      },
    ),
    { numRuns: 200 },
  );
});

it("hits in bursts that were not listed, and behind deleted messages, are found all the same", () => {
  const scope = { ...scopeOf([3, 3], [5 * BURST_SIZE + 7, 6 * BURST_SIZE]), bursts: bursts(3, 3) };
  expect(nearOf(scope)[5 * BURST_SIZE + 7]).toBe(1);
  // Two of burst 0's five messages are gone.
  expect(nearOf(scopeOf([3], [4]))[4]).toBe(1);
});

it("of a scope of a million messages that is full of the question's words as many are taken as of any other", () => {
  const sizes = Array.from({ length: 4_000 }, () => 25);
  const all = sizes.flatMap((size, burst) => Array.from({ length: size }, (_, index) => burst * BURST_SIZE + index)).slice(-9_000);
  const scope = { ...scopeOf(sizes, all, all, all), records: 1_000_000 };
  expect(nominate(ask("one otter two teas three lamps"), [scope], 200)).toHaveLength(200);
});

describe("ranking", () => {
  const record = (text: string, more: Partial<Readable> = {}): Readable => ({ kind: "message", text, name: "Ada", at: T, byAsker: false, ...more });
  const order = (question: string, records: readonly Readable[], similarity?: (record: Readable) => number | null) =>
    rank(
      ask(question),
      records.map((_, id) => ({ scope: 0, id: id * BURST_SIZE, near: 0.5, dense: 0.5 })),
      (_, id) => records[id / BURST_SIZE] ?? null,
      similarity,
    ).map(({ record: { text } }) => text);

  it("when asks for a time, how many for a number", () => {
    const records = [record("the otter came yesterday"), record("there were seven otters"), record("otters are nice animals")];
    expect(order("When did the otter come?", records)[0]).toBe("the otter came yesterday");
    expect(order("How many otters?", records)[0]).toBe("there were seven otters");
  });

  it("two words beside each other as in the question beat the same words apart", () => {
    const [together, apart] = ["the sea otter is here again today", "the otter swam in the sea today ok"];
    expect(order("Who saw a sea otter?", [record(apart), record(together)])[0]).toBe(together);
  });

  it("meanings that are alike add to the words, where somebody knows them", () => {
    const records = [record("the otter sleeps"), record("the beaver rests")];
    expect(order("otter", records, ({ text }) => (text.includes("beaver") ? 0.9 : 0.1))[0]).toBe("the beaver rests");
    expect(order("otter", records, () => null)).toHaveLength(2);
  });

  it("a fact is worth more than the same as a message, and what may not be read is left out", () => {
    expect(order("otter", [record("otter", { kind: "fact", name: "" }), record("otter?")])).toEqual(["otter", "otter?"]);
    expect(rank(ask("otter"), [{ scope: 0, id: 0, near: 1, dense: 1 }], () => null)).toEqual([]);
  });
});
