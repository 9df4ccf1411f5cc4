/** Pictures that the demo model paints: hills under a sky, in colours that hang on the words and on which try it is, as PNG. A quarter of the size that was asked for, so that they are quick. */

type Color = readonly [red: number, green: number, blue: number];

const COLORS = 256;
const SCALE = 4;

/** `nth`: another one of the same words. */
export async function paint(words: string, width: number, height: number, nth: number): Promise<Uint8Array<ArrayBuffer>> {
  const seed = hash(`${words} ${nth}`);
  const pick = (salt: number, most: number) => ((hash(`${seed} ${salt}`) % 1_000) / 1_000) * most;
  const [wide, high] = [Math.max(16, Math.round(width / SCALE)), Math.max(16, Math.round(height / SCALE))];
  const hue = pick(1, 360);
  // The first half of the palette is the sky, the second the hills.
  const palette = Array.from({ length: COLORS }, (_, index) =>
    index < COLORS / 2 ? shade(hue, 0.55, 0.35 + (index / COLORS) * 1.1) : shade(hue + 140, 0.45, 0.55 - ((index - COLORS / 2) / COLORS) * 0.8),
  );
  const waves = [0, 1, 2].map((row) => ({
    base: high * (0.5 + row * 0.16),
    swing: high * 0.07,
    length: wide / (3 + pick(row + 2, 5)),
    shift: pick(row + 6, 7),
  }));
  const sun = { x: pick(10, wide), y: high * (0.15 + pick(11, 0.2)), radius: high * 0.09 };
  const rows = new Uint8Array(high * (wide + 1));
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) rows[y * (wide + 1) + 1 + x] = indexAt(x, y);
  }
  return png(wide, high, palette, rows);

  function indexAt(x: number, y: number): number {
    const front = waves.findLastIndex(({ base, swing, length, shift }) => y > base + swing * Math.sin(x / length + shift));
    if (front >= 0) return COLORS / 2 + 20 + front * 35;
    if (Math.hypot(x - sun.x, y - sun.y) < sun.radius) return COLORS / 2 - 1;
    return Math.floor((y / high) * (COLORS / 2 - 2));
  }
}

async function png(width: number, height: number, palette: readonly Color[], rows: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // 8 bits, by palette.
  header.setUint8(8, 8);
  header.setUint8(9, 3);
  const packed = new Response(new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate")));
  return concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", Uint8Array.from(palette.flat())),
    chunk("IDAT", new Uint8Array(await packed.arrayBuffer())),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** Length, name, data, checksum. Source: PNG specification, "Chunk layout". */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = concat([new TextEncoder().encode(name), data]);
  const frame = new DataView(new ArrayBuffer(8 + named.length));
  frame.setUint32(0, data.length);
  new Uint8Array(frame.buffer).set(named, 4);
  frame.setUint32(4 + named.length, crc32(named));
  return new Uint8Array(frame.buffer);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Hue in degrees; the rest from 0 to 1. */
function shade(hue: number, saturation: number, lightness: number): Color {
  const light = Math.min(0.95, Math.max(0.08, lightness));
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value >>> 0;
}
