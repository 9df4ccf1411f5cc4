/** Adapter: the port Transcriber over an OpenAI-compatible server. Made in deps/. Source: OpenAI API reference, "Create transcription". */
import type { Clock } from "../../kernel/clock.ts";
import { ModelError } from "../../kernel/errors.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { Recording, Transcribed, Transcriber } from "../transcription.ts";
import { transcriptionCost } from "../transcription-prices.ts";
import { explainErrorObject, explainResponse, notAnApi, readRetryAfter } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";

interface TranscriberOptions {
  baseUrl: string;
  /** Empty where the server wants none. */
  apiKey: string;
  model: string;
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  clock: Clock;
  /** It is the deployer's own machine. */
  isFree: boolean;
}

/** Hours of speech. */
const ANSWER_BYTES = 2 * 1024 * 1024;

/** The variables of those names. */
interface Variables {
  TRANSCRIBE_MODEL: string;
  AUDIO_BASE_URL?: string | undefined;
  AUDIO_API_KEY?: string | undefined;
}

type Usual = Pick<TranscriberOptions, "baseUrl" | "apiKey" | "fetch" | "clock"> & { isFreeAt(baseUrl: string): boolean };

/** Null without a model. `usual`: what holds where the variables name nothing else; its key goes to its own address alone. */
export function transcriberOf({ TRANSCRIBE_MODEL: model, AUDIO_BASE_URL: other, AUDIO_API_KEY: key }: Variables, usual: Usual): Transcriber | null {
  if (model === "") return null;
  const baseUrl = other?.replace(/\/+$/, "") ?? usual.baseUrl;
  const apiKey = key ?? (baseUrl === usual.baseUrl ? usual.apiKey : "");
  return createOpenAiTranscriber({ ...usual, baseUrl, apiKey, model, isFree: usual.isFreeAt(baseUrl) });
}

function createOpenAiTranscriber({ baseUrl, apiKey, model, fetch, clock, isFree }: TranscriberOptions): Transcriber {
  const headers = { accept: "application/json", ...(apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` }) };

  async function ask({ bytes, filename, contentType, seconds }: Recording, signal: AbortSignal): Promise<Transcribed> {
    const body = new FormData();
    body.set("file", new File([bytes as Uint8Array<ArrayBuffer>], filename, { type: contentType }));
    body.set("model", model);
    body.set("response_format", "json");
    const response = await fetch(`${baseUrl}/audio/transcriptions`, { method: "POST", headers, body, signal, redirect: "manual" });
    const read = response.body === null ? new Uint8Array() : await readAtMost(response.body, ANSWER_BYTES);
    const text = new TextDecoder().decode(read ?? new Uint8Array());
    if (!response.ok)
      throw explainResponse(response.status, response.headers.get("content-type") ?? "", text, readRetryAfter(response.headers, clock.now()), apiKey);
    const answer = parse(text);
    if (isRecord(answer) && answer.error) throw explainErrorObject(answer.error, apiKey);
    if (!isRecord(answer) || typeof answer.text !== "string") throw notAnApi("JSON without a transcript");
    const told = readNumber(response.headers.get("x-litellm-response-cost")) || undefined;
    const billed = isRecord(answer.usage) ? readNumber(answer.usage.seconds) : undefined;
    const cost =
      told === undefined
        ? transcriptionCost(model, billed ?? readNumber(answer.duration) ?? seconds, isFree)
        : Math.ceil(Number((told * 1_000_000).toFixed(4)));
    return { text: answer.text.trim(), costMicroUsd: cost };
  }

  return {
    model,
    async transcribe(recording, patienceMs, signal) {
      const giveUp = new AbortController();
      const ended = new AbortController();
      // Whether the request heeds its signal or not: nobody waits longer, nor once it is called off.
      const tooLate = clock.sleep(patienceMs, AbortSignal.any([signal, ended.signal])).then((): never => {
        giveUp.abort();
        throw new Error("too slow");
      });
      try {
        return await Promise.race([ask(recording, AbortSignal.any([signal, giveUp.signal])), tooLate]);
      } catch (error) {
        signal.throwIfAborted();
        if (giveUp.signal.aborted) throw new ModelError("first-token-timeout", "The endpoint that transcribes is too slow.", { retryable: true, cause: error });
        if (error instanceof ModelError) throw error;
        throw new ModelError("unreachable", "The endpoint that transcribes cannot be reached.", { retryable: true, cause: error });
      } finally {
        ended.abort();
      }
    },
    worstCaseMicroUsd: (seconds) => transcriptionCost(model, seconds, isFree),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnApi("no JSON");
  }
}
