// The Images port over OpenAI's protocol: the contract, what differs between models, what is refused, and what it costs.
import { describe, expect, test } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import type { PictureBehaviour } from "../../../scripts/playground/model/images.ts";
import { createImagePricing } from "../../../src/llm/image-pricing.ts";
import { ImageRefused } from "../../../src/llm/images.ts";
import { createOpenAiImages } from "../../../src/llm/openai/images.ts";
import { createPictureFetch } from "../../../src/net/picture-fetch.ts";
import { describeImagesContract, type ImagesHarness, type ServerBehaviour } from "../../contracts/images.ts";
import { createMovingClock } from "../moving-clock.ts";

const never = new AbortController().signal;
const BEHAVIOURS: Record<Extract<ServerBehaviour, string>, PictureBehaviour> = {
  well: {},
  html: { html: true },
  hang: { hang: "before-headers" },
  nothing: { count: 0 },
  "no-picture": { bytes: Uint8Array.from([60, 104, 116, 109, 108, 62]) },
  fewer: { count: 1 },
};

function open(model = "gpt-image-2", free = false) {
  const clock = createMovingClock();
  const demo = createDemoModel({ clock, random: () => 0.5 });
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => demo.fetch(new Request(input, init));
  const fetchPicture = createPictureFetch({ fetch, clock, isPrivateServer: false, maxBytes: 1_000_000, userAgent: "Edgewise/test" });
  const pricing = createImagePricing({ model, fallback: { input: 5, output: 15 }, free });
  const apiKey = "sk-key-that-must-never-be-seen";
  const images = createOpenAiImages({ baseUrl: "https://model.example/v1", apiKey, model, fetch, fetchPicture, clock, pricing });
  const asked = () => demo.requests.filter(({ path }) => path.includes("/images/"));
  const harness: ImagesHarness = {
    images,
    clock,
    apiKey,
    behave: (behaviour) => demo.scriptImages(() => (typeof behaviour === "string" ? BEHAVIOURS[behaviour] : behaviour)),
    last: () => {
      const { path = "", body } = asked().at(-1) ?? {};
      const { prompt, size, n } = body as Record<string, unknown>;
      return { prompt: String(prompt), size: String(size), count: Number(n), hasReference: path.endsWith("/edits") };
    },
  };
  return { ...harness, demo };
}

describeImagesContract("OpenAI's protocol", () => open());
describeImagesContract("OpenAI's protocol, one picture a request and addresses", () => open("dall-e-3"));
describeImagesContract("OpenAI's protocol, a model that nobody knows", () => open("acme-image"));

const make = (opened: ReturnType<typeof open>, more = {}) =>
  opened.images.make({ prompt: "a heron", shape: "square", count: 1, ...more }, never, () => undefined).catch((error: unknown) => error);

test("a refusal by the content rules is told from other refusals, however it is said", async () => {
  const opened = open();
  opened.demo.scriptImages(() => ({ refused: true }));
  expect(await make(opened)).toBeInstanceOf(ImageRefused);
  opened.demo.scriptImages(() => ({ status: 400, error: { code: "content_policy_violation", message: "Not allowed." } }));
  expect(await make(opened)).toBeInstanceOf(ImageRefused);
  // The prompt that is quoted may speak of anything.
  opened.demo.scriptImages(() => ({ status: 400, error: { code: "invalid_value", message: "Invalid value for size." } }));
  expect(await make(opened)).not.toBeInstanceOf(ImageRefused);
});

test("a server that does not know the size may choose", async () => {
  const opened = open("acme-image");
  opened.demo.scriptImages((request, attempt) =>
    attempt === 1 ? { status: 400, error: { message: `Unsupported size '${request.size}'.`, param: "size" } } : {},
  );
  expect(await make(opened)).toMatchObject({ pictures: [{ type: "image/png" }] });
  expect(opened.demo.requests.map(({ body }) => (body as { size?: string }).size)).toEqual(["1024x1024", undefined]);
});

test("what nobody knows of a model is not sent to it, and what GPT Image refuses is not either", async () => {
  const [unknown, gpt] = [open("acme-image"), open("openai/gpt-image-2")];
  await make(unknown, { safetyIdentifier: "abcdefgh" });
  expect(Object.keys(unknown.demo.requests[0]?.body as object).toSorted()).toEqual(["model", "n", "prompt", "size"]);
  await make(gpt, { safetyIdentifier: "abcdefgh" });
  expect(gpt.demo.requests[0]?.body).toEqual({
    model: "openai/gpt-image-2",
    prompt: "a heron",
    n: 1,
    size: "1024x1024",
    quality: "medium",
    safety_identifier: "abcdefgh",
  });
});

test("several of a model that makes one at once are made one after the other, and how far that is is told", async () => {
  const opened = open("dall-e-3");
  const told: number[] = [];
  const made = await opened.images.make({ prompt: "a heron", shape: "landscape", count: 3 }, never, (share) => told.push(Math.round(share * 100)));
  expect(made.pictures).toHaveLength(3);
  expect(told).toEqual([33, 67, 100]);
  expect(opened.demo.requests.map(({ body }) => (body as { size: string }).size)).toEqual(["1792x1024", "1792x1024", "1792x1024"]);
});

describe("what it costs", () => {
  test.each<[string, string, PictureBehaviour, number]>([
    ["by the tokens that the server counted", "gpt-image-2", {}, 1_767 * 30 + 8 * 5],
    ["by the table where it counts none", "gpt-image-2", { withoutUsage: true }, 53_000],
    ["by LiteLLM's own figure before all else", "gpt-image-2", { headers: { "x-litellm-response-cost": "0.0123" } }, 12_300],
    ["by the table for a model that is paid for by the picture", "dall-e-3", {}, 40_000],
    ["of an unknown model as FALLBACK_PRICE makes it, whatever it counts", "acme-image", {}, 6_000 * 15],
  ])("%s", async (_case, model, behaviour, expected) => {
    const opened = open(model);
    opened.demo.scriptImages(() => behaviour);
    expect(await make(opened)).toMatchObject({ costMicroUsd: expected });
  });

  test("nothing on the deployer's own machine, unless a figure is reported", async () => {
    const opened = open("acme-image", true);
    expect(await make(opened)).toMatchObject({ costMicroUsd: 0 });
    expect(opened.images.worstCaseMicroUsd({ shape: "square", count: 4, hasReference: true })).toBe(0);
    opened.demo.scriptImages(() => ({ headers: { "x-litellm-response-cost": "0.01" } }));
    expect(await make(opened)).toMatchObject({ costMicroUsd: 10_000 });
  });

  test("four pictures of any model fit into what a person has a day by default", () => {
    for (const model of ["gpt-image-2", "gpt-image-1.5", "acme-image"])
      expect(open(model).images.worstCaseMicroUsd({ shape: "square", count: 4, hasReference: false })).toBeLessThan(500_000);
  });
});
