/** The demo model: strict in what it takes, OpenAI's protocol in what it sends, and visibly obedient. */
import { describe, expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { createMovingClock, settle } from "../llm/moving-clock.ts";

type Message = Record<string, unknown>;

function setUp(delayMs = 0) {
  const clock = createMovingClock();
  const demo = createDemoModel({ clock, random: () => 0.5, delayMs });
  const post = (body: unknown, signal?: AbortSignal) =>
    demo.fetch(
      new Request("http://demo/v1/chat/completions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    );
  return { clock, demo, post };
}

async function say(messages: Message[], more: Record<string, unknown> = {}): Promise<{ text: string; finish: string; body: Record<string, unknown> }> {
  const response = await setUp().post({ model: "demo", messages, ...more });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { choices: { message: { content: string }; finish_reason: string }[] };
  return { text: body.choices[0]?.message.content ?? "", finish: body.choices[0]?.finish_reason ?? "", body: body as Record<string, unknown> };
}

const user = (content: unknown, more: Message = {}): Message => ({ role: "user", content, ...more });
const system = (content: string): Message => ({ role: "system", content });

describe("refuses, with OpenAI's error object,", () => {
  const valid = { model: "demo", messages: [user("hi")] };
  test.each<[string, unknown, string | null]>([
    ["what is no JSON", "{", null],
    ["no model", { messages: valid.messages }, "model"],
    ["no messages", { model: "demo" }, "messages"],
    ["empty messages", { ...valid, messages: [] }, "messages"],
    ["an unknown role", { ...valid, messages: [{ role: "robot", content: "hi" }] }, "messages[0].role"],
    ["no content", { ...valid, messages: [{ role: "user" }] }, "messages[0].content"],
    ["a name with a blank", { ...valid, messages: [user("hi", { name: "Jo Ann" })] }, "messages[0].name"],
    ["max_tokens as text", { ...valid, max_tokens: "500" }, "max_tokens"],
    ["max_tokens 0", { ...valid, max_tokens: 0 }, "max_tokens"],
    ["both spellings of the limit", { ...valid, max_tokens: 5, max_completion_tokens: 5 }, "max_tokens"],
    ["a temperature of 3", { ...valid, temperature: 3 }, "temperature"],
    ["a top_p of 2", { ...valid, top_p: 2 }, "top_p"],
    ["five stops", { ...valid, stop: ["a", "b", "c", "d", "e"] }, "stop"],
    ["a seed of 1.5", { ...valid, seed: 1.5 }, "seed"],
    ["a parameter of other servers", { ...valid, top_k: 40 }, "top_k"],
    ["stream_options without stream", { ...valid, stream_options: { include_usage: true } }, "stream_options"],
    ["an unknown parameter", { ...valid, safetyIdentifier: "x" }, "safetyIdentifier"],
    [
      "a picture that is none",
      { ...valid, messages: [user([{ type: "image_url", image_url: { url: "data:text/html;base64,AAAA" } }])] },
      "messages[0].content[0].image_url",
    ],
    [
      "a picture in a system message",
      { ...valid, messages: [{ role: "system", content: [{ type: "image_url", image_url: { url: "https://x/y.png" } }] }] },
      "messages[0].content[0]",
    ],
  ])("%s", async (_, body, param) => {
    const response = await setUp().post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param, message: expect.stringMatching(/./) as string } });
  });

  test("a model that does not chat", async () => {
    const response = await setUp().post({ ...valid, model: "demo-embedding" });
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { error: { param: "model", message: expect.stringContaining("not a chat model") as string } },
    ]);
  });

  test("paths that OpenAI lacks", async () => {
    expect((await setUp().demo.fetch(new Request("http://demo/chat/completions", { method: "POST", body: "{}" }))).status).toBe(404);
    expect((await setUp().demo.fetch(new Request("http://demo/v1/chat/completions"))).status).toBe(405);
  });
});

test("lists its models", async () => {
  const response = await setUp().demo.fetch(new Request("http://demo/v1/models"));
  expect(await response.json()).toMatchObject({
    object: "list",
    data: [
      { id: "demo", object: "model" },
      { id: "demo-small" },
      { id: "demo-embedding" },
      { id: "demo-speech" },
      { id: "demo-transcribe" },
      { id: "demo-image" },
    ],
  });
});

