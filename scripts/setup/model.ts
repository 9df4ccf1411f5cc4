/** Tries a model with one tiny call by the Worker's own adapter, so that what works here works there. Used by setup and doctor. */
import { systemClock } from "../../src/kernel/clock.ts";
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import { createOpenAiModel } from "../../src/llm/openai/chat.ts";

export interface Endpoint {
  baseUrl: string;
  apiKey: string;
}

export type Tried = { works: true; ms: number } | { works: false; failure: ModelFailure; sentence: string };

const FIRST_TOKEN_MS = 45_000;
/** Enough for a word. Models that think first may use it up on that, and have answered all the same. */
const MOST_TOKENS = 16;

export async function tryModel({ baseUrl, apiKey }: Endpoint, model: string): Promise<Tried> {
  const start = Date.now();
  const port = createOpenAiModel({
    baseUrl: baseUrl.replace(/\/+$/, ""),
    apiKey,
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    firstTokenTimeoutMs: FIRST_TOKEN_MS,
    idleTimeoutMs: FIRST_TOKEN_MS,
  });
  try {
    const request = { models: [model], maxOutputTokens: MOST_TOKENS, messages: [{ role: "user" as const, content: "Say hi." }] };
    for await (const _event of port.stream(request, new AbortController().signal)) {
      // Only that it ends well counts.
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    if (error.failure !== "empty") return { works: false, failure: error.failure, sentence: sentenceFor(error, baseUrl, model) };
  }
  return { works: true, ms: Date.now() - start };
}

function sentenceFor(error: ModelError, baseUrl: string, model: string): string {
  const said = error.message.includes(": ") ? ` It said: ${error.message.slice(error.message.indexOf(": ") + 2)}` : "";
  switch (error.failure) {
    case "unreachable":
      return `${baseUrl} could not be reached. Check OPENAI_BASE_URL and the network.`;
    case "unauthorized":
      return `${baseUrl} does not accept the key. Check OPENAI_API_KEY.${said}`;
    case "unknown-model":
      return `${baseUrl} does not know the model “${model}”. Check MODEL.${said}`;
    case "not-an-api":
      return `${baseUrl} does not answer like an OpenAI-compatible API. Check OPENAI_BASE_URL: it usually ends in /v1.`;
    case "rate-limited":
      return `${baseUrl} refuses because of its limits, or because the account has no credit left. Check the account of OPENAI_API_KEY, or wait a minute.${said}`;
    case "bad-request":
    case "too-long":
      return `${baseUrl} refuses a plain question to “${model}”. Check MODEL: it may be no chat model.${said}`;
    default:
      return `${baseUrl} did not finish an answer by “${model}”. Try again in a minute, or another MODEL.${said}`;
  }
}

/** Ids that the server offers; empty where it has no such list. Source: OpenAI reference, "List models". */
export async function listModels({ baseUrl, apiKey }: Endpoint): Promise<string[]> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/models`, {
      headers: apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(10_000),
    });
    const body: unknown = response.ok ? await response.json() : undefined;
    const data = typeof body === "object" && body !== null && "data" in body && Array.isArray(body.data) ? body.data : [];
    return data.flatMap((row: unknown) => (typeof row === "object" && row !== null && "id" in row && typeof row.id === "string" ? [row.id] : [])).toSorted();
  } catch {
    return [];
  }
}

export const OLLAMA = "http://127.0.0.1:11434";

/** Whether Ollama runs on this machine. Source: Ollama's API, "Version". */
export async function findOllama(address = OLLAMA): Promise<boolean> {
  try {
    return (await fetch(`${address}/api/version`, { signal: AbortSignal.timeout(800) })).ok;
  } catch {
    return false;
  }
}
