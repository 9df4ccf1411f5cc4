/** Voice messages as Discord's clients make them, as far as anybody looks: Ogg pages with Opus headers, the words in a comment for the demo model to say. */

/** Source: RFC 3533, 6; RFC 7845, 5. Sums of the pages are left out. */
export function recording(words: string | null, seconds = 3): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`words=${words ?? ""}`);
  const tags = [
    ...ascii("OpusTags"),
    ...long(4),
    ...ascii("test"),
    ...long(words === null ? 0 : 1),
    ...(words === null ? [] : [...long(text.length), ...text]),
  ];
  const head = [...ascii("OpusHead"), 1, 1, 0x38, 1, ...long(48_000), 0, 0, 0];
  return Uint8Array.from([...page(2, 0, head), ...page(0, 0, tags), ...page(4, Math.round(seconds * 48_000), [0xf8, 0xff, 0xfe])]);
}

function page(flags: number, samples: number, content: readonly number[]): number[] {
  const segments = [...new Array<number>(Math.floor(content.length / 255)).fill(255), content.length % 255];
  return [...ascii("OggS"), 0, flags, ...long(samples), ...long(0), ...long(1), ...long(0), ...long(0), segments.length, ...segments, ...content];
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const long = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255];
