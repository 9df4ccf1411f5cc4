/** What listening costs, in USD per minute. Used by openai/transcription.ts. */
import { findModel } from "./match.ts";

/** List prices as known on 2026-11-20; models that count tokens by what their vendor says a minute comes to. Until a model stands here it costs UNKNOWN. */
const PER_MINUTE: Readonly<Record<string, number>> = {
  "gpt-transcribe": 0.0045,
  "gpt-4o-transcribe": 0.006,
  "gpt-4o-transcribe-diarize": 0.006,
  "gpt-4o-mini-transcribe": 0.003,
  "whisper-1": 0.006,
  // Open weights: the dearer common host.
  "whisper-large-v3": 0.0019,
  "whisper-large-v3-turbo": 0.0007,
  "nova-3": 0.0052,
};
/** Dearer than any of them. */
const UNKNOWN = 0.01;
/** Hosts charge for that many seconds at least. */
const SHORTEST = 10;

/** In millionths of a dollar. `free`: it runs on the deployer's own machine. */
export function transcriptionCost(model: string, seconds: number, free: boolean): number {
  if (free) return 0;
  const perMinute = findModel(PER_MINUTE, model) ?? UNKNOWN;
  const billed = Math.max(SHORTEST, Math.ceil(Number.isFinite(seconds) ? seconds : 0));
  // Rounded first, so that binary fractions do not make one too many of it.
  return Math.ceil(Number(((billed * perMinute * 1_000_000) / 60).toFixed(4)));
}
