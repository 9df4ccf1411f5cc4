/** What Discord wants to know of a voice message besides its sound. Used by conversation/. Source: Discord reference, "Attachment Object". */
import { type OpusPacket, readOggOpus } from "./ogg-opus.ts";

export interface VoiceShape {
  durationSecs: number;
  /** Base64 of one byte, 0 to 255, for each tenth of a second, 256 at most. */
  waveform: string;
}

const MOST_POINTS = 256;
const POINTS_PER_SECOND = 10;

/** Null where the bytes are no Ogg Opus with some sound in it, so that it can only be a file. */
export function voiceShapeOf(bytes: Uint8Array): VoiceShape | null {
  const stream = readOggOpus(bytes);
  if (stream === null || stream.seconds <= 0) return null;
  const count = Math.min(MOST_POINTS, Math.max(1, Math.ceil(stream.seconds * POINTS_PER_SECOND)));
  return { durationSecs: Math.round(stream.seconds * 1_000) / 1_000, waveform: btoa(String.fromCharCode(...loudness(stream.packets, count))) };
}

/**
 * How loud it is over time, without decoding it, which a Worker has no time for: Opus spends more bytes on a moment the more there is to hear in it, and
 * next to none on silence. It is a picture, not a measurement; with a constant bit rate it is flat.
 */
function loudness(packets: readonly OpusPacket[], count: number): Uint8Array {
  const total = packets.reduce((sum, { samples }) => sum + samples, 0) || 1;
  const points = Array.from({ length: count }, () => ({ bytes: 0, samples: 0 }));
  let at = 0;
  for (const { bytes, samples } of packets) {
    const point = points[Math.min(count - 1, Math.floor(((at + samples / 2) / total) * count))];
    if (point !== undefined) {
      point.bytes += bytes;
      point.samples += samples;
    }
    at += samples;
  }
  let before = 0;
  const rates = points.map(({ bytes, samples }) => {
    // Between two long packets: as the one before.
    if (samples > 0) before = bytes / samples;
    return before;
  });
  const highest = rates.reduce((high, rate) => Math.max(high, rate), 0);
  const lowest = rates.reduce((low, rate) => Math.min(low, rate), highest);
  return Uint8Array.from(rates, (value) => (highest === lowest ? 128 : Math.round((255 * (value - lowest)) / (highest - lowest))));
}
