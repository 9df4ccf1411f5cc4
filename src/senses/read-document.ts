/** A file that is neither picture nor plain text -> its text: PDFs and office files. Told apart by their first bytes, not by their names. Used by conversation/ and jobs/. */
import { readOffice } from "./office/read-office.ts";
import { isPdf, readPdf } from "./pdf/read-pdf.ts";

export type ReadDocument =
  /** `cut`: there is more than was read. */
  | { kind: "text"; text: string; cut: boolean; pages?: number }
  /** It opens with a password alone. */
  | { kind: "encrypted" }
  /** Pictures of pages, most likely. */
  | { kind: "no-text"; pages?: number }
  | { kind: "damaged" }
  /** Of the time before office files were archives. */
  | { kind: "old-office" }
  /** No document that anybody reads here. */
  | { kind: "other" };

const [ZIP, OLE] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;

/** `most`: characters. Never rejects; its time and memory are bounded by the file's size. */
export async function readDocument(bytes: Uint8Array, most: number): Promise<ReadDocument> {
  const begins = (magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (begins(ZIP)) return readOffice(bytes, most);
  // With a password today's office files lie in a container of the old kind.
  if (begins(OLE)) return holds(bytes, "EncryptedPackage") ? { kind: "encrypted" } : { kind: "old-office" };
  return isPdf(bytes) ? readPdf(bytes, most) : { kind: "other" };
}

/** In UTF-16, as names stand there. */
function holds(bytes: Uint8Array, name: string): boolean {
  const wanted = Uint8Array.from([...name].flatMap((letter) => [letter.charCodeAt(0), 0]));
  for (let at = bytes.indexOf(wanted[0] ?? 0); at !== -1; at = bytes.indexOf(wanted[0] ?? 0, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  return false;
}
