/**
 * Adapter: the Model port over the chat-completions protocol by the openai package. Made in `deps/`, wrapped by `resilient.ts`. Of the package only
 * its stream parser, errors and types are used: the client brings every resource of the API along and tripled the Worker's start-up time.
 */
import type { OpenAI } from "openai";
import { APIError } from "openai/error";
import { Stream } from "openai/streaming";
import type { Clock } from "../../kernel/clock.ts";
import { BugError, ModelError } from "../../kernel/errors.ts";
import type { Model, ModelEvent, ModelRequest, Usage } from "../model.ts";
import { createThinkSplitter, type Piece } from "../think.ts";
import { countBytes, DEFAULT_RATIO, estimateRequest } from "../tokens.ts";
import { createWatchdog } from "../watchdog.ts";
import { type ReportedUsage, readChunk, readFinishReason } from "./chunk.ts";
import { adaptDialect, type Dialect, firstDialect, isOutOfRange } from "./dialect.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { explainErrorObject } from "./failure.ts";
import { buildRequest } from "./request.ts";
import { createToolCalls } from "./tool-calls.ts";

export interface OpenAiModelOptions {
  /** With the version, e.g. `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  clock: Clock;
  /** Until the first piece of text or reasoning, where the request does not say otherwise. */
  firstTokenTimeoutMs: number;
  /** Between two chunks after that. */
  idleTimeoutMs: number;
}

/** After its finish reason a server owes only the usage; it is not worth a long wait, and no failure if it never comes. */
const USAGE_WAIT_MS = 5_000;
/** Without streaming the first token is also the last: the whole answer has to be awaited. */
const WHOLE_ANSWER_FACTOR = 3;

/** Without a client the stream parser logs what it cannot parse, which is content; of a client it reads the logger alone. */
const SILENT = { logLevel: "off" } as OpenAI;

export function createOpenAiModel(options: OpenAiModelOptions): Model {
  const { clock } = options;
  const host = URL.canParse(options.baseUrl) ? new URL(options.baseUrl).hostname : "";
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "application/json",
    ...(options.apiKey === "" ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };
  const dialects = new Map<string, Dialect>();

  /** Opens the stream, in another dialect where the server refuses the first. */
  const open = async (request: ModelRequest, model: string, signal: AbortSignal, onDialect: (dialect: Dialect) => void) => {
    let dialect = dialects.get(model) ?? firstDialect(host);
    let lasts = true;
    for (;;) {
      onDialect(dialect);
      const exchange = createExchange(options.fetch, () => clock.now(), options.apiKey);
      try {
        const body = buildRequest(request, model, host, dialect);
        const response = await exchange.fetch(`${options.baseUrl}/chat/completions`, { method: "POST", headers, body: JSON.stringify(body), signal });
        if (lasts) dialects.set(model, dialect);
        // The exchange makes a stream of every answer, even where the body asked for none. Breaking off goes by `signal`.
        return { exchange, dialect, chunks: Stream.fromSSEResponse<unknown>(response, new AbortController(), SILENT)[Symbol.asyncIterator]() };
      } catch (error) {
        const next =
          exchange.refusal === undefined
            ? undefined
            : adaptDialect(
                dialect,
                exchange.refusal,
                (request.tools ?? []).map(({ name }) => name),
              );
        if (!next) throw explain(error, exchange, options.apiKey);
        dialect = next;
        lasts &&= !isOutOfRange(exchange.refusal ?? "");
      }
    }
  };

  return {
    async *stream(request, signal): AsyncGenerator<ModelEvent, void, undefined> {
      signal.throwIfAborted();
      const [model] = request.models;
      if (model === undefined) throw new BugError("a model request names no model");

      const connection = new AbortController();
      const { promise: interrupted, reject: interrupt } = Promise.withResolvers<never>();
      interrupted.catch(() => undefined);
      const onAbort = () => interrupt(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });

      const answer = createAnswer(request, options.apiKey);
      const watchdog = createWatchdog(clock, () => interrupt(answer.begun() ? timeout("idle-timeout") : timeout("first-token-timeout")));
      const start = clock.now();
      const firstTokenMs = request.firstTokenTimeoutMs ?? options.firstTokenTimeoutMs;
      let firstDeadline = start + firstTokenMs;
      watchdog.until(firstDeadline);

      try {
        const onDialect = (dialect: Dialect) => {
          if (dialect.stream) return;
          firstDeadline = start + firstTokenMs * WHOLE_ANSWER_FACTOR;
          watchdog.until(firstDeadline);
        };
        const { exchange, dialect, chunks } = await Promise.race([open(request, model, connection.signal, onDialect), interrupted]);
        for (;;) {
          watchdog.until(answer.finished() ? clock.now() + USAGE_WAIT_MS : answer.begun() ? clock.now() + options.idleTimeoutMs : firstDeadline);
          const step = await pull(chunks, interrupted, (error) => explain(error, exchange, options.apiKey), answer.finished() && !signal.aborted);
          watchdog.pause();
          if (step.done) break;
          yield* answer.read(step.value);
        }
        signal.throwIfAborted();
        yield* answer.end(model, exchange, dialect);
      } finally {
        watchdog.stop();
        signal.removeEventListener("abort", onAbort);
        // Also when the consumer breaks off: the server must stop generating what nobody reads.
        connection.abort();
      }
    },
  };
}

