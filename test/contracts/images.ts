/** What every adapter of the Images port must do, whatever the server behind it does. Call `describeImagesContract` with a factory; the servers are the playground's. */
import { describe, expect, test } from "vitest";
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import { pictureType } from "../../src/kernel/picture-type.ts";
import type { ImageRequest, Images, Picture } from "../../src/llm/images.ts";
import type { MovingClock } from "../llm/moving-clock.ts";

/** In words that every server's stand-in has. */
export type ServerBehaviour = "well" | "html" | "hang" | "nothing" | "no-picture" | "fewer" | { status: number };

export interface ImagesHarness {
  images: Images;
  clock: MovingClock;
  behave(behaviour: ServerBehaviour): void;
  /** The last request, as far as all servers are told the same. */
  last(): { prompt: string; size: string; count: number; hasReference: boolean };
  apiKey: string;
}

const never = new AbortController().signal;
const nothing = () => undefined;
const ask = (more: Partial<ImageRequest> = {}): ImageRequest => ({ prompt: "a heron", shape: "square", count: 1, safetyIdentifier: "abcdefgh", ...more });
const problemOf = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => error,
  );

const FAILURES: [server: string, behaviour: ServerBehaviour, failure: ModelFailure, retryable: boolean][] = [
  ["answers 400", { status: 400 }, "bad-request", false],
  ["answers 401", { status: 401 }, "unauthorized", false],
  ["answers 429", { status: 429 }, "rate-limited", true],
  ["answers 500", { status: 500 }, "server-error", true],
  ["answers 503", { status: 503 }, "server-error", true],
  ["sends a page of HTML", "html", "not-an-api", false],
  ["sends no pictures", "nothing", "empty", true],
  ["sends something else than a picture", "no-picture", "empty", true],
];

export function describeImagesContract(name: string, createHarness: () => ImagesHarness): void {
  describe(`${name} keeps the Images contract`, () => {
    test("makes a picture of the words, says where it is asked, and what it costs at most", async () => {
      const { images, last } = createHarness();
      const made = await images.make(ask(), never, nothing);
      expect(made.pictures.map(({ type }) => type)).toEqual(["image/png"]);
      expect(pictureType(made.pictures[0]?.bytes ?? new Uint8Array())).toBe("image/png");
      expect(last()).toMatchObject({ prompt: "a heron", count: 1, hasReference: false });
      expect(images.host).toMatch(/^[\w.]+(:\d+)?$/);
      const plan = { shape: "square", count: 1, hasReference: false } as const;
      expect(made.costMicroUsd).toBeLessThanOrEqual(images.worstCaseMicroUsd(plan));
      expect(images.worstCaseMicroUsd({ ...plan, count: 4 })).toBeGreaterThan(images.worstCaseMicroUsd(plan) * 2);
    });

    test("makes as many as were asked for, each of them another one", async () => {
      const { images } = createHarness();
      const { pictures } = await images.make(ask({ count: 4 }), never, nothing);
      expect(new Set(pictures.map(({ bytes }) => String.fromCharCode(...bytes.subarray(0, 900)) + bytes.length)).size).toBeGreaterThan(1);
      expect(pictures).toHaveLength(4);
    });

    test("asks for another size for each shape", async () => {
      const { images, last } = createHarness();
      const sizes = [];
      for (const shape of ["square", "portrait", "landscape"] as const) {
        await images.make(ask({ shape }), never, nothing);
        sizes.push(last().size.split("x").map(Number));
      }
      const [square, portrait, landscape] = sizes.map(([width = 0, height = 0]) => Math.sign(width - height));
      expect([square, portrait, landscape]).toEqual([0, -1, 1]);
    });

    test("starts from a picture where it can", async () => {
      const { images, last } = createHarness();
      const reference = (await images.make(ask(), never, nothing)).pictures[0] as Picture;
      if (!images.can.edit) return;
      expect((await images.make(ask({ reference }), never, nothing)).pictures).toHaveLength(1);
      expect(last()).toMatchObject({ hasReference: true, prompt: "a heron" });
    });

    test("gives what there is where the server made fewer", async () => {
      const { images, behave } = createHarness();
      behave("fewer");
      expect((await images.make(ask({ count: 3 }), never, nothing)).pictures.length).toBeGreaterThan(0);
    });

    test.each(FAILURES)("rejects with the right ModelError, without the key in it, when the server %s", async (_server, behaviour, failure, retryable) => {
      const { images, behave, apiKey } = createHarness();
      behave(behaviour);
      const error = await problemOf(images.make(ask(), never, nothing));
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({ failure, retryable });
      expect(String(error)).not.toContain(apiKey);
    });

    test("gives up after some minutes", async () => {
      const { images, behave, clock } = createHarness();
      behave("hang");
      const outcome = problemOf(images.make(ask(), never, nothing));
      await clock.advance(9 * 60_000);
      expect(await outcome).toMatchObject({ failure: "first-token-timeout" });
    });

    test("ends with the signal's reason, at once", async () => {
      const { images, behave, clock } = createHarness();
      behave("hang");
      const stop = new AbortController();
      const outcome = problemOf(images.make(ask(), stop.signal, nothing));
      await clock.advance(100);
      stop.abort("stop");
      expect(await outcome).toBe("stop");
    });
  });
}
