// PDFs as text: of real programs, of odd ones, and of nobody: nothing throws, nothing takes long, and what cannot be read is told apart.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/senses/read-document.ts";
import { locked, lockedAes256, openAes128, openAes256, openAes256Old, openRc40, openRc128 } from "./encrypted.ts";
import { cjk, objectStreams, plain, scanned, table } from "./fixtures.ts";
import { deflated, joined, pages, pdfOf } from "./made.ts";

const MOST = 512 * 1024;
const textOf = async (bytes: Uint8Array, most = MOST) => {
  const read = await readDocument(bytes, most);
  return read.kind === "text" ? read.text : read.kind;
};
const said = async (stream: string, ...more: Parameters<typeof pages> extends [unknown, ...infer Rest] ? Rest : never) =>
  (await textOf(pages([stream], ...more))).replace("[page 1]\n", "");

const PLAIN = `[page 1]
Grüße aus Köln: naïve café, 5 € “quoted” – dash
Second line of the page.

[page 2]
Page two says: the harvest begins on Tuesday.`;

describe("a PDF of a real program", () => {
  it("is read page by page", async () => {
    expect(await readDocument(plain, MOST)).toEqual({ kind: "text", text: PLAIN, cut: false, pages: 2 });
  });

  it("is read where its objects lie packed in streams", async () => {
    expect(await textOf(objectStreams)).toBe(PLAIN);
  });

  it("is read in Japanese, Chinese and Korean by the encodings of its fonts", async () => {
    expect(await textOf(cjk)).toBe("[page 1]\n日本語のテキスト、秋の収穫。\n\n中文文本：秋天的收获\n\n한국어 텍스트");
  });

  it("keeps rows of a table on lines of their own", async () => {
    expect(await textOf(table)).toMatch(/Name Apples Pears\nMira 12\s7\nJonas 3\s44\n/);
  });

  it("says so where there are only pictures of pages, or a password", async () => {
    expect(await readDocument(scanned, MOST)).toEqual({ kind: "no-text", pages: 1 });
    for (const file of [locked, lockedAes256]) expect(await readDocument(file, MOST)).toEqual({ kind: "encrypted" });
  });

  it("is read where only its owner has a password, as every reader does", async () => {
    for (const file of [openRc40, openRc128, openAes128, openAes256, openAes256Old]) expect(await textOf(file)).toBe(PLAIN);
  });
});

describe("what a page paints", () => {
  it("becomes words and lines by where it stands", async () => {
    expect(await said("BT /F 10 Tf 50 700 Td (First) Tj 60 0 Td (line) Tj -60 -12 Td (second) Tj 0 -40 Td (after a gap) Tj ET")).toBe(
      "First\tline\nsecond\n\nafter a gap",
    );
    expect(await said("BT /F 10 Tf 50 700 Td [(W) 80 (or) -20 (d) -300 (two)] TJ T* 14 TL (next) ' ET")).toBe("Word two\nnext");
  });

  it("is not told twice where letters are painted twice to look bold", async () => {
    expect(await said("BT /F 10 Tf 50 700 Td (Bold) Tj ET BT /F 10 Tf 50.3 700 Td (Bold) Tj 60 0 Td (once) Tj ET")).toBe("Bold\tonce");
  });

  it("is found in forms within forms, though these call themselves without end", async () => {
    const form: [string, string] = [
      "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 3 0 R >> /XObject << /X 4 0 R >> >>",
      "BT /F 9 Tf 1 1 Td (inside) Tj ET /X Do",
    ];
    const bytes = pdfOf([
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [5 0 R] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      form,
      "<< /Type /Page /Contents 6 0 R /Resources << /XObject << /X 4 0 R >> >> >>",
      ["", "/X Do"],
    ]);
    expect(await textOf(bytes)).toBe("[page 1]\ninside");
  });

  it("is read past pictures within the page's own stream", async () => {
    expect(await said("BI /W 2 /H 2 /BPC 8 /CS /G ID \x01\x02EI\x03\x04 \nEI BT /F 10 Tf 50 700 Td (behind) Tj ET")).toBe("behind");
  });

  it("is what stands in its place where the file says so", async () => {
    expect(await said("BT /F 10 Tf 50 700 Td /Span << /ActualText (office) >> BDC (o) Tj (x) Tj EMC ( hours) Tj ET")).toBe("office hours");
  });
});

describe("a font", () => {
  const toUnicode = (map: string): [string, string] => [
    "",
    `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange ${map} endcmap`,
  ];
  const composite =
    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 1000 /W [1 [500 600] 3 9 700] >>] /ToUnicode 4 0 R >>";

  it("says by its own map what its codes mean, ligatures and all", async () => {
    const map = "2 beginbfchar <0001> <00660069> <0002> <D83C DF4E> endbfchar 2 beginbfrange <0003> <0005> <8A9E> <0006> <0007> [<0061> <00620063>] endbfrange";
    expect(await said("BT /F 10 Tf 50 700 Td <0001000200030004000500060007> Tj ET", composite, [toUnicode(map)])).toBe("fi🍎語誟誠abc");
  });

  it("is as good as a picture where nobody knows what its codes mean", async () => {
    const bytes = pages(["BT /F 10 Tf 50 700 Td <00010002> Tj ET", "BT /F 10 Tf 50 700 Td <0009> Tj ET"], composite, [
      toUnicode("1 beginbfchar <0009> <0041> endbfchar"),
    ]);
    expect(await textOf(bytes)).toBe("(No text on page 1: perhaps pictures.)\n[page 2]\nA");
  });

  it("may name its glyphs instead", async () => {
    const font =
      "<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [1 /fi /Zcaron /eacute /uni8A9E /u1F34E /f_f /one.oldstyle 65 /germandbls] >> >>";
    expect(await said("BT /F 10 Tf 50 700 Td <0102030405060741> Tj ET", font)).toBe("fiŽé語🍎ff1ß");
  });
});

