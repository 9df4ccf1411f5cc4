/** Reads a turn's attachments: pictures as data URLs, text files as text. Bytes are fetched one file after the other, at most 8 MiB a turn, and never journalled. */
import type { Attachment } from "../discord/interaction.ts";
import { decodeText } from "../kernel/decode-text.ts";
import type { Texts } from "../locales/index.ts";
import type { Cdn } from "../net/cdn.ts";

const TURN_BYTES = 8 * 1024 * 1024;
const TEXT_BYTES = 512 * 1024;
/** Models scale larger pictures down themselves; the CDN does it before they cost us memory. */
const LONGEST_SIDE = 1_568;
const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** For pictures that Discord names no type for. */
const TYPE_BY_EXTENSION: Readonly<Record<string, string>> = { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp" };

export interface ReadAttachments {
  images: { name: string; dataUrl: string }[];
  files: { name: string; text: string }[];
  /** Sentences about what could not be read. */
  notices: string[];
}

export async function readAttachments(attachments: Attachment[], cdn: Cdn, texts: Texts, signal: AbortSignal): Promise<ReadAttachments> {
  const read: ReadAttachments = { images: [], files: [], notices: [] };
  let left = TURN_BYTES;
  for (const attachment of attachments) {
    const type = typeOf(attachment);
    if (isRecording(type, attachment.filename)) {
      read.notices.push(texts.notice.attachmentUnreadable(attachment.filename));
      continue;
    }
    const isImage = IMAGE_TYPES.includes(type);
    const cap = Math.min(left, isImage ? TURN_BYTES : TEXT_BYTES);
    const result = await fetchBest(attachment, isImage, cap, cdn, signal);
    if (result.kind === "bytes") {
      left -= result.bytes.byteLength;
      const decoded = isImage ? null : decodeText(result.bytes);
      if (isImage) read.images.push({ name: attachment.filename, dataUrl: `data:${type};base64,${toBase64(result.bytes)}` });
      else if (decoded?.kind === "text") read.files.push({ name: attachment.filename, text: decoded.text });
      else read.notices.push(texts.notice.attachmentUnreadable(attachment.filename));
    } else if (result.kind === "too-large") read.notices.push(texts.notice.attachmentTooLarge(attachment.filename));
    else if (result.kind === "gone") read.notices.push(texts.notice.attachmentGone(attachment.filename));
    else read.notices.push(texts.notice.attachmentUnreadable(attachment.filename));
  }
  return read;
}

/** Nobody watches or listens to these here. By their names, files of TypeScript are taken for films (video/mp2t). */
function isRecording(type: string, filename: string): boolean {
  return /^(audio|video)\//.test(type) && !/\.[cm]?ts$/i.test(filename);
}

function typeOf({ contentType, filename }: Attachment): string {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "" && type !== "application/octet-stream") return type;
  const extension = filename.split(".").at(-1)?.toLowerCase() ?? "";
  return (Object.hasOwn(TYPE_BY_EXTENSION, extension) ? TYPE_BY_EXTENSION[extension] : undefined) ?? type;
}

/** For pictures the proxy's downscaled variant first; the original where that fails. */
async function fetchBest(attachment: Attachment, isImage: boolean, cap: number, cdn: Cdn, signal: AbortSignal) {
  const small = isImage ? downscaled(attachment) : null;
  if (small !== null) {
    const result = await cdn(small, cap, signal);
    if (result.kind === "bytes") return result;
  }
  return cdn(attachment.url, cap, signal);
}

function downscaled({ proxyUrl, width, height }: Attachment): string | null {
  if (width === undefined || height === undefined || !URL.canParse(proxyUrl)) return null;
  const factor = LONGEST_SIDE / Math.max(width, height);
  if (factor >= 1) return null;
  const url = new URL(proxyUrl);
  url.searchParams.set("width", String(Math.round(width * factor)));
  url.searchParams.set("height", String(Math.round(height * factor)));
  return url.href;
}

/** In pieces: `String.fromCharCode` takes its bytes as arguments, and their number is limited. */
function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  return pieces.join("");
}
