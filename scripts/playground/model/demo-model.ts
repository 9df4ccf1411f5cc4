/** The demo model: an OpenAI-compatible server as a function from Request to Response, strict in what it takes. Used by `npm run dev` (serve.ts), tests and the bench. */
import type { Clock, Random } from "../../../src/kernel/clock.ts";
import { type Ability, abilityOf, CANNOT } from "./abilities.ts";
import { BEHAVIOURS, type Behaviour, type BehaviourName, errorFor } from "./behaviour.ts";
import { fromList, toBody, whenAborted } from "./body-stream.ts";
import { type EmbeddingRequest, embeddingAnswer, readEmbeddingRequest } from "./embeddings.ts";
import { createGallery, PICTURES_PATH, type PictureScript, REFUSAL, readForm, readPictureRequest, typedBehaviour } from "./images.ts";
import { type ChatRequest, readChatRequest } from "./request.ts";
import { readSpeechRequest, type SpeechRequest, speechAnswer } from "./speech.ts";
import { type StreamPlan, streamAnswer, wholeAnswer } from "./stream.ts";
import { readTranscriptionRequest, type TranscriptionRequest, transcriptionAnswer } from "./transcriptions.ts";
import { type Composition, compose } from "./words.ts";

export interface DemoModelOptions {
  clock: Clock;
  random?: Random;
  /** Between words, 25 where left out. */
  delayMs?: number;
  /** Ids that exist; any id is answered where left out. Ids with "embed" in them make vectors, with "speech" sound, those with "transcri" or "whisper" listen, those with "image" or "dall-e" paint; they do not chat. */
  models?: readonly string[];
}

/** What came in, for tests to look at. */
export interface RecordedRequest {
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status: number;
  /** Whether the client left before the answer was complete. */
  cancelled: boolean;
}

/** Decides about one request; undefined leaves it to the demo. `attempt` counts from 1. */
type Script = (request: ChatRequest, attempt: number) => Behaviour | BehaviourName | undefined;

type EmbeddingScript = (request: EmbeddingRequest, attempt: number) => Behaviour | BehaviourName | undefined;

type SpeechScript = (request: SpeechRequest, attempt: number) => (Behaviour & { format?: "mp3" | "wav" }) | undefined;
type TranscriptionScript = (request: TranscriptionRequest, attempt: number) => Behaviour | BehaviourName | undefined;

export interface DemoModel {
  fetch(request: Request): Promise<Response>;
  readonly requests: RecordedRequest[];
  script(script: Script | undefined): void;
  /** The same for embeddings, of which only failures can be told: `status`, `error`, `headers`, `html`, `hang` before the headers. */
  scriptEmbeddings(script: EmbeddingScript | undefined): void;
  /** The same for speech, and the format in which it is spoken whatever was asked for. */
  scriptSpeech(script: SpeechScript | undefined): void;
  /** And for transcriptions; `text` is what is said. */
  scriptTranscriptions(script: TranscriptionScript | undefined): void;
  /** And for pictures. */
  scriptImages(script: PictureScript | undefined): void;
}

const DEFAULT_DELAY_MS = 25;
const DEFAULT_MODELS = ["demo", "demo-small", "demo-embedding", "demo-speech", "demo-transcribe", "demo-image"];

