/**
 * The demo model's voice: valid sound of the right length that is silence, since nothing here can speak. Ogg Opus is made of packets that decode to silence
 * and are as large as speech would be, by filling them up, so that waveforms look like the words. Called by `speech.ts`.
 * Sources: RFC 3533 (Ogg), RFC 6716, 3.2 (packets), RFC 7845 (Opus in Ogg).
 */

const RATE = 48_000;
const PACKET_SAMPLES = 960;
const PACKETS_PER_SECOND = RATE / PACKET_SAMPLES;
const PRE_SKIP = 312;
/** Packets of a page: a second. A page has 255 segments at most, and none of these packets needs more than one. */
const PACKETS_PER_PAGE = 50;
const SERIAL = 0xed6e;
/** People speak about so many characters a second. */
const CHARACTERS_PER_SECOND = 15;

export const secondsOf = (text: string): number => Math.max(0.5, text.length / CHARACTERS_PER_SECOND);

export function oggOpus(text: string): Uint8Array {
  const samples = Math.round(secondsOf(text) * RATE);
  const count = Math.ceil((samples + PRE_SKIP) / PACKET_SAMPLES);
  const packets = Array.from({ length: count }, (_, index) => packet(loudnessAt(text, index / PACKETS_PER_SECOND)));
  const pages = [page([head()], 0n, 2, 0), page([tags()], 0n, 0, 1)];
  for (let from = 0; from < count; from += PACKETS_PER_PAGE) {
    const last = from + PACKETS_PER_PAGE >= count;
    const end = last ? samples + PRE_SKIP : (from + PACKETS_PER_PAGE) * PACKET_SAMPLES;
    pages.push(page(packets.slice(from, from + PACKETS_PER_PAGE), BigInt(end), last ? 4 : 0, pages.length));
  }
  return join(pages);
}

/** Silent mono of 24 kHz and 16 bit. */
export function wav(text: string): Uint8Array {
  const rate = 24_000;
  const size = Math.round(secondsOf(text) * rate) * 2;
  const view = new DataView(new ArrayBuffer(44 + size));
  const write = (at: number, words: string) => Array.from(words, (character, index) => view.setUint8(at + index, character.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + size, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, size, true);
  return new Uint8Array(view.buffer);
}

/** MPEG-1 Layer III, mono, 48 kHz, 32 kbit/s: frames of 96 bytes and 24 ms that hold nothing but a header. */
export function mp3(text: string): Uint8Array {
  const frame = new Uint8Array(96);
  frame.set([0xff, 0xfb, 0x14, 0xc4]);
  return join(Array.from({ length: Math.ceil(secondsOf(text) / 0.024) }, () => frame));
}

/** Letters are loud, the gaps between words are not; 0 to 1. */
function loudnessAt(text: string, seconds: number): number {
  const character = text[Math.floor(seconds * CHARACTERS_PER_SECOND)] ?? " ";
  if (!/[\p{L}\p{N}]/u.test(character)) return 0;
  return 0.4 + ((character.codePointAt(0) ?? 0) % 7) / 10;
}

/** One frame of CELT, fullband, 20 ms, mono, that is silence; as code 3 with padding, unless it is quite silent. */
function packet(loudness: number): Uint8Array {
  const silence = [0xff, 0xfe];
  if (loudness === 0) return Uint8Array.from([0xf8, ...silence]);
  const padding = Math.round(loudness * 120);
  const bytes = new Uint8Array(3 + silence.length + padding);
  bytes.set([0xfb, 0x41, padding, ...silence]);
  return bytes;
}

function head(): Uint8Array {
  const bytes = new Uint8Array(19);
  bytes.set(ascii("OpusHead"));
  const view = new DataView(bytes.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, PRE_SKIP, true);
  view.setUint32(12, RATE, true);
  return bytes;
}

function tags(): Uint8Array {
  const vendor = ascii("Edgewise demo");
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4);
  bytes.set(ascii("OpusTags"));
  new DataView(bytes.buffer).setUint32(8, vendor.length, true);
  bytes.set(vendor, 12);
  return bytes;
}

/** `flags`: 2 begins the stream, 4 ends it. Each packet is shorter than 255 bytes, so that it is one segment. */
function page(packets: readonly Uint8Array[], granule: bigint, flags: number, sequence: number): Uint8Array {
  const header = new Uint8Array(27 + packets.length);
  const view = new DataView(header.buffer);
  header.set(ascii("OggS"));
  view.setUint8(5, flags);
  view.setBigUint64(6, granule, true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, packets.length);
  header.set(
    packets.map(({ length }) => length),
    27,
  );
  const bytes = join([header, ...packets]);
  new DataView(bytes.buffer).setUint32(22, checksum(bytes), true);
  return bytes;
}

/** CRC-32 with polynomial 0x04c11db7, neither reflected nor inverted. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x80000000) === 0 ? crc << 1 : (crc << 1) ^ 0x04c11db7;
  }
  return crc >>> 0;
}

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
