/** Reads a request's body up to a limit. Used by verify. */

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
  return request.body === null ? new Uint8Array() : readStream(request.body);
}

async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // Leaving the loop cancels the stream: nothing more is read.
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
