/** Live updates for the browser as Server-Sent Events; one stream per open tab and person. Called by `page.ts`. */
import type { WireEvent } from "./wire.ts";

const KEEP_ALIVE_MS = 15_000;

/** Ends with the request; until then a comment now and then keeps the connection open. */
export function eventStream(signal: AbortSignal, subscribe: (send: (event: WireEvent) => void) => () => void): Response {
  const encoder = new TextEncoder();
  let end: (() => void) | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          // The tab is gone; the abort below cleans up.
        }
      };
      // The first bytes make the browser's connection count as open.
      write("retry: 1000\n\n");
      const unsubscribe = subscribe((event) => write(`data: ${JSON.stringify(event)}\n\n`));
      const timer = setInterval(() => write(": still here\n\n"), KEEP_ALIVE_MS);
      end = () => {
        clearInterval(timer);
        unsubscribe();
        try {
          controller.close();
        } catch {
          // Closed by the reader already.
        }
      };
      if (signal.aborted) end();
      else signal.addEventListener("abort", end, { once: true });
    },
    cancel: () => end?.(),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" } });
}
