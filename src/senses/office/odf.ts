/** The words of an OpenDocument text, table or presentation. Source: OpenDocument 1.3, Part 3. Called by office.ts. */
import { createParagraphs } from "./paragraphs.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

/** One cell or row may stand for very many. */
const MOST_REPEATED = 64;

export function readOdf(zip: Zip, most: number): string {
  const out = createParagraphs();
  const isSheet = /spreadsheet/.test(zip.text("mimetype") ?? "");
  let slide = 0;
  let depth = 0;
  let heading = "";
  /** Who changed what is no part of the text. */
  let skipped = 0;
  let row = { number: 0, cells: [] as string[], repeated: 1 };
  let cell = { text: "", repeated: 1, isIn: false };
  const write = (text: string) => {
    if (isSheet && cell.isIn) cell.text += text;
    else out.write(text);
  };
  for (const part of xmlParts(zip.text("content.xml") ?? "")) {
    if (out.size() > most) break;
    if (part.kind === "text") {
      if (depth > 0 && skipped === 0) write(part.text);
      continue;
    }
    const isEmpty = part.kind === "open" && part.empty;
    if (part.name === "tracked-changes" || part.name === "annotation") skipped += isEmpty ? 0 : part.kind === "open" ? 1 : -1;
    if (skipped > 0) continue;
    if (part.kind === "open") {
      const of = (name: string) => attributeIn(part.attributes, name);
      if (part.name === "p" || part.name === "h") {
        if (!isEmpty) depth += 1;
        heading = part.name === "h" ? `${"#".repeat(Math.min(6, Math.max(1, Number(of("text:outline-level") ?? 1))))} ` : "";
        if (isSheet && cell.isIn && cell.text !== "") cell.text += " ";
      } else if (part.name === "tab") write("\t");
      else if (part.name === "line-break") write("\n");
      else if (part.name === "s") write(" ".repeat(Math.min(MOST_REPEATED, Number(of("text:c") ?? 1) || 1)));
      else if (part.name === "page" && part.attributes.includes("draw:")) out.line(`\n[slide ${++slide}]`);
      else if (part.name === "notes" && !isEmpty) out.line("Notes:");
      else if (part.name === "table" && !isEmpty) {
        row.number = 0;
        if (isSheet) out.line(`\n## Sheet “${of("table:name") ?? ""}”`);
        else out.openTable();
      } else if (part.name === "table-row") {
        row = { number: row.number + 1, cells: [], repeated: Number(of("table:number-rows-repeated") ?? 1) || 1 };
        if (!isSheet) out.openRow();
      } else if (part.name === "table-cell" || part.name === "covered-table-cell")
        cell = { text: "", repeated: Number(of("table:number-columns-repeated") ?? 1) || 1, isIn: true };
    }
    if (part.kind === "close" || isEmpty) {
      if (part.name === "p" || part.name === "h") {
        if (!isEmpty) depth = Math.max(0, depth - 1);
        if (!(isSheet && cell.isIn)) out.end(heading);
      } else if (part.name === "table-cell" || part.name === "covered-table-cell") {
        if (isSheet)
          for (let n = Math.min(cell.repeated, MOST_REPEATED); n > 0; n -= 1) row.cells.push(cell.text.replaceAll(/\s+/g, " ").replaceAll("|", "/").trim());
        else out.closeCell();
        cell.isIn = false;
      } else if (part.name === "table-row") {
        if (!isSheet) out.closeRow();
        else if (row.cells.some((text) => text !== "")) out.line(`${row.number}: ${row.cells.join(" | ").replace(/[\s|]+$/, "")}`);
        row.number += row.repeated - 1;
      } else if (part.name === "table" && !isSheet) out.closeTable();
    }
  }
  return out.text();
}
