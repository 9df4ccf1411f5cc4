/** POST /v1/embeddings of the demo model: OpenAI's checks, and vectors that are near where texts share words. Called by `demo-model.ts`. */
import { attempt, type Complaint, isObject, optional, positiveInteger, Refused, refuseUnknown } from "./checks.ts";
import { stemsOf } from "./stems.ts";

export interface EmbeddingRequest {
  model: string;
  inputs: string[];
  dimensions: number;
  isBase64: boolean;
}

const PARAMETERS = new Set("model input dimensions encoding_format user".split(" "));
const DIMENSIONS = 256;
/** Source: OpenAI API reference, "Create embeddings". */
const MOST_INPUTS = 2048;
const MOST_TOKENS = 8192;
const MOST_TOKENS_TOGETHER = 300_000;
/** About as many bytes are a token. */
const BYTES = 4;

const tokensOf = (text: string) => Math.ceil(new TextEncoder().encode(text).length / BYTES);

export function readEmbeddingRequest(body: unknown): { request: EmbeddingRequest } | { complaint: Complaint } {
  return attempt(() => check(body));
}

function check(body: unknown): EmbeddingRequest {
  if (!isObject(body)) throw new Refused("We could not parse the JSON body of your request.", null);
  refuseUnknown(body, PARAMETERS);
  const { model, input } = body;
  if (typeof model !== "string" || model === "") throw new Refused("you must provide a model parameter", "model");
  const inputs: unknown[] = Array.isArray(input) ? input : [input];
  if (inputs.length === 0 || inputs.length > MOST_INPUTS)
    throw new Refused(`Invalid 'input': expected an array of 1 to ${MOST_INPUTS} items.`, "input", "invalid_array_length");
  const texts = inputs.map((text) => {
    if (typeof text !== "string" || text === "") throw new Refused("'$.input' is invalid. Expected a string that is not empty, or an array of such.", "input");
    if (tokensOf(text) > MOST_TOKENS)
      throw new Refused(`This model's maximum context length is ${MOST_TOKENS} tokens, however you requested ${tokensOf(text)} tokens.`, "input");
    return text;
  });
  if (texts.reduce((sum, text) => sum + tokensOf(text), 0) > MOST_TOKENS_TOGETHER)
    throw new Refused(`Requested tokens exceed the maximum of ${MOST_TOKENS_TOGETHER} per request.`, "input", "max_tokens_per_request");
  const format = optional(body, "encoding_format", (value) => value === "float" || value === "base64", "'float' or 'base64'");
  const dimensions = positiveInteger(body, "dimensions") ?? DIMENSIONS;
  if (dimensions > DIMENSIONS) throw new Refused(`Invalid 'dimensions': this model has ${DIMENSIONS}.`, "dimensions", "integer_above_max_value");
  return { model, inputs: texts, dimensions, isBase64: format === "base64" };
}

export function embeddingAnswer({ model, inputs, dimensions, isBase64 }: EmbeddingRequest): unknown {
  const tokens = inputs.reduce((sum, text) => sum + tokensOf(text), 0);
  const data = inputs.map((text, index) => {
    const vector = embed(text, dimensions);
    return { object: "embedding", index, embedding: isBase64 ? toBase64(vector) : vector };
  });
  return { object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** Each stem, and a little each of its beginnings, points in a direction of its own; of length 1, as OpenAI's are. */
function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const add = (feature: string, weight: number) => {
    const place = hash(feature);
    const at = place % dimensions;
    vector[at] = (vector[at] ?? 0) + (hash(`sign ${feature}`) % 2 === 0 ? weight : -weight);
  };
  const counts = new Map<string, number>();
  for (const stem of stemsOf(text)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  for (const [stem, count] of counts) {
    add(stem, 1 + Math.log(count));
    if (stem.length > BEGINNING) add(`${stem.slice(0, BEGINNING)}-`, 0.3);
  }
  // Of a text without any word that says something.
  if (counts.size === 0) add(text, 1);
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

const BEGINNING = 4;

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value >>> 0;
}

/** Little-endian 32-bit floats. */
function toBase64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [index, value] of vector.entries()) view.setFloat32(index * 4, value, true);
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}
