/** What the bench prints: verdicts on the bars, as a table and as JSON. */
import { expect, test } from "vitest";
import { type Group, holds, toJson, toTable } from "../../scripts/bench/report.ts";

const machine = { date: "2026-11-20", cpu: "Abacus", cores: 2, node: "24.0.0", workerd: "1.0.0", quick: false };
const line = (more: object) => ({ id: "x", name: "something", value: 2, unit: "x", measured: "2 x", ...more });
const groups: Group[] = [
  { title: "Group", about: "What it is about.", lines: [line({ id: "at", bar: 2 }), line({ id: "over", bar: 1.9 }), line({ id: "free" })] },
];

test("a bar is kept up to its very value, and a line without one has no verdict", () => {
  expect(groups[0]?.lines.map(holds)).toEqual([true, false, undefined]);
});

test("the table shows each line with bar and verdict", () => {
  const table = toTable(groups, machine).split("\n");
  expect(table.filter((row) => row.includes("something")).map((row) => row.split(/ {2,}/).filter((cell) => cell !== ""))).toEqual([
    ["something", "2 x", "<= 2 x", "yes"],
    ["something", "2 x", "<= 1.9 x", "NO"],
    ["something", "2 x"],
  ]);
});

test("JSON has the same, with null where there is no bar", () => {
  const { lines } = JSON.parse(toJson(groups, machine)) as { lines: { id: string; bar: unknown; holds: unknown }[] };
  expect(lines.map(({ id, bar, holds: held }) => [id, bar, held])).toEqual([
    ["at", 2, true],
    ["over", 1.9, false],
    ["free", null, null],
  ]);
});
