/** A Model that retries and falls back: walks the chain of models, with backoff in between. Made in `deps/` around an adapter; `turn/` calls it. */
import type { Clock, Random } from "../kernel/clock.ts";
import { BugError, ModelError, type ModelFailure } from "../kernel/errors.ts";
import type { Model, ModelEvent, ModelRequest, Usage } from "./model.ts";
import { countBytes, DEFAULT_RATIO, estimateRequest } from "./tokens.ts";

export interface ResilientModelOptions {
  model: Model;
  clock: Clock;
  random: Random;
  /** Tries of each model of the chain, the first included. */
  attemptsPerModel?: number;
  baseDelayMs?: number;
  maxDelayMs?: number;
  /** A server that wants a longer pause than this is left for the next model. */
  maxRetryAfterMs?: number;
}

/** Failures after which the server has, or may have, worked on the prompt: a repetition is paid twice. */
const MAY_COST: ReadonlySet<ModelFailure> = new Set(["first-token-timeout", "idle-timeout", "broken-stream", "empty"]);

export function createResilientModel(options: ResilientModelOptions): Model {
  const { model: inner, clock, random, attemptsPerModel = 3, baseDelayMs = 500, maxDelayMs = 8_000, maxRetryAfterMs = 30_000 } = options;

  /** How long to wait before this model is tried again; undefined: not again. */
  const planRetry = (error: ModelError, attempt: number): number | undefined => {
    // Nobody waits for a silent server three times.
    const most = error.failure === "first-token-timeout" ? Math.min(2, attemptsPerModel) : attemptsPerModel;
    if (!error.retryable || attempt >= most) return undefined;
    if (error.retryAfterMs !== undefined && error.retryAfterMs > maxRetryAfterMs) return undefined;
    // Full jitter: the people of a busy channel must not come back all at once.
    const backoff = random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
    return Math.max(backoff, error.retryAfterMs ?? 0);
  };

  return {
    async *stream(request, signal): AsyncGenerator<ModelEvent, void, undefined> {
      if (request.models.length === 0) throw new BugError("a model request names no model");
      /** The first model is the one that was asked for, so its last failure tells most. */
      let telling: ModelError | undefined;
      let pending: { model: string; failure: ModelFailure; lost: Usage } | undefined;

      for (const model of request.models) {
        let failed: ModelError | undefined;
        for (let attempt = 1; ; attempt++) {
          signal.throwIfAborted();
          if (pending) yield { type: "restart", ...pending };
          pending = undefined;
          let produced = 0;
          let started = false;
          try {
            for await (const event of inner.stream({ ...request, models: [model] }, signal)) {
              if (event.type === "text" || event.type === "reasoning") {
                started = true;
                produced += countBytes(event.text);
              }
              yield event;
              if (event.type === "finish") return;
            }
            throw new ModelError("broken-stream", "the model ended without a finish", { retryable: true });
          } catch (error) {
            // A consumer's or our own mistake is not the model's failure.
            if (signal.aborted || !(error instanceof ModelError)) throw signal.aborted ? signal.reason : error;
            failed = error;
          }
          if (started || MAY_COST.has(failed.failure)) pending = { model, failure: failed.failure, lost: estimateLoss(request, produced) };
          const delay = planRetry(failed, attempt);
          if (delay === undefined) break;
          await clock.sleep(delay, signal);
        }
        telling ??= failed;
      }
      throw telling ?? new BugError("no model was tried");
    },
  };
}

function estimateLoss(request: ModelRequest, producedBytes: number): Usage {
  return {
    inputTokens: estimateRequest(request),
    cachedInputTokens: 0,
    outputTokens: Math.ceil(producedBytes / DEFAULT_RATIO),
    estimated: true,
  };
}
