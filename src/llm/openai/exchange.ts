/**
 * The `fetch` handed to the openai package, one per call: it notes what the package hides (headers, the end marker) and lets only
 * event streams through. Whole JSON answers become a stream of one event; anything else becomes a ModelError. Used by `chat.ts`.
 */
import { ModelError } from "../../kernel/errors.ts";
import { createDoneWatch } from "./done.ts";
import { explainErrorObject, explainResponse, looksLikeHtml, notAnApi, readRetryAfter } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";

export interface Exchange {
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Why `fetch` threw, before the package wrapped it. */
  failure: ModelError | undefined;
  /** The body of a 400 or 422, for `adaptDialect` only. */
  refusal: string | undefined;
  /** Whether headers arrived: decides between "unreachable" and "broken-stream". */
  answered: boolean;
  /** Whether `data: [DONE]` went by. */
  done: boolean;
  /** LiteLLM's header. */
  costUsd: number | undefined;
}

/** Errors are short; an HTML page need not be read to its end. */
const ERROR_LIMIT = 64 * 1_024;
/** A whole answer, with reasoning, at 128k tokens is about 1 MB. */
const ANSWER_LIMIT = 8 * 1_024 * 1_024;

/** `apiKey`: as it is sent, so that no message repeats it. */
export function createExchange(fetch: Exchange["fetch"], now: () => number, apiKey: string): Exchange {
  const exchange: Exchange = {
    failure: undefined,
    refusal: undefined,
    answered: false,
    done: false,
    costUsd: undefined,
    async fetch(input, init) {
      try {
        const response = await fetch(input, init);
        exchange.answered = true;
        return await admit(response);
      } catch (error) {
        if (error instanceof ModelError) exchange.failure = error;
        throw error;
      }
    },
  };

  const admit = async (response: Response): Promise<Response> => {
    const contentType = response.headers.get("content-type") ?? "";
    if (!response.ok) {
      const body = await readText(response.body?.getReader(), [], ERROR_LIMIT);
      if (response.status === 400 || response.status === 422) exchange.refusal = body;
      throw explainResponse(response.status, contentType, body, readRetryAfter(response.headers, now()), apiKey);
    }
    // A streamed answer starts before its cost is known, and then LiteLLM says 0: that is no price.
    exchange.costUsd = readNumber(response.headers.get("x-litellm-response-cost")) || undefined;
    const reader = response.body?.getReader();
    const { chunks, beginning } = await peek(reader);
    const first = beginning.slice(0, 1);
    // Content types lie in both directions, so the first characters decide and the header only confirms.
    if (first === "{" || first === "[") {
      exchange.done = true;
      return streamOf(await readText(reader, chunks, ANSWER_LIMIT), apiKey);
    }
    if (first === "<" || looksLikeHtml(contentType, "")) {
      reader?.cancel().catch(() => undefined);
      throw notAnApi("an HTML page with status 200");
    }
    const eventStream = /text\/event-stream/i.test(contentType) || EVENT_FIELD.test(beginning);
    if (!eventStream && beginning !== "") {
      reader?.cancel().catch(() => undefined);
      throw notAnApi(`content type ${/^[\w.+/-]{1,60}/.exec(contentType)?.[0] ?? "unknown"}`);
    }
    return eventStreamResponse(watchDone(reader, chunks));
  };

  const watchDone = (reader: Reader | undefined, chunks: Uint8Array[]): ReadableStream<Uint8Array> => {
    const watch = createDoneWatch(() => {
      exchange.done = true;
    });
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const chunk = chunks.shift() ?? (await reader?.read())?.value;
        if (chunk === undefined) return controller.close();
        watch(chunk);
        controller.enqueue(chunk);
      },
      cancel: (reason) => reader?.cancel(reason),
    });
  };

  return exchange;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** How an event stream may begin. Source: HTML Standard, 9.2.5 "Parsing an event stream". */
const EVENT_FIELD = /^(data|event|id|retry)?:/;
const LONGEST_FIELD = "event:".length;

/** Reads until the kind of the body can be told: a few characters after leading blanks. "" where there is nothing. */
async function peek(reader: Reader | undefined): Promise<{ chunks: Uint8Array[]; beginning: string }> {
  const chunks: Uint8Array[] = [];
  let text = "";
  const decoder = new TextDecoder();
  while (reader && text.length < LONGEST_FIELD && !text.startsWith("{") && !text.startsWith(":")) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    // The decoder also swallows a byte order mark.
    text = (text + decoder.decode(value, { stream: true })).trimStart();
  }
  return { chunks, beginning: text };
}

async function readText(reader: Reader | undefined, chunks: Uint8Array[], limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("");
  while (reader && text.length < limit) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  reader?.cancel().catch(() => undefined);
  return text;
}

/** A whole completion as a stream of one event; `readChunk` understands `message` as well as `delta`. */
function streamOf(json: string, apiKey: string): Response {
  const answer = parseAnswer(json);
  if (isRecord(answer) && answer.error) throw explainErrorObject(answer.error, apiKey);
  if (!isRecord(answer) || !Array.isArray(answer.choices)) throw notAnApi("JSON that is no chat completion");
  return eventStreamResponse(`data: ${JSON.stringify(answer)}\n\ndata: [DONE]\n\n`);
}

function parseAnswer(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw notAnApi("JSON that does not parse");
  }
}

function eventStreamResponse(body: ReadableStream<Uint8Array> | string): Response {
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
