// Office files as text: of real programs and made to measure; archives that are bombs, locked or rubbish.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/senses/read-document.ts";
import { sheet, word } from "./fixtures.ts";
import { joined, zipOf } from "./made.ts";

const MOST = 512 * 1024;
const textOf = async (bytes: Uint8Array, most = MOST) => {
  const read = await readDocument(bytes, most);
  return read.kind === "text" ? read.text : read.kind;
};
const rels = (...targets: string[]) =>
  `<Relationships>${targets.map((target, index) => `<Relationship Id="rId${index + 1}" Type="http://x/${target.includes("notes") ? "notesSlide" : "part"}" Target="${target}"/>`).join("")}</Relationships>`;

describe("of real programs", () => {
  it("a text is told with its headings, lists and tables", async () => {
    expect(await textOf(word)).toBe("# The harvest\nFirst words, with Grüße & <tags>.\n- an item\na | b / c\n1 | 2\n\nThe end.");
  });

  it("a workbook is told sheet by sheet, dates as dates", async () => {
    expect(await textOf(sheet)).toBe(
      "## Sheet “Apples & Pears”\n1: Name | Kilos | Day\n2: Mira | 12.5 | 2026-11-28\n3: Jonas | 0.3 | 2026-11-28 14:30\n5:  |  |  |  | far\n\n## Sheet “Second”\n1: TRUE | ",
    );
  });
});

describe("made to measure", () => {
  const document = (body: string) => zipOf({ "word/document.xml": `<w:document><w:body>${body}</w:body></w:document>` });

  it("a text without what was deleted, and text boxes once", async () => {
    const body =
      "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText> gone</w:delText></w:r></w:del></w:p>" +
      "<w:p><mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice><mc:Fallback><w:t>box</w:t></mc:Fallback></mc:AlternateContent></w:p>";
    expect(await textOf(await document(body))).toBe("kept\nbox");
  });

  it("slides in their order, with their numbers and notes", async () => {
    const slide = (text: string) => `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:sld>`;
    const bytes = await zipOf({
      "ppt/presentation.xml": '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
      "ppt/_rels/presentation.xml.rels": rels("slides/slide1.xml", "slides/slide2.xml"),
      "ppt/slides/slide1.xml": slide("comes second"),
      "ppt/slides/slide2.xml": slide("comes first"),
      "ppt/slides/_rels/slide2.xml.rels": rels("../notesSlides/notes1.xml"),
      "ppt/notesSlides/notes1.xml": slide("say it loud"),
    });
    expect(await textOf(bytes)).toBe("[slide 1]\ncomes first\nNotes: say it loud\n\n[slide 2]\ncomes second");
  });

  it("an open text, table and presentation", async () => {
    const odf = (kind: string, body: string) =>
      zipOf({ mimetype: `application/vnd.oasis.opendocument.${kind}`, "content.xml": `<office:body>${body}</office:body>` });
    expect(await textOf(await odf("text", '<text:h text:outline-level="2">Title</text:h><text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p>'))).toBe(
      "## Title\na b\tc",
    );
    const rows =
      '<table:table table:name="One"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row>' +
      '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>';
    expect(await textOf(await odf("spreadsheet", rows))).toBe("## Sheet “One”\n1: x |  |  | y");
    expect(
      await textOf(
        await odf("presentation", '<draw:page draw:name="p1"><text:p>hello</text:p></draw:page><draw:page draw:name="p2"><text:p>there</text:p></draw:page>'),
      ),
    ).toBe("[slide 1]\nhello\n\n[slide 2]\nthere");
  });

  it("an e-book in the order of its chapters", async () => {
    const bytes = await zipOf({
      "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
      "OPS/book.opf":
        '<package><manifest><item id="a" href="one%20two.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>',
      "OPS/one two.xhtml": "<html><head><title>no</title></head><body><p>the end</p></body></html>",
      "OPS/b.xhtml": "<html><body><h1>Begin</h1><p>once\n  upon</p></body></html>",
    });
    expect(await textOf(bytes)).toBe("# Begin\nonce upon\n\nthe end");
  });
});

describe("archives that are something else", () => {
  it("are told apart: locked, of old programs, no document at all", async () => {
    expect(await textOf(await zipOf({ "word/document.xml": "x" }, { flags: 1 }))).toBe("encrypted");
    const ole = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
    expect(await textOf(ole)).toBe("old-office");
    expect(await textOf(joined(ole, Uint8Array.from([..."EncryptedPackage"].flatMap((letter) => [letter.charCodeAt(0), 0]))))).toBe("encrypted");
    expect(await textOf(await zipOf({ "a.txt": "x" }))).toBe("other");
    expect(await textOf(Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9))).toBe("damaged");
    expect(await textOf(await zipOf({ "word/document.xml": "<w:p/>" }))).toBe("no-text");
  });

  it("stop where they would fill the memory", async () => {
    const bomb = await zipOf({ "word/document.xml": Uint8Array.from(new TextEncoder().encode(`<w:p><w:t>${"a ".repeat(30 * 1024 * 1024)}`)) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readDocument(bomb, MOST)).toMatchObject({ kind: "text", cut: true });
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:p><w:t>&b;&b;</w:t></w:p>';
    expect((await textOf(await zipOf({ "word/document.xml": laughs }))).length).toBeLessThan(30);
    const quotes = '<a b="'.repeat(200_000);
    expect(await textOf(await zipOf({ "word/document.xml": quotes }))).toBe("no-text");
  });

  it("never throw, whatever the bytes are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(word, sheet), fc.array(fc.tuple(fc.nat(6_000), fc.nat(255)), { maxLength: 40 }), async (real, changes) => {
        const bytes = Uint8Array.from(real);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        await readDocument(bytes, MOST);
      }),
      { numRuns: 400 },
    );
  });
});
