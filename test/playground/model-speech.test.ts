/** The demo model's voice: OpenAI's protocol and refusals, sound as long as the text, failures by script. */
import { describe, expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { createMovingClock } from "../llm/moving-clock.ts";

function setUp() {
  const demo = createDemoModel({ clock: createMovingClock(), random: () => 0.5 });
  const post = (body: object) => demo.fetch(new Request("http://demo/v1/audio/speech", { method: "POST", body: JSON.stringify(body) }));
  return { demo, post };
}

const asked = { model: "demo-speech", voice: "alloy", input: "Hello there.", response_format: "opus" };
const error = async (body: object) => {
  const response = await setUp().post(body);
  return [response.status, ((await response.json()) as { error: { param: string | null } }).error.param];
};

describe("the demo's voice", () => {
  test("is sound in the format that was asked for, mp3 where none was", async () => {
    const of = async (format?: string) => {
      const { response_format: _, ...rest } = asked;
      const response = await setUp().post(format === undefined ? rest : { ...rest, response_format: format });
      return [response.headers.get("content-type"), String.fromCharCode(...new Uint8Array(await response.arrayBuffer()).subarray(0, 4))];
    };
    expect(await of("opus")).toEqual(["audio/opus", "OggS"]);
    expect(await of("wav")).toEqual(["audio/wav", "RIFF"]);
    expect(await of()).toEqual(["audio/mpeg", "\u00ff\u00fb\u0014\u00c4"]);
  });

  test("refuses what OpenAI refuses", async () => {
    expect(await error({ ...asked, input: "x".repeat(4_097) })).toEqual([400, "input"]);
    expect(await error({ ...asked, input: "" })).toEqual([400, "input"]);
    expect(await error({ ...asked, voice: "nobody" })).toEqual([400, "voice"]);
    expect(await error({ ...asked, response_format: "ogg" })).toEqual([400, "response_format"]);
    expect(await error({ ...asked, speed: 9 })).toEqual([400, "speed"]);
    expect(await error({ ...asked, temperature: 1 })).toEqual([400, "temperature"]);
    expect(await error({ ...asked, model: "demo" })).toEqual([404, "model"]);
    expect((await setUp().post(asked)).status).toBe(200);
  });

  test("fails as it is told, and speaks what it likes", async () => {
    const { demo, post } = setUp();
    demo.scriptSpeech((_, attempt) => (attempt === 1 ? { status: 500 } : { format: "mp3" }));
    expect((await post(asked)).status).toBe(500);
    expect((await post(asked)).headers.get("content-type")).toBe("audio/mpeg");
    demo.scriptSpeech(undefined);
    expect((await post(asked)).headers.get("content-type")).toBe("audio/opus");
  });
});
