/** The state of a channel: bounded whatever comes in, idempotent, without sentences, and people can be taken out of it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyActivity, forgetPerson, migrateActivity } from "../../src/autonomy/activity.ts";
import { confirm, decide } from "../../src/autonomy/decide.ts";
import { observe } from "../../src/autonomy/observe.ts";
import { counts, exchangeOfTwo, openQuestion } from "../../src/autonomy/signals.ts";
import { type ActivityEvent, actions } from "../../src/autonomy/types.ts";
import { activityOf, DAY, EVENING, evenings, HOUR, MINUTE, SECOND, says, settings } from "./rooms.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

const at = fc.oneof(fc.integer({ min: EVENING - DAY, max: EVENING + DAY }), fc.double(), fc.integer({ min: 0, max: 8.64e15 }));
const anyId = fc.oneof(fc.bigInt({ min: 10n ** 17n, max: 10n ** 20n }).map(String), fc.string({ maxLength: 40, unit: "grapheme" }));
const event: fc.Arbitrary<ActivityEvent> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("message" as const),
      id: anyId,
      at,
      author: anyId,
      bot: fc.boolean(),
      question: fc.constantFrom(true, false, null),
      to: anyId,
      toBot: fc.boolean(),
      length: fc.constantFrom(null, 3),
      keywords: fc.array(fc.string({ maxLength: 60, unit: "grapheme" }), { maxLength: 30 }),
      sentiment: fc.oneof(fc.constant(null), fc.double()),
    },
    { requiredKeys: ["kind", "id", "at", "author", "bot", "question"] },
  ),
  fc.record({
    kind: fc.constantFrom("typing" as const, "join" as const, "activity" as const),
    at,
    author: anyId,
    name: fc.string({ maxLength: 300, unit: "grapheme" }),
  }),
  fc.record({ kind: fc.constant("own" as const), id: anyId, at, unasked: fc.constantFrom(null, ...actions) }),
);

/** As long as every field can be: long ids, long words, everything at once. */
const fullest = (): ActivityEvent[] => {
  const id = (n: number) => `9223372036854775${`${n}`.padStart(4, "0")}`;
  return Array.from({ length: 400 }, (_, n): ActivityEvent[] => [
    {
      ...says(id(n), EVENING + n * HOUR + 1, {
        question: true,
        to: id(n + 1),
        keywords: Array.from({ length: 8 }, (__, k) => `${"日".repeat(17)}${n % 10}${k}a`),
        sentiment: -0.123456,
      }),
      id: id(n),
    },
    { kind: "typing", at: EVENING + n * HOUR + 30 * MINUTE, author: id(n + 7) },
    { kind: "join", at: EVENING + n * HOUR, author: id(n) },
    { kind: "activity", at: EVENING + n * HOUR, author: id(n), name: "日".repeat(300) },
    { kind: "own", id: id(n + 5000), at: EVENING + n * HOUR + 1000 + n, unasked: "break_silence" },
    { kind: "own", id: id(n + 6000), at: EVENING + n * HOUR + 2000 + n, unasked: "break_silence" },
    { kind: "own", id: id(n + 7000), at: EVENING + n * HOUR + 3000 + n, unasked: "break_silence" },
  ]).flat();
};

