// Files that were made to take for ever, or all of the memory. Each of these did, before there was a bound.
import { expect, test } from "vitest";
import { readDocument } from "../../src/senses/read-document.ts";
import { deflated, joined, pages, pdfOf, zipOf } from "./made.ts";

const MOST = 512 * 1024;
const MIB = 1024 * 1024;
const encode = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const kindOf = async (bytes: Uint8Array) => (await readDocument(bytes, MOST)).kind;

test("a PDF of objects that never close", async () => {
  for (const open of ["(", "[", "<<", "<< /A ("]) {
    const objects = Array.from({ length: 100_000 }, (_, number) => `${number + 1} 0 obj ${open} `).join("");
    expect(await kindOf(encode(`%PDF-1.4\n${objects}`))).toBe("damaged");
  }
  expect(await kindOf(encode(`%PDF-1.4\n${"trailer << /A ( ".repeat(100_000)}`))).toBe("damaged");
});

test("a PDF whose streams say nothing after much work", async () => {
  const blanks = await deflated(new Uint8Array(30 * MIB).fill(32), "deflate");
  const stream: [string, Uint8Array] = ["/Filter [/FlateDecode /ASCIIHexDecode]", blanks];
  const kids = Array.from({ length: 3_000 }, () => "<< /Type /Page /Contents 3 0 R >>").join(" ");
  expect(await kindOf(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", `<< /Type /Pages /Kids [${kids}] >>`, stream]))).toBe("no-text");
  // Blocks that bring tables for codes of fifteen bits and end at once.
  const block = "0001110100000011000000000000000000000000000000000000000000000000";
  const bits = block.repeat(100_000);
  const tables = Uint8Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt([...bits.slice(at * 8, at * 8 + 8)].reverse().join(""), 2));
  const many: [string, Uint8Array] = ["/Filter /FlateDecode", joined(Uint8Array.of(0x78, 0x9c), tables)];
  expect(await kindOf(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", `<< /Type /Pages /Kids [${kids}] >>`, many]))).toBe("no-text");
});

test("a PDF whose pages, fonts and notes refer to the same long lists again and again", async () => {
  const long = `[${"3 0 R ".repeat(100_000)}]`;
  const nodes = Array.from({ length: 2_000 }, (_, number) => `<< /Kids 3 0 R /N ${number} >>`);
  expect(await kindOf(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", `<< /Kids [${nodes.map((_, at) => `${at + 4} 0 R`).join(" ")}] >>`, long, ...nodes]))).toBe(
    "damaged",
  );

  const widths = `[${Array.from({ length: 20_000 }, (_, code) => `${code * 3} ${code * 3 + 2} 500`).join(" ")}]`;
  const fonts = Array.from(
    { length: 2_000 },
    (_, at) => `/F${at} << /Type /Font /Subtype /Type0 /Encoding /Identity-H /N ${at} /DescendantFonts [<< /W 3 0 R >>] >>`,
  ).join(" ");
  const paint = Array.from({ length: 2_000 }, (_, at) => `/F${at} 9 Tf`).join(" ");
  const page = `<< /Type /Page /Contents 5 0 R /Resources << /Font << ${fonts} >> >> >>`;
  expect(await kindOf(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [4 0 R] >>", widths, page, ["", paint]]))).toBe("no-text");

  const contents = Array.from({ length: 3_000 }, () => "<< /Type /Page /Contents 3 0 R /Annots 3 0 R >>").join(" ");
  expect(await kindOf(pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", `<< /Kids [${contents}] >>`, `[${"4 0 R ".repeat(200_000)}]`, ["", ""]]))).toBe("no-text");
});

test("a PDF with forms that paint forms", async () => {
  const forms = Array.from({ length: 8 }, (_, at): [string, string] => [
    `/Type /XObject /Subtype /Form /Resources << /XObject << /X ${at + 7} 0 R >> >>`,
    "/X Do ".repeat(200),
  ]);
  const bytes = pages(["/X Do"], "<< /Type /Font >>", []);
  expect(
    await kindOf(joined(bytes, encode("2 0 obj\n<< /Kids [4 0 R] /Resources << /XObject << /X 6 0 R >> >> >>\nendobj\n"), pdfOf(forms).subarray(0, 0))),
  ).toBe("no-text");
  const all = pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Kids [4 0 R] >>",
    "null",
    "<< /Type /Page /Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >> >>",
    ["", "/X Do"],
    ...forms,
  ]);
  expect(await kindOf(all)).toBe("no-text");
});

test("office files with tables in tables, slides without end and lists of parts that fill the memory", async () => {
  const deep = `<w:document>${"<w:tbl><w:tr><w:tc>".repeat(50_000)}<w:p><w:t>${"word ".repeat(20_000)}</w:t></w:p>${"</w:tc></w:tr></w:tbl>".repeat(50_000)}</w:document>`;
  expect(await readDocument(await zipOf({ "word/document.xml": deep }), MOST)).toMatchObject({ kind: "text", text: expect.stringMatching(/^word word/) });
  const relations = `<Relationships>${'<Relationship Id="x" Target="slides/a.xml"/>'.repeat(200_000)}</Relationships>`;
  const slides = '<p:sldId r:id="x"/>'.repeat(300_000);
  expect(await kindOf(await zipOf({ "ppt/presentation.xml": slides, "ppt/_rels/presentation.xml.rels": relations, "ppt/slides/a.xml": "<a:t>x</a:t>" }))).toBe(
    "text",
  );
  const book = {
    "META-INF/container.xml": '<rootfile full-path="a.opf"/>',
    "a.opf": '<item id="a" href="a.html"/>'.repeat(300_000) + '<itemref idref="a"/>'.repeat(300_000),
    "a.html": "<p>x</p>",
  };
  expect(await kindOf(await zipOf(book))).toBe("text");
});