/** The next chunk. Once a finish reason was seen, a failure is only the end. */
async function pull(
  chunks: AsyncIterator<unknown>,
  interrupted: Promise<never>,
  explained: (error: unknown) => ModelError,
  finished: boolean,
): Promise<IteratorResult<unknown>> {
  try {
    return await Promise.race([chunks.next().catch((error: unknown) => Promise.reject(explained(error))), interrupted]);
  } catch (error) {
    if (finished && error instanceof ModelError) return { done: true, value: undefined };
    throw error;
  }
}

/** What has arrived so far, and what it amounts to in the end. */
function createAnswer(request: ModelRequest, apiKey: string) {
  const offersTools = (request.tools?.length ?? 0) > 0 && request.toolsClosed !== true;
  const toolCalls = createToolCalls();
  const splitter = createThinkSplitter();
  let finish: string | undefined;
  let usage: ReportedUsage | undefined;
  let began = false;
  let hasText = false;
  let outputBytes = 0;

  const note = (pieces: Piece[]): Piece[] => {
    for (const piece of pieces) {
      outputBytes += countBytes(piece.text);
      if (piece.type === "text") hasText = true;
    }
    return pieces;
  };

  return {
    begun: () => began,
    finished: () => finish !== undefined,

    *read(value: unknown): Generator<ModelEvent> {
      const chunk = readChunk(value);
      if (chunk.error !== undefined) throw explainErrorObject(chunk.error, apiKey);
      usage = chunk.usage ?? usage;
      if (chunk.reasoning !== "") yield* note([{ type: "reasoning", text: chunk.reasoning }]);
      if (chunk.text !== "") yield* note(splitter.push(chunk.text));
      for (const fragment of chunk.toolCalls) outputBytes += countBytes(fragment.name + fragment.arguments);
      if (offersTools) toolCalls.add(chunk.toolCalls);
      if (chunk.reasoning !== "" || chunk.text !== "" || chunk.toolCalls.length > 0) began = true;
      finish = chunk.finish ?? finish;
    },

    *end(model: string, exchange: Exchange, dialect: Dialect): Generator<ModelEvent> {
      yield* note(splitter.flush());
      if (finish === undefined && !exchange.done) throw new ModelError("broken-stream", "the stream ended without a finish reason", { retryable: true });
      if (finish === "error") throw new ModelError("server-error", "the stream ended with finish reason error", { retryable: true });
      const reason = readFinishReason(finish);
      const calls = toolCalls.finish();
      if (!hasText && calls.length === 0) {
        // Cut off while thinking, or filtered: the same request would only end, and cost, the same.
        throw new ModelError("empty", `finished without text (${finish === undefined ? "no reason" : reason})`, { retryable: reason === "stop" });
      }
      if (calls.length > 0) yield { type: "tool-calls", calls };
      const costUsd = exchange.costUsd ?? (usage?.costUsd || undefined);
      const refused = offersTools && !dialect.tools ? { toolsRefused: true as const } : {};
      yield { type: "finish", reason, model, usage: settleUsage(usage, request, outputBytes), costUsd, ...refused };
    },
  };
}

/** Zero tokens are no report: there was a prompt, and there was text. */
function settleUsage(reported: ReportedUsage | undefined, request: ModelRequest, outputBytes: number): Usage {
  const input = reported?.inputTokens || undefined;
  const output = reported?.outputTokens || undefined;
  return {
    inputTokens: input ?? estimateRequest(request),
    cachedInputTokens: input === undefined ? 0 : (reported?.cachedInputTokens ?? 0),
    outputTokens: output ?? Math.ceil(outputBytes / DEFAULT_RATIO),
    estimated: input === undefined || output === undefined,
  };
}

/** Whatever the package threw, as a ModelError. Its own message and cause may quote the body, so neither is kept. */
function explain(error: unknown, exchange: Exchange, apiKey: string): ModelError {
  if (error instanceof ModelError) return error;
  if (exchange.failure) return exchange.failure;
  // `data: {"error": ...}` inside the stream.
  if (error instanceof APIError && error.error !== undefined) return explainErrorObject(error.error, apiKey);
  if (exchange.answered) return new ModelError("broken-stream", "the connection broke, or the stream is not valid", { retryable: true });
  return new ModelError("unreachable", "the server cannot be reached", { retryable: true });
}

function timeout(failure: "idle-timeout" | "first-token-timeout"): ModelError {
  return new ModelError(failure, `the server went silent (${failure})`, { retryable: true });
}
