/** Adapter: the Images port over an OpenAI-compatible server, LiteLLM among them. Made in deps/. Source: OpenAI API reference, "Images". */
import { fromBase64 } from "../../kernel/base64.ts";
import type { Clock } from "../../kernel/clock.ts";
import { BugError, ModelError } from "../../kernel/errors.ts";
import { extensionOf, pictureType } from "../../kernel/picture-type.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { ImagePricing, ImageUsage } from "../image-pricing.ts";
import { type FetchPicture, ImageRefused, type ImageRequest, type Images, type ImagesMade, type Picture } from "../images.ts";
import { withPatience } from "../patience.ts";
import { explainErrorObject, explainResponse, notAnApi, readRetryAfter } from "./failure.ts";
import { imageDialect } from "./image-dialect.ts";
import { isRecord, readNumber, readString } from "./json.ts";
import { parseJson } from "./json-answer.ts";

export interface OpenAiImagesOptions {
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  model: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** For servers that answer with an address. Nothing of ours goes along. */
  fetchPicture: FetchPicture;
  clock: Clock;
  pricing: ImagePricing;
}

/** Four at a high quality take minutes. */
const PATIENCE_MS = 4 * 60_000;
/** Of JSON: more than four large pictures would not fit into memory beside their own bytes. */
const ANSWER_BYTES = 32 * 1024 * 1024;
/** How providers say that their rules forbid it, as codes and in words. */
const REFUSED = /moderation_blocked|content_policy|content_filter|safety system|safety_violation|responsible ?ai/i;

/** Of one request. */
interface Answer {
  pictures: Picture[];
  usage: ImageUsage | undefined;
  costUsd: number | undefined;
}

export function createOpenAiImages({ baseUrl, apiKey, model, fetch, fetchPicture, clock, pricing }: OpenAiImagesOptions): Images {
  const dialect = imageDialect(model);
  const headers = { accept: "application/json", ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }) };

  async function send(request: ImageRequest, count: number, size: string | undefined, signal: AbortSignal): Promise<Response> {
    const { reference, prompt, safetyIdentifier } = request;
    const fields = {
      model,
      prompt,
      ...(size === undefined ? {} : { size }),
      ...dialect.parameters,
      ...(dialect.takesSafetyIdentifier && safetyIdentifier !== undefined ? { safety_identifier: safetyIdentifier } : {}),
    };
    const init = { method: "POST", signal, redirect: "manual" } as const;
    if (reference === undefined) {
      const body = JSON.stringify({ ...fields, n: count });
      return fetch(`${baseUrl}/images/generations`, { ...init, headers: { ...headers, "content-type": "application/json" }, body });
    }
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, n: String(count) })) form.set(name, value);
    const name = `reference.${extensionOf(reference.type)}`;
    form.set("image", new File([reference.bytes], name, { type: reference.type }), name);
    return fetch(`${baseUrl}/images/edits`, { ...init, headers, body: form });
  }

  async function ask(request: ImageRequest, count: number, size: string | undefined, signal: AbortSignal): Promise<Answer> {
    const response = await send(request, count, size, signal);
    const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, ANSWER_BYTES);
    if (bytes === null) throw new ModelError("too-long", "The pictures are too large.", { retryable: false });
    const text = new TextDecoder().decode(bytes);
    if (!response.ok) {
      if (response.status < 500 && REFUSED.test(errorWords(text))) throw new ImageRefused("the provider refused the picture");
      const problem = explainResponse(response.status, response.headers.get("content-type") ?? "", text, readRetryAfter(response.headers, clock.now()), apiKey);
      // Sizes are the server's own affair: then it may choose.
      if (problem.failure === "bad-request" && size !== undefined && /\bsize\b/i.test(text)) return ask(request, count, undefined, signal);
      throw problem;
    }
    const answer = parseJson(text);
    if (isRecord(answer) && answer.error) {
      if (REFUSED.test(JSON.stringify(answer.error))) throw new ImageRefused("the provider refused the picture");
      throw explainErrorObject(answer.error, apiKey);
    }
    if (!isRecord(answer) || !Array.isArray(answer.data)) throw notAnApi("JSON without pictures");
    return {
      pictures: await readPictures(answer.data, signal),
      usage: readUsage(answer.usage),
      // LiteLLM's own figure goes before every table.
      costUsd: readNumber(response.headers.get("x-litellm-response-cost")) || undefined,
    };
  }

  async function readPictures(items: readonly unknown[], signal: AbortSignal): Promise<Picture[]> {
    const pictures: Picture[] = [];
    for (const item of items) {
      if (!isRecord(item)) continue;
      const base64 = readString(item.b64_json);
      const url = readString(item.url);
      const picture = base64 !== "" || url.startsWith("data:") ? fromData(base64 || url) : url === "" ? null : await fetchPicture(url, signal);
      if (picture !== null) pictures.push(picture);
    }
    if (pictures.length === 0) throw new ModelError("empty", "There is no picture in the answer.", { retryable: true });
    return pictures;
  }

  return {
    model,
    host: new URL(baseUrl).host,
    can: { edit: dialect.edits, upscale: false },
    async make(request, signal, onProgress) {
      const { count, shape } = request;
      try {
        return await withPatience(PATIENCE_MS, clock, signal, async (both) => {
          const answers: Answer[] = [];
          const made = () => answers.reduce((sum, { pictures }) => sum + pictures.length, 0);
          // One after the other: what is at work at once is in memory at once.
          for (let asked = 0; asked < count; asked += dialect.mostAtOnce) {
            answers.push(await ask(request, Math.min(dialect.mostAtOnce, count - asked), dialect.sizes[shape], both));
            if (dialect.mostAtOnce < count) onProgress(Math.min(1, made() / count));
          }
          return sumUp(answers, (pictures) => ({ shape, count: pictures, hasReference: request.reference !== undefined }), pricing);
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ModelError || error instanceof ImageRefused) throw error;
        throw new ModelError("unreachable", "The picture model's endpoint cannot be reached.", { retryable: true, cause: error });
      }
    },
    upscale: () => Promise.reject(new BugError("this server makes nothing larger")),
    worstCaseMicroUsd: pricing.worstCaseMicroUsd,
  };
}

