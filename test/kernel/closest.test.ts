/** What somebody probably meant. */
import { expect, it, test } from "vitest";
import { closest } from "../../src/kernel/closest.ts";

const names = ["temperature", "top_p", "top_k", "stop", "seed"];

it("finds a word with a few letters wrong, missing, added or swapped, in any case", () => {
  for (const typed of ["temprature", "temperatur", "temperatrue", "Temperature", "TEMPERATUREE", "temparature", "temp"])
    expect(closest(typed, names), typed).toBe("temperature");
  expect(closest("top-p", names)).toBe("top_p");
  expect(closest("sotp", names)).toBe("stop");
});

it("finds nothing where nothing is near, and never guesses from a letter or two", () => {
  for (const typed of ["", "x", "to", "penguin", "stopwatches", "a".repeat(100_000)]) expect(closest(typed, names), typed.slice(0, 20)).toBeNull();
});

test("of two that begin alike neither is taken for being begun", () => {
  expect(closest("top", ["top_kk", "top_pp"])).toBeNull();
});
