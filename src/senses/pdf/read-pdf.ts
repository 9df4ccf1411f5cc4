/** A PDF as text, page by page with their numbers, so that they can be cited. Everything is bounded, whatever the file says. Called by read-document.ts. */
import type { ReadDocument } from "../read-document.ts";
import { openPdf, type PdfFile } from "./file.ts";
import type { Font } from "./font.ts";
import { type Allowance, pageText } from "./page-text.ts";
import { nameOf, type PdfDict, type PdfValue } from "./parser.ts";

const MOST_PAGES = 5_000;
const DEEPEST = 32;
const MOST_NODES = 100_000;
/** Words of the language that pages are painted in: about a second's work. */
const MOST_WORDS = 4_000_000;
const MOST_FORMS = 5_000;
/** More of the letters than this mean nothing to anybody: the page is as good as a picture. */
const UNKNOWN_SHARE = 0.5;
/** Where the first bytes are. Source: ISO 32000-1, Annex H, implementation note 13. */
const HEAD = 1_024;

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder("windows-1252").decode(bytes.subarray(0, HEAD)).includes("%PDF-");
}

/** `most`: characters. Never rejects. */
export async function readPdf(bytes: Uint8Array, most: number): Promise<ReadDocument> {
  const file = await openPdf(bytes);
  if (file.encrypted) return { kind: "encrypted" };
  const pages = pagesOf(file);
  if (pages.length === 0) return { kind: "damaged" };
  const allowance: Allowance = { words: MOST_WORDS, forms: MOST_FORMS };
  const fonts = new Map<PdfDict, Font>();
  const parts: string[] = [];
  const empty: number[] = [];
  let size = 0;
  let read = 0;
  for (const { page, resources } of pages) {
    if (size > most || allowance.words <= 0 || file.isCut()) break;
    read += 1;
    const { text, unknown, glyphs } = pageText(page, resources, file, fonts, allowance);
    if (!/[\p{L}\p{N}]/u.test(text) || unknown > glyphs * UNKNOWN_SHARE) {
      empty.push(read);
      continue;
    }
    parts.push(`[page ${read}]\n${text}`);
    size += text.length + 12;
  }
  if (parts.length === 0) return { kind: "no-text", pages: pages.length };
  const notes = [
    ...(empty.length > 0 ? [`(No text on ${empty.length === 1 ? "page" : "pages"} ${ranges(empty)}: perhaps pictures.)`] : []),
    ...(read < pages.length ? [`(Read up to page ${read} of ${pages.length}.)`] : []),
  ];
  const whole = parts.join("\n\n");
  const kept = whole.slice(0, most).toWellFormed();
  return { kind: "text", text: [...notes, kept].join("\n"), cut: kept.length < whole.length || read < pages.length, pages: pages.length };
}

interface FoundPage {
  page: PdfDict;
  /** Of the nodes above it. */
  resources: PdfDict;
}

/** In order; where the tree is broken, those that can be found at all. */
function pagesOf(file: PdfFile): FoundPage[] {
  const found: FoundPage[] = [];
  const seen = new Set<PdfDict>();
  let visits = 0;
  const walk = (value: PdfValue | undefined, above: PdfDict, depth: number): void => {
    const node = file.dict(value);
    visits += 1;
    if (visits > MOST_NODES || node.size === 0 || seen.has(node) || depth > DEEPEST || found.length >= MOST_PAGES) return;
    seen.add(node);
    const resources = node.has("Resources") ? file.dict(node.get("Resources")) : above;
    const kids = file.list(node.get("Kids"));
    if (nameOf(file.get(node.get("Type"))) === "Page" || (kids.length === 0 && node.has("Contents"))) found.push({ page: node, resources });
    else for (const kid of kids.slice(0, Math.max(0, MOST_NODES - visits))) walk(kid, resources, depth + 1);
  };
  walk(file.root.get("Pages"), new Map(), 0);
  return found.length > 0
    ? found
    : file
        .pages()
        .slice(0, MOST_PAGES)
        .map((page) => ({ page, resources: new Map() }));
}

/** `1, 3-5`. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
}
