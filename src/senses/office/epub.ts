/** The words of an .epub in the order of its chapters. Source: EPUB 3.3, package documents. Called by office.ts. */
import { createParagraphs, type Paragraphs } from "./paragraphs.ts";
import { resolvePath } from "./relations.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

const BLOCKS = new Set("p div li h1 h2 h3 h4 h5 h6 blockquote pre section article header footer figcaption dt dd caption br hr".split(" "));
const UNSEEN = new Set(["head", "script", "style"]);

const MOST_CHAPTERS = 5_000;

export function readEpub(zip: Zip, most: number): string {
  const out = createParagraphs();
  const path = attributeOf(zip.text("META-INF/container.xml") ?? "", "rootfile", "full-path");
  const files = new Map<string, string>();
  let chapters = 0;
  for (const part of xmlParts(zip.text(path) ?? "")) {
    if (part.kind !== "open" || out.size() > most || chapters > MOST_CHAPTERS) continue;
    const of = (name: string) => attributeIn(part.attributes, name) ?? "";
    // They are listed before they are put in order.
    if (part.name === "item" && files.size < MOST_CHAPTERS) files.set(of("id"), of("href"));
    if (part.name !== "itemref") continue;
    chapters += 1;
    const href = files.get(of("idref")) ?? "";
    readPage(zip.text(resolvePath(path, href)) ?? zip.text(resolvePath(path, unescapeUrl(href))) ?? "", out);
    out.line("");
  }
  return out.text();
}

function attributeOf(xml: string, tag: string, name: string): string {
  for (const part of xmlParts(xml)) if (part.kind === "open" && part.name === tag) return attributeIn(part.attributes, name) ?? "";
  return "";
}

function readPage(xml: string, out: Paragraphs): void {
  let unseen = 0;
  for (const part of xmlParts(xml)) {
    if (part.kind === "text") {
      if (unseen === 0) out.write(part.text.replaceAll(/\s+/g, " "));
      continue;
    }
    const isEmpty = part.kind === "open" && part.empty;
    if (UNSEEN.has(part.name) && !isEmpty) unseen = Math.max(0, unseen + (part.kind === "open" ? 1 : -1));
    else if (part.name === "table" && !isEmpty) part.kind === "open" ? out.openTable() : out.closeTable();
    else if (part.name === "tr" && !isEmpty) part.kind === "open" ? out.openRow() : out.closeRow();
    else if ((part.name === "td" || part.name === "th") && (part.kind === "close" || isEmpty)) out.closeCell();
    else if (BLOCKS.has(part.name)) out.end(part.kind === "close" && /^h\d$/.test(part.name) ? `${"#".repeat(Number(part.name[1]))} ` : "");
  }
  out.end();
}

function unescapeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