export function createDemoModel(options: DemoModelOptions): DemoModel {
  const { clock } = options;
  const random = options.random ?? Math.random;
  const requests: RecordedRequest[] = [];
  let script: Script | undefined;
  let attempts = 0;
  let embeddingScript: EmbeddingScript | undefined;
  let embeddingAttempts = 0;
  let speechScript: SpeechScript | undefined;
  let speechAttempts = 0;
  let transcriptionScript: TranscriptionScript | undefined;
  let transcriptionAttempts = 0;
  let imageScript: PictureScript | undefined;
  let imageAttempts = 0;
  const gallery = createGallery();

  const chat = async (request: Request, record: RecordedRequest): Promise<Response> => {
    const checked = readChatRequest(record.body);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const chatRequest = checked.request;
    const unknown = refusedModel(chatRequest.model, "chat");
    if (unknown) return unknown;
    const composed = withinLimits(compose(chatRequest), chatRequest);
    const scripted = script?.(chatRequest, ++attempts);
    const behaviour: Behaviour = { ...composed.behaviour, ...(typeof scripted === "string" ? BEHAVIOURS[scripted] : scripted) };
    return answer(request, record, chatRequest, behaviour, behaviour.text ?? composed.text);
  };

  const embeddings = async (request: Request, record: RecordedRequest): Promise<Response> => {
    const checked = readEmbeddingRequest(record.body);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const unknown = refusedModel(checked.request.model, "embeddings");
    if (unknown) return unknown;
    const scripted = embeddingScript?.(checked.request, ++embeddingAttempts);
    const behaviour: Behaviour = typeof scripted === "string" ? BEHAVIOURS[scripted] : (scripted ?? {});
    return (await failure(request, record, behaviour)) ?? Response.json(embeddingAnswer(checked.request), { headers: behaviour.headers ?? {} });
  };

  const transcriptions = async (request: Request, record: RecordedRequest): Promise<Response> => {
    const checked = await readTranscriptionRequest(request);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const { model, filename, contentType, bytes, format } = checked.request;
    record.body = { model, response_format: format, file: { name: filename, type: contentType, size: bytes.byteLength } };
    const unknown = refusedModel(model, "transcriptions");
    if (unknown) return unknown;
    const scripted = transcriptionScript?.(checked.request, ++transcriptionAttempts);
    const behaviour: Behaviour = typeof scripted === "string" ? BEHAVIOURS[scripted] : (scripted ?? {});
    const failed = await failure(request, record, behaviour);
    if (failed) return failed;
    return behaviour.text === undefined ? transcriptionAnswer(checked.request) : Response.json({ text: behaviour.text }, { headers: behaviour.headers ?? {} });
  };

  const speech = async (request: Request, record: RecordedRequest): Promise<Response> => {
    const checked = readSpeechRequest(record.body);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const unknown = refusedModel(checked.request.model, "speech");
    if (unknown) return unknown;
    const behaviour = speechScript?.(checked.request, ++speechAttempts) ?? {};
    const failed = await failure(request, record, behaviour);
    if (failed) return failed;
    const { bytes, contentType } = speechAnswer(checked.request, behaviour.format);
    return new Response(bytes.slice(), { headers: { "content-type": contentType, ...behaviour.headers } });
  };

  /** As OpenAI: a model that is not there, or does something else. */
  const refusedModel = (model: string, wanted: Ability): Response | undefined => {
    if (options.models && !options.models.includes(model)) return refuse(404, { ...errorFor(404), message: `The model \`${model}\` does not exist.` });
    if (abilityOf(model) === wanted) return undefined;
    const [status, message] = CANNOT[wanted](model);
    return refuse(status, { message, type: "invalid_request_error", param: "model", code: null });
  };

  const images = (kind: "generations" | "edits") => async (request: Request, record: RecordedRequest) => {
    const checked = readPictureRequest(kind, record.body);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const unknown = refusedModel(checked.request.model, "images");
    if (unknown) return unknown;
    const behaviour = { ...typedBehaviour(checked.request.prompt), ...imageScript?.(checked.request, ++imageAttempts) };
    const failed = await failure(request, record, behaviour);
    if (failed) return failed;
    if (behaviour.refused) return refuse(400, REFUSAL, behaviour.headers);
    if (behaviour.delayMs !== undefined) await clock.sleep(behaviour.delayMs, request.signal);
    return Response.json(await gallery.answer(checked.request, behaviour, new URL(request.url).origin), { headers: behaviour.headers ?? {} });
  };

  /** The failures that need nothing of the answer. */
  const failure = async (request: Request, record: RecordedRequest, behaviour: Behaviour): Promise<Response | undefined> => {
    const { headers = {}, status } = behaviour;
    if (behaviour.hang === "before-headers") {
      await whenAborted(request.signal);
      record.cancelled = true;
      throw request.signal.reason;
    }
    if (behaviour.html) return new Response(HTML_PAGE, { status: status ?? 200, headers: { "content-type": "text/html; charset=utf-8", ...headers } });
    if (!behaviour.raw && status !== undefined && status !== 200) return refuse(status, { ...errorFor(status), ...behaviour.error }, headers);
    return undefined;
  };

  const answer = async (request: Request, record: RecordedRequest, chatRequest: ChatRequest, behaviour: Behaviour, text: string): Promise<Response> => {
    const { headers = {} } = behaviour;
    const failed = await failure(request, record, behaviour);
    if (failed) return failed;
    const refused = (behaviour.refuse ?? []).find((name) => carries(record.body, name));
    if (refused !== undefined)
      return refuse(400, {
        message: `Unsupported parameter: '${refused}' is not supported with this model.`,
        type: "invalid_request_error",
        param: refused,
        code: "unsupported_parameter",
      });

    const usage = behaviour.usage === "none" ? undefined : { ...countUsage(chatRequest, behaviour, text), ...behaviour.usage };
    const plan: StreamPlan = {
      id: `chatcmpl-${Math.floor(random() * 1e9).toString(36)}`,
      model: chatRequest.model,
      created: Math.floor(clock.now() / 1_000),
      text,
      usage: !chatRequest.stream || chatRequest.includeUsage ? usage : undefined,
      behaviour,
      delayMs: behaviour.delayMs ?? options.delayMs ?? DEFAULT_DELAY_MS,
    };
    if (!behaviour.raw && (!chatRequest.stream || behaviour.ignoreStream)) return Response.json(wholeAnswer({ ...plan, usage }), { headers });

    const leave = new AbortController();
    const left = AbortSignal.any([request.signal, leave.signal]);
    let complete = false;
    left.addEventListener("abort", () => {
      record.cancelled = !complete;
    });
    const ports = { sleep: (ms: number) => clock.sleep(ms, left), gone: whenAborted(left) };
    const pieces = behaviour.raw ? fromList(behaviour.raw.pieces) : streamAnswer(plan, ports);
    const onEnd = () => {
      complete = true;
    };
    const body = toBody(pieces, behaviour.byteAtATime === true, left, { onEnd, onCancel: () => leave.abort() });
    return new Response(body, {
      status: behaviour.status ?? 200,
      headers: { "content-type": behaviour.raw?.contentType ?? "text/event-stream; charset=utf-8", "cache-control": "no-cache", ...headers },
    });
  };

  return {
    requests,
    script(next) {
      script = next;
      attempts = 0;
    },
    scriptEmbeddings(next) {
      embeddingScript = next;
      embeddingAttempts = 0;
    },
    scriptSpeech(next) {
      speechScript = next;
      speechAttempts = 0;
    },
    scriptTranscriptions(next) {
      transcriptionScript = next;
      transcriptionAttempts = 0;
    },
    scriptImages(next) {
      imageScript = next;
      imageAttempts = 0;
    },
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const record: RecordedRequest = { path: pathname, headers: Object.fromEntries(request.headers), body: undefined, status: 0, cancelled: false };
      requests.push(record);
      const response = await route(request, pathname, record);
      record.status = response.status;
      return response;
    },
  };

  async function route(request: Request, pathname: string, record: RecordedRequest): Promise<Response> {
    if (pathname === "/v1/models" && request.method === "GET") {
      const ids = options.models ?? DEFAULT_MODELS;
      return Response.json({ object: "list", data: ids.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "edgewise" })) });
    }
    if (pathname === "/v1/audio/transcriptions" && request.method === "POST") return transcriptions(request, record);
    if (pathname.startsWith(PICTURES_PATH)) return gallery.at(pathname) ?? refuse(404, { message: "No such picture.", type: "invalid_request_error" });
    const answerTo = {
      "/v1/chat/completions": chat,
      "/v1/embeddings": embeddings,
      "/v1/audio/speech": speech,
      "/v1/images/generations": images("generations"),
      "/v1/images/edits": images("edits"),
    }[pathname];
    if (!answerTo) return refuse(404, { message: `Invalid URL (${request.method} ${pathname})`, type: "invalid_request_error" });
    if (request.method !== "POST") return refuse(405, { message: `Not allowed to ${request.method} on ${pathname}.`, type: "invalid_request_error" });
    record.body = pathname.endsWith("/edits") ? await readForm(request) : await request.json().catch(() => undefined);
    return answerTo(request, record);
  }
}

