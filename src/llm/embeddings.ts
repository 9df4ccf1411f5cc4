/** Port: the meaning of texts as vectors. Made in deps/ where EMBEDDING_MODEL is set; used by conversation/. */

export interface Embedded {
  /** One for each text, in order, all of one length; not normalised. */
  vectors: Float32Array[];
  costMicroUsd: number;
}

/** Vectors of different models cannot be compared. */
export interface Embeddings {
  model: string;
  /** A few dozen, none of them empty; gives up after `patienceMs`. Rejects with ModelError, or with the signal's reason. */
  embed(texts: readonly string[], patienceMs: number, signal: AbortSignal): Promise<Embedded>;
  /** The most that so many bytes of text can cost. */
  worstCaseMicroUsd(bytes: number): number;
}
