/** Port: what is said in a recording, as text. Made in deps/ where TRANSCRIBE_MODEL is set; used by conversation/. */

export interface Recording {
  bytes: Uint8Array;
  /** Its end says what format it has: that is how servers know. */
  filename: string;
  contentType: string;
  /** How long it lasts; decides about the price where the server does not tell. */
  seconds: number;
}

export interface Transcribed {
  /** Empty where nobody says anything. */
  text: string;
  costMicroUsd: number;
}

export interface Transcriber {
  model: string;
  /** One recording of at most 25 MB; gives up after `patienceMs`. Rejects with ModelError, or with the signal's reason. */
  transcribe(recording: Recording, patienceMs: number, signal: AbortSignal): Promise<Transcribed>;
  /** The most that so many seconds can cost. */
  worstCaseMicroUsd(seconds: number): number;
}