/** Its own words keep to what was asked for; what a test scripts is taken as it is. */
function withinLimits({ text, behaviour, namesStops }: Composition, { stop, maxTokens }: ChatRequest): Composition {
  const ends = (namesStops ? [] : stop).map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  if (maxTokens === undefined || sizeOf(stopped) <= maxTokens) return { text: stopped, behaviour };
  const bytes = new TextEncoder().encode(stopped).slice(0, maxTokens * BYTES_PER_TOKEN);
  // A character that was cut in half is left out.
  return { text: new TextDecoder().decode(bytes).replace(/\uFFFD+$/, ""), behaviour: { finishReason: "length", ...behaviour } };
}

const BYTES_PER_TOKEN = 4;
const sizeOf = (words: string) => Math.ceil(new TextEncoder().encode(words).length / BYTES_PER_TOKEN);

const HTML_PAGE = "<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>502 Bad Gateway</h1><p>nginx</p></body></html>\n";

function refuse(status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { message: "", type: null, param: null, code: null, ...error } }, { status, headers });
}

/** Whether the body has a parameter; `messages.name` means a name on any message. */
function carries(body: unknown, name: string): boolean {
  if (typeof body !== "object" || body === null) return false;
  if (name !== "messages.name") return name in body && (name !== "stream" || Reflect.get(body, name) === true);
  const messages: unknown = Reflect.get(body, "messages");
  return Array.isArray(messages) && messages.some((message) => typeof message === "object" && message !== null && "name" in message);
}

/** About four bytes a token, as with the real ones. */
function countUsage(request: ChatRequest, behaviour: Behaviour, text: string): Record<string, unknown> {
  const prompt = 3 + request.messages.reduce((sum, message) => sum + 4 + sizeOf(message.text) + message.images.length * 1_100, 0);
  const prompt_tokens = Math.min(prompt, behaviour.contextTokens ?? prompt);
  const completion_tokens = sizeOf(text) + sizeOf(behaviour.reasoning ?? "");
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens, prompt_tokens_details: { cached_tokens: 0 } };
}
