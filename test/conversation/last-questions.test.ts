/** What somebody asked last, for a quarter of an hour and for a hundred conversations. */
import { expect, it } from "vitest";
import { createLastQuestions } from "../../src/conversation/last-questions.ts";

it("the newest question of each conversation is known for a quarter of an hour", () => {
  let now = 1_000;
  const last = createLastQuestions({ now: () => now });
  expect(last.of("a").question).toBe("");
  last.note("a", "first", now);
  last.note("a", "second", now);
  last.note("b", "other", now);
  expect([last.of("a"), last.of("b")]).toEqual([
    { question: "second", at: 1_000 },
    { question: "other", at: 1_000 },
  ]);
  now += 15 * 60_000;
  expect(last.of("a").question).toBe("second");
  now += 1;
  expect(last.of("a").question).toBe("");
});

it("of many conversations the ones that spoke last are known", () => {
  const last = createLastQuestions({ now: () => 0 });
  for (let n = 0; n < 100; n++) last.note(`c${n}`, "q", 0);
  last.note("c0", "again", 0);
  last.note("new", "q", 0);
  expect(["c0", "c1", "c2", "new"].map((key) => last.of(key).question)).toEqual(["again", "", "q", "q"]);
});
