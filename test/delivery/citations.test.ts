/** `[12]` becomes a link to message 12: in a growing text, outside of code, and only where there is a message 12. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkCitations } from "../../src/delivery/citations.ts";

const LINES = 20;
const linkOf = (number: number) => (number >= 1 && number <= LINES ? `https://d/${number}` : undefined);
const final = (text: string) => linkCitations(text, linkOf, true);
const draft = (text: string) => linkCitations(text, linkOf, false);
const to = (...numbers: number[]) => numbers.map((number) => `[↗](https://d/${number})`).join(" ");

describe("a finished text", () => {
  it.each([
    ["Bob agreed [12].", `Bob agreed ${to(12)}.`],
    ["Bob agreed[12].", `Bob agreed ${to(12)}.`],
    ["([3])", `(${to(3)})`],
    ["[1] Bob agreed", `${to(1)} Bob agreed`],
    ["two [1][2]", `two ${to(1)} ${to(2)}`],
    ["two [1, 2]", `two ${to(1, 2)}`],
    ["a range [3–5]", `a range ${to(3, 5)}`],
    ["a range [3-5]", `a range ${to(3, 5)}`],
    ["twice [4, 4]", `twice ${to(4)}`],
    ["with a sign [#7]", `with a sign ${to(7)}`],
    [String.raw`escaped \[7\]`, `escaped ${to(7)}`],
    ["some known [7, 99]", `some known ${to(7)}`],
    ["- Bob agreed [12]\n- Ada did not [13]", `- Bob agreed ${to(12)}\n- Ada did not ${to(13)}`],
  ])("%s", (text, expected) => {
    expect(final(text)).toBe(expected);
  });

  it.each([
    ["nobody said that [99].", "nobody said that."],
    ["[0] nor that", " nor that"],
    ["[99999999999999999999999]", ""],
  ])("drops what nobody gave: %s", (text, expected) => {
    expect(final(text)).toBe(expected);
  });

  it("has no target that the model made up", () => {
    expect(final("see [3](https://evil.example/x) and [99](https://evil.example)")).toBe(`see ${to(3)} and`);
    expect(final("see [3] (https://example.com)")).toBe(`see ${to(3)} (https://example.com)`);
    expect(final("a [proper link](https://example.com/3)")).toBe("a [proper link](https://example.com/3)");
  });

  it.each(["`a[1]`", "``a[1] ` b``", "```ts\nlist[1] = 2;\n```", "~~~\n[1]\n~~~\n", "> ```\n> [1]\n> ```", "[a1] [ ] [x] [1a]", "1] [ 2"])(
    "leaves alone: %j",
    (text) => {
      expect(final(text)).toBe(text);
    },
  );

  it("links beside code, and behind a backtick that nothing closes", () => {
    expect(final("`a[1]` says [2]\n```\n[3]\n```\n[4]")).toBe(`\`a[1]\` says ${to(2)}\n\`\`\`\n[3]\n\`\`\`\n${to(4)}`);
    expect(final("a stray ` and [2]")).toBe(`a stray \` and ${to(2)}`);
  });
});

describe("a growing text", () => {
  it.each([
    ["Bob agreed [", "Bob agreed"],
    ["Bob agreed [1", "Bob agreed"],
    ["Bob agreed [1,", "Bob agreed"],
    ["Bob agreed \\", "Bob agreed"],
    ["Bob agreed [12]", `Bob agreed ${to(12)}`],
    ["Bob agreed [12](", `Bob agreed ${to(12)}`],
    ["Bob agreed [12](https://evil", `Bob agreed ${to(12)}`],
    ["Bob agreed [12](yesterday", `Bob agreed ${to(12)}(yesterday`],
    ["code `a[1", "code"],
    ["```\n[1", "```\n[1"],
    ["a [link", "a [link"],
  ])("%j", (text, expected) => {
    expect(draft(text)).toBe(expected);
  });
});

const piece = fc.constantFrom(
  ..."Bob agreed|[12]|[3]|[99]|[1, 2]|[4–6]| [|]|(|)|(https://x)|`|``|```|\n|\n\n|```ts\n|- |> |\\|[a](https://x/1)|. |, |*|12|ä🦜".split("|"),
  " ",
);
const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(""));

describe("any text", () => {
  it("shows nothing while it grows that is not there in the end", () => {
    fc.assert(
      fc.property(text, (whole) => {
        for (let end = 0; end <= whole.length; end += 1) {
          const shown = draft(whole.slice(0, end));
          expect(final(whole).startsWith(shown) || shown.trim() === "" ? "" : shown).toBe("");
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps all words in order, and links to nothing but its lines", () => {
    fc.assert(
      fc.property(text, (whole) => {
        const shown = final(whole);
        const words = (of: string) => (of.match(/Bob|agreed|ä🦜/g) ?? []).join();
        expect(words(shown)).toBe(words(whole));
        for (const [, url] of shown.matchAll(/\[↗\]\(([^)]*)\)/g)) expect(url).toMatch(/^https:\/\/d\/(?:1?\d|20)$/);
        if (whole.includes("`")) return;
        expect(shown).not.toMatch(/\[(?:12|3|99)\]/);
        // Once is enough.
        expect(final(shown)).toBe(shown);
      }),
      { numRuns: 3_000 },
    );
  });
});
