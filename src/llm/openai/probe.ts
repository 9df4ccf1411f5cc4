/** Adapter: asks an OpenAI-compatible server for its list of models, the one request that costs nothing. Made in deps/. Source: OpenAI API reference, "List models". */
import type { Clock } from "../../kernel/clock.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { ModelProbe, ProbeResult } from "../probe.ts";
import { explainResponse } from "./failure.ts";
import { isRecord, readString } from "./json.ts";

interface ProbeOptions {
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  models: readonly string[];
  fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  clock: Clock;
}

const PATIENCE_MS = 10_000;
/** Hubs list some thousand models. */
const LIST_BYTES = 4 * 1024 * 1024;
/** No such path, or none with this method: a server may do without a list. */
const NO_LIST = [404, 405, 501];

export function createModelProbe({ baseUrl, apiKey, models, fetch, clock }: ProbeOptions): ModelProbe {
  const headers = { accept: "application/json", ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }) };

  async function read(signal: AbortSignal): Promise<Omit<ProbeResult, "ms">> {
    const response = await fetch(`${baseUrl}/models`, { headers, signal, redirect: "manual" });
    const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, LIST_BYTES);
    const text = new TextDecoder().decode(bytes ?? new Uint8Array());
    const isHtml = /^\s*</.test(text);
    if (response.ok && !isHtml) return unlistedIn(text, models);
    if (NO_LIST.includes(response.status) && !isHtml) return {};
    return {
      failure: isHtml && response.ok ? "not-an-api" : explainResponse(response.status, response.headers.get("content-type") ?? "", text, undefined).failure,
    };
  }

  return async (signal) => {
    const startedAt = clock.now();
    const giveUp = new AbortController();
    const ended = new AbortController();
    void clock.sleep(PATIENCE_MS, ended.signal).then(() => giveUp.abort());
    try {
      const result = await read(AbortSignal.any([signal, giveUp.signal]));
      return { ms: clock.now() - startedAt, ...result };
    } catch {
      signal.throwIfAborted();
      return { ms: clock.now() - startedAt, failure: "unreachable" };
    } finally {
      ended.abort();
    }
  };
}

/** Some servers put a path before a model's name, some a tag behind it. */
function unlistedIn(text: string, models: readonly string[]): Omit<ProbeResult, "ms"> {
  const list = parse(text);
  const entries = isRecord(list) && Array.isArray(list.data) ? list.data : undefined;
  if (entries === undefined) return {};
  // Routers list a model once for each place that serves it.
  const ids = [...new Set(entries.map((entry: unknown) => (isRecord(entry) ? readString(entry.id) : "")))].filter((id) => id.trim() !== "");
  const isListed = (model: string) => ids.some((id) => id === model || id.endsWith(`/${model}`) || id === `${model}:latest`);
  return ids.length === 0 ? {} : { unlisted: models.filter((model) => !isListed(model)), listed: ids };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
