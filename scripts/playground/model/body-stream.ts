/** An answer's body out of pieces, ended by whoever leaves. Used by demo-model.ts. */

export function toBody(
  pieces: AsyncGenerator<string>,
  byteAtATime: boolean,
  left: AbortSignal,
  hooks: { onEnd(): void; onCancel(): void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let bytes: Uint8Array = new Uint8Array();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (bytes.length === 0) {
          const { value, done } = await pieces.next();
          if (left.aborted) return controller.error(left.reason);
          if (done) {
            hooks.onEnd();
            return controller.close();
          }
          bytes = encoder.encode(value);
        }
        const size = byteAtATime ? 1 : bytes.length;
        controller.enqueue(bytes.slice(0, size));
        bytes = bytes.slice(size);
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => hooks.onCancel(),
  });
}

export async function* fromList(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