describe("its size", () => {
  it("stays below 8 KiB at its fullest", () => {
    const activity = emptyActivity();
    let most = 0;
    for (const each of fullest()) {
      observe(activity, each);
      most = Math.max(most, bytes(activity));
    }
    expect(most).toBeGreaterThan(5000);
    expect(most).toBeLessThan(8192);
  });

  it("stays below 8 KiB whatever comes in, and what is decided from it is sound", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), at, (events, now) => {
        const activity = activityOf(events, activityOf(fullest().slice(0, 700)));
        expect(bytes(activity)).toBeLessThan(8192);
        expect(migrateActivity(JSON.parse(JSON.stringify(activity)))).toEqual(activity);
        if (!(now >= 0 && now < 8e15)) return;
        const decision = decide(activity, now, settings("bubbly"));
        expect(decision.lookAgainAt).toBeGreaterThan(now);
        expect(decision.gates.length).toBeGreaterThan(0);
        expect(confirm(activity, decision, now + 5 * SECOND, settings("bubbly")).gates.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe("events", () => {
  it("are taken once, however often they come", () => {
    const events = evenings(1).slice(-30);
    expect(activityOf([...events, ...events.toReversed()])).toEqual(activityOf(events));
  });

  it("find their place when they come late or in another order", () => {
    const events = evenings(0).slice(-20);
    const shuffled = activityOf([...events.slice(10), ...events.slice(0, 10)]);
    const inOrder = activityOf(events);
    expect(shuffled.recent).toEqual(inOrder.recent);
    expect(counts(shuffled, EVENING)).toEqual(counts(inOrder, EVENING));
    expect(shuffled.since).toBe(inOrder.since);
  });

  it("that are learned of after our own post, but happened before it, do not count as said since", () => {
    const activity = activityOf([says("ann", EVENING), { kind: "own", id: "own", at: EVENING + MINUTE, unasked: "fomo" }, says("ben", EVENING + 30 * SECOND)]);
    expect(activity.since).toBe(0);
    expect(activityOf([says("ben", EVENING + 2 * MINUTE)], activity).since).toBe(1);
  });

  it("of ours that are learned of late do not hide what was said after them", () => {
    const activity = activityOf([says("ann", EVENING), says("ben", EVENING + 2 * MINUTE), { kind: "own", id: "own", at: EVENING + MINUTE, unasked: "fomo" }]);
    expect(activity.since).toBe(1);
  });

  it("of other bots are told apart from people's", () => {
    const activity = activityOf([says("ann", EVENING), says("bot", EVENING + 10 * SECOND, { bot: true })]);
    expect(counts(activity, EVENING + MINUTE)).toMatchObject({ people5: 1, bots5: 1, distinct: 1 });
    expect(activity.lastHuman).toBe(EVENING);
    expect(activity.lastBot).toBe(EVENING + 10 * SECOND);
  });
});

describe("signals", () => {
  const quick = (...authors: string[]) => activityOf(authors.map((author, index) => says(author, EVENING + index * 10 * SECOND)));

  it("tell a quick exchange of two from a round of three and from a slow one", () => {
    expect(exchangeOfTwo(quick("ann", "ben", "ann", "ben"))).toBe(true);
    expect(exchangeOfTwo(quick("ann", "ben", "cleo", "ann", "ben"))).toBe(false);
    expect(exchangeOfTwo(activityOf(["ann", "ben", "ann", "ben"].map((author, index) => says(author, EVENING + index * 50 * SECOND))))).toBe(false);
  });

  it("know for how long a question is open", () => {
    const asked = [says("ann", EVENING, { question: true }), says("ann", EVENING + 5 * SECOND)];
    expect(openQuestion(activityOf(asked), EVENING + 20 * SECOND)).toBe(20);
    expect(openQuestion(activityOf([...asked, says("ben", EVENING + 9 * SECOND)]), EVENING + 20 * SECOND)).toBeNull();
    expect(openQuestion(activityOf([says("ann", EVENING, { question: null })]), EVENING + 20 * SECOND)).toBe(20);
  });

  it("learn at which hours people are there", () => {
    const activity = activityOf(evenings(14));
    const hour = (h: number) => activity.audience[(Math.floor((EVENING - DAY) / DAY) * 24 + h) % 168] ?? -1;
    expect(hour(20)).toBeGreaterThan(40);
    expect(hour(10)).toBeLessThan(5);
  });

  it("count in a row what nobody spoke after, until somebody does", () => {
    const own = (id: string, when: number): ActivityEvent => ({ kind: "own", id, at: when, unasked: "break_silence" });
    const activity = activityOf([says("ann", EVENING), own("a", EVENING + HOUR), own("b", EVENING + 3 * HOUR), says("ann", EVENING + 5 * HOUR)]);
    expect(activity.ignored).toBe(2);
    expect(activityOf([own("c", EVENING + 6 * HOUR), says("ben", EVENING + 6 * HOUR + MINUTE)], activity).ignored).toBe(0);
  });
});

describe("what is kept", () => {
  it("of a person is gone when they are forgotten", () => {
    const activity = activityOf([
      says("ann", EVENING, { to: "zoe" }),
      says("zoe", EVENING + SECOND),
      { kind: "typing", at: EVENING + 2 * SECOND, author: "zoe" },
      { kind: "join", at: EVENING, author: "zoe" },
      { kind: "activity", at: EVENING, author: "zoe", name: "a game" },
    ]);
    expect(JSON.stringify(activity)).toContain("zoe");
    forgetPerson(activity, "zoe");
    expect(JSON.stringify(activity)).not.toContain("zoe");
    expect(activity.recent).toHaveLength(2);
  });

  it("of an older kind, or damaged, is a fresh start", () => {
    const good = activityOf(evenings(1));
    expect(migrateActivity(good)).toBe(good);
    const damaged: unknown[] = [undefined, null, 7, "x", {}, { v: 0 }, { v: 1 }, { ...good, v: 2 }, { ...good, recent: 7 }, { ...good, recent: [null] }];
    damaged.push(
      { ...good, audience: [1, 2] },
      { ...good, gaps: good.gaps.map(() => null) },
      { ...good, pace: null },
      { ...good, people: [{}] },
      { ...good, talk: null },
      { ...good, hanging: 3 },
    );
    for (const each of damaged) expect(migrateActivity(each)).toEqual(emptyActivity());
  });
});
