/** What somebody asked last, for a quarter of an hour and for a hundred conversations. */
import { expect, it } from "vitest";
import { createLastQuestions } from "../../src/conversation/last-questions.ts";

it("the newest question of each conversation is known for a quarter of an hour", () => {
  let now = 1_000;
  const last = createLastQuestions({ now: () => now });
  expect(last.of("a")).toBe("");
  last.note("a", "first");
  last.note("a", "second");
  last.note("b", "other");
  expect([last.of("a"), last.of("b")]).toEqual(["second", "other"]);
  now += 15 * 60_000;
  expect(last.of("a")).toBe("second");
  now += 1;
  expect(last.of("a")).toBe("");
});

it("of many conversations the ones that spoke last are known", () => {
  const last = createLastQuestions({ now: () => 0 });
  for (let n = 0; n < 100; n++) last.note(`c${n}`, "q");
  last.note("c0", "again");
  last.note("new", "q");
  expect([last.of("c0"), last.of("c1"), last.of("c2"), last.of("new")]).toEqual(["again", "", "q", "q"]);
});
