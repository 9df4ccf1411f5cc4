/** The OpenAI adapter: the contract of its port, and what only this protocol has. */
import { describe, expect, test } from "vitest";
import { createOpenAiModel } from "../../../src/llm/openai/chat.ts";
import { describeModelContract } from "../../contracts/model.ts";
import { ask, collect } from "../collect.ts";
import { createMovingClock } from "../moving-clock.ts";
import { createOpenAiHarness } from "./harness.ts";

describeModelContract("openai/chat", createOpenAiHarness);

describe("the request", () => {
  test("goes to the endpoint with the key, asks for a stream with usage, and is one the strict stand-in accepts", async () => {
    const harness = createOpenAiHarness();
    await collect(harness.model, ask("hello", { temperature: 0.3, safetyIdentifier: "person" }));
    expect(harness.requests).toHaveLength(1);
    expect(harness.requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${harness.apiKey}` },
      body: { model: "demo", stream: true, stream_options: { include_usage: true }, max_tokens: 500, temperature: 0.3 },
    });
    expect(harness.requests[0]?.body).not.toHaveProperty("safety_identifier");
  });

  test("carries max_completion_tokens and the safety identifier to OpenAI itself", async () => {
    const harness = createOpenAiHarness({ baseUrl: "https://api.openai.com/v1" });
    await collect(harness.model, ask("hello", { safetyIdentifier: "person" }));
    expect(harness.requests[0]?.body).toMatchObject({ max_completion_tokens: 500, safety_identifier: "person" });
    expect(harness.requests[0]?.body).not.toHaveProperty("max_tokens");
  });

  test("has no authorization header without a key, as local servers want it", async () => {
    const harness = createOpenAiHarness({ apiKey: "" });
    await collect(harness.model, ask("hello"));
    expect(harness.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  test("puts a name of which nothing would remain before the words", async () => {
    const harness = createOpenAiHarness();
    await collect(harness.model, ask("", { messages: [{ role: "user", content: "hi", name: "日本語" }] }));
    expect(harness.requests[0]?.body).toMatchObject({ messages: [{ role: "user", content: "日本語: hi" }] });
    expect(JSON.stringify(harness.requests[0]?.body)).not.toContain('"name"');
  });
});

describe("a refused parameter", () => {
  test("is asked without, or with its other spelling, once, and remembered for the next call to that model", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ refuse: ["max_tokens", "stream_options"] });
    expect((await collect(harness.model, ask("hello"))).error).toBeUndefined();
    expect(harness.requests.map((request) => request.status)).toEqual([400, 400, 200]);
    await collect(harness.model, ask("hello"));
    expect(harness.requests).toHaveLength(4);
    expect(harness.requests[3]?.body).toMatchObject({ max_completion_tokens: 500 });
    expect(harness.requests[3]?.body).not.toHaveProperty("stream_options");
  });

  test("is forgotten for another model", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ refuse: ["max_tokens"] });
    await collect(harness.model, ask("hello"));
    await collect(harness.model, ask("hello", { models: ["demo-small"] }));
    expect(harness.requests.map((request) => request.status)).toEqual([400, 200, 400, 200]);
  });

  test("is not asked for ever when both spellings are refused", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ refuse: ["max_tokens", "max_completion_tokens"] });
    expect((await collect(harness.model, ask("hello"))).error).toMatchObject({ failure: "bad-request", retryable: false });
    expect(harness.requests).toHaveLength(2);
  });

  test("is told apart from a value out of range, which no other spelling cures", async () => {
    const harness = createOpenAiHarness();
    harness.behave({
      status: 400,
      error: { message: "max_tokens is too large: 500. This model supports at most 400 completion tokens.", param: "max_tokens" },
    });
    expect((await collect(harness.model, ask("hello"))).error).toMatchObject({ failure: "bad-request" });
    expect(harness.requests).toHaveLength(1);
  });

  test("is the one complained about, not one in an echo of the request", async () => {
    const harness = createOpenAiHarness();
    const detail = [
      { type: "extra_forbidden", loc: ["body", "stream_options"], msg: "Extra inputs are not permitted", input: { temperature: 1, max_tokens: 5 } },
    ];
    harness.demo.script((_, attempt) => (attempt === 1 ? { status: 422, raw: { contentType: "application/json", pieces: [JSON.stringify({ detail })] } } : {}));
    expect((await collect(harness.model, ask("hello", { temperature: 0.1 }))).error).toBeUndefined();
    expect(harness.requests.map((request) => request.status)).toEqual([422, 200]);
    expect(harness.requests[1]?.body).toMatchObject({ temperature: 0.1, max_tokens: 500 });
    expect(harness.requests[1]?.body).not.toHaveProperty("stream_options");
  });
});

describe("the cost", () => {
  test("is what LiteLLM's header says", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ headers: { "x-litellm-response-cost": "0.00123" } });
    expect((await collect(harness.model, ask("hello"))).finish?.costUsd).toBe(0.00123);
  });

  test.each(["0", "0.0", "None", "", "-1"])("is unknown when that header says %j, as it does on streams", async (value) => {
    const harness = createOpenAiHarness();
    harness.behave({ headers: { "x-litellm-response-cost": value } });
    expect((await collect(harness.model, ask("hello"))).finish?.costUsd).toBeUndefined();
  });

  test("is taken from the usage where the provider puts it there", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ usage: { cost: 0.5 } });
    expect((await collect(harness.model, ask("hello"))).finish?.costUsd).toBe(0.5);
  });
});

describe("the network", () => {
  const unreachable = (fetch: () => Promise<Response>) =>
    createOpenAiModel({
      baseUrl: "https://models.example/v1",
      apiKey: "secret-key",
      clock: createMovingClock(),
      fetch,
      firstTokenTimeoutMs: 1_000,
      idleTimeoutMs: 1_000,
    });

  test("that cannot be reached is retryable, and its error names no key", async () => {
    const { error } = await collect(
      unreachable(() => Promise.reject(new TypeError("connect timed out to https://secret-key@models.example"))),
      ask("hello"),
    );
    expect(error).toMatchObject({ failure: "unreachable", retryable: true, cause: undefined });
    expect(String(error)).not.toContain("secret-key");
  });

  test("counts tokens that xAI and Google leave out of the completion but bill", async () => {
    const harness = createOpenAiHarness();
    harness.behave({ text: "hi", usage: { prompt_tokens: 100, completion_tokens: 5, total_tokens: 400 } });
    expect((await collect(harness.model, ask("hello"))).finish?.usage.outputTokens).toBe(300);
  });
});
