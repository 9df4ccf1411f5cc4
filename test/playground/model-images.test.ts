/** The demo model's pictures: what it takes, as strictly as OpenAI does, and what it gives. */
import { expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { pictureType } from "../../src/kernel/picture-type.ts";

interface Answer {
  status: number;
  body: { error?: { param?: string; code?: string; message?: string }; data?: { url?: string; b64_json?: string }[]; usage?: { output_tokens: number } };
}

const demo = createDemoModel({ clock: systemClock });
const post = async (path: string, init: RequestInit): Promise<Answer> => {
  const response = await demo.fetch(new Request(`http://demo/v1/images/${path}`, { method: "POST", ...init }));
  return { status: response.status, body: await response.json() };
};
const generate = (body: Record<string, unknown>) => post("generations", { body: JSON.stringify({ model: "gpt-image-2", prompt: "a heron", ...body }) });
const edit = (fields: Record<string, string | File>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ model: "gpt-image-2", prompt: "a heron", ...fields })) form.set(name, value);
  return post("edits", { body: form });
};

test.each([
  ["an unknown parameter", { colour: "blue" }, "colour"],
  ["response_format for a GPT Image model", { response_format: "b64_json" }, "response_format"],
  ["too many at once", { n: 11 }, "n"],
  ["two of a model that makes one", { model: "dall-e-3", n: 2 }, "n"],
  ["a size that there is not", { size: "640x480" }, "size"],
  ["a quality that there is not", { quality: "superb" }, "quality"],
  ["no words", { prompt: "" }, "prompt"],
  ["words without end", { prompt: "x".repeat(32_001) }, "prompt"],
  ["a model that chats", { model: "demo" }, "model"],
  ["a number for the person", { safety_identifier: 7 }, "safety_identifier"],
])("refuses %s", async (_case, body, param) => {
  expect(await generate(body)).toMatchObject({ status: 400, body: { error: { param } } });
});

test.each<[string, Record<string, string | File>]>([
  ["no picture", {}],
  ["a text", { image: new File(["words"], "a.txt", { type: "text/plain" }) }],
  ["an empty file", { image: new File([], "a.png", { type: "image/png" }) }],
  ["words in place of a file", { image: "picture" }],
])("refuses to edit %s", async (_case, fields) => {
  expect(await edit(fields)).toMatchObject({ status: 400, body: { error: { param: "image" } } });
});

test("gives pictures in base64 with what they took, or by an address that works", async () => {
  const made = await generate({ n: 2, size: "1536x1024" });
  expect(made).toMatchObject({ status: 200, body: { usage: { output_tokens: 3_534 } } });
  const bytes = made.body.data?.map(({ b64_json: text = "" }) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))) ?? [];
  expect(bytes.map((one) => pictureType(one))).toEqual(["image/png", "image/png"]);
  const [url = ""] = (await generate({ model: "dall-e-3" })).body.data?.map((item) => item.url ?? "") ?? [];
  const fetched = await demo.fetch(new Request(url));
  expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect((await edit({ image: new File(["picture"], "a.png", { type: "image/png" }), n: "1" })).status).toBe(200);
});

test("does what people type in brackets", async () => {
  expect(await generate({ prompt: "something [refuse]" })).toMatchObject({ status: 400, body: { error: { code: "moderation_blocked" } } });
  expect((await generate({ prompt: "something [error]" })).status).toBe(500);
  expect((await generate({ prompt: "something [url]" })).body.data?.[0]?.url).toMatch(/^http:\/\/demo\//);
});