function sumUp(answers: readonly Answer[], planOf: (pictures: number) => Parameters<ImagePricing["costMicroUsd"]>[0], pricing: ImagePricing): ImagesMade {
  const cost = ({ pictures, usage, costUsd }: Answer) => pricing.costMicroUsd(planOf(pictures.length), usage, costUsd);
  const counted = answers.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
  const total = (of: (usage: ImageUsage) => number) => counted.reduce((sum, usage) => sum + of(usage), 0);
  return {
    pictures: answers.flatMap(({ pictures }) => pictures),
    costMicroUsd: answers.reduce((sum, answer) => sum + cost(answer), 0),
    ...(counted.length === 0
      ? {}
      : { usage: { inputTokens: total(({ textTokens, imageTokens }) => textTokens + imageTokens), outputTokens: total(({ outputTokens }) => outputTokens) } }),
  };
}

/** Null where it is no picture. One that is too large for Discord is told from one that is missing later. */
function fromData(base64: string): Picture | null {
  const bytes = fromBase64(base64);
  const type = bytes === null ? null : pictureType(bytes);
  return bytes === null || type === null ? null : { bytes, type };
}

function readUsage(usage: unknown): ImageUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const outputTokens = readNumber(usage.output_tokens);
  const inputTokens = readNumber(usage.input_tokens);
  if (outputTokens === undefined || inputTokens === undefined || outputTokens <= 0) return undefined;
  const imageTokens = (isRecord(usage.input_tokens_details) ? readNumber(usage.input_tokens_details.image_tokens) : undefined) ?? 0;
  return { textTokens: Math.max(0, inputTokens - imageTokens), imageTokens, outputTokens };
}

/** Code, type and message alone: the rest may quote the prompt, which may speak of anything. */
function errorWords(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const error = isRecord(body) ? (body.error ?? body) : undefined;
    if (!isRecord(error)) return typeof error === "string" ? error : "";
    return [error.code, error.type, error.message].filter((word) => typeof word === "string").join(" ");
  } catch {
    return "";
  }
}
