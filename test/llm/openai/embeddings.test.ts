// The Embeddings port over an OpenAI-compatible server: what is asked, in which order it comes back, what is refused, and where keys go.
import { expect, test } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { type Clock, systemClock } from "../../../src/kernel/clock.ts";
import { ModelError } from "../../../src/kernel/errors.ts";
import { embeddingsOf } from "../../../src/llm/openai/embeddings.ts";
import { createPricing } from "../../../src/llm/pricing.ts";
import { likeness, toHex } from "../../../src/memory/vectors.ts";
import { createMovingClock } from "../moving-clock.ts";

const clock = createMovingClock();
const never = new AbortController().signal;

function open(fetch: (request: Request) => Response | Promise<Response>, variables = {}, time: Clock = clock) {
  const pricingAt = () => createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: false });
  const usual = {
    baseUrl: "https://model.example/v1",
    apiKey: "sk-usual",
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => fetch(new Request(input, init)),
  };
  const embeddings = embeddingsOf({ EMBEDDING_MODEL: "demo-embedding", ...variables }, { ...usual, clock: time, pricingAt });
  if (embeddings === null) throw new Error("no embeddings");
  return embeddings;
}
const failure = async (answer: () => Response) => {
  const error: unknown = await open(answer)
    .embed(["a", "b"], 60_000, never)
    .catch((reason: unknown) => reason);
  return error instanceof ModelError ? error.failure : error;
};

test("texts come back as vectors in their order, with what they cost", async () => {
  const demo = createDemoModel({ clock, random: () => 0.5 });
  const { vectors, costMicroUsd } = await open((request) => demo.fetch(request)).embed(["the old ladder", "apples", "the ladder is old"], 60_000, never);
  const [ladder = new Float32Array(), apples = new Float32Array(), again = new Float32Array()] = vectors;
  expect(likeness(ladder, toHex(again))).toBeGreaterThan(0.9);
  expect(likeness(ladder, toHex(apples))).toBeLessThan(0.2);
  expect(costMicroUsd).toBeGreaterThan(0);
});

test("a kept vector is as near as the vector itself, within two hundredths", () => {
  const wave = (step: number) => Float32Array.from({ length: 1536 }, (_, at) => Math.sin(at * step) * 3);
  const [a, b] = [wave(0.1), wave(0.1005)];
  const dot = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  expect(Math.abs(likeness(a, toHex(b)) - dot / (Math.hypot(...a) * Math.hypot(...b)))).toBeLessThan(0.02);
  expect(likeness(a, toHex(wave(0.1).slice(1)))).toBe(0);
});

test("what is no list of embeddings is a failure with a name", async () => {
  const json = (value: unknown) => () => Response.json(value);
  const one = { index: 0, embedding: [1, 2] };
  expect(await failure(json({ data: [one] }))).toBe("not-an-api");
  expect(await failure(json({ data: [one, { index: 1, embedding: [1] }] }))).toBe("not-an-api");
  expect(await failure(json({ data: [one, { index: 1, embedding: [1, "x"] }] }))).toBe("not-an-api");
  expect(await failure(json(null))).toBe("not-an-api");
  expect(await failure(() => new Response("<html>"))).toBe("not-an-api");
  expect(await failure(() => new Response("{}", { status: 500 }))).toBe("server-error");
});

test("a key that a server quotes stands in no message", async () => {
  for (const status of [200, 401, 500]) {
    const quoting = open(() => Response.json({ error: { message: "the key hunter2-key is wrong" } }, { status }), { EMBEDDING_API_KEY: "hunter2-key" });
    const error: unknown = await quoting.embed(["a"], 60_000, never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ModelError);
    expect(String(error)).not.toContain("hunter2");
  }
});

test("who takes too long is given up", async () => {
  const hanging = open(() => new Promise<Response>(() => undefined), {}, systemClock);
  await expect(hanging.embed(["a"], 5, never)).rejects.toMatchObject({ failure: "first-token-timeout" });
  const stopped = new AbortController();
  const calledOff = hanging.embed(["a"], 60_000, stopped.signal);
  stopped.abort("stop");
  await expect(calledOff).rejects.toBe("stop");
  const dead = open(() => Promise.reject(new TypeError("no route")));
  await expect(dead.embed(["a"], 60_000, never)).rejects.toMatchObject({ failure: "unreachable" });
});

test("the usual key goes to the usual address alone", async () => {
  const sent: [string, string | null][] = [];
  const note = (request: Request) => {
    sent.push([request.url, request.headers.get("authorization")]);
    return Response.json({ data: [{ index: 0, embedding: [1] }] });
  };
  for (const variables of [
    {},
    { EMBEDDING_BASE_URL: "https://other.example/v1/" },
    { EMBEDDING_BASE_URL: "https://other.example/v1", EMBEDDING_API_KEY: "sk-other" },
  ])
    await open(note, variables).embed(["a"], 60_000, never);
  expect(sent).toEqual([
    ["https://model.example/v1/embeddings", "Bearer sk-usual"],
    ["https://other.example/v1/embeddings", null],
    ["https://other.example/v1/embeddings", "Bearer sk-other"],
  ]);
});