describe("a file that is not as it should be", () => {
  it("is read though lengths are wrong, tables are missing and the end is cut off", async () => {
    const page = new TextDecoder().decode(pages(["BT /F 10 Tf 50 700 Td (still there) Tj ET"]));
    expect(await textOf(new TextEncoder().encode(page.replace(/\/Length \d+/, "/Length 99999")))).toContain("still there");
    expect(await textOf(new TextEncoder().encode(page.slice(0, page.indexOf("trailer"))))).toContain("still there");
    expect(await textOf(joined(new TextEncoder().encode("rubbish before\n"), new TextEncoder().encode(page)))).toContain("still there");
    const packed = await deflated(Uint8Array.from(new TextEncoder().encode("BT /F 10 Tf 50 700 Td (packed) Tj ET ".repeat(40))), "deflate");
    const broken = pdfOf([
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [4 0 R] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      "<< /Type /Page /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>",
      ["/Filter /FlateDecode", packed.subarray(0, packed.length - 6)],
    ]);
    expect(await textOf(broken)).toContain("packed");
  });

  it("is read by what was written last", async () => {
    const changed = joined(
      pages(["BT /F 10 Tf 50 700 Td (old) Tj ET"]),
      new TextEncoder().encode("5 0 obj\n<< /Length 38 >>\nstream\nBT /F 10 Tf 50 700 Td (new words) Tj ET\nendstream\nendobj\n"),
    );
    expect(await textOf(changed)).toBe("[page 1]\nnew words");
  });

  it("is damaged where there are no pages, and no PDF without its name", async () => {
    expect(await textOf(new TextEncoder().encode("%PDF-1.7\nnothing of the kind"))).toBe("damaged");
    expect(await textOf(new TextEncoder().encode("words"))).toBe("other");
  });

  it("never throws, whatever the bytes are", async () => {
    const real = [plain, objectStreams, table, cjk, openAes256, openRc128];
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.array(fc.tuple(fc.nat(6_000), fc.nat(255)), { maxLength: 40 }), async (which, changes) => {
        const bytes = Uint8Array.from(real[which] ?? plain);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        await readDocument(bytes, MOST);
      }),
      { numRuns: 400 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            "<<",
            ">>",
            "[",
            "]",
            "(",
            ")",
            "<",
            "1 0 obj",
            "endobj",
            "stream",
            "endstream",
            "/Kids",
            "/Type",
            "/Page",
            "1 0 R",
            "/Contents",
            "BT",
            "Tj",
            "7",
            "-.5",
            "%x\n",
            "\\",
          ),
          { maxLength: 200 },
        ),
        async (words) => {
          await readDocument(new TextEncoder().encode(`%PDF-1.4\n${words.join(" ")}`), MOST);
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe("a large one", () => {
  it("of 500 pages is read, and one that has more than is wanted up to there", async () => {
    const long = pages(Array.from({ length: 500 }, (_, page) => `BT /F 10 Tf 50 700 Td (page ${page + 1} of many: ${"words ".repeat(60)}) Tj ET`));
    const whole = await readDocument(long, MOST);
    expect(whole).toMatchObject({ kind: "text", cut: false, pages: 500 });
    expect(await textOf(long)).toContain("[page 500]\npage 500 of many");
    const part = await readDocument(long, 2_000);
    expect(part).toMatchObject({ kind: "text", cut: true, pages: 500 });
    expect(await textOf(long, 2_000)).toMatch(/^\(Read up to page \d of 500\.\)\n\[page 1\]/);
    expect((await textOf(long, 2_000)).length).toBeLessThan(2_100);
  });

  it("that would never end does: endless streams, a million words, a tree of itself", async () => {
    const bomb = await deflated(new Uint8Array(200 * 1024 * 1024), "deflate");
    const streams = Array.from({ length: 20 }, (): [string, Uint8Array] => ["/Filter /FlateDecode", bomb]);
    const kids = streams.map((_, index) => `<< /Type /Page /Contents ${3 + index} 0 R >>`).join(" ");
    expect((await readDocument(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", `<< /Type /Pages /Kids [${kids}] >>`, ...streams]), MOST)).kind).toBe("no-text");
    expect((await readDocument(pages([`BT /F 1 Tf ${"q Q 1 0 0 1 0 0 cm ".repeat(400_000)} (late) Tj ET`]), MOST)).kind).toBe("text");
    expect((await readDocument(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] >>"]), MOST)).kind).toBe("damaged");
    expect((await readDocument(new TextEncoder().encode(`%PDF-1.4\n1 0 obj\n${"[".repeat(500_000)}`), MOST)).kind).toBe("damaged");
  });
});
