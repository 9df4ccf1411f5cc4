/** Office files as text, whichever of them it is. Called by read-document.ts. */
import type { ReadDocument } from "../read-document.ts";
import { readDocx } from "./docx.ts";
import { readEpub } from "./epub.ts";
import { readOdf } from "./odf.ts";
import { readPptx } from "./pptx.ts";
import { readXlsx } from "./xlsx.ts";
import { openZip, type Zip } from "./zip.ts";

/** Of everything that is unpacked of one file: what needs more is a bomb, or too much to read anyway. */
const MOST_UNPACKED = 20 * 1024 * 1024;

/** `most`: characters. Never throws. */
export function readOffice(bytes: Uint8Array, most: number): ReadDocument {
  const zip = openZip(bytes, MOST_UNPACKED);
  if (zip === null) return { kind: "damaged" };
  if (zip === "encrypted") return { kind: "encrypted" };
  // Its files have keys of their own there, in the open archive.
  if (zip.names.includes("META-INF/encryption.xml") || /encryption-data/.test(zip.text("META-INF/manifest.xml") ?? "")) return { kind: "encrypted" };
  const reader = readerOf(zip);
  if (reader === null) return { kind: "other" };
  const text = reader(zip, most);
  const kept = text.slice(0, most).toWellFormed();
  const cut = zip.isCut() || kept.length < text.length;
  if (!/[\p{L}\p{N}]/u.test(text)) return { kind: zip.isCut() ? "damaged" : "no-text" };
  return { kind: "text", text: kept, cut };
}

function readerOf({ names, text }: Zip): ((zip: Zip, most: number) => string) | null {
  if (names.includes("word/document.xml")) return readDocx;
  if (names.includes("xl/workbook.xml")) return readXlsx;
  if (names.includes("ppt/presentation.xml")) return readPptx;
  if (names.includes("META-INF/container.xml")) return readEpub;
  if (names.includes("content.xml") && /opendocument/.test(text("mimetype") ?? "")) return readOdf;
  return null;
}
