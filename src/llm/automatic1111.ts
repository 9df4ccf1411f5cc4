/**
 * Adapter: the Images port over the API of Automatic1111's Stable Diffusion web UI (`--api`), and of what speaks like it (Forge, SD.Next). Made in deps/
 * for an address with `/sdapi` in it. Source: the web UI's modules/api, as its /docs show it.
 */
import { fromBase64, toBase64 } from "../kernel/base64.ts";
import type { Clock } from "../kernel/clock.ts";
import { ModelError } from "../kernel/errors.ts";
import { pictureType } from "../kernel/picture-type.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { ImagePricing } from "./image-pricing.ts";
import type { ImageRequest, ImageShape, Images, OnProgress, Picture } from "./images.ts";
import { withPatience } from "./patience.ts";

export interface Automatic1111Options {
  /** With `/sdapi/v1`, without a slash at the end. */
  baseUrl: string;
  /** `user:password` as in `--api-auth`; anything else goes as a bearer token, for a proxy; empty: none. */
  apiKey: string;
  /** Title or name of a checkpoint; `default`: the one that is loaded. */
  model: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  clock: Clock;
  pricing: ImagePricing;
}

/** A small graphics card that first has to load the checkpoint. */
const PATIENCE_MS = 8 * 60_000;
const ANSWER_BYTES = 32 * 1024 * 1024;
const LOOK_EVERY_MS = 4_000;
/** How far away from the reference it may go, 0 to 1. */
const DENOISING = 0.6;
/** The first is made for pictures and comes with the web UI; the second needs no model at all. */
const UPSCALERS = ["R-ESRGAN 4x+", "Lanczos"] as const;

type Size = readonly [width: number, height: number];
/** What SDXL and newer were trained on, and what Stable Diffusion 1.5 was. */
const SIZES: Readonly<Record<ImageShape, Size>> = { square: [1024, 1024], portrait: [832, 1216], landscape: [1216, 832] };
const SMALL_SIZES: Readonly<Record<ImageShape, Size>> = { square: [512, 512], portrait: [512, 768], landscape: [768, 512] };
const SMALL_MODEL = /(^|[^\d])(sd-?)?v?1[-._][45]([^\d]|$)/i;

export function createAutomatic1111({ baseUrl, apiKey, model, fetch, clock, pricing }: Automatic1111Options): Images {
  const authorization =
    apiKey === "" ? {} : { authorization: apiKey.includes(":") ? `Basic ${toBase64(new TextEncoder().encode(apiKey))}` : `Bearer ${apiKey}` };
  const checkpoint = model === "" || model === "default" ? {} : { override_settings: { sd_model_checkpoint: model } };

  async function post(path: string, body: unknown, signal: AbortSignal): Promise<Record<string, unknown>> {
    const headers = { "content-type": "application/json", accept: "application/json", ...authorization };
    const response = await fetch(`${baseUrl}/${path}`, { method: "POST", headers, body: JSON.stringify(body), signal, redirect: "manual" });
    const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, ANSWER_BYTES);
    if (bytes === null) throw new ModelError("too-long", "The pictures are too large.", { retryable: false });
    if (!response.ok) throw failureOf(response.status);
    try {
      const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (typeof answer === "object" && answer !== null) return answer as Record<string, unknown>;
    } catch {
      // Said below.
    }
    throw new ModelError("not-an-api", "The endpoint does not answer like Automatic1111 (no JSON).", { retryable: false });
  }

  /** While it works; what goes wrong with it is nobody's business. */
  async function watch(signal: AbortSignal, onProgress: OnProgress): Promise<void> {
    for (;;) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      try {
        const headers = { accept: "application/json", ...authorization };
        const response = await fetch(`${baseUrl}/progress?skip_current_image=true`, { headers, signal, redirect: "manual" });
        const { progress } = (await response.json()) as { progress?: unknown };
        if (typeof progress === "number" && progress >= 0 && progress <= 1) onProgress(progress);
      } catch {
        // The next look may be luckier.
      }
    }
  }

  async function work<T>(signal: AbortSignal, onProgress: OnProgress, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const done = new AbortController();
    void watch(AbortSignal.any([signal, done.signal]), onProgress);
    try {
      return await withPatience(PATIENCE_MS, clock, signal, act);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ModelError) throw error;
      throw new ModelError("unreachable", "The picture server cannot be reached.", { retryable: true, cause: error });
    } finally {
      done.abort();
    }
  }

  return {
    model,
    host: new URL(baseUrl).host,
    can: { edit: true, upscale: true },
    make: (request, signal, onProgress) =>
      work(signal, onProgress, async (both) => {
        const { images } = await post(request.reference === undefined ? "txt2img" : "img2img", { ...bodyOf(request, model), ...checkpoint }, both);
        const pictures = (Array.isArray(images) ? images : []).flatMap((image) => read(image)).slice(0, request.count);
        if (pictures.length === 0) throw new ModelError("empty", "There is no picture in the answer.", { retryable: true });
        const plan = { shape: request.shape, count: pictures.length, hasReference: request.reference !== undefined };
        return { pictures, costMicroUsd: pricing.costMicroUsd(plan, undefined, undefined) };
      }),
    upscale: (picture, signal, onProgress) =>
      work(signal, onProgress, async (both) => {
        const body = { resize_mode: 0, upscaling_resize: 2, image: toBase64(picture.bytes) };
        const [best, plain] = UPSCALERS;
        const answer = await post("extra-single-image", { ...body, upscaler_1: best }, both).catch((error: unknown) => {
          both.throwIfAborted();
          if (error instanceof ModelError && error.failure === "unauthorized") throw error;
          // Not every server has it.
          return post("extra-single-image", { ...body, upscaler_1: plain }, both);
        });
        const pictures = read(answer["image"]);
        if (pictures.length === 0) throw new ModelError("empty", "There is no picture in the answer.", { retryable: true });
        return { pictures, costMicroUsd: pricing.costMicroUsd({ shape: "square", count: 1, hasReference: false }, undefined, undefined) };
      }),
    worstCaseMicroUsd: pricing.worstCaseMicroUsd,
  };
}

function bodyOf({ prompt, shape, count, reference }: ImageRequest, model: string): Record<string, unknown> {
  const [width, height] = (SMALL_MODEL.test(model) ? SMALL_SIZES : SIZES)[shape];
  return {
    prompt,
    width,
    height,
    batch_size: 1,
    n_iter: count,
    send_images: true,
    // What people ask for stays on nobody's disk.
    save_images: false,
    ...(reference === undefined ? {} : { init_images: [toBase64(reference.bytes)], denoising_strength: DENOISING }),
  };
}

/** At most one. */
function read(image: unknown): Picture[] {
  const bytes = typeof image === "string" ? fromBase64(image) : null;
  const type = bytes === null ? null : pictureType(bytes);
  return bytes === null || type === null ? [] : [{ bytes, type }];
}

/** What it says of itself is a Python traceback as often as not. */
function failureOf(status: number): ModelError {
  if (status === 401 || status === 403) return new ModelError("unauthorized", `unauthorized (${status})`, { retryable: false });
  if (status === 404 || status === 405) return new ModelError("not-an-api", `no such path (${status}); the web UI needs --api`, { retryable: false });
  if (status === 429) return new ModelError("rate-limited", `rate-limited (${status})`, { retryable: true });
  if (status >= 500) return new ModelError("server-error", `server-error (${status})`, { retryable: true });
  return status >= 400
    ? new ModelError("bad-request", `bad-request (${status})`, { retryable: false })
    : new ModelError("not-an-api", `redirected (${status})`, { retryable: false });
}
