/**
 * Reads a turn's attachments: pictures as data URLs, documents and text files as text, recordings as what is said in them. Bytes are fetched one file after
 * the other, at most 8 MiB a turn, and never journalled. Used by prepare.ts.
 */

import type { Attachment } from "../discord/interaction.ts";
import { toBase64 } from "../kernel/base64.ts";
import { decodeText } from "../kernel/decode-text.ts";
import type { Texts } from "../locales/index.ts";
import type { Cdn } from "../net/cdn.ts";
import { withLineNumbers } from "../senses/code.ts";
import { ANY_IMAGE, type FileKind, fileKind, IMAGE_TYPES, plainType } from "../senses/file-kind.ts";
import { pictureType } from "../senses/picture.ts";
import { type ReadDocument, readDocument } from "../senses/read-document.ts";
import type { Listen, Spoken } from "./listen.ts";

const TURN_BYTES = 8 * 1024 * 1024;
const TEXT_BYTES = 512 * 1024;
/** Of a document's text. */
const MOST_CHARACTERS = 512 * 1024;
/** Models scale larger pictures down themselves; the CDN does it before they cost us memory. */
const LONGEST_SIDE = 1_568;
/** For pictures that Discord names no type for. */
const TYPE_BY_EXTENSION: Readonly<Record<string, string>> = { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp" };

export interface ReadAttachments {
  images: { name: string; dataUrl: string }[];
  files: { name: string; text: string }[];
  /** Of recordings in which somebody says something. */
  spoken: (Spoken & { of: Attachment })[];
  /** Sentences about what could not be read. */
  notices: string[];
}

export async function readAttachments(attachments: Attachment[], cdn: Cdn, texts: Texts, signal: AbortSignal, listen: Listen): Promise<ReadAttachments> {
  const read: ReadAttachments = { images: [], files: [], spoken: [], notices: [] };
  let left = TURN_BYTES;
  for (const attachment of attachments) {
    const { filename: name } = attachment;
    const kind = fileKind(attachment);
    const refusal = kind === "film" ? texts.notice.attachmentUnreadable(name) : kind === "recording" ? listen.refusal(attachment) : null;
    if (refusal !== null) {
      read.notices.push(refusal);
      continue;
    }
    const known = kind === "recording" ? await listen.known(attachment) : undefined;
    const result = known === undefined ? await fetchBest(attachment, kind, left, cdn, signal) : null;
    if (result?.kind === "bytes") left -= result.bytes.byteLength;
    if (known !== undefined) read.spoken.push({ ...known, of: attachment });
    else if (result?.kind === "too-large") read.notices.push(texts.notice.attachmentTooLarge(name));
    else if (result?.kind === "gone") read.notices.push(texts.notice.attachmentGone(name));
    else if (result?.kind !== "bytes") read.notices.push(texts.notice.attachmentUnreadable(name));
    else if (kind === "image") readPicture(attachment, result, read, texts);
    else if (kind === "recording") await hear(attachment, result.bytes);
    else await readText(attachment, result.bytes, read, texts);
  }
  return read;

  async function hear(attachment: Attachment, bytes: Uint8Array): Promise<void> {
    const heard = await listen.hear(attachment, bytes, signal);
    if (typeof heard === "string") read.notices.push(heard);
    else read.spoken.push({ ...heard, of: attachment });
  }
}

type Fetched = Extract<Awaited<ReturnType<Cdn>>, { kind: "bytes" }>;

function readPicture(attachment: Attachment, { bytes, contentType }: Fetched, read: ReadAttachments, texts: Texts): void {
  const told = typeOf(attachment);
  // What the bytes say counts: names lie, and the proxy answers in other formats.
  const type = pictureType(bytes) ?? (told === ANY_IMAGE ? plainType(contentType) : told);
  if (IMAGE_TYPES.includes(type)) read.images.push({ name: attachment.filename, dataUrl: `data:${type};base64,${toBase64(bytes)}` });
  else read.notices.push(texts.notice.attachmentUnreadable(attachment.filename));
}

async function readText({ filename: name }: Attachment, bytes: Uint8Array, read: ReadAttachments, texts: Texts): Promise<void> {
  const document = await readDocument(bytes, MOST_CHARACTERS);
  if (document.kind === "text") {
    read.files.push({ name, text: document.text });
    if (document.cut) read.notices.push(texts.senses.cut(name));
    return;
  }
  if (document.kind !== "other") {
    read.notices.push(whyUnread(document, name, texts));
    return;
  }
  const decoded = bytes.byteLength > TEXT_BYTES ? null : decodeText(bytes);
  if (decoded?.kind === "text") read.files.push({ name, text: withLineNumbers(name, decoded.text) });
  else read.notices.push(texts.notice.attachmentUnreadable(name));
}

function whyUnread({ kind }: Exclude<ReadDocument, { kind: "text" | "other" }>, name: string, { senses: say }: Texts): string {
  return { encrypted: say.encrypted, "no-text": say.noText, damaged: say.damaged, "old-office": say.oldOffice }[kind](name);
}

function typeOf({ contentType, filename }: Attachment): string {
  const type = plainType(contentType);
  if (type !== "" && type !== "application/octet-stream") return type;
  const extension = filename.split(".").at(-1)?.toLowerCase() ?? "";
  return (Object.hasOwn(TYPE_BY_EXTENSION, extension) ? TYPE_BY_EXTENSION[extension] : undefined) ?? type;
}

/** For pictures the proxy's downscaled variant first; the original where that fails. `left`: bytes. */
async function fetchBest(attachment: Attachment, kind: FileKind | null, left: number, cdn: Cdn, signal: AbortSignal) {
  const cap = kind === "image" || kind === "document" || kind === "recording" || kind === "old-office" ? left : Math.min(left, TEXT_BYTES);
  const small = kind === "image" ? smaller(attachment) : null;
  if (small !== null) {
    const result = await cdn(small, cap, signal);
    if (result.kind === "bytes") return result;
  }
  return cdn(attachment.url, cap, signal);
}

/** Null where the original is good as it is. */
function smaller(attachment: Attachment): string | null {
  const { proxyUrl, width, height } = attachment;
  if (!URL.canParse(proxyUrl)) return null;
  const factor = width === undefined || height === undefined ? 1 : LONGEST_SIDE / Math.max(width, height);
  // Most models take no moving pictures: of these the proxy makes a still one.
  const isMoving = typeOf(attachment) === "image/gif";
  if (factor >= 1 && !isMoving) return null;
  const url = new URL(proxyUrl);
  if (isMoving) url.searchParams.set("format", "png");
  if (factor < 1 && width !== undefined && height !== undefined) {
    url.searchParams.set("width", String(Math.round(width * factor)));
    url.searchParams.set("height", String(Math.round(height * factor)));
  }
  return url.href;
}
