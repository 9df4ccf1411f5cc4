/** Who does not want to be read, asked in as few queries as D1 allows. */
import { expect, test } from "vitest";
import { createOptOutCheck } from "../../src/access/opt-outs.ts";

const pseudonyms = async (id: string): Promise<[string, ...string[]]> => [`new-${id}`, `old-${id}`];
const ids = (n: number) => Array.from({ length: n }, (_, i) => String(i));

function check(keys: string[]) {
  const asked: (readonly string[])[] = [];
  const optedOut = async (names: readonly string[]) => {
    asked.push(names);
    return new Set(names.filter((name) => keys.includes(name)));
  };
  return { asked, check: createOptOutCheck({ access: { optedOut }, pseudonyms }) };
}

test("by any of a person's pseudonyms, in one query", async () => {
  const { asked, check: optOuts } = check(["new-3", "old-7"]);
  expect([...((await optOuts(ids(10))) ?? [])]).toEqual(["3", "7"]);
  expect(asked).toHaveLength(1);
});

test("a hundred people at 90 pseudonyms a query, the last ones too", async () => {
  const { asked, check: optOuts } = check(["old-99"]);
  expect([...((await optOuts(ids(100))) ?? [])]).toEqual(["99"]);
  expect(asked.every((names) => names.length <= 90)).toBe(true);
});

test("nobody asks about nobody, and no answer is no permission", async () => {
  const { asked, check: optOuts } = check([]);
  expect([await optOuts([]), asked]).toEqual([new Set(), []]);
  const broken = createOptOutCheck({ access: { optedOut: () => Promise.reject(new Error("D1 is away")) }, pseudonyms });
  expect(await broken(["1"])).toBeNull();
});
