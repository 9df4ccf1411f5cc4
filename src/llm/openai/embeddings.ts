/** Adapter: the Embeddings port over an OpenAI-compatible server. Made in deps/. Source: OpenAI API reference, "Create embeddings". */
import type { Clock } from "../../kernel/clock.ts";
import { ModelError } from "../../kernel/errors.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { Embeddings } from "../embeddings.ts";
import type { Pricing } from "../pricing.ts";
import { countBytes } from "../tokens.ts";
import { explainErrorObject, explainResponse, notAnApi, readRetryAfter } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";

interface EmbeddingsOptions {
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  model: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  clock: Clock;
  pricing: Pick<Pricing, "costMicroUsd" | "worstCaseMicroUsd">;
}

/** Some dozen vectors of a few thousand numbers, written out. */
const ANSWER_BYTES = 8 * 1024 * 1024;

/** The variables of those names. */
interface Variables {
  EMBEDDING_MODEL: string;
  EMBEDDING_BASE_URL?: string | undefined;
  EMBEDDING_API_KEY?: string | undefined;
}

type Usual = Pick<EmbeddingsOptions, "baseUrl" | "apiKey" | "fetch" | "clock"> & { pricingAt(baseUrl: string): EmbeddingsOptions["pricing"] };

/** Null without a model. `usual`: what holds where the variables name nothing else; its key goes to its own address alone. */
export function embeddingsOf({ EMBEDDING_MODEL: model, EMBEDDING_BASE_URL: other, EMBEDDING_API_KEY: key }: Variables, usual: Usual): Embeddings | null {
  if (model === "") return null;
  const baseUrl = other?.replace(/\/+$/, "") ?? usual.baseUrl;
  const apiKey = key ?? (baseUrl === usual.baseUrl ? usual.apiKey : "");
  return createOpenAiEmbeddings({ ...usual, baseUrl, apiKey, model, pricing: usual.pricingAt(baseUrl) });
}

function createOpenAiEmbeddings({ baseUrl, apiKey, model, fetch, clock, pricing }: EmbeddingsOptions): Embeddings {
  const headers = { "content-type": "application/json", accept: "application/json", ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }) };

  async function ask(texts: readonly string[], signal: AbortSignal) {
    const body = JSON.stringify({ model, input: texts, encoding_format: "float" });
    const response = await fetch(`${baseUrl}/embeddings`, { method: "POST", headers, body, signal, redirect: "manual" });
    const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, ANSWER_BYTES);
    const text = new TextDecoder().decode(bytes ?? new Uint8Array());
    if (!response.ok)
      throw explainResponse(response.status, response.headers.get("content-type") ?? "", text, readRetryAfter(response.headers, clock.now()), apiKey);
    const answer = parse(text);
    if (isRecord(answer) && answer.error) throw explainErrorObject(answer.error, apiKey);
    const vectors = readVectors(answer, texts.length);
    // Where nothing is counted a byte is a token: never too cheap.
    const usage = isRecord(answer) && isRecord(answer.usage) ? readNumber(answer.usage.prompt_tokens) : undefined;
    const inputTokens = usage ?? texts.reduce((sum, one) => sum + countBytes(one), 0);
    return { vectors, costMicroUsd: pricing.costMicroUsd(model, { inputTokens, outputTokens: 0, cachedInputTokens: 0, estimated: usage === undefined }) };
  }

  return {
    model,
    async embed(texts, patienceMs, signal) {
      const giveUp = new AbortController();
      const ended = new AbortController();
      // Whether the request heeds its signal or not: nobody waits longer, nor once it is called off.
      const tooLate = clock.sleep(patienceMs, AbortSignal.any([signal, ended.signal])).then((): never => {
        giveUp.abort();
        throw new Error("too slow");
      });
      try {
        return await Promise.race([ask(texts, AbortSignal.any([signal, giveUp.signal])), tooLate]);
      } catch (error) {
        signal.throwIfAborted();
        if (giveUp.signal.aborted) throw new ModelError("first-token-timeout", "The embeddings' endpoint is too slow.", { retryable: true, cause: error });
        if (error instanceof ModelError) throw error;
        throw new ModelError("unreachable", "The embeddings' endpoint cannot be reached.", { retryable: true, cause: error });
      } finally {
        ended.abort();
      }
    },
    worstCaseMicroUsd: (bytes) => pricing.worstCaseMicroUsd([model], bytes, 0),
  };
}

/** In the texts' order, whatever the server's is. */
function readVectors(answer: unknown, count: number): Float32Array[] {
  const items: unknown[] = isRecord(answer) && Array.isArray(answer.data) ? answer.data : [];
  const vectors = new Map<number, Float32Array>();
  items.forEach((item, place) => {
    if (!isRecord(item) || !Array.isArray(item.embedding)) return;
    vectors.set(readNumber(item.index) ?? place, Float32Array.from(item.embedding, Number));
  });
  const ordered = Array.from({ length: count }, (_, index) => vectors.get(index) ?? new Float32Array());
  const size = ordered[0]?.length ?? 0;
  if (size === 0 || ordered.some((vector) => vector.length !== size || !vector.every(Number.isFinite))) throw notAnApi("JSON without the embeddings");
  return ordered;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnApi("no JSON");
  }
}
