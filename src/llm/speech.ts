/** Port: text read aloud. Made in deps/ where SPEECH_MODEL is set; used by conversation/. */
import { findModel } from "./match.ts";
import type { Pricing } from "./pricing.ts";
import { estimateTokens } from "./tokens.ts";

export interface Audio {
  bytes: Uint8Array;
  /** By what the bytes are, whatever the server called them: `audio/ogg`, `ogg`. */
  contentType: string;
  extension: string;
}

/** `too-large`: more bytes than anybody would take; paid for all the same. `reportedUsd`: what the server itself says it cost. */
export type Spoken = ({ kind: "audio" } & Audio & { reportedUsd?: number }) | { kind: "too-large" };

export interface Speech {
  model: string;
  /** At most 4,096 characters. Rejects with ModelError, or with the signal's reason. */
  speak(text: string, signal: AbortSignal): Promise<Spoken>;
  /** Millionths of a dollar. `seconds`: how long it is; null where nobody knows. */
  costMicroUsd(text: string, seconds: number | null, reportedUsd?: number): number;
  /** The most that reading it can cost, spoken as slowly as anybody speaks. */
  worstCaseMicroUsd(text: string): number;
}

/**
 * USD per million characters, as known on 2026-11-20, where text is what is charged. Others charge text tokens and audio tokens: they stand in prices.ts,
 * and what stands in neither costs FALLBACK_PRICE in such tokens.
 */
const BY_CHARACTERS: Readonly<Record<string, number>> = { "tts-1": 15, "tts-1-hd": 30 };
/** OpenAI's estimate for gpt-4o-mini-tts of 0.015 USD a minute, at 12 USD per million. */
const AUDIO_TOKENS_PER_SECOND = 1_250 / 60;

export function createSpeechPricing(model: string, pricing: Pick<Pricing, "price" | "costMicroUsd">): Pick<Speech, "costMicroUsd" | "worstCaseMicroUsd"> {
  const charge = (text: string, seconds: number, reportedUsd?: number): number => {
    const byCharacters = findModel(BY_CHARACTERS, model);
    // A known price is a table's or that of a private endpoint, which is free.
    if (reportedUsd === undefined && byCharacters !== undefined && !pricing.price(model).known) return Math.ceil(text.length * byCharacters);
    const usage = { inputTokens: estimateTokens(text), outputTokens: Math.ceil(seconds * AUDIO_TOKENS_PER_SECOND), cachedInputTokens: 0, estimated: true };
    return pricing.costMicroUsd(model, usage, reportedUsd);
  };
  return {
    costMicroUsd: (text, seconds, reportedUsd) => charge(text, seconds ?? slowly(text), reportedUsd),
    worstCaseMicroUsd: (text) => charge(text, slowly(text)),
  };
}

/** Seconds. People speak some 15 letters a second, and 4 of the characters that are a syllable or, as digits, a word each. */
function slowly(text: string): number {
  const long = text.match(/[\d\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return 2 + long * 0.4 + (text.length - long) * 0.1;
}
