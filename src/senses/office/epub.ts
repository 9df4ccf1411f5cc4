/** The words of an .epub in the order of its chapters. Source: EPUB 3.3, package documents. Called by office.ts. */
import { createParagraphs, type Paragraphs } from "./paragraphs.ts";
import { resolvePath } from "./relations.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

const BLOCKS = new Set("p div li h1 h2 h3 h4 h5 h6 blockquote pre section article header footer figcaption dt dd caption br hr".split(" "));
const UNSEEN = new Set(["head", "script", "style"]);

export function readEpub(zip: Zip, most: number): string {
  const out = createParagraphs();
  const root = [...xmlParts(zip.text("META-INF/container.xml") ?? "")].find((part) => part.kind === "open" && part.name === "rootfile");
  const path = root?.kind === "open" ? (attributeIn(root.attributes, "full-path") ?? "") : "";
  const parts = [...xmlParts(zip.text(path) ?? "")].filter((part) => part.kind === "open");
  const files = new Map(
    parts.filter(({ name }) => name === "item").map(({ attributes }) => [attributeIn(attributes, "id"), attributeIn(attributes, "href") ?? ""]),
  );
  for (const { name, attributes } of parts) {
    if (name !== "itemref" || out.size() > most) continue;
    const href = files.get(attributeIn(attributes, "idref")) ?? "";
    readPage(zip.text(resolvePath(path, href)) ?? zip.text(resolvePath(path, unescapeUrl(href))) ?? "", out);
    out.line("");
  }
  return out.text();
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
