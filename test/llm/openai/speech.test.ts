// The Speech port over an OpenAI-compatible server: its contract, what is asked, what it costs, and where keys go.
import { describe, expect, test } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { oggOpus } from "../../../scripts/playground/model/sound.ts";
import { speechOf } from "../../../src/llm/openai/speech.ts";
import { createPricing } from "../../../src/llm/pricing.ts";
import type { Speech } from "../../../src/llm/speech.ts";
import { describeSpeechContract, type Server } from "../../contracts/speech.ts";
import { createMovingClock } from "../moving-clock.ts";

const never = new AbortController().signal;
/** Sleeps for ever, unless somebody calls it off. */
const clock = {
  now: () => 0,
  sleep: (_ms: number, signal?: AbortSignal) => new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve())),
};
const key = { AUDIO_API_KEY: "sk-secret-key" };

function open(server: Server, variables: object = key, options: { privateEndpoint?: boolean; time?: Parameters<typeof speechOf>[1]["clock"] } = {}): Speech {
  const speech = speechOf(
    { SPEECH_MODEL: "demo-speech", SPEECH_VOICE: "alloy", ...variables },
    {
      baseUrl: "https://model.example/v1",
      apiKey: "sk-usual",
      fetch: async (input, init) => server(new Request(input, init)),
      clock: options.time ?? clock,
      pricingAt: () => createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: options.privateEndpoint ?? false }),
    },
  );
  if (speech === null) throw new Error("no speech");
  return speech;
}

describeSpeechContract("llm/openai/speech", () => ({
  open: (server, time) => open(server, key, time === "flies" ? { time: { now: () => 0, sleep: async () => undefined } } : {}),
  demo: (request) => createDemoModel({ clock: createMovingClock() }).fetch(request),
}));

test("asks for Ogg Opus by that voice; the usual key goes to the usual address alone", async () => {
  const sent: [string, string | null, unknown][] = [];
  const note: Server = async (request) => {
    sent.push([request.url, request.headers.get("authorization"), await request.json()]);
    return new Response(oggOpus("hi").slice());
  };
  await open(note, {}).speak("Hi.", never);
  await open(note, { SPEECH_VOICE: "marin", AUDIO_BASE_URL: "https://audio.example/v1/" }).speak("Hi.", never);
  await open(note, { AUDIO_BASE_URL: "https://audio.example/v1", AUDIO_API_KEY: "sk-audio" }).speak("Hi.", never);
  const body = { model: "demo-speech", voice: "alloy", input: "Hi.", response_format: "opus" };
  expect(sent).toEqual([
    ["https://model.example/v1/audio/speech", "Bearer sk-usual", body],
    ["https://audio.example/v1/audio/speech", null, { ...body, voice: "marin" }],
    ["https://audio.example/v1/audio/speech", "Bearer sk-audio", body],
  ]);
  expect(
    speechOf(
      { SPEECH_MODEL: "", SPEECH_VOICE: "alloy" },
      { baseUrl: "", apiKey: "", fetch, clock, pricingAt: () => createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: false }) },
    ),
  ).toBeNull();
});

describe("costs, in millionths of a dollar", () => {
  const server: Server = () => new Response();
  const of = (model: string, options = {}) => open(server, { SPEECH_MODEL: model }, options);
  const text = "x".repeat(1_000);

  test("by the character, by the minute, or as FALLBACK_PRICE has it for what is not known", () => {
    expect(of("tts-1").costMicroUsd(text, 60)).toBe(15_000);
    expect(of("openai/tts-1-hd").costMicroUsd(text, 60)).toBe(30_000);
    // 0.015 USD a minute, and a little for the text.
    expect(of("gpt-4o-mini-tts").costMicroUsd(text, 60)).toBeGreaterThanOrEqual(15_000);
    expect(of("gpt-4o-mini-tts-2025-12-15").costMicroUsd(text, 60)).toBeLessThan(15_500);
    expect(of("kokoro").costMicroUsd(text, 60)).toBeGreaterThan(18_750);
  });

  test("nothing on the deployer's own machine; what the server reports wins", () => {
    for (const model of ["tts-1", "gpt-4o-mini-tts", "kokoro"]) {
      expect(of(model, { privateEndpoint: true }).worstCaseMicroUsd(text)).toBe(0);
      expect(of(model).costMicroUsd(text, 60, 0.0042)).toBe(4_200);
    }
  });

  test("LiteLLM says it in a header", async () => {
    const litellm: Server = () => new Response(oggOpus("hi").slice(), { headers: { "x-litellm-response-cost": "0.0042" } });
    expect(await open(litellm).speak("hi", never)).toMatchObject({ reportedUsd: 0.0042 });
    const silent: Server = () => new Response(oggOpus("hi").slice(), { headers: { "x-litellm-response-cost": "0" } });
    expect(await open(silent).speak("hi", never)).not.toHaveProperty("reportedUsd");
  });
});
