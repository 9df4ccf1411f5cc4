/** The demo model: an OpenAI-compatible server as a function from Request to Response, strict in what it takes. Used by `npm run dev` (serve.ts), tests and the bench. */
import type { Clock, Random } from "../../../src/kernel/clock.ts";
import { BEHAVIOURS, type Behaviour, type BehaviourName, errorFor } from "./behaviour.ts";
import { type ChatRequest, readChatRequest } from "./request.ts";
import { type StreamPlan, streamAnswer, wholeAnswer } from "./stream.ts";
import { compose } from "./words.ts";

export interface DemoModelOptions {
  clock: Clock;
  random?: Random;
  /** Between words, 25 where left out. */
  delayMs?: number;
  /** Ids that exist; any id is answered where left out. */
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

export interface DemoModel {
  fetch(request: Request): Promise<Response>;
  readonly requests: RecordedRequest[];
  script(script: Script | undefined): void;
}

const DEFAULT_DELAY_MS = 25;

export function createDemoModel(options: DemoModelOptions): DemoModel {
  const { clock } = options;
  const random = options.random ?? Math.random;
  const requests: RecordedRequest[] = [];
  let script: Script | undefined;
  let attempts = 0;

  const chat = async (request: Request, record: RecordedRequest): Promise<Response> => {
    const checked = readChatRequest(record.body);
    if ("complaint" in checked) return refuse(400, { type: "invalid_request_error", ...checked.complaint });
    const chatRequest = checked.request;
    if (options.models && !options.models.includes(chatRequest.model))
      return refuse(404, { ...errorFor(404), message: `The model \`${chatRequest.model}\` does not exist.` });
    const composed = compose(chatRequest);
    const scripted = script?.(chatRequest, ++attempts);
    const behaviour: Behaviour = { ...composed.behaviour, ...(typeof scripted === "string" ? BEHAVIOURS[scripted] : scripted) };
    return answer(request, record, chatRequest, behaviour, behaviour.text ?? composed.text);
  };

  const answer = async (request: Request, record: RecordedRequest, chatRequest: ChatRequest, behaviour: Behaviour, text: string): Promise<Response> => {
    const { headers = {} } = behaviour;
    const gone = whenAborted(request.signal);
    if (behaviour.hang === "before-headers") {
      await gone;
      record.cancelled = true;
      throw request.signal.reason;
    }
    if (behaviour.html)
      return new Response(HTML_PAGE, { status: behaviour.status ?? 200, headers: { "content-type": "text/html; charset=utf-8", ...headers } });
    if (!behaviour.raw && behaviour.status !== undefined && behaviour.status !== 200)
      return refuse(behaviour.status, { ...errorFor(behaviour.status), ...behaviour.error }, headers);
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
      const ids = options.models ?? ["demo", "demo-small"];
      return Response.json({ object: "list", data: ids.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "edgewise" })) });
    }
    if (pathname !== "/v1/chat/completions") return refuse(404, { message: `Invalid URL (${request.method} ${pathname})`, type: "invalid_request_error" });
    if (request.method !== "POST") return refuse(405, { message: `Not allowed to ${request.method} on ${pathname}.`, type: "invalid_request_error" });
    record.body = await request.json().catch(() => undefined);
    return chat(request, record);
  }
}

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
  const size = (words: string) => Math.ceil(new TextEncoder().encode(words).length / 4);
  const prompt = 3 + request.messages.reduce((sum, message) => sum + 4 + size(message.text) + message.images.length * 1_100, 0);
  const prompt_tokens = Math.min(prompt, behaviour.contextTokens ?? prompt);
  const completion_tokens = size(text) + size(behaviour.reasoning ?? "");
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens, prompt_tokens_details: { cached_tokens: 0 } };
}

function toBody(
  pieces: AsyncGenerator<string>,
  byteAtATime: boolean,
  left: AbortSignal,
  hooks: { onEnd(): void; onCancel(): void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let bytes: Uint8Array = new Uint8Array();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (bytes.length === 0) {
          const { value, done } = await pieces.next();
          if (left.aborted) return controller.error(left.reason);
          if (done) {
            hooks.onEnd();
            return controller.close();
          }
          bytes = encoder.encode(value);
        }
        const size = byteAtATime ? 1 : bytes.length;
        controller.enqueue(bytes.slice(0, size));
        bytes = bytes.slice(size);
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => hooks.onCancel(),
  });
}

async function* fromList(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
