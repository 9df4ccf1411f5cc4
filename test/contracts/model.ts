/**
 * What every adapter of the Model port must do, whatever the server behind it does. Call `describeModelContract` with a factory;
 * the server is the playground's demo model, told how to behave.
 */
import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../scripts/playground/model/behaviour.ts";
import type { RecordedRequest } from "../../scripts/playground/model/demo-model.ts";
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import type { Model } from "../../src/llm/model.ts";
import { estimateMessages } from "../../src/llm/tokens.ts";
import { ask, collect } from "../llm/collect.ts";
import type { MovingClock } from "../llm/moving-clock.ts";
import { describeModelTiming } from "./model-timing.ts";
import { describeModelTools } from "./model-tools.ts";

export interface ModelHarness {
  model: Model;
  clock: MovingClock;
  /** From now on every request is answered so. */
  /** Request by request; the last one goes on. */
  behave(...behaviours: Behaviour[]): void;
  readonly requests: readonly RecordedRequest[];
  firstTokenTimeoutMs: number;
  idleTimeoutMs: number;
  apiKey: string;
}

const TEXT = "Grüße aus dem Kanal 🦜: one, two,\n\nthree `<think>` four.";

/** Servers that are odd but give a whole answer. */
const TOLERATED: Record<string, Behaviour> = {
  "behaves well": {},
  "ignores stream and sends JSON": { ignoreStream: true },
  "ignores stream and sends JSON with reasoning": { ignoreStream: true, reasoning: "secret thought" },
  "sends chunks with empty choices": { emptyChoices: true },
  "uses CRLF": { crlf: true },
  "sends comments between events": { comments: true },
  "sends one byte at a time": { byteAtATime: true },
  "sends one byte at a time with CRLF and comments": { byteAtATime: true, crlf: true, comments: true },
  "sends no usage": { usage: "none" },
  "sends content as arrays and null": { contentArrays: true },
  "never sends [DONE]": { omitDone: true },
  "sends [DONE] without a finish reason": { finishReason: null },
  "invents a finish reason": { finishReason: "eos_token_reached" },
  "reasons in reasoning_content": { reasoning: "secret thought", reasoningAs: "reasoning_content" },
  "reasons in reasoning": { reasoning: "secret thought", reasoningAs: "reasoning" },
  "reasons in a think block": { reasoning: "secret thought", reasoningAs: "think" },
  "reasons in a think block, one byte at a time": { reasoning: "secret thought", reasoningAs: "think", byteAtATime: true },
  "refuses stream_options": { refuse: ["stream_options"] },
  "refuses max_tokens": { refuse: ["max_tokens"] },
  "refuses temperature": { refuse: ["temperature"] },
  "refuses names": { refuse: ["messages.name"] },
  "refuses to stream": { refuse: ["stream"] },
  "refuses all of them": { refuse: ["stream_options", "max_tokens", "temperature", "messages.name", "stream"] },
};

const FAILURES: [server: string, behaviour: Behaviour, failure: ModelFailure, retryable: boolean][] = [
  ["ends in the middle", { truncate: true }, "broken-stream", true],
  ["breaks the connection in the middle", { reset: true }, "broken-stream", true],
  ["sends an error in the stream", { errorInStream: { message: "Internal error", type: "server_error" } }, "server-error", true],
  ["sends a rate limit in the stream", { errorInStream: { message: "Slow down", code: 429 } }, "rate-limited", true],
  ["sends an HTML page with status 200", { html: true }, "not-an-api", false],
  ["sends an HTML page with status 404", { html: true, status: 404 }, "not-an-api", false],
  ["sends a proxy's HTML page with status 502", { html: true, status: 502 }, "server-error", true],
  ["sends an event that is no JSON", { raw: { contentType: "text/event-stream", pieces: ["data: {oops\n\n"] } }, "broken-stream", true],
  ["sends an empty body", { raw: { contentType: "text/event-stream", pieces: [] } }, "broken-stream", true],
  ["sends plain text", { raw: { contentType: "text/plain", pieces: ["default backend"] } }, "not-an-api", false],
  ["sends other JSON", { raw: { contentType: "application/json", pieces: ['{"ok":', "true}"] } }, "not-an-api", false],
  [
    "sends an error as JSON with status 200",
    { raw: { contentType: "application/json", pieces: ['{"error":{"message":"overloaded"}}'] } },
    "server-error",
    true,
  ],
  ["answers 400", { status: 400 }, "bad-request", false],
  ["answers 401", { status: 401 }, "unauthorized", false],
  ["answers 403", { status: 403 }, "unauthorized", false],
  ["answers 404 for the model", { status: 404 }, "unknown-model", false],
  ["answers 408", { status: 408 }, "server-error", true],
  ["answers 409", { status: 409 }, "server-error", true],
  ["answers 413", { status: 413 }, "too-long", false],
  [
    "answers 400 for the context length",
    {
      status: 400,
      error: {
        message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
        code: "context_length_exceeded",
      },
    },
    "too-long",
    false,
  ],
  ["answers 429", { status: 429 }, "rate-limited", true],
  [
    "answers 429 for want of money",
    { status: 429, error: { message: "You exceeded your current quota, please check your plan and billing details.", code: "insufficient_quota" } },
    "rate-limited",
    false,
  ],
  ["answers 500", { status: 500 }, "server-error", true],
  ["answers 503", { status: 503 }, "server-error", true],
  ["finishes without a word", { text: "" }, "empty", true],
  ["wants a tool that nobody offered", { text: "", finishReason: "tool_calls" }, "empty", true],
  ["only thinks", { text: "", reasoning: "on and on", reasoningAs: "think" }, "empty", true],
  ["thinks until it is cut off", { text: "", reasoning: "on and on", finishReason: "length" }, "empty", false],
];

