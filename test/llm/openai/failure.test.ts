/** How refusals become ModelErrors, and what their messages may say. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/kernel/clock.ts";
import { createOpenAiModel } from "../../../src/llm/openai/chat.ts";
import { explainErrorObject, explainResponse, summarise } from "../../../src/llm/openai/failure.ts";
import { ask, collect } from "../collect.ts";

const explain = (status: number, body: unknown, contentType = "application/json") =>
  explainResponse(status, contentType, typeof body === "string" ? body : JSON.stringify(body), undefined);

describe("explainResponse understands what servers really send", () => {
  test.each([
    [
      "vLLM's context length",
      400,
      { error: { message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens" } },
      "too-long",
    ],
    [
      "llama.cpp's context length",
      400,
      { error: { code: 400, message: "the request exceeds the available context size", type: "exceed_context_size_error" } },
      "too-long",
    ],
    ["Anthropic's", 400, { error: { type: "invalid_request_error", message: "prompt is too long: 210000 tokens > 200000 maximum" } }, "too-long"],
    ["a reply limit that is too high", 400, { error: { message: "max_tokens exceeds the maximum of 4096" } }, "bad-request"],
    ["LiteLLM's unknown model", 400, { error: { message: "/chat/completions: Invalid model name passed in model=gpt-9" } }, "unknown-model"],
    ["Ollama's unknown model", 404, { error: { message: "model 'x' not found", type: "not_found_error" } }, "unknown-model"],
    ["FastAPI's wrong path", 404, { detail: "Not Found" }, "not-an-api"],
    ["Go's wrong path", 404, "404 page not found", "not-an-api"],
    ["OpenRouter's empty account", 402, { error: { message: "Insufficient credits", code: 402 } }, "unauthorized"],
    ["a firewall's page", 403, "<!DOCTYPE html><title>Attention</title>", "not-an-api"],
    ["a redirect", 302, "", "not-an-api"],
    ["Google's array", 429, [{ error: { code: 429, message: "Resource has been exhausted", status: "RESOURCE_EXHAUSTED" } }], "rate-limited"],
    ["Cloudflare's 524 page", 524, "<html>timeout</html>", "server-error"],
    ["nothing at all", 500, "", "server-error"],
  ])("%s", (_, status, body, failure) => {
    expect(explain(status, body).failure).toBe(failure);
  });

  test("an error object in a stream by its numeric code", () => {
    expect(explainErrorObject({ code: 502, message: "Provider returned error" })).toMatchObject({ failure: "server-error", retryable: true });
    expect(explainErrorObject({ code: 401, message: "No auth" })).toMatchObject({ failure: "unauthorized", retryable: false });
    expect(explainErrorObject("out of order")).toMatchObject({ failure: "server-error", retryable: true });
  });
});

describe("a key that the server quotes", () => {
  const key = 'own.key-42"7';
  const quoting = { error: { message: `Incorrect key ${key} given`, type: "invalid_request_error" } };
  const body = JSON.stringify(quoting);
  const stream = (...lines: string[]) => new Response(lines.map((line) => `data: ${line}\n\n`).join(""), { headers: { "content-type": "text/event-stream" } });
  const answers: [string, () => Response][] = [
    ["with a refusal", () => Response.json(quoting, { status: 401 })],
    ["with status 200", () => Response.json(quoting)],
    ["in the stream", () => stream('{"choices":[{"delta":{"content":"a"}}]}', body)],
    ["beside a choice", () => stream(JSON.stringify({ choices: [{ ...quoting, delta: {} }] }))],
  ];
  test.each(answers)("stands in no message: %s", async (_name, answer) => {
    const options = { baseUrl: "https://own.example/v1", apiKey: key, clock: systemClock, firstTokenTimeoutMs: 5_000, idleTimeoutMs: 5_000 };
    const model = createOpenAiModel({ ...options, fetch: async () => answer() });
    const { error } = await collect(model, ask("hi"));
    expect(error).toMatchObject({ message: expect.stringContaining("Incorrect key … given") });
  });
});

describe("summarise", () => {
  test.each([
    "Incorrect API key provided: sk-proj-abc123. You can find it",
    "header was Bearer abcdef",
    "see https://user:pass@internal.example/key?token=1",
    "token 0123456789abcdef0123456789abcdef rejected",
    "[{'loc': ('body', 'messages'), 'input': {'messages': 'my secret diary'}}]",
    'cannot parse "dear diary, today I told nobody that I would do this" as JSON',
  ])("keeps no secret of %j", (message) => {
    expect(summarise(message)).not.toMatch(/abc123|abcdef|user:pass|0123456789|diary/);
  });

  test("is one short line whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (message) => {
        const summary = summarise(message);
        return summary.length <= 160 && !/\p{Cc}/u.test(summary);
      }),
    );
  });
});
