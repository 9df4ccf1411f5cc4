/** How an embedding is kept, and how near two are: one signed byte a dimension, in hex as D1 hands it over. Pure. Used by search.ts and vectors-store.ts. */

/** Of a scope, the newest: as many as fit into a row of D1 whatever their length. */
export const MOST_VECTORS = 250;

/** Of length 1 times 127. */
export function toHex(vector: Float32Array): string {
  const length = Math.hypot(...vector) || 1;
  return Array.from(vector, (value) => (Math.round((value / length) * 127) & 255).toString(16).padStart(2, "0")).join("");
}

/** The cosine, from 0 to 1: opposites are no nearer than strangers. 0 where they are not of the same length. */
export function likeness(asked: Float32Array, hex: string): number {
  if (hex.length !== asked.length * 2) return 0;
  let [dot, ours, theirs] = [0, 0, 0];
  for (let at = 0; at < asked.length; at++) {
    const byte = digit(hex, at * 2) * 16 + digit(hex, at * 2 + 1);
    const [mine, other] = [asked[at] ?? 0, byte > 127 ? byte - 256 : byte];
    dot += mine * other;
    ours += mine * mine;
    theirs += other * other;
  }
  return ours === 0 || theirs === 0 ? 0 : Math.max(0, dot / Math.sqrt(ours * theirs));
}

/** By its code, as it is asked for a million times; digits and letters of either case. */
function digit(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code < 58 ? code - 48 : (code | 32) - 87;
}
