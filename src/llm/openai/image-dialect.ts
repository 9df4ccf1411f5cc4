/** What differs between picture models behind one protocol: sizes, how many at once, which parameters they know. Pure. Used by images.ts. */
import type { ImageShape } from "../images.ts";

export interface ImageDialect {
  /** `WIDTHxHEIGHT`. */
  sizes: Readonly<Record<ImageShape, string>>;
  /** Pictures that one request may ask for. */
  mostAtOnce: number;
  /** Beside model, prompt, n and size. */
  parameters: Readonly<Record<string, string>>;
  /** They take an opaque id of the person. */
  takesSafetyIdentifier: boolean;
  /** They can start from a picture. */
  edits: boolean;
}

const SIZES = { square: "1024x1024", portrait: "1024x1536", landscape: "1536x1024" } as const;

/** Of the models that nobody knows: as little as possible, since servers refuse what they do not know. */
const UNKNOWN: ImageDialect = { sizes: SIZES, mostAtOnce: 10, parameters: {}, takesSafetyIdentifier: false, edits: true };

/**
 * GPT Image models always answer in base64 and refuse `response_format`. Their quality is named because `auto` could cost four times as much as was
 * reserved. Source: OpenAI API reference, "Create image".
 */
const GPT_IMAGE: ImageDialect = { ...UNKNOWN, parameters: { quality: "medium" }, takesSafetyIdentifier: true };

const DALL_E_3: ImageDialect = {
  sizes: { square: "1024x1024", portrait: "1024x1792", landscape: "1792x1024" },
  mostAtOnce: 1,
  parameters: { response_format: "b64_json" },
  takesSafetyIdentifier: false,
  edits: false,
};

/** All it makes is square; editing wants a mask. */
const DALL_E_2: ImageDialect = {
  ...DALL_E_3,
  sizes: { square: "1024x1024", portrait: "1024x1024", landscape: "1024x1024" },
  mostAtOnce: 10,
};

/** `model`: by the name that a server has for it, such as `openai/gpt-image-2`. */
export function imageDialect(model: string): ImageDialect {
  const name = model.toLowerCase().split("/").at(-1) ?? "";
  if (/^(gpt|chatgpt)-image/.test(name)) return GPT_IMAGE;
  if (name.startsWith("dall-e-2")) return DALL_E_2;
  return name.startsWith("dall-e") ? DALL_E_3 : UNKNOWN;
}
