/** Checks a body of POST /v1/chat/completions as strictly as OpenAI does, and reads it. Called by `demo-model.ts`. */

import { attempt, type Complaint, isObject, number, optional, positiveInteger, Refused, refuseUnknown } from "./checks.ts";
import { checkToolCalls, checkToolResults, checkTools } from "./tools.ts";

export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  stream: boolean;
  includeUsage: boolean;
  maxTokens: number | undefined;
  /** Names of the functions that it may call; none where the choice is none. */
  tools: string[];
  /** The answer ends before any of these. */
  stop: string[];
  /** What else shapes the answer, by the names it came under. */
  parameters: Readonly<Record<string, unknown>>;
}

/** `lora` is Workers AI's; all others are OpenAI's own. */
const SHAPING = "temperature top_p stop seed max_tokens max_completion_tokens presence_penalty frequency_penalty lora".split(" ");

export interface ChatMessage {
  role: "system" | "developer" | "user" | "assistant" | "tool";
  name: string | undefined;
  text: string;
  images: ReceivedImage[];
}

interface ReceivedImage {
  /** `image/png` and the like, or `link` for an https address. */
  type: string;
  bytes: number;
}

const PARAMETERS = new Set(
  (
    "model messages stream stream_options max_tokens max_completion_tokens temperature top_p n stop presence_penalty frequency_penalty logit_bias logprobs " +
    "top_logprobs user seed tools tool_choice parallel_tool_calls response_format service_tier store metadata modalities reasoning_effort verbosity " +
    "safety_identifier prompt_cache_key prompt_cache_retention prediction audio web_search_options lora"
  ).split(" "),
);
const ROLES = ["system", "developer", "user", "assistant", "tool"] as const;
const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function readChatRequest(body: unknown): { request: ChatRequest } | { complaint: Complaint } {
  return attempt(() => check(body));
}

function check(body: unknown): ChatRequest {
  if (!isObject(body)) throw new Refused("We could not parse the JSON body of your request.", null);
  refuseUnknown(body, PARAMETERS);
  const { model, messages } = body;
  if (typeof model !== "string" || model === "") throw new Refused("you must provide a model parameter", "model");
  if (!Array.isArray(messages)) throw new Refused("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
  if (messages.length === 0) throw new Refused("Invalid 'messages': empty array. Expected an array with minimum length 1.", "messages", "empty_array");
  const stream = optional(body, "stream", (value) => typeof value === "boolean", "a boolean") === true;
  const options = body.stream_options;
  if (options !== undefined && options !== null) {
    if (!stream) throw new Refused("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
    if (!isObject(options)) throw new Refused("Invalid type for 'stream_options': expected an object.", "stream_options", "invalid_type");
  }
  if (body.max_tokens != null && body.max_completion_tokens != null) {
    throw new Refused("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination");
  }
  number(body, "temperature", 0, 2);
  number(body, "top_p", 0, 1);
  number(body, "presence_penalty", -2, 2);
  number(body, "frequency_penalty", -2, 2);
  optional(body, "seed", Number.isSafeInteger, "an integer");
  optional(body, "lora", (value) => typeof value === "string" && value !== "", "a string");
  const stop = optional(body, "stop", isStop, "a string or an array of at most 4 strings");
  optional(body, "safety_identifier", (value) => typeof value === "string" && value.length <= 64, "a string of at most 64 characters");
  const checked = (messages as unknown[]).map(checkMessage);
  checkToolResults(messages as Record<string, unknown>[]);
  return {
    model,
    messages: checked,
    tools: checkTools(body),
    stream,
    includeUsage: isObject(options) && options.include_usage === true,
    maxTokens: positiveInteger(body, "max_tokens") ?? positiveInteger(body, "max_completion_tokens"),
    stop: (typeof stop === "string" ? [stop] : Array.isArray(stop) ? stop : []) as string[],
    parameters: Object.fromEntries(SHAPING.filter((name) => body[name] !== undefined && body[name] !== null).map((name) => [name, body[name]])),
  };
}

function checkMessage(message: unknown, index: number): ChatMessage {
  const at = `messages[${index}]`;
  if (!isObject(message)) throw new Refused(`Invalid type for '${at}': expected an object.`, at, "invalid_type");
  const role = ROLES.find((known) => known === message.role);
  if (!role)
    throw new Refused(
      `Invalid value: '${String(message.role)}'. Supported values are: ${ROLES.map((known) => `'${known}'`).join(", ")}.`,
      `${at}.role`,
      "invalid_value",
    );
  const name = message.name;
  if (name !== undefined && (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name))) {
    throw new Refused(
      `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
      `${at}.name`,
      "invalid_value",
    );
  }
  for (const key of Object.keys(message)) {
    if (!["role", "content", "name", "refusal", "tool_calls", "tool_call_id", "audio"].includes(key))
      throw new Refused(`Unknown parameter: '${at}.${key}'.`, `${at}.${key}`, "unknown_parameter");
  }
  if (message.tool_calls !== undefined) checkToolCalls(message, role, at);
  return { role, name, ...checkContent(message, role, at) };
}

function checkContent(message: Record<string, unknown>, role: ChatMessage["role"], at: string): { text: string; images: ReceivedImage[] } {
  const content = message.content;
  if (typeof content === "string") return { text: content, images: [] };
  if (content === null && role === "assistant" && Array.isArray(message.tool_calls)) return { text: "", images: [] };
  if (!Array.isArray(content) || content.length === 0)
    throw new Refused(`Invalid type for '${at}.content': expected one of a string or array of objects.`, `${at}.content`, "invalid_type");
  const texts: string[] = [];
  const images: ReceivedImage[] = [];
  for (const [index, part] of (content as unknown[]).entries()) {
    const where = `${at}.content[${index}]`;
    if (isObject(part) && part.type === "text" && typeof part.text === "string") texts.push(part.text);
    else if (role === "user" && isObject(part) && part.type === "image_url") images.push(checkImage(part.image_url, `${where}.image_url`));
    else throw new Refused(`Invalid value for '${where}'. Supported types are 'text'${role === "user" ? " and 'image_url'" : ""}.`, where, "invalid_value");
  }
  return { text: texts.join("\n"), images };
}

function checkImage(image: unknown, at: string): ReceivedImage {
  const url = isObject(image) ? image.url : undefined;
  if (typeof url !== "string") throw new Refused(`Invalid type for '${at}': expected an object with a 'url'.`, at, "invalid_type");
  if (url.startsWith("https://")) return { type: "link", bytes: 0 };
  const [, type = "", base64 = ""] = /^data:([\w/+.-]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  if (!IMAGE_TYPES.includes(type) || base64.length % 4 !== 0) {
    throw new Refused(
      "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
      at,
      "invalid_image_format",
    );
  }
  return { type, bytes: (base64.length / 4) * 3 - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0) };
}

function isStop(value: unknown): boolean {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.length >= 1 && list.length <= 4 && list.every((item) => typeof item === "string" && item !== "");
}
