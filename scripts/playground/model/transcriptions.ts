/**
 * POST /v1/audio/transcriptions of the demo model: OpenAI's checks of the form and its file, and words that prove which file it was. Called by
 * `demo-model.ts`. A recording's comment `words=…` is what is said in it; of any other the demo tells its name, its size and a sum of its bytes.
 */
import { attempt, type Complaint, Refused } from "./checks.ts";

export interface TranscriptionRequest {
  model: string;
  filename: string;
  contentType: string;
  bytes: Uint8Array;
  format: string;
}

/** Source: OpenAI API reference, "Create transcription". */
const FIELDS = new Set(
  "file model language prompt response_format temperature stream include[] timestamp_granularities[] chunking_strategy keywords[]".split(" "),
);
const FORMATS = ["json", "text", "srt", "verbose_json", "vtt", "diarized_json"];
const ENDINGS = "flac m4a mp3 mp4 mpeg mpga oga ogg wav webm".split(" ");
const MOST_BYTES = 25 * 1024 * 1024;

export async function readTranscriptionRequest(request: Request): Promise<{ request: TranscriptionRequest } | { complaint: Complaint }> {
  const form = /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "") ? await request.formData().catch(() => undefined) : undefined;
  const fields: string[] = [];
  form?.forEach((_, name) => {
    fields.push(name);
  });
  const file = form?.get("file");
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : undefined;
  return attempt(() => {
    if (form === undefined) throw new Refused("Could not parse multipart form", null);
    for (const name of fields) if (!FIELDS.has(name)) throw new Refused(`Unrecognized request argument supplied: ${name}`, name, "unknown_parameter");
    for (const name of ["file", "model", "response_format"])
      if (fields.filter((field) => field === name).length > 1) throw new Refused(`Duplicate form field: ${name}`, name);
    const model = form.get("model");
    if (typeof model !== "string" || model === "") throw new Refused("you must provide a model parameter", "model");
    if (!(file instanceof File) || bytes === undefined) throw new Refused("Missing required parameter: 'file'.", "file", "missing_required_parameter");
    if (bytes.byteLength > MOST_BYTES) throw new Refused(`Maximum content size limit (${MOST_BYTES}) exceeded (${bytes.byteLength} bytes read)`, "file");
    if (!ENDINGS.includes(file.name.split(".").at(-1)?.toLowerCase() ?? "") || !isAudio(bytes))
      throw new Refused(`Invalid file format. Supported formats: ${JSON.stringify(ENDINGS)}`, "file");
    const format = form.get("response_format") ?? "json";
    if (typeof format !== "string" || !FORMATS.includes(format)) throw new Refused(`Invalid value for 'response_format'.`, "response_format", "invalid_value");
    // whisper-1 alone knows the others.
    if (!/whisper/.test(model) && !["json", "text"].includes(format))
      throw new Refused(
        `response_format '${format}' is not compatible with model '${model}'. Use 'json' or 'text' instead.`,
        "response_format",
        "unsupported_value",
      );
    return { model, filename: file.name, contentType: file.type, bytes, format };
  });
}

export function transcriptionAnswer({ filename, bytes, format, model }: TranscriptionRequest): Response {
  const text = wordsIn(bytes) ?? `I hear ${filename}: ${bytes.length.toLocaleString("en")} bytes, which come to ${sumOf(bytes)}.`;
  if (format === "text") return new Response(`${text}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
  const seconds = Math.ceil(secondsOf(bytes));
  const usage = { type: "duration", seconds };
  return Response.json(
    format === "verbose_json"
      ? { task: "transcribe", language: "english", duration: seconds, text, segments: [], usage }
      : { text, usage, ...languages(model) },
  );
}

const languages = (model: string) => (model.includes("gpt-transcribe") ? { languages: [] } : {});

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

function isAudio(bytes: Uint8Array): boolean {
  const head = ascii(bytes, 0, 12);
  const isMp3 = head.startsWith("ID3") || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0);
  return isMp3 || /^(OggS|fLaC|.E\xdf\xa3|RIFF....WAVE|....ftyp)/s.test(head);
}

/** Of the comment header. Source: RFC 7845, 5.2: each comment stands behind its length. */
function wordsIn(bytes: Uint8Array): string | undefined {
  const text = ascii(bytes, 0, Math.min(bytes.length, 16_384));
  const at = text.indexOf("words=");
  if (!text.startsWith("OggS") || at < 4) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at - 4, true);
  return new TextDecoder().decode(bytes.subarray(at + 6, at + length));
}

/** Of Ogg Opus, by its last page; others as if they had 32 kbit/s. */
function secondsOf(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(0x4f); at > 0; at = bytes.lastIndexOf(0x4f, at - 1))
    if (ascii(bytes, at, at + 4) === "OggS" && at + 14 <= bytes.length)
      return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(at + 6, true)) / 48_000;
  return bytes.length / 4_000;
}

/** FNV-1a. */
function sumOf(bytes: Uint8Array): string {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
