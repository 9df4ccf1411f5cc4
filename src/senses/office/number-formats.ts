/** How numbers of a workbook are to be read: as they are, or as dates, which only their format tells. Source: ECMA-376, Part 1, 18.8.30. Used by xlsx.ts. */
import { attributeIn, xmlParts } from "./xml.ts";

const DAY_MS = 86_400_000;
/** Days count from there; with the other setting four years later. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** What is quoted, escaped or in brackets is no part of the pattern. */
const isDatePattern = (pattern: string): boolean => /[ymdhs]/i.test(pattern.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|General/gi, ""));

/** A function of a value and the number of its cell's style. */
export function readFormats(styles: string, from1904: boolean): (value: number, style: number) => string {
  const own = new Map<number, boolean>();
  const isDate: boolean[] = [];
  let inCells = false;
  for (const part of xmlParts(styles)) {
    if (part.kind === "text") continue;
    if (part.name === "cellXfs") inCells = part.kind === "open" && !part.empty;
    if (part.kind !== "open") continue;
    if (part.name === "numFmt") own.set(Number(attributeIn(part.attributes, "numFmtId")), isDatePattern(attributeIn(part.attributes, "formatCode") ?? ""));
    if (part.name === "xf" && inCells) {
      const id = Number(attributeIn(part.attributes, "numFmtId") ?? 0);
      isDate.push(own.get(id) ?? isBuiltInDate(id));
    }
  }
  return (value, style) => (isDate[style] === true ? dateOf(value, from1904) : plain(value));
}

/** Without the noise of binary fractions. */
const plain = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(15))) : "");

function dateOf(days: number, from1904: boolean): string {
  const date = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS));
  if (Number.isNaN(date.getTime()) || days < 0) return plain(days);
  const iso = date.toISOString();
  const time = iso.slice(11, 16);
  if (days < 1) return time;
  return Number.isInteger(days) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
}
