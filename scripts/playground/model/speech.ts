/** POST /v1/audio/speech of the demo model: OpenAI's checks, and sound. Called by `demo-model.ts`. Source: OpenAI API reference, "Create speech". */
import { attempt, type Complaint, isObject, number, optional, Refused, refuseUnknown } from "./checks.ts";
import { mp3, oggOpus, wav } from "./sound.ts";

export interface SpeechRequest {
  model: string;
  input: string;
  voice: string;
  format: "mp3" | "opus" | "wav";
}

const PARAMETERS = new Set("model input voice instructions response_format speed stream_format".split(" "));
const VOICES = "alloy ash ballad coral echo fable marin nova onyx sage shimmer verse cedar".split(" ");
const FORMATS = "mp3 opus aac flac wav pcm".split(" ");
const MOST_CHARACTERS = 4_096;

export function readSpeechRequest(body: unknown): { request: SpeechRequest } | { complaint: Complaint } {
  return attempt(() => check(body));
}

function check(body: unknown): SpeechRequest {
  if (!isObject(body)) throw new Refused("We could not parse the JSON body of your request.", null);
  refuseUnknown(body, PARAMETERS);
  const { model, input, voice } = body;
  if (typeof model !== "string" || model === "") throw new Refused("you must provide a model parameter", "model");
  if (typeof input !== "string" || input === "") throw new Refused("Invalid 'input': expected a string that is not empty.", "input", "invalid_type");
  if (input.length > MOST_CHARACTERS)
    throw new Refused(`Invalid 'input': string too long. Expected a string with maximum length ${MOST_CHARACTERS}.`, "input", "string_above_max_length");
  if (typeof voice !== "string" || !VOICES.includes(voice))
    throw new Refused(`Invalid 'voice': expected one of ${VOICES.map((name) => `'${name}'`).join(", ")}.`, "voice", "invalid_value");
  optional(body, "instructions", (value) => typeof value === "string", "a string");
  number(body, "speed", 0.25, 4);
  optional(body, "stream_format", (value) => value === "audio", "'audio'");
  const format = optional(body, "response_format", (value) => FORMATS.includes(String(value)), `one of ${FORMATS.join(", ")}`) ?? "mp3";
  if (format !== "mp3" && format !== "opus" && format !== "wav") throw new Refused("The demo model speaks mp3, opus and wav alone.", "response_format");
  return { model, input, voice, format };
}

/** `ignored`: as servers do that know but one format. */
export function speechAnswer({ input, format }: SpeechRequest, ignored?: "mp3" | "wav"): { bytes: Uint8Array; contentType: string } {
  const made = ignored ?? format;
  if (made === "opus") return { bytes: oggOpus(input), contentType: "audio/opus" };
  return made === "wav" ? { bytes: wav(input), contentType: "audio/wav" } : { bytes: mp3(input), contentType: "audio/mpeg" };
}
