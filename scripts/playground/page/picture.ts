/** A small picture made of arithmetic, so that the playground has one without a binary file: an orchard at sunset, as PNG. Called by `world.ts`. */
import { deflateSync } from "node:zlib";

type Color = readonly [number, number, number];

const WIDTH = 480;
const HEIGHT = 300;
const SKY: readonly Color[] = [
  [46, 52, 98],
  [138, 78, 122],
  [240, 132, 92],
  [255, 205, 122],
];
const SUN = { x: 338, y: 150, radius: 30 };
const HILLS = [
  { base: 182, height: 20, wave: 95, shift: 1.2, color: [112, 92, 112] },
  { base: 206, height: 16, wave: 70, shift: 3.1, color: [74, 88, 82] },
  { base: 232, height: 10, wave: 120, shift: 0.4, color: [52, 84, 58] },
] as const;
const APPLES: readonly (readonly [number, number])[] = [
  [-0.45, -0.1],
  [0.1, -0.5],
  [0.5, 0.05],
  [-0.1, 0.3],
  [0.35, 0.5],
  [-0.5, 0.45],
];

interface Tree {
  x: number;
  ground: number;
  size: number;
}

/** Three rows, the nearest and biggest first. */
const TREES: readonly Tree[] = [2, 1, 0].flatMap((row) =>
  Array.from({ length: 9 - row * 2 }, (_, index) => ({ x: 26 + row * 14 + index * (54 + row * 22), ground: 222 + row * 26, size: 15 + row * 8 })).reverse(),
);

export function orchardPicture(): Uint8Array {
  const rows = new Uint8Array(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) rows.set(colorAt(x, y), y * (1 + WIDTH * 3) + 1 + x * 3);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, WIDTH);
  view.setUint32(4, HEIGHT);
  // 8 bits a channel, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", new Uint8Array())]);
}

function colorAt(x: number, y: number): Color {
  // Painted from front to back: the first thing that covers the point decides.
  for (const tree of TREES) {
    const color = treeAt(tree, x, y);
    if (color) return color;
  }
  for (const hill of HILLS.toReversed()) {
    const edge = hill.base - hill.height * Math.sin(x / hill.wave + hill.shift);
    if (y > edge) return shade(hill.color, 1.12 - (y - edge) / 220);
  }
  const distance = Math.hypot(x - SUN.x, y - SUN.y);
  if (distance < SUN.radius) return [255, 236, 190];
  const sky = skyAt(y / 190);
  const glow = Math.max(0, 1 - distance / 150) ** 2 * 0.55;
  return mix(sky, [255, 226, 160], glow);
}

function treeAt({ x, ground, size }: Tree, px: number, py: number): Color | undefined {
  const dx = (px - x) / size;
  const dy = (py - (ground - size * 1.5)) / size;
  // Most points are nowhere near; looking closer at each of them would take half a second of every start.
  if (Math.abs(dx) > 1.1 || Math.abs(dy) > 1.6) return undefined;
  const wobble = 0.1 * Math.sin(Math.atan2(dy, dx) * 7 + x);
  if (APPLES.some(([ax, ay]) => Math.hypot(dx - ax, dy - ay) < 0.11)) return [212, 62, 52];
  if (Math.hypot(dx, dy) < 0.95 + wobble) return mix([38, 74, 46], [150, 142, 72], Math.max(0, (dx * 0.6 - dy) * 0.45));
  return Math.abs(dx) < 0.13 && py < ground && dy > 0 ? [74, 54, 44] : undefined;
}

function skyAt(t: number): Color {
  const place = Math.min(0.999, Math.max(0, t)) * (SKY.length - 1);
  const index = Math.floor(place);
  return mix(SKY[index] ?? [0, 0, 0], SKY[index + 1] ?? [0, 0, 0], place - index);
}

function mix(a: Color, b: Color, t: number): Color {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

function shade(color: Color, factor: number): Color {
  return [Math.min(255, color[0] * factor), Math.min(255, color[1] * factor), Math.min(255, color[2] * factor)];
}

/** Length, name, data, checksum. Source: PNG specification, "Chunk layout". */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = concat([new TextEncoder().encode(name), data]);
  const frame = new Uint8Array(8 + named.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, data.length);
  frame.set(named, 4);
  view.setUint32(4 + named.length, crc32(named));
  return frame;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
