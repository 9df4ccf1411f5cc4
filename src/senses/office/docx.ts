/** The words of a .docx: headings, paragraphs, lists, tables, then notes and comments. Source: ECMA-376, Part 1, 17. Called by office.ts. */
import { createParagraphs, type Paragraphs } from "./paragraphs.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

export function readDocx(zip: Zip, most: number): string {
  const out = createParagraphs();
  readPart(zip.text("word/document.xml") ?? "", out, most);
  for (const [part, title] of [
    ["footnotes", "Footnotes"],
    ["endnotes", "Endnotes"],
    ["comments", "Comments"],
  ] as const) {
    const notes = createParagraphs();
    readPart(zip.text(`word/${part}.xml`) ?? "", notes, most - out.size());
    if (notes.text() !== "") out.line(`\n## ${title}\n${notes.text()}`);
  }
  return out.text();
}

/** Stops where there is enough. */
function readPart(xml: string, out: Paragraphs, most: number): void {
  let prefix = "";
  let isText = false;
  /** Text boxes stand there twice, once more for older programs. */
  let fallbacks = 0;
  for (const part of xmlParts(xml)) {
    if (out.size() > most) return;
    if (part.kind === "text") {
      if (isText && fallbacks === 0) out.write(part.text);
      continue;
    }
    const isOpen = part.kind === "open";
    const isEmpty = isOpen && part.empty;
    if (part.name === "Fallback" && !isEmpty) fallbacks += isOpen ? 1 : -1;
    if (fallbacks > 0) continue;
    if (isOpen) {
      if (part.name === "t" && !isEmpty) isText = true;
      else if (part.name === "tab") out.write("\t");
      else if (part.name === "br" || part.name === "cr") out.write("\n");
      else if (part.name === "noBreakHyphen") out.write("-");
      else if (part.name === "pStyle") prefix = headingOf(attributeIn(part.attributes, "w:val") ?? "") || prefix;
      else if (part.name === "numPr") prefix ||= "- ";
      else if (part.name === "tbl") out.openTable();
      else if (part.name === "tr") out.openRow();
    }
    if (part.kind === "close" || isEmpty) {
      if (part.name === "t") isText = false;
      else if (part.name === "p") {
        out.end(prefix);
        prefix = "";
      } else if (part.name === "tc") out.closeCell();
      else if (part.name === "tr") out.closeRow();
      else if (part.name === "tbl") out.closeTable();
    }
  }
  out.end();
}

function headingOf(style: string): string {
  if (/^list/i.test(style)) return "- ";
  const level = /^(?:heading|überschrift|berschrift|titre)\s?(\d)/i.exec(style)?.[1];
  if (level !== undefined) return `${"#".repeat(Number(level))} `;
  return /^title$/i.test(style) ? "# " : "";
}
