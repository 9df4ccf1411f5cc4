/** Reasoning in `<think>` blocks never becomes text, whatever the chunks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createThinkSplitter, type Piece } from "../../src/llm/think.ts";

function split(chunks: string[]): { text: string; reasoning: string } {
  const splitter = createThinkSplitter();
  const pieces: Piece[] = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.flush()];
  const join = (type: Piece["type"]) =>
    pieces
      .filter((piece) => piece.type === type)
      .map((piece) => piece.text)
      .join("");
  return { text: join("text"), reasoning: join("reasoning") };
}

function cut(text: string, cuts: number[]): string[] {
  const edges = [0, ...cuts.map((at) => at % (text.length + 1)).sort((a, b) => a - b), text.length];
  return edges.slice(1).map((end, index) => text.slice(edges[index], end));
}

const CASES: [what: string, input: string, text: string, reasoning: string][] = [
  ["a block before the answer", "<think>\nhm\n</think>\n\nHello", "Hello", "\nhm\n"],
  ["a block that is never closed", "Hello <think>hm", "Hello ", "hm"],
  ["only an unclosed block", "<think>hm", "", "hm"],
  ["several blocks", "<think>a</think>Hello <think>b</think>world", "Hello world", "ab"],
  ["the long name, and capitals", "<Thinking>a</THINKING>Hello", "Hello", "a"],
  ["a closing tag without an opening one", "Hello</think> world", "Hello world", ""],
  ["other tags and comparisons", "a <b> c < think > d <thin>", "a <b> c < think > d <thin>", ""],
  ["a tag in inline code", "write `<think>` and `</think>` so", "write `<think>` and `</think>` so", ""],
  ["a tag in a code block", "```xml\n<think>x</think>\n``` end", "```xml\n<think>x</think>\n``` end", ""],
  ["a block after a code block", "```\nx\n```\n<think>a</think>end", "```\nx\n```\nend", "a"],
  ["a tag cut off at the end", "Hello <thi", "Hello <thi", ""],
];

describe("separates, wherever the text is cut:", () => {
  test.each(CASES)("%s", (_, input, text, reasoning) => {
    expect(split([input])).toEqual({ text, reasoning });
    expect(split([...input])).toEqual({ text, reasoning });
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 8 }), (cuts) => {
        expect(split(cut(input, cuts))).toEqual({ text, reasoning });
      }),
    );
  });
});

test("loses nothing of a text without tags", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (chunks) => {
      fc.pre(!/think/i.test(chunks.join("")));
      expect(split(chunks)).toEqual({ text: chunks.join("").trimStart(), reasoning: "" });
    }),
  );
});

test("hands text on at once instead of collecting it", () => {
  const splitter = createThinkSplitter();
  expect(splitter.push("Hello wor")).toEqual([{ type: "text", text: "Hello wor" }]);
  expect(splitter.push("ld <")).toEqual([{ type: "text", text: "ld " }]);
  expect(splitter.push("3")).toEqual([{ type: "text", text: "<3" }]);
});
