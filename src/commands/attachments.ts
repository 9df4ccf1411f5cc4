/** Which attached files can be read, and how large they may be. Used by `/ask` and the message menus; metadata only, nothing is fetched here. */
import type { Attachment } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { Texts } from "../locales/index.ts";
import { fileKind } from "../senses/file-kind.ts";

const MIB = 1024 * 1024;
/** All of a question together, but texts: they are in memory at once. */
const MOST_BYTES = 8 * MIB;
const TEXT_BYTES = MIB / 2;

export const isPicture = (attachment: Attachment): boolean => fileKind(attachment) === "image";
export const isRecording = (attachment: Attachment): boolean => fileKind(attachment) === "recording";
export const isDocument = (attachment: Attachment): boolean => fileKind(attachment) === "document";
export const isOldOffice = (attachment: Attachment): boolean => fileKind(attachment) === "old-office";
/** Its text is there to be read. */
export const isWritten = (attachment: Attachment): boolean => isDocument(attachment) || fileKind(attachment) === "text";
export const isReadable = (attachment: Attachment): boolean => isPicture(attachment) || isWritten(attachment);

/** A sentence about the first file that can't be used; undefined when all can. */
export function attachmentProblem(attachments: readonly Attachment[], texts: Texts): string | undefined {
  let bytes = 0;
  for (const attachment of attachments) {
    const kind = fileKind(attachment);
    const name = quote(attachment.filename);
    if (kind === null || kind === "film") return texts.ask.unsupportedFile(name);
    if (kind === "old-office") return texts.senses.oldOffice(name);
    if (kind === "text" && attachment.size > TEXT_BYTES) return texts.ask.textTooLarge(name);
    if (kind !== "text") bytes += attachment.size;
    if (bytes > MOST_BYTES) return texts.ask.imageTooLarge(name);
  }
  return undefined;
}
