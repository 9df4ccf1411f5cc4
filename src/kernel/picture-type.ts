/** What kind of picture some bytes are, by how they begin: what a server says of them may be wrong. Used by whoever gets one from outside. */

export const pictureTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;
export type PictureType = (typeof pictureTypes)[number];

/** Source: PNG specification, "PNG signature"; JPEG (ITU-T T.81), SOI marker; RFC 9649 (WebP), "File Header"; GIF89a specification, "Header". */
const BEGINNINGS: readonly [PictureType, (string | null)[]][] = [
  ["image/png", ["\x89PNG\r\n\x1a\n"]],
  ["image/jpeg", ["\xff\xd8\xff"]],
  ["image/gif", ["GIF8"]],
  // Four bytes of length stand in between.
  ["image/webp", ["RIFF", null, "WEBP"]],
];

/** Null where it is no picture that people's clients show. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const fits = (parts: (string | null)[]) => parts.every((part, index) => part === null || head.startsWith(part, index * 4));
  return BEGINNINGS.find(([, parts]) => fits(parts))?.[0] ?? null;
}

/** As a file's name ends. */
export const extensionOf = (type: PictureType): string => (type === "image/jpeg" ? "jpg" : type.slice("image/".length));
