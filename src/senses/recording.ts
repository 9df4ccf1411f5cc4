/** What a recording is, and how long it lasts, by its bytes: files say what they like about themselves. Used by conversation/listen.ts. */

/** Of what can be listened to, by the end of a name that says so. */
export type RecordingFormat = "ogg" | "wav" | "mp3" | "flac" | "m4a" | "webm";

export function recordingFormat(bytes: Uint8Array): RecordingFormat | null {
  const head = ascii(bytes, 0, 12);
  if (head.startsWith("OggS")) return "ogg";
  if (head.startsWith("RIFF") && head.endsWith("WAVE")) return "wav";
  if (head.startsWith("fLaC")) return "flac";
  if (head.slice(4, 8) === "ftyp") return "m4a";
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return "webm";
  return head.startsWith("ID3") || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) ? "mp3" : null;
}

/** Bits a second where nothing else is known: hardly anybody records with less, and so it lasts no longer than this says. */
const LEAST_BITRATE = 24_000;
/** Source: ISO/IEC 11172-3, 2.4.2.3, layer III; of MPEG-1 and of the others. */
const MP3_RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

/** Seconds, rather too many than too few. */
export function secondsOf(bytes: Uint8Array, format: RecordingFormat): number {
  const seconds = { ogg: oggSeconds, wav: wavSeconds, flac: flacSeconds, m4a: mp4Seconds, mp3: mp3Seconds, webm: () => undefined }[format](bytes);
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : (bytes.length * 8) / LEAST_BITRATE;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Of its last page. Source: RFC 3533, 6; RFC 7845, 4: Opus counts 48,000 samples a second. */
function oggSeconds(bytes: Uint8Array): number | undefined {
  const rate = ascii(bytes, 0, 64).includes("vorbis") ? viewOf(bytes).getUint32(Math.min(bytes.length - 4, 40), true) : 48_000;
  for (let at = bytes.lastIndexOf(0x4f); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(0x4f, at - 1)) {
    if (ascii(bytes, at, at + 4) !== "OggS" || at + 14 > bytes.length) continue;
    const samples = Number(viewOf(bytes).getBigInt64(at + 6, true));
    if (samples >= 0) return samples / rate;
  }
  return undefined;
}

function wavSeconds(bytes: Uint8Array): number | undefined {
  return bytes.length < 32 ? undefined : bytes.length / viewOf(bytes).getUint32(28, true);
}

/** Source: RFC 9639, 8.2. */
function flacSeconds(bytes: Uint8Array): number | undefined {
  if (bytes.length < 26) return undefined;
  const view = viewOf(bytes);
  const rate = view.getUint32(18) >>> 12;
  return ((view.getUint8(21) & 15) * 2 ** 32 + view.getUint32(22)) / rate;
}

/** Source: ISO/IEC 14496-12, 8.2.2. */
function mp4Seconds(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes);
  for (let at = bytes.indexOf(0x6d); at !== -1; at = bytes.indexOf(0x6d, at + 1)) {
    if (ascii(bytes, at, at + 4) !== "mvhd" || at + 36 > bytes.length) continue;
    const isLong = bytes[at + 4] === 1;
    const duration = isLong ? Number(view.getBigUint64(at + 28)) : view.getUint32(at + 20);
    return duration / view.getUint32(at + (isLong ? 24 : 16));
  }
  return undefined;
}

function mp3Seconds(bytes: Uint8Array): number | undefined {
  // A picture of the cover may stand before the sound.
  const tag = ascii(bytes, 0, 3) === "ID3" ? 10 + [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[at] ?? 0) & 127), 0) : 0;
  const head = [bytes[tag], bytes[tag + 1], bytes[tag + 2]];
  if (head[0] !== 0xff || ((head[1] ?? 0) & 0xe0) !== 0xe0) return undefined;
  const rate = MP3_RATES[((head[1] ?? 0) & 0x18) === 0x18 ? 0 : 1][(head[2] ?? 0) >> 4] ?? 0;
  return ((bytes.length - tag) * 8) / (rate * 1_000);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
