/** Adapter: the port Transcriber over an OpenAI-compatible server. Made in deps/. Source: OpenAI API reference, "Create transcription". */
import type { Clock } from "../../kernel/clock.ts";
import type { Recording, Transcribed, Transcriber } from "../transcription.ts";
import { transcriptionCost } from "../transcription-prices.ts";
import { notAnApi } from "./failure.ts";
import { isRecord, readNumber } from "./json.ts";
import { readJsonAnswer, withinPatience } from "./json-answer.ts";

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
    const answer = await readJsonAnswer(response, ANSWER_BYTES, { clock, apiKey });
    if (typeof answer.text !== "string") throw notAnApi("JSON without a transcript");
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
    transcribe: (recording, patienceMs, signal) =>
      withinPatience((until) => ask(recording, until), { ms: patienceMs, clock, endpoint: "The endpoint that transcribes" }, signal),
    worstCaseMicroUsd: (seconds) => transcriptionCost(model, seconds, isFree),
  };
}
