/** What the splitter promises for any text (properties) and for the cases that people notice. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeOpenFence, splitMessage } from "../../src/delivery/split.ts";
import { hasOpenFence, isWhole } from "./split-checks.ts";

const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}";
const FLAG = "\u{1f1e9}\u{1f1ea}";

const word = fc.constantFrom(
  "a",
  "to",
  "word",
  "sentence",
  "it's",
  "Donaudampfschifffahrt",
  "x = y",
  "e\u0301te\u0301",
  FAMILY,
  FLAG,
  "\u{1f44d}\u{1f3fd}",
  "\u65e5\u672c\u8a9e\u3002",
  "3.14",
);
const tokens = [
  "https://example.com/a/b?c=d",
  "[some text](https://example.com/x(y))",
  "<@123456789012345678>",
  "<:smile:123456789012345678>",
  "<t:1700000000:R>",
];
const token = fc.constantFrom(...tokens);
const sentence = fc.array(fc.oneof({ weight: 5, arbitrary: word }, { weight: 1, arbitrary: token }, { weight: 1, arbitrary: fc.constant("`in line`") }), {
  minLength: 1,
  maxLength: 14,
});
const prose = sentence.map((words) => `${words.join(" ")}. `);
const paragraph = fc.array(prose, { minLength: 1, maxLength: 6 }).map((sentences) => sentences.join("").trimEnd());
const codeLine = fc.constantFrom("", "const a = 1;", "  return b;", "\tif (x) {", "}", "# no heading", "x".repeat(70), "``", "say(`hi`)");
const fenced = fc
  .tuple(
    fc.constantFrom("```", "````", "~~~"),
    fc.constantFrom("", "js", "c++"),
    fc.array(codeLine, { minLength: 1, maxLength: 25 }),
    fc.constantFrom(["", ""], ["> ", "> "], ["1. ", "   "], ["  - ", "    "]),
  )
  .map(([marker, language, lines, [first = "", rest = ""]]) => [`${first}${marker}${language}`, ...lines.map((line) => rest + line), rest + marker].join("\n"));
const nested = fc.constant("````md\nHere:\n```js\nconst a = 1;\n```\nDone.\n````");
const listing = fc.array(word, { minLength: 2, maxLength: 8 }).map((items) => items.map((item) => `- ${item}`).join("\n"));
const heading = word.map((text) => `## ${text}`);
const block = fc.oneof({ weight: 4, arbitrary: paragraph }, { weight: 2, arbitrary: fenced }, { weight: 1, arbitrary: fc.oneof(nested, listing, heading) });
const markdown = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join("\n\n"));
/** Nothing well-formed about it. */
const noise = fc
  .array(fc.constantFrom("`", "```", "~~~", "\n", "\n\n", " ", "> ", "- ", "[", "](", ")", "<", "a", "bc ", "https://x.y/", "\\", "#", FAMILY, "\u0301"), {
    maxLength: 120,
  })
  .map((parts) => parts.join(""));
const limit = fc.integer({ min: 120, max: 600 });
const runs = { numRuns: 300 };

const graphemes = (text: string) =>
  Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment).filter((segment) => segment.trim() !== "");

