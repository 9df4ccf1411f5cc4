/** Reads server-sent events until somebody has heard enough, within bounds. Used by exchange.ts. */
import { createParser } from "eventsource-parser";

export interface Read {
  kind: "read" | "too-large";
  bytes: number;
  /** Of the last event that had one. */
  lastId: string;
  /** How long to wait before asking for more, ms. */
  retryMs?: number;
}

/** `take` says whether that was enough; the stream is left then. A stream that breaks counts as one that ends. */
export async function readEvents(body: ReadableStream<Uint8Array>, most: number, take: (data: string) => boolean, signal: AbortSignal): Promise<Read> {
  const read: Read = { kind: "read", bytes: 0, lastId: "" };
  let enough = false;
  const parser = createParser({
    onEvent({ id, event, data }) {
      if (id) read.lastId = id;
      if (!enough && data !== "" && (event === undefined || event === "message")) enough = take(data);
    },
    onRetry(ms) {
      read.retryMs = ms;
    },
  });
  const decoder = new TextDecoder();
  try {
    // Leaving the loop cancels the stream.
    for await (const chunk of body) {
      read.bytes += chunk.byteLength;
      if (read.bytes > most) return { ...read, kind: "too-large" };
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (enough) break;
      signal.throwIfAborted();
    }
  } catch {
    signal.throwIfAborted();
  }
  return read;
}
