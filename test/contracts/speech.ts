/**
 * What every adapter of the Speech port must do. Call `describeSpeechContract` with a factory that puts it in front of a server, which the tests decide
 * about; `demo` is the strict one of the playground.
 */
import { describe, expect, test } from "vitest";
import { mp3, oggOpus, wav } from "../../scripts/playground/model/sound.ts";
import { ModelError } from "../../src/kernel/errors.ts";
import type { Speech } from "../../src/llm/speech.ts";

export type Server = (request: Request) => Response | Promise<Response>;

export interface SpeechHarness {
  /** An adapter whose requests end there, with a model that the demo has and the key `sk-secret-key`. Its time stands still, or flies. */
  open(server: Server, time?: "flies"): Speech;
  demo: Server;
}

const never = new AbortController().signal;

export function describeSpeechContract(name: string, harness: () => SpeechHarness): void {
  describe(`${name} keeps the Speech contract`, () => {
    const speak = (server: Server, text = "Hello there.") => harness().open(server).speak(text, never);
    const failure = async (server: Server) => {
      const error: unknown = await speak(server).catch((reason: unknown) => reason);
      return error instanceof ModelError ? error.failure : error;
    };

    test("text comes back as sound, which a strict server has nothing against", async () => {
      const spoken = await speak(harness().demo, "The quick brown fox.");
      expect(spoken).toMatchObject({ kind: "audio", contentType: "audio/ogg", extension: "ogg" });
      expect(spoken.kind === "audio" && spoken.bytes).toEqual(oggOpus("The quick brown fox."));
    });

    test.each([
      ["ogg", oggOpus("hi"), "audio/ogg"],
      ["mp3", mp3("hi"), "audio/mpeg"],
      ["mp3", Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0]), "audio/mpeg"],
      ["wav", wav("hi"), "audio/wav"],
      ["aac", Uint8Array.from([0xff, 0xf1, 0x50, 0x80]), "audio/aac"],
      ["flac", Uint8Array.from([0x66, 0x4c, 0x61, 0x43, 0]), "audio/flac"],
      ["webm", Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, 1]), "audio/webm"],
      ["m4a", Uint8Array.from([0, 0, 0, 32, 0x66, 0x74, 0x79, 0x70, 0x4d]), "audio/mp4"],
    ])("is known by its bytes, not by its header: %s", async (extension, bytes, contentType) => {
      for (const header of ["audio/mpeg", "application/octet-stream", "text/plain"])
        expect(await speak(() => new Response(bytes.slice(), { headers: { "content-type": header } }))).toMatchObject({
          kind: "audio",
          extension,
          contentType,
        });
    });

    test("what is no sound is a failure with a name", async () => {
      const error = (status: number, code: string) => () => Response.json({ error: { message: "No.", code } }, { status });
      expect(await failure(error(500, ""))).toBe("server-error");
      expect(await failure(error(429, "rate_limit_exceeded"))).toBe("rate-limited");
      expect(await failure(error(401, "invalid_api_key"))).toBe("unauthorized");
      expect(await failure(error(404, "model_not_found"))).toBe("unknown-model");
      expect(await failure(error(400, "invalid_value"))).toBe("bad-request");
      expect(await failure(error(200, "model_not_found"))).toBe("unknown-model");
      expect(await failure(() => Response.json({ audio: "here" }))).toBe("not-an-api");
      expect(await failure(() => new Response("<html>hello</html>"))).toBe("not-an-api");
      expect(await failure(() => new Response("<html>hello</html>", { status: 404 }))).toBe("not-an-api");
      // Bare samples: nobody could play them.
      expect(await failure(() => new Response(new Uint8Array(5_000), { headers: { "content-type": "audio/pcm" } }))).toBe("not-an-api");
      expect(await failure(() => new Response(""))).toBe("empty");
      expect(await failure(() => new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } }))).toBe("not-an-api");
      expect(await failure(() => Promise.reject(new TypeError("no route")))).toBe("unreachable");
    });

    test("what breaks off is none", async () => {
      const broken = () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(oggOpus("hi"));
              controller.error(new TypeError("reset"));
            },
          }),
        );
      expect(await failure(broken)).toBe("broken-stream");
    });

    test("more than anybody would take is not read to its end", async () => {
      let sent = 0;
      const endless = () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              sent += 1;
              controller.enqueue(new Uint8Array(1_000_000));
            },
          }),
        );
      expect(await speak(endless)).toEqual({ kind: "too-large" });
      expect(sent).toBeLessThan(20);
    });

    test("who takes too long is given up, and who is called off hears no more of it", async () => {
      const hanging = () => new Promise<Response>(() => undefined);
      await expect(harness().open(hanging, "flies").speak("hi", never)).rejects.toMatchObject({ failure: "first-token-timeout" });
      const stopped = new AbortController();
      const calledOff = harness().open(hanging).speak("hi", stopped.signal);
      stopped.abort("stop");
      await expect(calledOff).rejects.toBe("stop");
    });

    test("a key that a server quotes stands in no message", async () => {
      for (const status of [200, 401, 500]) {
        const quoting = () => Response.json({ error: { message: "the key sk-secret-key is wrong" } }, { status });
        expect(String(await speak(quoting).catch((reason: unknown) => reason))).not.toContain("secret");
      }
    });

    test("never costs more than its worst case", () => {
      const { costMicroUsd, worstCaseMicroUsd } = harness().open(harness().demo);
      for (const text of ["Hi.", "1 234 567 890", "猫が好きです。", "word ".repeat(800)]) {
        expect(worstCaseMicroUsd(text)).toBeGreaterThan(0);
        expect(costMicroUsd(text, text.length / 15)).toBeLessThanOrEqual(worstCaseMicroUsd(text));
        expect(costMicroUsd(text, null)).toBe(worstCaseMicroUsd(text));
      }
    });
  });
}
