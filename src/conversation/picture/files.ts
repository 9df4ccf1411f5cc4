/** Pictures as files of one message, as far as Discord takes them. Pure. */
import type { OutgoingFile } from "../../discord/api.ts";
import { clip } from "../../discord/quote.ts";
import { extensionOf } from "../../kernel/picture-type.ts";
import type { Picture } from "../../llm/images.ts";

/** Source: Discord reference, "Uploading Files": 10 MiB a file by default, 25 MiB a request. */
const FILE_BYTES = 10 * 1024 * 1024;
/** The rest is for words, buttons and the form around them. */
const REQUEST_BYTES = 24.5 * 1024 * 1024;
/** Source: Discord reference, "Attachment Object", description. */
const ALT_LENGTH = 1_024;

/** In their order; the smaller ones first where not all fit. */
export function showable(pictures: readonly Picture[]): Picture[] {
  const bySize = pictures.filter(({ bytes }) => bytes.length <= FILE_BYTES).toSorted((a, b) => a.bytes.length - b.bytes.length);
  let left = REQUEST_BYTES;
  const fitting = new Set(
    bySize.filter(({ bytes }) => {
      left -= bytes.length;
      return left >= 0;
    }),
  );
  return pictures.filter((picture) => fitting.has(picture));
}

/** `alt`: what they show, for those who don't see them. */
export function pictureFiles(pictures: readonly Picture[], name: string, alt: string): OutgoingFile[] {
  return pictures.map(({ bytes, type }, index) => ({
    name: `${name}${pictures.length > 1 ? `-${index + 1}` : ""}.${extensionOf(type)}`,
    contentType: type,
    data: bytes,
    description: clip(alt, ALT_LENGTH),
  }));
}
