/** Looks for model servers and tries one out with the bot's own adapter: what works here works in the Worker. Called by the page's routes. */
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import { isPrivateHost } from "../../src/net/private-host.ts";
import type { ModelServer } from "./machine.ts";

/** A sentence for the person, with the remedy. */
export class ConnectProblem extends Error {
  override name = "ConnectProblem";
  readonly failure: ModelFailure | undefined;
  /** What the server offers, where it told. */
  readonly models: string[] | undefined;
  constructor(message: string, { failure, models }: { failure?: ModelFailure; models?: string[] } = {}) {
    super(message);
    this.failure = failure;
    this.models = models;
  }
}

const OLLAMA_PORT = "11434";
const LOOK_MS = 1_500;
const LIST_MS = 10_000;

/** null: nothing answers there. `host`: what OLLAMA_HOST says, in any of the forms that Ollama takes. */
export async function findOllama(host: string | undefined): Promise<{ url: string; models: string[] } | null> {
  const url = ollamaUrl(host ?? "");
  if (url === undefined) return null;
  try {
    return { url, models: await fetchModels(url, "", LOOK_MS) };
  } catch {
    return null;
  }
}

function ollamaUrl(host: string): string | undefined {
  const text = host.trim() === "" ? "127.0.0.1" : host.trim();
  const full = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  if (url.port === "" && !text.includes("://")) url.port = OLLAMA_PORT;
  // It may listen everywhere; here is where we look.
  if (["0.0.0.0", "[::]"].includes(url.hostname)) url.hostname = "127.0.0.1";
  return `${url.origin}/v1`;
}

/** The address that answers, since people leave out the version, and what it offers. Throws ConnectProblem. */
export async function listModels(typed: string, key: string): Promise<{ url: string; models: string[] }> {
  const url = readAddress(typed);
  try {
    return { url, models: await fetchModels(url, key, LIST_MS) };
  } catch (error) {
    const withVersion = `${url}/v1`;
    const isElsewhere = error instanceof ModelError && error.failure === "not-an-api" && !url.endsWith("/v1");
    const models = isElsewhere ? await fetchModels(withVersion, key, LIST_MS).catch(() => undefined) : undefined;
    if (models) return { url: withVersion, models };
    if (!(error instanceof ModelError)) throw error;
    throw inWords(error.failure, error.message, url, "");
  }
}

/** One small streamed answer. Throws ConnectProblem. */
export async function tryServer(typed: { url: string; key: string; model: string }): Promise<ModelServer> {
  const key = typed.key.trim();
  const model = typed.model.trim();
  const { url, models } = await listModels(typed.url, key).catch((error: unknown) => {
    // Some servers answer questions and have no list.
    if (error instanceof ConnectProblem && error.failure === "not-an-api" && model !== "") return { url: readAddress(typed.url), models: [] };
    throw error;
  });
  if (model === "") throw new ConnectProblem("Choose a model.", { models });
  // Not before it is needed: the adapter would slow down every start.
  const { tryModel } = await import("../setup/model.ts");
  const tried = await tryModel({ baseUrl: url, apiKey: key }, model);
  if (!tried.works) throw inWords(tried.failure, tried.sentence, url, model, models);
  return { url, key, model };
}

function readAddress(typed: string): string {
  const text = typed.trim();
  const full = /^[a-z]+:\/\//i.test(text) ? text : withScheme(text);
  const isUsable = text !== "" && URL.canParse(full) && /^https?:$/.test(new URL(full).protocol);
  if (!isUsable) throw new ConnectProblem("That is no web address. It should look like http://127.0.0.1:11434/v1 or https://api.openai.com/v1.");
  // People copy the whole path out of a manual.
  return full.replace(/\/+$/, "").replace(/\/(chat\/completions|models)$/, "");
}

/** A key must not travel in the clear to somewhere else. */
function withScheme(text: string): string {
  const plain = `http://${text}`;
  return URL.canParse(plain) && isPrivateHost(new URL(plain).hostname) ? plain : `https://${text}`;
}

/** Throws ModelError. */
async function fetchModels(url: string, key: string, timeoutMs: number): Promise<string[]> {
  const { explainResponse, notAnApi } = await import("../../src/llm/openai/failure.ts");
  const headers = key === "" ? {} : { authorization: `Bearer ${key}` };
  const ask = async () => {
    const response = await fetch(`${url}/models`, { headers, signal: AbortSignal.timeout(timeoutMs) });
    return { response, text: await response.text() };
  };
  const { response, text } = await ask().catch((error: unknown) => {
    throw new ModelError("unreachable", String(error), { retryable: true });
  });
  // No model was named yet, so it is the path that is unknown.
  if (response.status === 404) throw notAnApi("no list of models");
  if (!response.ok) throw explainResponse(response.status, response.headers.get("content-type") ?? "", text, undefined);
  const ids = readIds(text);
  if (!ids) throw notAnApi("no list of models");
  return ids.sort();
}

function readIds(text: string): string[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    // Ollama without a single model says null.
    if (data === null) return [];
    if (!Array.isArray(data)) return undefined;
    return data.map((entry: unknown) => (entry as { id?: unknown } | null)?.id).filter((id) => typeof id === "string");
  } catch {
    return undefined;
  }
}

/** `said`: for what has no better words. */
function inWords(failure: ModelFailure, said: string, url: string, model: string, models: string[] = []): ConnectProblem {
  const { host } = new URL(url);
  const known: Partial<Record<ModelFailure, string>> = {
    unreachable: `Nothing answers at ${host}. Is the server running, and is the address right?`,
    unauthorized: `${host} refuses the key. Check it, or leave it out where none is wanted.`,
    "not-an-api": `What answers at ${url} is no OpenAI-compatible API. Such an address usually ends in /v1.`,
    "unknown-model": `${host} does not know the model "${model}".`,
    "first-token-timeout": `${host} did not say a word in time. A local model may still be loading: try again.`,
    "rate-limited": `${host} takes no more requests: too many, or no credit left.`,
  };
  return new ConnectProblem(known[failure] ?? `${host} could not answer: ${said}`, { failure, ...(models.length > 0 ? { models } : {}) });
}