export function describeModelContract(name: string, createHarness: () => ModelHarness): void {
  describe(`${name} keeps the Model contract`, () => {
    describe("gives the whole text, once, and ends with exactly one finish, when the server", () => {
      test.each(Object.entries(TOLERATED))("%s", async (_, behaviour) => {
        const harness = createHarness();
        harness.behave({ text: TEXT, ...behaviour });
        const request = ask("hello", {
          temperature: 0.5,
          messages: [
            { role: "system", content: "Be kind." },
            { role: "user", content: "hello", name: "Jörg" },
          ],
        });
        const { text, reasoning, events, finish, error } = await collect(harness.model, request);
        expect(error).toBeUndefined();
        expect(text).toBe(TEXT);
        expect(reasoning.trim()).toBe(behaviour.reasoning ?? "");
        expect(events.filter((event) => event.type === "finish")).toHaveLength(1);
        expect(events.at(-1)).toBe(finish);
        expect(finish).toMatchObject({ reason: "stop", model: "demo" });
        expect(finish?.usage.inputTokens).toBeGreaterThan(0);
        expect(finish?.usage.outputTokens).toBeGreaterThan(0);
      });
    });

    describe("throws the right ModelError, without keys and bodies in its message, when the server", () => {
      test.each(FAILURES)("%s", async (_, behaviour, failure, retryable) => {
        const harness = createHarness();
        harness.behave({ text: "one two three four", ...behaviour });
        const { error, finish } = await collect(harness.model, ask("hello"));
        expect(error).toBeInstanceOf(ModelError);
        expect(error).toMatchObject({ failure, retryable });
        expect(finish).toBeUndefined();
        expect(String(error)).not.toContain(harness.apiKey);
        expect(String(error)).not.toMatch(/sk-|<html|<!doctype|\{/i);
        expect(JSON.stringify((error as ModelError).cause ?? null)).toBe("null");
      });
    });

    test("hands on the text that came before a failure", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two three four", truncate: true });
      expect((await collect(harness.model, ask("hello"))).text).toBe("one two");
    });

    test.each([
      ["seconds", { "retry-after": "7" }, 7_000],
      ["milliseconds", { "retry-after-ms": "250" }, 250],
    ])("tells when the server wants to be asked again, in %s", async (_, headers, expected) => {
      const harness = createHarness();
      harness.behave({ status: 429, headers });
      expect((await collect(harness.model, ask("hello"))).error).toMatchObject({ failure: "rate-limited", retryAfterMs: expected });
    });

    test("understands a date in Retry-After by its own clock", async () => {
      const harness = createHarness();
      harness.behave({ status: 503, headers: { "retry-after": new Date(harness.clock.now() + 20_000).toUTCString() } });
      const { error } = await collect(harness.model, ask("hello"));
      expect((error as ModelError).retryAfterMs).toBeGreaterThan(18_000);
      expect((error as ModelError).retryAfterMs).toBeLessThanOrEqual(20_000);
    });

    test.each([
      ["length", "length"],
      ["content_filter", "content-filter"],
      ["stop", "stop"],
    ])("reports finish reason %s as %s", async (finishReason, reason) => {
      const harness = createHarness();
      harness.behave({ text: "some words", finishReason });
      expect((await collect(harness.model, ask("hello"))).finish?.reason).toBe(reason);
    });

    test("reports the server's usage with its cached part", async () => {
      const harness = createHarness();
      harness.behave({ text: "hi", usage: { prompt_tokens: 900, completion_tokens: 5, total_tokens: 905, prompt_tokens_details: { cached_tokens: 640 } } });
      expect((await collect(harness.model, ask("hello"))).finish?.usage).toEqual({
        inputTokens: 900,
        cachedInputTokens: 640,
        outputTokens: 5,
        estimated: false,
      });
    });

    test.each([
      ["none", "none" as const],
      ["zeros", { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
    ])("estimates the usage when the server reports %s", async (_, usage) => {
      const harness = createHarness();
      harness.behave({ text: "word ".repeat(40), usage });
      const request = ask("hello ".repeat(50));
      expect((await collect(harness.model, request)).finish?.usage).toEqual({
        inputTokens: estimateMessages(request.messages),
        cachedInputTokens: 0,
        outputTokens: expect.closeTo(55, -1) as number,
        estimated: true,
      });
    });

    test("sends pictures, text and roles in the protocol's own form", async () => {
      const harness = createHarness();
      const dataUrl = "data:image/png;base64,iVBORw0KGgo=";
      const { text } = await collect(
        harness.model,
        ask("", {
          messages: [
            { role: "system", content: "You are Ada." },
            { role: "user", content: "What is up?" },
            { role: "assistant", content: "Not much." },
            {
              role: "user",
              content: [
                { type: "text", text: "And this?" },
                { type: "image", dataUrl },
              ],
              name: "Zoë 🦜 B.",
            },
          ],
        }),
      );
      expect(harness.requests[0]?.body).toMatchObject({
        messages: [
          { role: "system", content: "You are Ada." },
          { role: "user", content: "What is up?" },
          { role: "assistant", content: "Not much." },
          {
            role: "user",
            name: "Zoe_B",
            content: [
              { type: "text", text: "And this?" },
              { type: "image_url", image_url: { url: dataUrl } },
            ],
          },
        ],
      });
      expect(text).toMatch(/Ada[\s\S]*image\/png, 8 bytes[\s\S]*Earlier you asked "What is up\?"/);
    });
  });
  describeModelTiming(name, createHarness);
  describe(`${name} keeps the Model contract for tools`, () => describeModelTools(createHarness));
}
