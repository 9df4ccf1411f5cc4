/** The demo model's ears: OpenAI's checks of the form, and words that prove which file came. */
import { expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { recording } from "../fakes/recordings.ts";

const demo = createDemoModel({ clock: systemClock });
const file = (name = "a.ogg", bytes: Uint8Array<ArrayBuffer> = recording("Good morning!", 2)) => new File([bytes], name, { type: "audio/ogg" });

async function post(fields: Record<string, string | File>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const response = await demo.fetch(new Request("https://model.example/v1/audio/transcriptions", { method: "POST", body }));
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : undefined };
}

test("says what is in the comment, with the length that is billed", async () => {
  expect((await post({ file: file(), model: "demo-transcribe" })).json).toEqual({ text: "Good morning!", usage: { type: "duration", seconds: 2 } });
  expect((await post({ file: file(), model: "whisper-1", response_format: "verbose_json" })).json).toMatchObject({ task: "transcribe", duration: 2 });
  expect((await post({ file: file(), model: "demo-transcribe", response_format: "text" })).text).toBe("Good morning!\n");
});

test("refuses what OpenAI refuses", async () => {
  const model = "demo-transcribe";
  const refused = async (fields: Record<string, string | File>) => {
    const { status, json } = await post(fields);
    return [status, (json?.error as { param?: string } | undefined)?.param];
  };
  expect(await refused({ model })).toEqual([400, "file"]);
  expect(await refused({ file: file() })).toEqual([400, "model"]);
  expect(await refused({ file: file("a.txt"), model })).toEqual([400, "file"]);
  expect(await refused({ file: file("a.ogg", Uint8Array.from(new TextEncoder().encode("no sound"))), model })).toEqual([400, "file"]);
  expect(await refused({ file: file(), model, response_format: "srt" })).toEqual([400, "response_format"]);
  expect(await refused({ file: file(), model, temperatur: "1" })).toEqual([400, "temperatur"]);
  expect(await refused({ file: file(), model: "demo" })).toEqual([404, "model"]);
  const json = await demo.fetch(
    new Request("https://model.example/v1/audio/transcriptions", { method: "POST", body: "{}", headers: { "content-type": "application/json" } }),
  );
  expect(json.status).toBe(400);
});
