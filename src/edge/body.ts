/** Reads a request's body up to a limit. Used by verify. */
import { readAtMost } from "../kernel/read-at-most.ts";

/** Discord's payloads are some KiB; a modal with five long texts stays far below. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Null when it is larger than the limit, by its header or in fact. */
export async function readBody(request: Request): Promise<Uint8Array | null> {
  const declared = request.headers.get("content-length");
  if (declared !== null) {
    if (!(Number(declared) <= MAX_BODY_BYTES)) return null;
    // A declared length is enforced by HTTP itself, so reading at once is safe and much cheaper than a reader.
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > MAX_BODY_BYTES ? null : bytes;
  }
  return request.body === null ? new Uint8Array() : readAtMost(request.body, MAX_BODY_BYTES);
}
