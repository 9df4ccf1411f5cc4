/** What a document is made from, as text: an attached file, a page, or what was typed; or the sentence that says why there is none. Part of learn.ts. */
import type { Attachment } from "../discord/interaction.ts";
import { clip, quote } from "../discord/quote.ts";
import { assertNever } from "../kernel/assert.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { decodeText } from "../kernel/decode-text.ts";
import type { Texts } from "../locales/index.ts";
import { NAME_LENGTH } from "../memory/documents-store.ts";
import type { TextKind } from "../memory/passages.ts";
import type { Cdn } from "../net/cdn.ts";
import type { GuardedFetch, PageFailure } from "../net/guarded-fetch.ts";
import { htmlToText } from "../net/html-text.ts";
import { fileKind } from "../senses/file-kind.ts";
import { readDocument } from "../senses/read-document.ts";
import type { LearnInput } from "./types.ts";

export interface ReadingDeps {
  cdn: Cdn;
  readPage: GuardedFetch;
}

export interface Learnt {
  /** By which it is cited. */
  name: string;
  /** Where it is from, as it is shown. */
  source: string;
  text: string;
  textKind: TextKind;
}

/** Characters of a document; and the bytes of a file in the widest encoding. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_BYTES = 2 * MOST_CHARACTERS + 2;
const DOCUMENT_BYTES = 8 * 1024 * 1024;
const HTML_NAME = /\.x?html?$/i;
const TABLE_NAME = /\.(csv|tsv)$/i;
const PROSE_NAME = /(^|\.)(txt|md|markdown|rst|adoc|org|tex|log|srt|vtt)$/i;
/** What has no type is a page if it looks like one. */
const LOOKS_LIKE_HTML = /^\s*(<!doctype html|<html[\s>])/i;

/** Rejects only with the signal's reason. */
export async function readSource({ name, source }: LearnInput, texts: Texts, signal: AbortSignal, deps: ReadingDeps): Promise<Learnt | string> {
  switch (source.kind) {
    case "text":
      return { name, source: "", text: cleanText(source.text), textKind: "prose" };
    case "file":
      return readFile(name, source.file, texts, signal, deps);
    case "url":
      return readAddress(name, source.url, texts, signal, deps);
    default:
      return assertNever(source);
  }
}

async function readFile(
  name: string,
  file: Attachment,
  { memory: { add: say }, senses }: Texts,
  signal: AbortSignal,
  { cdn }: ReadingDeps,
): Promise<Learnt | string> {
  const shown = quote(file.filename);
  const result = await cdn(file.url, fileKind(file) === "document" ? DOCUMENT_BYTES : MOST_BYTES, signal);
  if (result.kind === "too-large") return say.tooLarge(shown);
  if (result.kind === "gone") return say.fileGone(shown);
  if (result.kind === "unreachable") return say.fileUnreachable(shown);
  const document = await readDocument(result.bytes, MOST_CHARACTERS);
  if (document.kind === "text") {
    if (document.cut) return say.tooLarge(shown);
    return { name, source: file.filename, text: cleanText(document.text), textKind: /\.(xls|ods)/i.test(file.filename) ? "table" : "prose" };
  }
  if (document.kind !== "other")
    return { encrypted: senses.encrypted, "no-text": senses.noText, damaged: senses.damaged, "old-office": senses.oldOffice }[document.kind](shown);
  if (result.bytes.byteLength > MOST_BYTES) return say.tooLarge(shown);
  const decoded = decodeText(result.bytes);
  if (decoded.kind === "binary") return say.notText(shown);
  if (decoded.kind === "other-encoding") return say.encoding(shown);
  const isHtml = HTML_NAME.test(file.filename) || /^(text\/html|application\/xhtml)/i.test(file.contentType);
  const text = cleanText(isHtml ? (await htmlToText(decoded.text)).text : decoded.text);
  if (text.length > MOST_CHARACTERS) return say.tooLarge(shown);
  return { name, source: file.filename, text, textKind: isHtml ? "prose" : kindByName(file.filename) };
}

async function readAddress(
  name: string,
  address: string,
  { memory: { add: say } }: Texts,
  signal: AbortSignal,
  { readPage }: ReadingDeps,
): Promise<Learnt | string> {
  const page = await readPage(address, signal);
  if (page.kind !== "page") return sayFailure(page, say);
  const { pathname, hostname } = new URL(page.url);
  const file = decodeURIComponentSafely(pathname.split("/").at(-1) ?? "");
  const isHtml = /html/.test(page.contentType) || (page.contentType === "" && LOOKS_LIKE_HTML.test(page.text));
  const read = isHtml ? await htmlToText(page.text) : { title: "", text: page.text };
  const text = cleanText(read.text);
  if (text.length > MOST_CHARACTERS) return say.tooLarge(quote(file || hostname));
  const own = cleanText(read.title || file || hostname).replaceAll(/\s+/g, " ");
  return { name: name === "" ? clip(own, NAME_LENGTH) : name, source: page.url, text, textKind: isHtml ? "prose" : kindOfPage(page.contentType, file) };
}

function kindByName(filename: string): TextKind {
  if (TABLE_NAME.test(filename)) return "table";
  return PROSE_NAME.test(filename) || !filename.includes(".") ? "prose" : "code";
}

function kindOfPage(contentType: string, filename: string): TextKind {
  if (/^text\/(csv|tab-separated-values)/.test(contentType)) return "table";
  if (/^text\/(plain|markdown)$/.test(contentType)) return kindByName(filename);
  return contentType === "" ? kindByName(filename) : "code";
}

function sayFailure(failure: PageFailure, say: Texts["memory"]["add"]): string {
  switch (failure.kind) {
    case "status":
      return say.status(failure.status);
    case "bad-address":
      return say.badAddress;
    case "private":
      return say.private;
    case "credentials":
      return say.credentials;
    case "too-many-redirects":
      return say.redirects;
    case "not-text":
      return say.pageNotText;
    case "too-large":
      return say.pageTooLarge;
    case "slow":
      return say.slow;
    case "unreachable":
      return say.unreachable;
    default:
      return assertNever(failure);
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