describe("says", () => {
  test("that it is a demo, and what it was asked", async () => {
    expect((await say([user("What is the answer?")])).text).toMatch(/demo model[\s\S]*You asked: "What is the answer\?"/);
  });

  test("so as the persona it was given: name, pirate, capitals, German", async () => {
    expect((await say([system("You are Edgewise, a member."), user("hi")])).text).toContain("**Edgewise**");
    expect((await say([system("Talk like a pirate."), user("hi")])).text).toMatch(/^Arr/);
    expect((await say([system("Answer in all caps."), user("hi")])).text).toContain("THIS IS THE **DEMO MODEL**");
    expect((await say([system("Always answer in German."), user("hi")])).text).toContain("Demo-Modell");
    expect((await say([user("Wie ist das Wetter heute?")])).text).toContain("Du hast gefragt");
  });

  test("briefly or in rhyme where it was told so, and still that it is a demo", async () => {
    const plain = (await say([system("Be brief where a short answer does."), user("hi")])).text;
    for (const wish of ["Be brief.", "Keep it very short", "Answer in one sentence.", "Fasse dich kurz!"]) {
      const { text } = await say([system(`You are Edgewise, a member.\n\n${wish}`), user("hi")]);
      expect(text, wish).toMatch(/demo model|Demo-Modell/);
      expect(text.length, wish).toBeLessThan(plain.length / 2 + 40);
    }
    expect((await say([system("Always answer in rhyme."), user("hi")])).text).toContain("A demo I am, and a demo I stay");
    expect((await say([system("Talk like a pirate, and be concise."), user("hi")])).text).toMatch(
      /^Arr, matey! This is the \*\*demo model\*\*\. You asked: "hi"/,
    );
  });

  test("what came with the question: pictures, files, channel messages, the earlier question", async () => {
    const { text } = await say([
      user("What is a lighthouse?"),
      { role: "assistant", content: "A tower." },
      user([
        {
          type: "text",
          text: '<channel_messages untrusted="true">\n12:00 Ann: hi\n12:01 Bob: [code] ho\n</channel_messages>\n\n<file name="notes.txt" untrusted="true">\nbuy milk\n</file>\n\nIt is Friday.\n\nAnd this?',
        },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ]),
    ]);
    expect(text).toContain('You asked: "And this?"');
    expect(text).toContain("image/png, 8 bytes");
    expect(text).toContain('notes.txt arrived: 8 characters, beginning with "buy milk"');
    expect(text).toContain("2 preceding messages");
    expect(text).toContain('Earlier you asked "What is a lighthouse?"');
    expect(text).not.toContain("```");
  });

  test("6,000 characters with a code block for [long], and code for [code]", async () => {
    const { text } = await say([user("[long] please")]);
    expect(text.length).toBeGreaterThan(5_500);
    expect(text.length).toBeLessThan(8_000);
    expect(text.match(/```/g)).toHaveLength(2);
    expect((await say([user("[code]")])).text).toContain("```ts");
  });

  test("the finish reason and reasoning it is told to", async () => {
    expect((await say([user("go [length]")])).finish).toBe("length");
    expect((await say([user("go [think]")])).body).toMatchObject({
      choices: [{ message: { reasoning_content: expect.stringContaining("pretence") as string } }],
    });
  });

  test("errors it is told to", async () => {
    const { post } = setUp();
    expect((await post({ model: "demo", messages: [user("[error 503]")] })).status).toBe(503);
    expect((await post({ model: "demo", messages: [user("[html-502]")] })).headers.get("content-type")).toContain("text/html");
  });
});

describe("streams", () => {
  const streamed = { model: "demo", messages: [user("hi there")], stream: true };

  test("word by word with its delay, usage only when asked for, [DONE] last", async () => {
    const { clock, post, demo } = setUp(25);
    demo.script(() => ({ text: "one two three" }));
    const reading = (await post({ ...streamed, stream_options: { include_usage: true } })).text();
    await clock.advance(25 * 3);
    const events = (await reading).split("\n\n").filter((line) => line !== "");
    expect(clock.sleeps).toEqual([25, 25, 25]);
    expect(events.at(-1)).toBe("data: [DONE]");
    const chunks = events
      .slice(0, -1)
      .map((line) => JSON.parse(line.slice(6)) as { choices: { delta: { content?: string }; finish_reason: string | null }[]; usage?: unknown });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe("one two three");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: "stop" }] });

    const plain = setUp();
    expect(await (await plain.post(streamed)).text()).not.toContain("usage");
  });

  test("slowly for about 20 s when told [slow]", async () => {
    let total = 0;
    const sleep = async (ms: number) => {
      total += ms;
    };
    const demo = createDemoModel({ clock: { now: () => 0, sleep } });
    const request = new Request("http://demo/v1/chat/completions", { method: "POST", body: JSON.stringify({ ...streamed, messages: [user("[slow]")] }) });
    await (await demo.fetch(request)).text();
    expect(total).toBeGreaterThan(18_000);
    expect(total).toBeLessThan(30_000);
  });

  test("until the client leaves, and notes that", async () => {
    const { clock, post, demo } = setUp(25);
    const reader = (await post(streamed)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await settle();
    expect(demo.requests[0]?.cancelled).toBe(true);
    expect(clock.sleeping).toBe(0);
  });
});

describe("a script", () => {
  test("decides about each attempt, by behaviour or by name", async () => {
    const { demo, post } = setUp();
    demo.script((request, attempt) => (attempt === 1 ? { status: 429, headers: { "retry-after": "3" } } : request.model === "demo" ? "html" : undefined));
    const body = { model: "demo", messages: [user("hi")] };
    const first = await post(body);
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await (await post(body)).text()).toMatch(/^<!DOCTYPE html>/);
    expect((await post({ ...body, model: "other" })).status).toBe(200);
    expect(demo.requests.map((request) => request.status)).toEqual([429, 200, 200]);
  });

  test("can pretend a small context, and then reports no more than that", async () => {
    const { demo, post } = setUp();
    demo.script(() => ({ contextTokens: 100 }));
    const response = await post({ model: "demo", messages: [user("word ".repeat(2_000))] });
    expect(await response.json()).toMatchObject({ usage: { prompt_tokens: 100 } });
  });
});
