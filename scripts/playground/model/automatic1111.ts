/**
 * A stand-in for Automatic1111's web UI with `--api`, as a function from Request to Response. Stricter than the real one, which passes over fields that it
 * does not know. Used by tests. Source: the web UI's modules/api (models.py, api.py).
 */
import type { Clock } from "../../../src/kernel/clock.ts";
import { isObject } from "./checks.ts";
import { paint } from "./painting.ts";

export interface WebUiBehaviour {
  status?: number;
  html?: boolean;
  hang?: boolean;
  /** Makes so many only. */
  count?: number;
  /** In place of a picture, base64. */
  image?: string;
  /** Before it answers, ms. */
  delayMs?: number;
}

export interface WebUiRequest {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const COMMON =
  "prompt negative_prompt width height batch_size n_iter steps cfg_scale seed sampler_name scheduler send_images save_images override_settings force_task_id";
const FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  txt2img: new Set(COMMON.split(" ")),
  img2img: new Set(`${COMMON} init_images denoising_strength resize_mode mask`.split(" ")),
  "extra-single-image": new Set("image resize_mode upscaling_resize upscaling_crop upscaler_1 upscaler_2 extras_upscaler_2_visibility".split(" ")),
};
const UPSCALERS = ["None", "Lanczos", "Nearest"];

export function createWebUi({ clock, auth }: { clock: Clock; auth?: string }) {
  const requests: WebUiRequest[] = [];
  let behaviour: WebUiBehaviour = {};
  let progress = 0;
  let painted = 0;

  const invalid = (field: string) => Response.json({ detail: [{ loc: ["body", field], msg: "value is not valid", type: "value_error" }] }, { status: 422 });

  async function draw({ prompt, width, height, n_iter: rounds, batch_size: size }: Record<string, unknown>): Promise<Response> {
    const count = behaviour.count ?? Number(rounds ?? 1) * Number(size ?? 1);
    const images: string[] = [];
    for (let index = 0; index < count; index += 1)
      images.push(behaviour.image ?? toBase64(await paint(String(prompt), Number(width), Number(height), ++painted)));
    return Response.json({ images, parameters: {}, info: "{}" });
  }

  async function answer(kind: string, body: Record<string, unknown>, signal: AbortSignal): Promise<Response> {
    const unknown = Object.keys(body).find((name) => FIELDS[kind]?.has(name) !== true);
    if (unknown !== undefined) return invalid(unknown);
    if (behaviour.hang) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    if (behaviour.delayMs !== undefined) await clock.sleep(behaviour.delayMs, signal);
    signal.throwIfAborted();
    if (behaviour.html) return new Response("<html><body>Gradio</body></html>", { headers: { "content-type": "text/html" } });
    if (behaviour.status !== undefined)
      return Response.json({ error: "OutOfMemoryError", detail: "", errors: "CUDA out of memory" }, { status: behaviour.status });
    if (kind === "extra-single-image") {
      if (typeof body.image !== "string" || body.image === "") return invalid("image");
      if (!UPSCALERS.includes(String(body.upscaler_1))) return Response.json({ detail: `Invalid upscaler ${String(body.upscaler_1)}` }, { status: 400 });
      return Response.json({ html_info: "", image: behaviour.image ?? toBase64(await paint("larger", 2_048, 2_048, ++painted)) });
    }
    for (const name of ["width", "height"]) if (!Number.isInteger(body[name]) || Number(body[name]) % 8 !== 0) return invalid(name);
    const { init_images: from } = body;
    if (kind === "img2img" && !(Array.isArray(from) && from.length > 0 && from.every((image) => typeof image === "string"))) return invalid("init_images");
    return draw(body);
  }

  return {
    requests,
    behave: (next: WebUiBehaviour) => {
      behaviour = next;
    },
    /** What it says of its work, 0 to 1. */
    atWork: (share: number) => {
      progress = share;
    },
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url);
      if (auth !== undefined && request.headers.get("authorization") !== `Basic ${btoa(auth)}`) return Response.json({ detail: "Incorrect" }, { status: 401 });
      const [, kind = ""] = /^\/sdapi\/v1\/([\w-]+)$/.exec(pathname) ?? [];
      if (kind === "progress" && request.method === "GET") return Response.json({ progress, eta_relative: 3, state: { job_count: 1 }, current_image: null });
      if (FIELDS[kind] === undefined) return Response.json({ detail: "Not Found" }, { status: 404 });
      if (request.method !== "POST") return Response.json({ detail: "Method Not Allowed" }, { status: 405 });
      const body: unknown = await request.json().catch(() => undefined);
      if (!isObject(body)) return invalid("body");
      requests.push({ path: kind, headers: Object.fromEntries(request.headers), body });
      return answer(kind, body, request.signal);
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  return pieces.join("");
}