describe("splitMessage, for any text", () => {
  it("keeps every message within the limit, and none empty", () => {
    fc.assert(
      fc.property(fc.oneof(markdown, noise), fc.integer({ min: 40, max: 600 }), (text, most) => {
        for (const message of splitMessage(text, { limit: most }).messages) {
          expect(message.length).toBeLessThanOrEqual(most);
          expect(message.trim()).not.toBe("");
        }
      }),
      runs,
    );
  });

  it("loses nothing but blanks at the cuts", () => {
    fc.assert(
      fc.property(markdown, limit, (text, most) => {
        expect(isWhole(text, splitMessage(text, { limit: most }).messages)).toBe(true);
      }),
      runs,
    );
  });

  it("loses nothing between the messages and the rest", () => {
    fc.assert(
      fc.property(markdown, limit, fc.integer({ min: 1, max: 4 }), (text, most, maxMessages) => {
        const { messages, rest } = splitMessage(text, { limit: most, maxMessages });
        expect(messages.length).toBeLessThanOrEqual(maxMessages);
        expect(isWhole(text, messages, rest)).toBe(true);
        expect(hasOpenFence(rest)).toBe(false);
      }),
      runs,
    );
  });

  it("leaves no fence open in any message", () => {
    fc.assert(
      fc.property(markdown, limit, (text, most) => {
        expect(splitMessage(text, { limit: most }).messages.filter(hasOpenFence)).toEqual([]);
      }),
      runs,
    );
  });

  it("cuts no character of several code points in half", () => {
    const dense = fc
      .array(fc.constantFrom(FAMILY, FLAG, "e\u0301", "\u{1f44d}\u{1f3fd}", "\u65e5", " ", "a"), { maxLength: 150 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(dense, fc.integer({ min: 40, max: 200 }), (text, most) => {
        expect(splitMessage(text, { limit: most }).messages.flatMap(graphemes)).toEqual(graphemes(text));
      }),
      runs,
    );
  });

  it("cuts no link, address, mention or emoji in half", () => {
    const count = (texts: string[], part: string) => texts.reduce((sum, text) => sum + text.split(part).length - 1, 0);
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 6 }), limit, (paragraphs, most) => {
        const text = paragraphs.join("\n\n");
        const { messages } = splitMessage(text, { limit: most });
        for (const part of tokens) expect(count(messages, part)).toBe(count([text], part));
      }),
      runs,
    );
  });

  it("never changes a message but the last when text is appended", () => {
    fc.assert(
      fc.property(fc.oneof(markdown, noise), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 40, max: 400 }), (text, share, most) => {
        const before = splitMessage(text.slice(0, Math.floor(text.length * share)), { limit: most }).messages.slice(0, -1);
        expect(splitMessage(text, { limit: most }).messages.slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 1500 },
    );
  });

  it("leaves a text that fits as it is, and its own messages too", () => {
    fc.assert(
      fc.property(markdown, limit, (text, most) => {
        expect(splitMessage(text, { limit: text.length + 4 }).messages).toEqual([text.trim()]);
        for (const message of splitMessage(text, { limit: most }).messages) expect(splitMessage(message, { limit: most }).messages).toEqual([message.trim()]);
      }),
      runs,
    );
  });

  it("makes a draft without an open fence or half a word", () => {
    fc.assert(
      fc.property(markdown, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const draft = closeOpenFence(text.slice(0, Math.floor(text.length * share)));
        expect(hasOpenFence(draft)).toBe(false);
        expect(splitMessage(draft, { limit: 300 }).messages.filter(hasOpenFence)).toEqual([]);
      }),
      runs,
    );
  });
});

