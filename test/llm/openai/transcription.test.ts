// The port Transcriber over an OpenAI-compatible server: what is sent, what it costs, what is refused, and where keys go.
import { expect, test } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { type Clock, systemClock } from "../../../src/kernel/clock.ts";
import { ModelError } from "../../../src/kernel/errors.ts";
import { transcriberOf } from "../../../src/llm/openai/transcription.ts";
import { transcriptionCost } from "../../../src/llm/transcription-prices.ts";
import { recording } from "../../fakes/recordings.ts";
import { createMovingClock } from "../moving-clock.ts";

const clock = createMovingClock();
const never = new AbortController().signal;
const voice = (words: string | null = "Bring the ladder.", seconds = 30) => ({
  bytes: recording(words, seconds),
  filename: "voice-message.ogg",
  contentType: "audio/ogg",
  seconds,
});

function open(fetch: (request: Request) => Response | Promise<Response>, variables = {}, time: Clock = clock, free = false) {
  const usual = {
    baseUrl: "https://model.example/v1",
    apiKey: "sk-usual",
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => fetch(new Request(input, init)),
  };
  const transcriber = transcriberOf({ TRANSCRIBE_MODEL: "demo-transcribe", ...variables }, { ...usual, clock: time, isFreeAt: () => free });
  if (transcriber === null) throw new Error("nobody listens");
  return transcriber;
}
const failure = async (answer: () => Response) => {
  const error: unknown = await open(answer)
    .transcribe(voice(), 60_000, never)
    .catch((reason: unknown) => reason);
  return error instanceof ModelError ? error.failure : error;
};

test("the very file reaches a strict server, and its words come back with what they cost", async () => {
  const demo = createDemoModel({ clock, random: () => 0.5 });
  const { text, costMicroUsd } = await open((request) => demo.fetch(request)).transcribe(voice(), 60_000, never);
  expect(text).toBe("Bring the ladder.");
  expect(costMicroUsd).toBe(5_000);
  const size = voice().bytes.length;
  expect(demo.requests.map(({ status, body }) => ({ status, body }))).toEqual([
    { status: 200, body: { model: "demo-transcribe", response_format: "json", file: { name: "voice-message.ogg", type: "audio/ogg", size } } },
  ]);
  const unnamed = await open((request) => demo.fetch(request)).transcribe(voice(null), 60_000, never);
  expect(unnamed.text).toMatch(/^I hear voice-message\.ogg: \d+ bytes, which come to [\da-f]{8}\.$/);
});

test("whisper's models answer the same question", async () => {
  const demo = createDemoModel({ clock });
  expect((await open((request) => demo.fetch(request), { TRANSCRIBE_MODEL: "whisper-1" }).transcribe(voice(), 60_000, never)).text).toBe("Bring the ladder.");
});

test("a minute costs what the table says, a private machine nothing, and the server's own word wins", async () => {
  expect(transcriptionCost("gpt-transcribe", 60, false)).toBe(4_500);
  expect(transcriptionCost("openai/whisper-1", 90, false)).toBe(9_000);
  expect(transcriptionCost("gpt-4o-mini-transcribe-2025-12-15", 1, false)).toBe(500);
  expect(transcriptionCost("somebody-else", 60, false)).toBe(10_000);
  expect(transcriptionCost("whisper-1", 60, true)).toBe(0);
  const said = (body: unknown, headers = {}) => open(() => Response.json(body, { headers })).transcribe(voice(), 60_000, never);
  expect(await said({ text: " hi " })).toEqual({ text: "hi", costMicroUsd: 5_000 });
  expect((await said({ text: "hi", usage: { type: "duration", seconds: 60 } })).costMicroUsd).toBe(10_000);
  expect((await said({ text: "hi" }, { "x-litellm-response-cost": "0.000123" })).costMicroUsd).toBe(123);
});

test("what is no transcript is a failure with a name", async () => {
  expect(await failure(() => Response.json({ words: "hi" }))).toBe("not-an-api");
  expect(await failure(() => Response.json(null))).toBe("not-an-api");
  expect(await failure(() => new Response("<html>"))).toBe("not-an-api");
  expect(await failure(() => new Response("{}", { status: 500 }))).toBe("server-error");
  expect(await failure(() => Response.json({ error: { message: "slow down", code: 429 } }))).toBe("rate-limited");
});

test("a key that a server quotes stands in no message, and the usual key goes to the usual address alone", async () => {
  const error: unknown = await open(() => Response.json({ error: { message: "the key hunter2-key is wrong" } }, { status: 401 }), {
    AUDIO_API_KEY: "hunter2-key",
  })
    .transcribe(voice(), 60_000, never)
    .catch((reason: unknown) => reason);
  expect(String(error)).not.toContain("hunter2");
  const seen: (string | null)[] = [];
  const note = (request: Request) => {
    seen.push(`${new URL(request.url).href} ${request.headers.get("authorization")}`);
    return Response.json({ text: "" });
  };
  await open(note).transcribe(voice(), 60_000, never);
  await open(note, { AUDIO_BASE_URL: "https://audio.example/v1/" }).transcribe(voice(), 60_000, never);
  await open(note, { AUDIO_BASE_URL: "https://audio.example/v1", AUDIO_API_KEY: "sk-audio" }).transcribe(voice(), 60_000, never);
  expect(seen).toEqual([
    "https://model.example/v1/audio/transcriptions Bearer sk-usual",
    "https://audio.example/v1/audio/transcriptions null",
    "https://audio.example/v1/audio/transcriptions Bearer sk-audio",
  ]);
});

test("who takes too long is given up", async () => {
  const hanging = open(() => new Promise<Response>(() => undefined), {}, systemClock);
  await expect(hanging.transcribe(voice(), 5, never)).rejects.toMatchObject({ failure: "first-token-timeout" });
  const stopped = new AbortController();
  const calledOff = hanging.transcribe(voice(), 60_000, stopped.signal);
  stopped.abort("stop");
  await expect(calledOff).rejects.toBe("stop");
  const dead = open(() => Promise.reject(new TypeError("no route")));
  await expect(dead.transcribe(voice(), 60_000, never)).rejects.toMatchObject({ failure: "unreachable" });
});
