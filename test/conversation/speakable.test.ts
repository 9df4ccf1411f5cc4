// What of an answer is read aloud: words, without marks, addresses, code and numbers of sources; and no more than a voice takes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { speakable } from "../../src/conversation/speakable.ts";

const words = { code: "Code.", spoiler: "spoiler", shortened: "The rest is in the text." };
const said = (answer: string) => speakable(answer, words).text;

describe("what is said", () => {
  test.each([
    ["**Bold**, *soft*, __under__, ***both*** and _so_", "Bold, soft, under, both and so."],
    ["# A heading\n\nand a line.", "A heading.\nand a line."],
    ["- one\n- [x] two\n* three\n1. four", "one.\ntwo.\nthree.\n1. four."],
    ["> quoted\n-# small", "quoted.\nsmall."],
    ["2 * 3 * 4 = 24 and snake_case_name", "2 * 3 * 4 = 24 and snake_case_name."],
    ["See [the docs](https://a.example/x_(y)) now.", "See the docs now."],
    ["See https://www.example.com/a/b?c=d.", "See example.com."],
    ["See <https://example.com/a>!", "See example.com!"],
    ["It rained [1][2], and [3, 4] snowed [↗](https://discord.com/channels/1/2/3). [[5]](https://x.example)", "It rained, and snowed."],
    ["So it is【4†source】.", "So it is."],
    ["Hi <@12345678901> in <#12345678901>, <:wave:12345> at <t:1700000000:R> 🎉👩‍👩‍👧 🇩🇪", "Hi in, at."],
    ["Type </ask:12345>.", "Type ask."],
    ["Use `npm ci` first.", "Use npm ci first."],
    ["Look:\n```ts\nconst a = 1;\n```\nDone.", "Look:\nCode.\nDone."],
    ["One:\n```\na\n```\nTwo:\n~~~\nb\n~~~\nEnd.", "One:\nCode.\nTwo:\nCode.\nEnd."],
    ["Never closed:\n```py\nprint(1)", "Never closed:\nCode."],
    ["He is ||the murderer||.", "He is spoiler."],
    ["It costs ~~10~~ 12 €", "It costs 12 €."],
    ["| a | b |\n|---|---|\n| 1 | 2 |", "a, b.\n1, 2."],
    ["a\n---\nb", "a.\nb."],
    ["5 \\* 3 \\_x\\_", "5 * 3 _x_."],
    ["今日は。ねこです", "今日は。ねこです."],
    ["In [2026](https://example.com) it was", "In 2026 it was."],
    ["👍", ""],
    ["---\n<@12345678901>", ""],
  ])("%j", (answer, expected) => {
    expect(said(answer)).toBe(expected);
  });
});

describe("a long answer", () => {
  test("ends with a sentence, and says that it is not all", () => {
    const { text, isShortened } = speakable("This is one of many sentences. ".repeat(300), words);
    expect(isShortened).toBe(true);
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/many sentences\. The rest is in the text\.$/);
    expect(speakable("This is one of many sentences. ".repeat(100), words).isShortened).toBe(false);
  });

  test("without sentences ends with a word, without words anywhere", () => {
    expect(said("word ".repeat(2_000))).toMatch(/word\. The rest/);
    expect(said("猫".repeat(9_000)).length).toBeLessThanOrEqual(4_000);
  });

  test("of code alone is a word", () => {
    expect(said(`\`\`\`\n${"x = 1\n".repeat(20_000)}\`\`\``)).toMatch(/^Code\./);
  });
});

test("whatever it is: within the limit, well-formed, soon done", () => {
  const part = fc.constantFrom(
    "`",
    "```",
    "~~~",
    "[",
    "](",
    ")",
    "*",
    "_",
    "|",
    "||",
    "<",
    ">",
    "https://",
    "#",
    "- ",
    "\n",
    "a",
    " ",
    "1",
    ".",
    "😀",
    "\ud83d",
    "【",
    "\\",
  );
  const answers = fc.array(part, { maxLength: 400 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(answers, fc.constantFrom(1, 60), (answer, times) => {
      const { text } = speakable(answer.repeat(times), words);
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(text.isWellFormed()).toBe(true);
    }),
    { numRuns: 150 },
  );
});
