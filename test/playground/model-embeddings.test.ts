/** The demo model's embeddings: OpenAI's protocol, the same text the same vector, related texts near, failures by script. */
import { describe, expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { createMovingClock } from "../llm/moving-clock.ts";

function setUp() {
  const demo = createDemoModel({ clock: createMovingClock(), random: () => 0.5 });
  const post = (body: unknown, signal?: AbortSignal) =>
    demo.fetch(new Request("http://demo/v1/embeddings", { method: "POST", body: JSON.stringify(body), ...(signal ? { signal } : {}) }));
  return { demo, post };
}

interface Answer {
  object: string;
  model: string;
  data: { object: string; index: number; embedding: number[] }[];
  usage: { prompt_tokens: number; total_tokens: number };
}

const MODEL = "demo-embedding";

async function vectors(...input: string[]): Promise<number[][]> {
  const response = await setUp().post({ model: MODEL, input });
  expect(response.status).toBe(200);
  return ((await response.json()) as Answer).data.map(({ embedding }) => embedding);
}

const nearness = (a: number[] = [], b: number[] = []) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

describe("the answer", () => {
  test("has a vector of length 1 for each input, in order, and counts tokens", async () => {
    const response = await setUp().post({ model: MODEL, input: ["one apple", "", "two pears"].filter((text) => text !== "") });
    const { object, model, data, usage } = (await response.json()) as Answer;
    expect([object, model, data.map(({ index }) => index)]).toEqual(["list", MODEL, [0, 1]]);
    for (const { embedding } of data) {
      expect(embedding).toHaveLength(256);
      expect(nearness(embedding, embedding)).toBeCloseTo(1);
    }
    expect(usage).toEqual({ prompt_tokens: 6, total_tokens: 6 });
  });

  test("is the same in base64, and shorter where that is asked for", async () => {
    const [plain = []] = await vectors("the old ladder");
    const response = await setUp().post({ model: MODEL, input: "the old ladder", encoding_format: "base64" });
    const [item] = ((await response.json()) as { data: { embedding: string }[] }).data;
    const bytes = Uint8Array.from(atob(item?.embedding ?? ""), (char) => char.charCodeAt(0));
    const read = Array.from({ length: bytes.length / 4 }, (_, index) => new DataView(bytes.buffer).getFloat32(index * 4, true));
    expect(read).toHaveLength(256);
    for (const [index, value] of read.entries()) expect(value).toBeCloseTo(plain[index] ?? Number.NaN, 5);
    const short = (await (await setUp().post({ model: MODEL, input: "x", dimensions: 64 })).json()) as Answer;
    expect(short.data[0]?.embedding).toHaveLength(64);
  });
});

describe("vectors", () => {
  test("are the same for the same text, and near for texts that share words in other forms", async () => {
    const [ladder, again, ladders, cider, other] = await vectors(
      "The wobbly ladder broke in the barn",
      "The wobbly ladder broke in the barn",
      "Did the ladders in our barns break?",
      "We press cider on Saturday",
      "Quarterly revenue grew by nine percent",
    );
    expect(again).toEqual(ladder);
    expect(nearness(ladder, ladders)).toBeGreaterThan(0.4);
    for (const far of [cider, other]) expect(Math.abs(nearness(ladder, far))).toBeLessThan(0.2);
  });

  test("exist for texts without a word that says something", async () => {
    const [dots, and] = await vectors("...", "and the of");
    for (const vector of [dots, and]) expect(nearness(vector, vector)).toBeCloseTo(1);
  });
});

describe("refuses, with OpenAI's error object,", () => {
  test.each<[string, unknown, string | null, number]>([
    ["no model", { input: "a" }, "model", 400],
    ["a model that chats", { model: "demo", input: "a" }, "model", 403],
    ["no input", { model: MODEL }, "input", 400],
    ["an empty text", { model: MODEL, input: "" }, "input", 400],
    ["an empty list", { model: MODEL, input: [] }, "input", 400],
    ["an empty text among others", { model: MODEL, input: ["a", ""] }, "input", 400],
    ["2,049 texts", { model: MODEL, input: Array.from({ length: 2049 }, () => "a") }, "input", 400],
    ["a text that is too long", { model: MODEL, input: "x".repeat(8192 * 4 + 1) }, "input", 400],
    ["too much together", { model: MODEL, input: Array.from({ length: 40 }, () => "x".repeat(8192 * 4)) }, "input", 400],
    ["too many dimensions", { model: MODEL, input: "a", dimensions: 257 }, "dimensions", 400],
    ["another encoding", { model: MODEL, input: "a", encoding_format: "hex" }, "encoding_format", 400],
    ["an unknown parameter", { model: MODEL, input: "a", truncate: true }, "truncate", 400],
  ])("%s", async (_, body, param, status) => {
    const response = await setUp().post(body);
    expect([response.status, await response.json()]).toMatchObject([status, { error: { type: "invalid_request_error", param } }]);
  });
});

test("a script makes it fail, attempt by attempt, while chats go on", async () => {
  const { demo, post } = setUp();
  demo.scriptEmbeddings((_, attempt) =>
    attempt === 1 ? { status: 503 } : attempt === 2 ? { status: 429, headers: { "retry-after": "2" } } : attempt === 3 ? "html-502" : undefined,
  );
  const statuses = [];
  for (let attempt = 0; attempt < 4; attempt++) statuses.push((await post({ model: MODEL, input: "a" })).status);
  expect(statuses).toEqual([503, 429, 502, 200]);
  const chat = await demo.fetch(
    new Request("http://demo/v1/chat/completions", { method: "POST", body: JSON.stringify({ model: "demo", messages: [{ role: "user", content: "hi" }] }) }),
  );
  expect(chat.status).toBe(200);
  demo.scriptEmbeddings(() => ({ hang: "before-headers" }));
  const leaving = new AbortController();
  const hanging = post({ model: MODEL, input: "a" }, leaving.signal);
  leaving.abort(new Error("enough"));
  await expect(hanging).rejects.toThrow("enough");
});
