/** Spots the line `data: [DONE]` in a byte stream, however it is cut. Used by `exchange.ts`, because the openai package doesn't tell whether it saw one. */

const PREFIX = bytes("data:");
const MARKER = bytes("[DONE]");
const SPACE = 0x20;

/** Calls `found` once such a line was seen. A state machine over bytes: most of a stream is skipped after the first letter of each line. */
export function createDoneWatch(found: () => void): (chunk: Uint8Array) => void {
  /** How much of the line matched: letters of "data:", then of "[DONE]"; -1 when the line is another one. */
  let matched = 0;
  const step = (byte: number) => {
    if (byte === 0x0a || byte === 0x0d) matched = 0;
    else if (matched < 0) return;
    else if (matched < PREFIX.length) matched = byte === PREFIX[matched] ? matched + 1 : -1;
    else if (byte === SPACE && matched === PREFIX.length) return;
    else matched = byte === MARKER[matched - PREFIX.length] ? matched + 1 : -1;
    if (matched === PREFIX.length + MARKER.length) {
      found();
      matched = -1;
    }
  };
  return (chunk) => {
    for (const byte of chunk) step(byte);
  };
}

function bytes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
