/** Cutting documents: nothing is lost, nothing is too long, and each passage says what it stands under. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutIntoPassages, PASSAGE_LENGTH, passageText, type TextKind } from "../../src/memory/passages.ts";

const KINDS: readonly TextKind[] = ["prose", "table", "code"];
const bare = (text: string) => text.replaceAll(/\s+/g, "");
const sentence = (n: number) => `Sentence number ${n} says something about the matter at hand.`;
const sentences = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => sentence(from + i)).join(" ");

/** Texts as people write them, and as they do not: headings, fences, long words, emoji, blank lines. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.lorem({ maxCount: 60 }) },
  fc.constantFrom("# Rules", "## Voice", "### Deep", "####### no heading", "#tag", "```", "~~~", "a,b,c", "", "   ", "---", "x.", "。", "👩‍👩‍👧‍👦".repeat(60)),
  fc.string({ unit: "grapheme", maxLength: 1_500 }),
  fc.string({ unit: "binary", maxLength: 300 }).map((text) => text.toWellFormed()),
  fc.integer({ min: 900, max: 2_500 }).map((n) => "x".repeat(n)),
);
const document = fc.array(fc.tuple(piece, fc.constantFrom("\n", "\n\n", " ", "\n \n")), { maxLength: 40 }).map((parts) => parts.flat().join(""));

describe("any text", () => {
  it("is all there, in order, and nothing else is", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(...KINDS), (text, kind) => {
        const passages = cutIntoPassages(text, kind);
        expect(bare(passages.map((passage) => passage.text).join("\n"))).toBe(bare(text));
      }),
      { numRuns: 300 },
    );
  });

  it("gives passages that fit, none of them empty, none with half a character", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(...KINDS), (text, kind) => {
        for (const passage of cutIntoPassages(text, kind)) {
          expect(passageText(passage).length).toBeLessThanOrEqual(PASSAGE_LENGTH);
          expect(passage.text.trim()).not.toBe("");
          expect(passageText(passage).isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("of ordinary paragraphs is cut into passages of 500 to 1,000 characters, but for the last one", () => {
    const paragraph = fc.lorem({ maxCount: 12, mode: "sentences" }).filter((text) => text.length < 450);
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 5, maxLength: 60 }), (paragraphs) => {
        const lengths = cutIntoPassages(paragraphs.join("\n\n"), "prose").map(({ text }) => text.length);
        expect(Math.min(...lengths.slice(0, -1), PASSAGE_LENGTH)).toBeGreaterThanOrEqual(490);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the borders", () => {
  it("are between paragraphs where there are some, else between sentences, else between words", () => {
    const paragraphs = `${sentences(0, 10)}\n\n${sentences(10, 20)}`;
    expect(cutIntoPassages(paragraphs, "prose").map(({ text }) => text)).toEqual([sentences(0, 10), sentences(10, 20)]);
    for (const { text } of cutIntoPassages(sentences(0, 60), "prose")) expect(text).toMatch(/^Sentence .*hand\.$/s);
    for (const { text } of cutIntoPassages("word ".repeat(900), "prose")) expect(text).toMatch(/^word.* word$/);
  });

  it("are between lines for code and tables, even where one passage gets short by it", () => {
    const code = `${"a = 1; ".repeat(40)}\n${"b = 2; ".repeat(130)}`;
    expect(cutIntoPassages(code, "code").map(({ text }) => text.slice(0, 1))).toEqual(["a", "b"]);
  });

  it("leave pairs and accents whole where there is nothing to cut at", () => {
    const passages = cutIntoPassages("🏳".repeat(900), "prose").map(({ text }) => text);
    expect(passages.every((text) => /^(🏳)+$/u.test(text))).toBe(true);
    expect(cutIntoPassages(`${"x".repeat(999)}e\u0301${"y".repeat(50)}`, "prose")[1]?.text).toMatch(/^e\u0301/);
  });

  it("keep a heading with what it stands above", () => {
    const text = `${sentences(0, 12)}\n\n## Voice\n\n${sentences(12, 30)}`;
    const [first, second] = cutIntoPassages(text, "prose");
    expect(first?.text).not.toContain("Voice");
    expect(second?.text).toMatch(/^## Voice\n\nSentence number 12/);
  });
});

describe("headings", () => {
  it("are carried along, the widest first, and end with their section", () => {
    const text = ["# Handbook", "## Voice channels", sentences(0, 30), "### Music", sentences(30, 50), "## Text", sentences(50, 70)].join("\n\n");
    const found = cutIntoPassages(text, "prose");
    const over = (words: string) => found.find((passage) => passage.text.includes(words))?.heading;
    expect(over("number 25 ")).toBe("Handbook › Voice channels");
    expect(over("number 48 ")).toBe("Handbook › Voice channels › Music");
    expect(over("number 68 ")).toBe("Handbook › Text");
    expect(found[0]).toMatchObject({ heading: "", text: expect.stringMatching(/^# Handbook/) });
    // One that a passage begins with is not said twice.
    const withText = cutIntoPassages(["# Handbook", "## Voice", sentences(0, 15), "## Text", sentences(15, 25)].join("\n\n"), "prose");
    expect(withText[1]).toMatchObject({ heading: "Handbook", text: expect.stringMatching(/^## Text/) });
  });

  it("too long for their place are shortened, and the nearest one counts", () => {
    const text = `# ${"Wide ".repeat(25)}\n\n## ${"Near ".repeat(25)}\n\n${sentences(0, 40)}`;
    const heading = cutIntoPassages(text, "prose").at(-1)?.heading ?? "";
    expect(heading).toMatch(/^Near Near/);
    expect(heading.length).toBeLessThanOrEqual(160);
  });

  it("are none in code, in a fence, without a blank, or of seven signs", () => {
    for (const [text, kind] of [
      [`# comment\n${"x = 1\n".repeat(300)}`, "code"],
      [`\`\`\`\n# comment\n\`\`\`\n\n${sentences(0, 40)}`, "prose"],
      [`#tag\n####### seven\n\n${sentences(0, 40)}`, "prose"],
    ] as const) {
      expect(cutIntoPassages(text, kind).every(({ heading }) => heading === "")).toBe(true);
    }
  });

  it("of a table are its first line", () => {
    const passages = cutIntoPassages(`name,points\n${"ada,12345\n".repeat(300)}`, "table");
    expect(passages[0]?.heading).toBe("");
    expect(passages.slice(1).every(({ heading, text }) => heading === "name,points" && text.startsWith("ada"))).toBe(true);
  });
});

it("nothing gives nothing", () => {
  for (const text of ["", " \n\t\n "]) expect(cutIntoPassages(text, "prose")).toEqual([]);
});

it("a megabyte takes no time worth naming", () => {
  for (const text of ["x".repeat(2 ** 20), `${"#".repeat(70)} ${"a b\n\n".repeat(200_000)}`, "# h\n".repeat(2 ** 18), `# a${" #".repeat(2 ** 19)}b`]) {
    const start = performance.now();
    cutIntoPassages(text, "prose");
    expect(performance.now() - start).toBeLessThan(2_000);
  }
});
