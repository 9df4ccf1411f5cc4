/** Adapter: the Speech port over an OpenAI-compatible server. Made in deps/. Source: OpenAI API reference, "Create speech". */
import type { Clock } from "../../kernel/clock.ts";
import { ModelError } from "../../kernel/errors.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { Pricing } from "../pricing.ts";
import { type Audio, createSpeechPricing, type Speech, type Spoken } from "../speech.ts";
import { explainErrorObject, explainResponse, notAnApi, readRetryAfter } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";
import { withinPatience } from "./json-answer.ts";

/** Servers answer when all of it is spoken: OpenAI needs some 45 s for 4,000 characters, a small machine more, ms. */
const PATIENCE_MS = 180_000;
/** A little less than what Discord takes of a file. Source: Discord reference, "Uploading Files". */
const MOST_BYTES = 10_000_000;

/** The variables of those names. */
interface Variables {
  SPEECH_MODEL: string;
  SPEECH_VOICE: string;
  AUDIO_BASE_URL?: string | undefined;
  AUDIO_API_KEY?: string | undefined;
}

interface Usual {
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  clock: Clock;
  pricingAt(baseUrl: string): Pick<Pricing, "price" | "costMicroUsd">;
}

/** Null without a model. `usual`: what holds where the variables name nothing else; its key goes to its own address alone. */
export function speechOf({ SPEECH_MODEL: model, SPEECH_VOICE: voice, AUDIO_BASE_URL: other, AUDIO_API_KEY: key }: Variables, usual: Usual): Speech | null {
  if (model === "") return null;
  const { fetch, clock } = usual;
  const baseUrl = other?.replace(/\/+$/, "") ?? usual.baseUrl;
  const apiKey = key ?? (baseUrl === usual.baseUrl ? usual.apiKey : "");
  const headers = { "content-type": "application/json", accept: "audio/*", ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }) };

  async function ask(input: string, signal: AbortSignal): Promise<Spoken> {
    // Discord's own voice messages are Ogg Opus. Servers that cannot make it answer with something else or refuse.
    const body = JSON.stringify({ model, voice, input, response_format: "opus" });
    const response = await fetch(`${baseUrl}/audio/speech`, { method: "POST", headers, body, signal, redirect: "manual" });
    const bytes =
      response.body === null
        ? new Uint8Array()
        : await readAtMost(response.body, MOST_BYTES).catch((error: unknown) => {
            throw response.ok ? brokenOff(error, signal) : error;
          });
    if (!response.ok) {
      const contentType = response.headers.get("content-type") ?? "";
      throw explainResponse(response.status, contentType, decode(bytes), readRetryAfter(response.headers, clock.now()), apiKey);
    }
    if (bytes === null) return { kind: "too-large" };
    const audio = recognise(bytes);
    if (audio === null) throw notAudio(decode(bytes), apiKey);
    const reportedUsd = readNumber(response.headers.get("x-litellm-response-cost")) || undefined;
    return { kind: "audio", bytes, ...audio, ...(reportedUsd === undefined ? {} : { reportedUsd }) };
  }

  return {
    model,
    speak: (text, signal) => withinPatience((until) => ask(text, until), { ms: PATIENCE_MS, clock, endpoint: "The voice's endpoint" }, signal),
    ...createSpeechPricing(model, usual.pricingAt(baseUrl)),
  };
}

/** It was speaking already. */
function brokenOff(error: unknown, signal: AbortSignal): ModelError {
  signal.throwIfAborted();
  return new ModelError("broken-stream", "The voice's endpoint broke off.", { retryable: true, cause: error });
}

const decode = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes?.subarray(0, 64 * 1024) ?? new Uint8Array());

function notAudio(text: string, apiKey: string): ModelError {
  if (text === "") return new ModelError("empty", "The voice's endpoint sent nothing.", { retryable: true });
  try {
    const answer: unknown = JSON.parse(text);
    if (isRecord(answer) && answer.error) return explainErrorObject(answer.error, apiKey);
  } catch {
    // Something else, then.
  }
  return notAnApi("no audio that can be recognised");
}

/** Content types lie, and some servers send what they like: the first bytes tell. Null: nothing that a person could play, such as bare PCM. */
function recognise(bytes: Uint8Array): Omit<Audio, "bytes"> | null {
  const [a = 0, b = 0] = bytes;
  const at = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (at(0, 4) === "OggS") return { contentType: "audio/ogg", extension: "ogg" };
  if (at(0, 4) === "RIFF" && at(8, 12) === "WAVE") return { contentType: "audio/wav", extension: "wav" };
  if (at(0, 4) === "fLaC") return { contentType: "audio/flac", extension: "flac" };
  if (at(4, 8) === "ftyp") return { contentType: "audio/mp4", extension: "m4a" };
  if (at(0, 4) === "\x1a\x45\xdf\xa3") return { contentType: "audio/webm", extension: "webm" };
  // Both begin with eleven or twelve bits set; the layer's bits tell them apart.
  if (a === 0xff && (b & 0xf6) === 0xf0) return { contentType: "audio/aac", extension: "aac" };
  if (at(0, 3) === "ID3" || (a === 0xff && (b & 0xe0) === 0xe0 && (b & 0x06) !== 0)) return { contentType: "audio/mpeg", extension: "mp3" };
  return null;
}
