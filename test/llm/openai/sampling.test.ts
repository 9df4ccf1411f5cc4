/** A persona's parameters on their way to the server: OpenAI gets what it knows, others what Modelfiles have, and who refuses something is asked without it. */
import { describe, expect, test } from "vitest";
import { loraSupport } from "../../../src/llm/lora.ts";
import { firstDialect } from "../../../src/llm/openai/dialect.ts";
import { buildRequest } from "../../../src/llm/openai/request.ts";
import { ask, collect } from "../collect.ts";
import { createOpenAiHarness } from "./harness.ts";

const sampling = { topP: 0.8, topK: 40, minP: 0.05, seed: 7, stop: ["a", "b", "c", "d", "e"], repeatPenalty: 1.1, frequencyPenalty: 0.2, presencePenalty: 0.1 };

test("OpenAI gets its own parameters alone, and no more than four ends", async () => {
  const harness = createOpenAiHarness({ baseUrl: "https://api.openai.com/v1" });
  await collect(harness.model, ask("hello", { temperature: 0.3, sampling }));
  expect(harness.requests.map(({ status }) => status)).toEqual([200]);
  expect(harness.requests[0]?.body).toMatchObject({
    temperature: 0.3,
    top_p: 0.8,
    seed: 7,
    stop: ["a", "b", "c", "d"],
    frequency_penalty: 0.2,
    presence_penalty: 0.1,
  });
  for (const name of ["top_k", "min_p", "repeat_penalty", "repetition_penalty"]) expect(harness.requests[0]?.body).not.toHaveProperty(name);
});

test("another server gets all of them; what it refuses is left out from then on, and the rest stays", async () => {
  const harness = createOpenAiHarness();
  await collect(harness.model, ask("hello", { sampling: { topP: 0.8, topK: 40, minP: 0.05, seed: 7 } }));
  await collect(harness.model, ask("hello", { sampling: { topP: 0.8, topK: 40, minP: 0.05, seed: 7 } }));
  expect(harness.requests[0]?.body).toMatchObject({ top_p: 0.8, top_k: 40, min_p: 0.05, seed: 7 });
  // The stand-in knows OpenAI's parameters and complains about one at a time.
  expect(harness.requests.map(({ status }) => status)).toEqual([400, 400, 200, 200]);
  for (const { body } of harness.requests.slice(2)) {
    expect(body).toMatchObject({ top_p: 0.8, seed: 7 });
    expect(body).not.toHaveProperty("top_k");
    expect(body).not.toHaveProperty("min_p");
  }
});

test("a value out of a server's range is left out once, and nobody else's value with it", async () => {
  const harness = createOpenAiHarness();
  await collect(harness.model, ask("hello", { sampling: { stop: sampling.stop } }));
  await collect(harness.model, ask("hello", { sampling: { stop: ["a"] } }));
  expect(harness.requests.map(({ status }) => status)).toEqual([400, 200, 200]);
  expect(harness.requests.map(({ body }) => (body as { stop?: string[] }).stop?.length)).toEqual([5, undefined, 1]);
});

describe("a LoRA adapter", () => {
  test("is named beside the model at Workers AI, and nowhere else", () => {
    const body = (host: string) => buildRequest(ask("hello", { lora: "story-lora" }), "demo", host, firstDialect(host));
    expect(body("api.cloudflare.com")).toMatchObject({ model: "demo", lora: "story-lora" });
    for (const host of ["models.example", "api.openai.com"]) expect(body(host)).not.toHaveProperty("lora");
  });

  test("can be had where models are one's own, not where a vendor serves its own", () => {
    const support = (host: string) => loraSupport(host);
    expect(["api.cloudflare.com", "vllm.internal.example", "localhost", "api.openai.com", "eu.api.openai.com", "openrouter.ai"].map(support)).toEqual([
      "parameter",
      "model",
      "model",
      "none",
      "none",
      "none",
    ]);
  });
});
