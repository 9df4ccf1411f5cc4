/** The words of a .pptx, slide by slide with their numbers, and the speaker's notes. Source: ECMA-376, Part 1, 19 and 21. Called by office.ts. */
import { createParagraphs, type Paragraphs } from "./paragraphs.ts";
import { relationsOf } from "./relations.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

const MOST_SLIDES = 2_000;

export function readPptx(zip: Zip, most: number): string {
  const out = createParagraphs();
  const targets = relationsOf(zip, "ppt/presentation.xml");
  let number = 0;
  for (const part of xmlParts(zip.text("ppt/presentation.xml") ?? "")) {
    if (part.kind !== "open" || part.name !== "sldId") continue;
    number += 1;
    if (out.size() > most || number > MOST_SLIDES) break;
    const path = targets.get(attributeIn(part.attributes, "r:id") ?? "")?.target ?? "";
    out.line(`\n[slide ${number}]`);
    readSlide(zip.text(path) ?? "", out);
    const notes = [...relationsOf(zip, path).values()].find(({ type }) => type.endsWith("/notesSlide"));
    const said = createParagraphs();
    readSlide(notes === undefined ? "" : (zip.text(notes.target) ?? ""), said);
    // Of a page of notes without any there is the number alone.
    if (/\p{L}/u.test(said.text())) out.line(`Notes: ${said.text()}`);
  }
  return out.text();
}

function readSlide(xml: string, out: Paragraphs): void {
  let isText = false;
  /** Of numbers, dates and the like, which are no words of the slide. */
  let fields = 0;
  for (const part of xmlParts(xml)) {
    if (part.kind === "text") {
      if (isText && fields === 0) out.write(part.text);
      continue;
    }
    const isEmpty = part.kind === "open" && part.empty;
    if (part.kind === "open") {
      if (part.name === "t") isText = !isEmpty;
      else if (part.name === "br") out.write("\n");
      else if (part.name === "fld" && !isEmpty) fields += 1;
      else if (part.name === "tbl") out.openTable();
      else if (part.name === "tr") out.openRow();
    }
    if (part.kind === "close" || isEmpty) {
      if (part.name === "t") isText = false;
      else if (part.name === "p") out.end();
      else if (part.name === "fld" && !isEmpty) fields -= 1;
      else if (part.name === "tc") out.closeCell();
      else if (part.name === "tr") out.closeRow();
      else if (part.name === "tbl") out.closeTable();
    }
  }
  out.end();
}
