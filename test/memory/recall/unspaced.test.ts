/** Words of scripts without spaces: which pieces are looked for, and where a text holds them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt } from "../../../src/memory/recall/excerpt.ts";
import { foundWords } from "../../../src/memory/recall/found-words.ts";
import { readQuestion } from "../../../src/memory/recall/question.ts";
import { isUnspaced, piecesOf } from "../../../src/memory/recall/unspaced.ts";

describe("pieces", () => {
  it.each([
    ["東京都", ["東京", "京都"]],
    ["猫は", ["猫"]],
    ["カヤックを買った", ["カヤック", "買"]],
    ["pythonで", ["python"]],
    ["5月3日", ["5", "月", "3", "日"]],
    ["ありがとう", ["ありがとう"]],
    ["여행을", ["여행", "행을"]],
    ["人々", ["人々"]],
    ["𠮷野家", ["𠮷野", "野家"]],
  ])("of %s", (run, pieces) => {
    expect(piecesOf(run)).toEqual(pieces);
  });

  it("each stands in the run", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."東京都カナー々ありがとう여행a1𠮷"), minLength: 1 }), (run) => {
        const pieces = piecesOf(run);
        expect(pieces.length).toBeGreaterThan(0);
        for (const piece of pieces) expect(run).toContain(piece);
      }),
    );
  });
});

describe("a question", () => {
  const asked = (text: string) => readQuestion(text, [], null).terms.map(({ stem, match }) => [stem, match]);
  it("asks the index for words with spaces around them, and looks for the others", () => {
    expect(asked("kayaks in 東京?")).toEqual([
      ["kayak", '"kayaks"'],
      ["東京", null],
    ]);
  });

  it("has each piece once, and no more than any question", () => {
    expect(asked("東京、東京").map(([stem]) => stem)).toEqual(["東京"]);
    expect(asked("一二三四五六七八九十".repeat(9)).length).toBeLessThanOrEqual(24);
  });

  it("in an alphabet has none", () => {
    for (const text of ["Where is the otter?", "Где выдра?", "Πού είναι;", "Straßenfest"]) expect(isUnspaced(text)).toBe(false);
  });
});

it("a text's words are found in its order, pieces among them", () => {
  expect(foundWords("kayak 東京 kayaking", new Set(["kayak", "東京"])).map(({ at }) => at)).toEqual([0, 6, 9]);
});

it("a long text is cut around them", () => {
  const text = `${"春の海".repeat(200)}赤いカヤック${"秋の空".repeat(200)}`;
  const cut = excerpt(text, new Set(["カヤック"]), 100);
  expect(cut).toContain("カヤック");
  expect(cut.length).toBeLessThanOrEqual(100);
});
