/** The playground's Markdown: Discord's rules, and nothing that a message says becomes anything but text. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlight } from "../../scripts/playground/page/browser/highlight.ts";
import { type Block, parseMarkdown } from "../../scripts/playground/page/browser/markdown.ts";
import { type Inline, parseInline } from "../../scripts/playground/page/browser/markdown-inline.ts";

const text = (value: string): Inline => ({ type: "text", text: value });

/** What a reader can see of the tree: an address behind a label is not among it. */
function shownBy(node: Block | Inline | (Block | Inline)[] | Block[][]): string[] {
  if (Array.isArray(node)) return node.flatMap((inner) => shownBy(inner));
  if (node.type === "list") return shownBy(node.items);
  if (node.type === "code") return ["language" in node ? node.language : "", node.text];
  if ("children" in node) return shownBy(node.children);
  return "text" in node ? [node.text] : [];
}

describe("inside a line", () => {
  test.each<[string, Inline[]]>([
    ["**bold** and *soft*", [{ type: "bold", children: [text("bold")] }, text(" and "), { type: "italic", children: [text("soft")] }]],
    ["***both***", [{ type: "bold", children: [{ type: "italic", children: [text("both")] }] }]],
    ["__under__ _soft_", [{ type: "underline", children: [text("under")] }, text(" "), { type: "italic", children: [text("soft")] }]],
    ["~~gone~~ ||secret||", [{ type: "strike", children: [text("gone")] }, text(" "), { type: "spoiler", children: [text("secret")] }]],
    ["snake_case_name stays", [text("snake_case_name stays")]],
    ["2 * 3 * 4", [text("2 * 3 * 4")]],
    ["\\*not soft\\*", [text("*not soft*")]],
    ["`**code**`", [{ type: "code", text: "**code**" }]],
    ["``a ` b``", [{ type: "code", text: "a ` b" }]],
    ["[site](https://example.com/a_(b))", [{ type: "link", url: "https://example.com/a_(b", children: [text("site")] }, text(")")]],
    ["see https://example.com/x, ok", [text("see "), { type: "link", url: "https://example.com/x", children: [text("https://example.com/x")] }, text(", ok")]],
    ["(https://example.com/a_(b))", [text("("), { type: "link", url: "https://example.com/a_(b)", children: [text("https://example.com/a_(b)")] }, text(")")]],
    ["<@12> <#34> <@&56>", [{ type: "user", id: "12" }, text(" "), { type: "channel", id: "34" }, text(" "), { type: "role", id: "56" }]],
    ["</ask:1> <:apple:2>", [{ type: "command", name: "ask" }, text(" "), { type: "emoji", name: "apple" }]],
    ["<t:1700000000:R>", [{ type: "time", at: 1_700_000_000_000, style: "R" }]],
  ])("%s", (source, expected) => {
    expect(parseInline(source)).toEqual(expected);
  });

  test.each(["[x](javascript:alert(1))", "<javascript:alert(1)>", "[x](data:text/html,y)"])("%s becomes no link", (source) => {
    expect(JSON.stringify(parseInline(source))).not.toContain('"link"');
  });
});

describe("blocks", () => {
  test("fences keep their content as it is, with the language", () => {
    expect(parseMarkdown("before\n```ts\nconst a = `**x**`;\n\n  b\n```\nafter")).toEqual([
      { type: "paragraph", children: [text("before")] },
      { type: "code", language: "ts", text: "const a = `**x**`;\n\n  b" },
      { type: "paragraph", children: [text("after")] },
    ]);
  });

  test("an answer that still streams shows its open fence as text", () => {
    expect(parseMarkdown("```ts\nconst a")).toEqual([{ type: "paragraph", children: [text("```ts"), { type: "break" }, text("const a")] }]);
  });

  test("headings, small print, quotes and lists", () => {
    const blocks = parseMarkdown("## Title\n-# small\n> one\n> two\n- a\n  - b\n- c\n1. x\n2. y");
    expect(blocks.map((block) => block.type)).toEqual(["heading", "subtext", "quote", "list", "list"]);
    const [, , , bullets, numbers] = blocks as [Block, Block, Block, Extract<Block, { type: "list" }>, Extract<Block, { type: "list" }>];
    expect(bullets.items).toHaveLength(2);
    expect(bullets.items[0]?.[1]).toMatchObject({ type: "list", items: [[{ type: "paragraph", children: [text("b")] }]] });
    expect(numbers).toMatchObject({ start: 1, items: [{}, {}] });
  });

  test("#5 and -5 are no heading and no list", () => {
    expect(parseMarkdown("#5\n-5").map((block) => block.type)).toEqual(["paragraph"]);
  });

  test("whatever is written, every letter of it is shown, and it ends", () => {
    const pieces = fc.constantFrom(
      "**",
      "*",
      "__",
      "_",
      "~~",
      "||",
      "`",
      "```",
      "\n",
      "> ",
      ">>> ",
      "- ",
      "1. ",
      "# ",
      "-# ",
      "[",
      "](https://a.b/)",
      "<@1>",
      "\\",
      "word",
      " ",
      "🍎",
      "<script>",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const source = parts.join("");
        const shown = shownBy(parseMarkdown(source)).join("");
        for (const word of ["word", "🍎", "<script>"]) expect(shown.split(word).length).toBe(source.split(word).length);
      }),
    );
  });

  test("a long line of asterisks takes no time", () => {
    const began = performance.now();
    parseMarkdown("*".repeat(2000));
    parseMarkdown("**a ".repeat(500));
    parseMarkdown("||_*`[".repeat(330));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("code", () => {
  test.each(["ts", "python", "sql", "html", "", "unknown"])("colouring %s loses nothing", (language) => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        (code) =>
          highlight(code, language)
            .map((piece) => piece.text)
            .join("") === code,
      ),
    );
  });

  test("knows comments of the language, strings, numbers and key words", () => {
    expect(highlight('return "a" # 5\n', "python").map((piece) => piece.kind)).toEqual(["keyword", "plain", "string", "plain", "comment", "plain"]);
    expect(highlight("const a = 5; // x", "ts").map((piece) => piece.kind)).toContain("comment");
    expect(highlight("a # b", "ts").map((piece) => piece.kind)).not.toContain("comment");
  });
});
