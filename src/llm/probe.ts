/** Port: is the model there? Asked by /settings → Check, without spending anything. `openai/probe.ts` implements it. */
import type { ModelFailure } from "../kernel/errors.ts";

export interface ProbeResult {
  /** Until the server's answer was there. */
  ms: number;
  /** Undefined: the server answers as it should. */
  failure?: ModelFailure;
  /** Of the models that were asked about, those that the server does not list; undefined where it has no list. */
  unlisted?: string[];
  /** What it lists. */
  listed?: string[];
}

/** Rejects only with the signal's reason. */
export type ModelProbe = (signal: AbortSignal) => Promise<ProbeResult>;
