/** The adapter against an OpenAI-compatible server that we did not write. */
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../src/kernel/clock.ts";
import { createOpenAiModel } from "../../../src/llm/openai/chat.ts";
import { ask, collect } from "../collect.ts";

const server = new LLMock({ port: 0 });
beforeAll(async () => {
  server.onMessage("hello", { content: "Hi there, **friend** 🦜!" });
  await server.start();
});
afterAll(() => server.stop());

const model = () =>
  createOpenAiModel({
    baseUrl: `${server.url}/v1`,
    apiKey: "mock",
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    firstTokenTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
  });

test("streams its answer to the end", async () => {
  const { text, finish, error } = await collect(model(), ask("hello", { models: ["gpt-4o"] }));
  expect(error).toBeUndefined();
  expect(text).toBe("Hi there, **friend** 🦜!");
  expect(finish).toMatchObject({ reason: "stop", model: "gpt-4o" });
  expect(finish?.usage.outputTokens).toBeGreaterThan(0);
});

test("explains its refusal", async () => {
  const { error, text } = await collect(model(), ask("something that nobody prepared", { models: ["gpt-4o"] }));
  expect(text).toBe("");
  expect(error).toMatchObject({ name: "ModelError" });
});
