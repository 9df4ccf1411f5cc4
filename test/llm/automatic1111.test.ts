// The Images port over Automatic1111: the contract, its checkpoint, keys, progress, and upscaling.
import { expect, test } from "vitest";
import { createWebUi, type WebUiBehaviour } from "../../scripts/playground/model/automatic1111.ts";
import { createAutomatic1111 } from "../../src/llm/automatic1111.ts";
import { createImagePricing } from "../../src/llm/image-pricing.ts";
import type { Picture } from "../../src/llm/images.ts";
import { describeImagesContract, type ImagesHarness, type ServerBehaviour } from "../contracts/images.ts";
import { createMovingClock } from "./moving-clock.ts";

const never = new AbortController().signal;
const nothing = () => undefined;
const BEHAVIOURS: Record<Extract<ServerBehaviour, string>, WebUiBehaviour> = {
  well: {},
  html: { html: true },
  hang: { hang: true },
  nothing: { count: 0 },
  "no-picture": { image: btoa("<html>") },
  fewer: { count: 1 },
};

function open({ model = "default", apiKey = "ada:quince", auth = "ada:quince", free = false } = {}) {
  const clock = createMovingClock();
  const web = createWebUi({ clock, auth });
  const images = createAutomatic1111({
    baseUrl: "http://gpu.example:7860/sdapi/v1",
    apiKey,
    model,
    clock,
    fetch: (input, init) => web.fetch(new Request(input, init)),
    pricing: createImagePricing({ model, fallback: { input: 5, output: 15 }, free }),
  });
  const harness: ImagesHarness = {
    images,
    clock,
    apiKey,
    behave: (behaviour) => web.behave(typeof behaviour === "string" ? BEHAVIOURS[behaviour] : behaviour),
    last: () => {
      const { path = "", body = {} } = web.requests.at(-1) ?? {};
      const { prompt, width, height, n_iter: count } = body;
      return { prompt: String(prompt), size: `${Number(width)}x${Number(height)}`, count: Number(count), hasReference: path === "img2img" };
    },
  };
  return { ...harness, web };
}

describeImagesContract("Automatic1111", () => open());

test("asks for the checkpoint that is named, and for sizes that it was trained on", async () => {
  const [named, small, usual] = [open({ model: "sd_xl_base_1.0" }), open({ model: "v1-5-pruned-emaonly" }), open()];
  for (const { images } of [named, small, usual]) await images.make({ prompt: "a heron", shape: "portrait", count: 2 }, never, nothing);
  expect(named.web.requests[0]?.body).toMatchObject({ override_settings: { sd_model_checkpoint: "sd_xl_base_1.0" }, width: 832, height: 1216, n_iter: 2 });
  expect(small.web.requests[0]?.body).toMatchObject({ width: 512, height: 768 });
  expect(usual.web.requests[0]?.body).not.toHaveProperty("override_settings");
  expect(usual.web.requests[0]?.body).toMatchObject({ save_images: false });
});

test("goes with name and password, or with a proxy's token", async () => {
  const bearer = open({ apiKey: "token-of-a-proxy" });
  await bearer.images.make({ prompt: "a heron", shape: "square", count: 1 }, never, nothing).catch(nothing);
  expect(
    await open({ apiKey: "ada:wrong" })
      .images.make({ prompt: "a", shape: "square", count: 1 }, never, nothing)
      .catch((error: unknown) => error),
  ).toMatchObject({
    failure: "unauthorized",
  });
  expect(bearer.web.requests).toEqual([]);
});

test("tells how far it is while it works, and not once it is done", async () => {
  const { images, web, clock } = open();
  web.behave({ delayMs: 11_000 });
  const told: number[] = [];
  const made = images.make({ prompt: "a heron", shape: "square", count: 1 }, never, (share) => told.push(share));
  web.atWork(0.25);
  await clock.advance(5_000);
  web.atWork(0.75);
  await clock.advance(20_000);
  await made;
  expect(told).toEqual([0.25, 0.75]);
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
});

test("makes a picture larger, by the upscaler that is there", async () => {
  const { images, web } = open({ free: true });
  const [picture] = (await images.make({ prompt: "a heron", shape: "square", count: 1 }, never, nothing)).pictures as [Picture];
  const larger = await images.upscale(picture, never, nothing);
  expect(larger).toMatchObject({ pictures: [{ type: "image/png" }], costMicroUsd: 0 });
  expect(larger.pictures[0]?.bytes.length).toBeGreaterThan(picture.bytes.length);
  expect(web.requests.slice(1).map(({ body }) => body["upscaler_1"])).toEqual(["R-ESRGAN 4x+", "Lanczos"]);
});
