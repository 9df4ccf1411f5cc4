/** The cells of an .xlsx, sheet by sheet with their names, a line per row with its number. Source: ECMA-376, Part 1, 18. Called by office.ts. */
import { readFormats } from "./number-formats.ts";
import { relationsOf } from "./relations.ts";
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

/** A row may leave out cells up to the 16,384th. */
const MOST_COLUMNS = 256;
const MOST_SHEETS = 1_000;

export function readXlsx(zip: Zip, most: number): string {
  const targets = relationsOf(zip, "xl/workbook.xml");
  const shared = readShared(zip.text("xl/sharedStrings.xml") ?? "");
  const workbook = zip.text("xl/workbook.xml") ?? "";
  const formats = readFormats(zip.text("xl/styles.xml") ?? "", /date1904="(1|true)"/.test(workbook));
  const sheets: string[] = [];
  let left = most;
  for (const part of xmlParts(workbook)) {
    if (part.kind !== "open" || part.name !== "sheet" || left <= 0 || sheets.length >= MOST_SHEETS) continue;
    const path = targets.get(attributeIn(part.attributes, "r:id") ?? "")?.target ?? "";
    const isHidden = attributeIn(part.attributes, "state") !== undefined && attributeIn(part.attributes, "state") !== "visible";
    const title = `## Sheet “${attributeIn(part.attributes, "name") ?? ""}”${isHidden ? " (hidden)" : ""}`;
    const rows = readRows(zip.text(path) ?? "", shared, formats, left);
    const text = [title, ...rows].join("\n");
    left -= text.length;
    sheets.push(text);
  }
  return sheets.join("\n\n");
}

/** Texts by their number. Phonetic guides stand beside the text, not in it. */
function readShared(xml: string): string[] {
  const texts: string[] = [];
  let text = "";
  let isText = false;
  let phonetic = 0;
  for (const part of xmlParts(xml)) {
    if (part.kind === "text") {
      if (isText && phonetic === 0) text += part.text;
      continue;
    }
    const isOpen = part.kind === "open" && !part.empty;
    if (part.name === "t") isText = isOpen;
    else if (part.name === "rPh" && !(part.kind === "open" && part.empty)) phonetic += isOpen ? 1 : -1;
    else if (part.name === "si" && !isOpen) {
      texts.push(text);
      text = "";
    }
  }
  return texts;
}

function readRows(xml: string, shared: readonly string[], format: ReturnType<typeof readFormats>, most: number): string[] {
  const rows: string[] = [];
  let cells: string[] = [];
  let row = 0;
  let cell = { column: 0, type: "", style: 0, value: "" };
  let isValue = false;
  let size = 0;
  for (const part of xmlParts(xml)) {
    if (part.kind === "text") {
      if (isValue) cell.value += part.text;
      continue;
    }
    const isEmpty = part.kind === "open" && part.empty;
    if (part.kind === "open") {
      if (part.name === "row") {
        row = Number(attributeIn(part.attributes, "r") ?? row + 1);
        cells = [];
      } else if (part.name === "c") {
        const column = columnOf(attributeIn(part.attributes, "r") ?? "") ?? cells.length;
        cell = { column, type: attributeIn(part.attributes, "t") ?? "n", style: Number(attributeIn(part.attributes, "s") ?? 0), value: "" };
      } else if (part.name === "v" || part.name === "t") isValue = !isEmpty;
    }
    if (part.kind === "close" || isEmpty) {
      if (part.name === "v" || part.name === "t") isValue = false;
      else if (part.name === "c" && cell.column < MOST_COLUMNS) {
        while (cells.length < cell.column) cells.push("");
        cells[cell.column] = shownAs(cell, shared, format).replaceAll(/\s+/g, " ").replaceAll("|", "/").trim();
      } else if (part.name === "row") {
        const line = `${row}: ${cells.join(" | ")}`;
        if (cells.some((text) => text !== "")) rows.push(line);
        size += line.length;
        if (size > most) return rows;
      }
    }
  }
  return rows;
}

function shownAs(
  { type, value, style }: { type: string; value: string; style: number },
  shared: readonly string[],
  format: ReturnType<typeof readFormats>,
): string {
  if (type === "s") return shared[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  return type === "n" && value !== "" ? format(Number(value), style) : value;
}

/** From 0: `AB12` is 27. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
