/** Adapter: the Embeddings port over an OpenAI-compatible server. Made in deps/. Source: OpenAI API reference, "Create embeddings". */
import type { Clock } from "../../kernel/clock.ts";
import type { Embeddings } from "../embeddings.ts";
import type { Pricing } from "../pricing.ts";
import { countBytes } from "../tokens.ts";
import { notAnApi } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";
import { readJsonAnswer, withinPatience } from "./json-answer.ts";

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
    const answer = await readJsonAnswer(response, ANSWER_BYTES, { clock, apiKey });
    const vectors = readVectors(answer, texts.length);
    // Where nothing is counted a byte is a token: never too cheap.
    const usage = isRecord(answer.usage) ? readNumber(answer.usage.prompt_tokens) : undefined;
    const inputTokens = usage ?? texts.reduce((sum, one) => sum + countBytes(one), 0);
    return { vectors, costMicroUsd: pricing.costMicroUsd(model, { inputTokens, outputTokens: 0, cachedInputTokens: 0, estimated: usage === undefined }) };
  }

  return {
    model,
    embed: (texts, patienceMs, signal) => withinPatience((until) => ask(texts, until), { ms: patienceMs, clock, endpoint: "The embeddings' endpoint" }, signal),
    worstCaseMicroUsd: (bytes) => pricing.worstCaseMicroUsd([model], bytes, 0),
  };
}

/** In the texts' order, whatever the server's is. */
function readVectors(answer: Record<string, unknown>, count: number): Float32Array[] {
  const items: unknown[] = Array.isArray(answer.data) ? answer.data : [];
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