describe("splitMessage, case by case", () => {
  const lengths = (text: string) => splitMessage(text).messages.map((message) => message.length);

  it.each([
    ["nothing", ""],
    ["blanks", " \n\t \r\n  \n"],
  ])("makes no message of %s", (_, text) => expect(splitMessage(text)).toEqual({ messages: [], rest: "" }));

  it("fills messages with a word of 10,000 letters", () => expect(lengths("x".repeat(10_000))).toEqual([2000, 2000, 2000, 2000, 2000]));
  it("takes exactly 2,000 as one and 2,001 as two", () => expect([lengths("x".repeat(2000)), lengths("x".repeat(2001))]).toEqual([[2000], [2000, 1]]));

  it("gives an address that fits a message of its own, and cuts one that fits nowhere", () => {
    const fitting = `https://example.com/${"a".repeat(1970)}`;
    expect(splitMessage(`Look here: ${fitting} and there.${" More words.".repeat(10)}`).messages[1]).toContain(fitting);
    const endless = `https://example.com/${"a".repeat(3000)}`;
    const { messages } = splitMessage(`See ${endless} now`);
    expect(messages.map((message) => message.length)).toEqual([3, 2000, endless.length - 2000 + 4]);
  });

  it("splits between paragraphs rather than lines, lines rather than sentences, sentences rather than words", () => {
    const filler = (length: number) => "lorem ".repeat(length / 6).trim();
    expect(splitMessage(`${filler(1200)}\n\n${filler(600)}\n${filler(600)}`).messages[0]).toBe(filler(1200));
    expect(splitMessage(`${filler(1200)}\n${filler(600)}. ${filler(600)}`).messages[0]).toBe(filler(1200));
    expect(splitMessage(`${filler(1200)}. ${filler(1200)}`).messages[0]).toBe(`${filler(1200)}.`);
    expect(splitMessage(filler(2400)).messages[0]?.endsWith(" lorem")).toBe(true);
  });

  it("makes no tiny message for the sake of a boundary", () => expect(lengths(`Hello.\n\n${"y".repeat(2500)}`)[0]).toBe(2000));

  it("does not part a heading from its text", () => {
    const [first = ""] = splitMessage(`${"lorem ".repeat(280)}\n\n## Next\n\n${"ipsum ".repeat(200)}`).messages;
    expect(first).not.toContain("## Next");
  });

  it("closes and reopens a fence with its language", () => {
    const { messages } = splitMessage(`Look:\n\`\`\`python\n${"print('hello')\n".repeat(300)}\`\`\`\nDone.`);
    expect(messages.length).toBe(3);
    expect(messages.every((message) => message.includes("```python\nprint"))).toBe(true);
    expect(messages.slice(0, -1).every((message) => message.endsWith("\n```"))).toBe(true);
    expect(messages.at(-1)?.endsWith("```\nDone.")).toBe(true);
  });

  it("keeps the fence of a list or a quote where it belongs", () => {
    const inList = splitMessage(`1. Do:\n   \`\`\`sh\n${"   echo hello\n".repeat(200)}   \`\`\`\n2. Done`).messages;
    expect([inList[0]?.endsWith("\n   ```"), inList[1]?.startsWith("   ```sh\n   echo")]).toEqual([true, true]);
    const quoted = splitMessage(`> \`\`\`sh\n${"> echo hello\n".repeat(200)}> \`\`\``).messages;
    expect([quoted[0]?.endsWith("\n> ```"), quoted[1]?.startsWith("> ```sh\n> echo")]).toEqual([true, true]);
  });

  it("does not take a shorter run inside a longer fence for its end", () => {
    const { messages } = splitMessage(`\`\`\`\`md\n\`\`\`js\n${"const a = 1;\n".repeat(200)}\`\`\`\n\`\`\`\``);
    expect([messages[0]?.endsWith("\n````"), messages[1]?.startsWith("````md\n")]).toEqual([true, true]);
  });

  it("keeps the indentation of code at a cut", () => {
    const { messages } = splitMessage(`\`\`\`py\ndef f():\n${"    return 1234567\n".repeat(200)}\`\`\``);
    expect(messages[1]?.startsWith("```py\n    return")).toBe(true);
  });

  it("makes no empty block where a cut meets the end of the code", () => {
    for (let length = 1950; length < 2010; length += 1) {
      const { messages } = splitMessage(`\`\`\`js\n${"a = 1;\n".repeat(270)}${"b".repeat(length - 1897)}\n\`\`\`\nThe end.`);
      for (const message of messages) expect(message).not.toMatch(/```js\n+```/);
    }
  });

  it("reads Windows line ends", () => {
    const text = `${"lorem ".repeat(250)}\r\n\r\n\`\`\`js\r\n${"a = 1;\r\n".repeat(200)}\`\`\`\r\nEnd`;
    expect(splitMessage(text).messages).toEqual(splitMessage(text.replaceAll("\r\n", "\n")).messages);
  });

  it("begins the rest with the fence it was cut in", () => {
    const { messages, rest } = splitMessage(`\`\`\`ts\n${"let b = 2;\n".repeat(1500)}\`\`\``, { maxMessages: 5 });
    expect(messages.length).toBe(5);
    expect(rest.startsWith("```ts\nlet b = 2;\n")).toBe(true);
    expect(rest.endsWith("\n```")).toBe(true);
  });

  it("takes linear time", () => {
    for (const unit of ["lorem ipsum. ", "[](`<", "`", "``` ", "[[](", FLAG, "> - ", "\n\n```\n"]) {
      const started = performance.now();
      splitMessage(unit.repeat(Math.floor(200_000 / unit.length)));
      expect(performance.now() - started, unit).toBeLessThan(3000);
    }
  });
});

describe("closeOpenFence", () => {
  it.each([
    ["Hello wor", "Hello"],
    ["Hello ", "Hello"],
    ["Hel", "Hel"],
    ["Look:\n```", "Look:"],
    ["Look:\n```py\n", "Look:"],
    ["Look:\n``", "Look:"],
    ["Look:\n```py\nprint(1)\nx = ", "Look:\n```py\nprint(1)\nx =\n```"],
    ["Look:\n```py\nprint(1)\n``", "Look:\n```py\nprint(1)\n```"],
    ["Look:\n```py\nprint(1)\n```", "Look:\n```py\nprint(1)\n```"],
    ["> ~~~\n> a b", "> ~~~\n> a\n> ~~~"],
    ["a \ud83d", "a"],
    ["\ud83d", ""],
  ])("shows %j as %j", (draft, shown) => expect(closeOpenFence(draft)).toBe(shown));
});
