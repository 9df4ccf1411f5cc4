/** The demo model's pictures: POST /v1/images/generations and /v1/images/edits, as strictly checked as OpenAI does, and the addresses that some answers name. Called by `demo-model.ts`. */
import type { Behaviour } from "./behaviour.ts";
import { attempt, type Complaint, isObject, optional, positiveInteger, Refused, refuseUnknown } from "./checks.ts";
import { paint } from "./painting.ts";

export interface PictureRequest {
  model: string;
  prompt: string;
  n: number;
  size: string;
  /** `url` or `b64_json`; undefined: the model's own. */
  format: string | undefined;
  /** What an edit starts from. */
  images: { type: string; bytes: number }[];
}

/** Beside the failures: `status`, `error`, `headers`, `html`, `hang` before the headers. */
export interface PictureBehaviour extends Behaviour {
  /** How pictures are handed over, whatever was asked for. */
  as?: "b64_json" | "url";
  /** In place of its own address. */
  url?: string;
  /** The content rules forbid it. */
  refused?: boolean;
  /** Makes so many only. */
  count?: number;
  /** In place of a picture. */
  bytes?: Uint8Array<ArrayBuffer>;
  /** Before it answers, ms. */
  delayMs?: number;
  /** No count of tokens in the answer. */
  withoutUsage?: boolean;
}

export type PictureScript = (request: PictureRequest, attempt: number) => PictureBehaviour | undefined;

/** Source: OpenAI API reference, "Create image" and "Create image edit". */
const GENERATION =
  "model prompt n size quality background moderation output_format output_compression partial_images stream response_format style user safety_identifier";
const EDIT =
  "model prompt n size quality background input_fidelity output_format output_compression partial_images stream response_format user safety_identifier image image[] mask";
const PARAMETERS = { generations: new Set(GENERATION.split(" ")), edits: new Set(EDIT.split(" ")) };
const QUALITIES = ["low", "medium", "high", "auto"];
const GPT_SIZES = ["1024x1024", "1536x1024", "1024x1536", "auto"];
const DALL_E_SIZES = ["1024x1024", "1792x1024", "1024x1792"];
const MOST_PROMPT = 32_000;
const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp"];
/** Of a picture at medium quality, square. */
const OUTPUT_TOKENS = 1_767;
const REFERENCE_TOKENS = 1_500;
export const PICTURES_PATH = "/v1/demo-pictures/";

const isDallE = (model: string) => model.startsWith("dall-e");

export function readPictureRequest(kind: "generations" | "edits", body: unknown): { request: PictureRequest } | { complaint: Complaint } {
  return attempt(() => check(kind, body));
}

function check(kind: "generations" | "edits", body: unknown): PictureRequest {
  if (!isObject(body)) throw new Refused("We could not parse the body of your request.", null);
  refuseUnknown(body, PARAMETERS[kind]);
  const { model, prompt } = body;
  if (typeof model !== "string" || model === "") throw new Refused("you must provide a model parameter", "model");
  if (typeof prompt !== "string" || prompt === "") throw new Refused("Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter");
  if (prompt.length > MOST_PROMPT)
    throw new Refused(`Invalid 'prompt': string too long. Expected at most ${MOST_PROMPT}.`, "prompt", "string_above_max_length");
  // A form has words alone.
  const n = positiveInteger(kind === "edits" && body.n !== undefined ? { n: Number(body.n) } : body, "n") ?? 1;
  if (n > (model.startsWith("dall-e-3") ? 1 : 10))
    throw new Refused(`Invalid 'n': ${n} is above what this model makes at once.`, "n", "integer_above_max_value");
  const sizes = isDallE(model) ? DALL_E_SIZES : GPT_SIZES;
  const size = optional(body, "size", (value) => sizes.includes(String(value)), sizes.map((one) => `'${one}'`).join(", "));
  optional(body, "quality", (value) => (isDallE(model) ? ["standard", "hd"] : QUALITIES).includes(String(value)), "a quality that this model knows");
  if (!isDallE(model) && body.response_format !== undefined) throw new Refused("Unknown parameter: 'response_format'.", "response_format", "unknown_parameter");
  const format = optional(body, "response_format", (value) => value === "url" || value === "b64_json", "'url' or 'b64_json'");
  optional(body, "safety_identifier", (value) => typeof value === "string" && value.length <= 64, "a string of at most 64 characters");
  const images = Object.entries(body).flatMap(([name, value]) => (name === "image" || name === "image[]" ? [checkImage(value)] : []));
  if (kind === "edits" && images.length === 0) throw new Refused("Missing required parameter: 'image'.", "image", "missing_required_parameter");
  if (kind === "edits" && isDallE(model)) throw new Refused(`The model '${model}' does not support image edits.`, "model", "invalid_value");
  return { model, prompt, n, size: typeof size === "string" && size !== "auto" ? size : "1024x1024", format: format as string | undefined, images };
}

