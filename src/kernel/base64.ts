/** Bytes as base64 and back, for bodies of some megabytes. Used by adapters that send and get pictures so. */

/** In pieces: `String.fromCharCode` takes its bytes as arguments, and their number is limited. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  return pieces.join("");
}

/** With or without `data:...;base64,` before it. Null where it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const start = text.startsWith("data:") ? text.indexOf(",") + 1 : 0;
  try {
    const binary = atob(start === 0 ? text : text.slice(start));
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    return null;
  }
}