function checkImage(image: unknown): { type: string; bytes: number } {
  const { type, bytes } = isObject(image) ? image : {};
  if (typeof type !== "string" || typeof bytes !== "number" || bytes === 0)
    throw new Refused("Invalid type for 'image': expected a file.", "image", "invalid_type");
  if (!IMAGE_TYPES.includes(type))
    throw new Refused(
      `Invalid file 'image': unsupported mimetype ('${type}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.`,
      "image",
    );
  return { type, bytes };
}

/** The parts of a form, files as what is known of them. */
export async function readForm(request: Request): Promise<unknown> {
  const form = await request.formData().catch(() => undefined);
  if (form === undefined) return undefined;
  const fields: Record<string, unknown> = {};
  form.forEach((value: unknown, name) => {
    fields[name] = value instanceof Blob ? { type: value.type, bytes: value.size, name: "name" in value ? value.name : "" } : value;
  });
  return fields;
}

/** What people may type into the prompt, to see what happens then. */
export const typedBehaviour = (prompt: string): PictureBehaviour => ({
  ...(prompt.includes("[refuse]") ? { refused: true } : {}),
  ...(prompt.includes("[url]") ? { as: "url" as const } : {}),
  ...(prompt.includes("[slow]") ? { delayMs: 8_000 } : {}),
  ...(prompt.includes("[error]") ? { status: 500 } : {}),
});

export const REFUSAL = {
  message:
    "Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID req_demo.",
  type: "image_generation_user_error",
  param: null,
  code: "moderation_blocked",
} as const;

/** The pictures that are handed over by their address, and how many were painted. */
export function createGallery() {
  const shown = new Map<string, Uint8Array<ArrayBuffer>>();
  let painted = 0;

  return {
    /** Undefined: no such picture. */
    at(pathname: string): Response | undefined {
      const bytes = shown.get(pathname);
      return bytes === undefined ? undefined : new Response(bytes, { headers: { "content-type": "image/png" } });
    },

    async answer(request: PictureRequest, behaviour: PictureBehaviour, origin: string): Promise<unknown> {
      const count = behaviour.count ?? request.n;
      const [width = 1024, height = 1024] = request.size.split("x").map(Number);
      const as = behaviour.as ?? request.format ?? (isDallE(request.model) ? "url" : "b64_json");
      const data: unknown[] = [];
      for (let index = 0; index < count; index += 1) {
        painted += 1;
        const bytes = behaviour.bytes ?? (await paint(request.prompt, width, height, painted));
        const path = `${PICTURES_PATH}${painted}.png`;
        if (as === "url") shown.set(path, bytes);
        data.push(as === "url" ? { url: behaviour.url ?? `${origin}${path}` } : { b64_json: toBase64(bytes) });
      }
      const text = Math.ceil(request.prompt.length / 4) + 6;
      const image = request.images.length * REFERENCE_TOKENS;
      const output = OUTPUT_TOKENS * count;
      const details = { text_tokens: text, image_tokens: image };
      const usage = { input_tokens: text + image, input_tokens_details: details, output_tokens: output, total_tokens: text + image + output };
      const isCounted = !isDallE(request.model) && behaviour.withoutUsage !== true;
      return { created: 1_700_000_000, data, ...(isCounted ? { usage, size: request.size, quality: "medium", output_format: "png" } : {}) };
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  return pieces.join("");
}
