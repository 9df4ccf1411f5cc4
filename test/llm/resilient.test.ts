/** Retries and fallback: what is tried again, when, and what is said about what was lost. */
import { describe, expect, test } from "vitest";
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import type { Model, ModelEvent, ModelRequest } from "../../src/llm/model.ts";
import { createResilientModel, type ResilientModelOptions } from "../../src/llm/resilient.ts";
import { ask, collect } from "./collect.ts";
import { createMovingClock, settle } from "./moving-clock.ts";

type Step = (ModelEvent | Error)[];

const fail = (failure: ModelFailure, retryable = true, retryAfterMs?: number) => new ModelError(failure, failure, { retryable, retryAfterMs });
const text = (words: string): ModelEvent => ({ type: "text", text: words });
const finish = (model = "a"): ModelEvent => ({
  type: "finish",
  reason: "stop",
  model,
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, estimated: false },
  costUsd: undefined,
});

/** Each call plays the next step; the models asked for are noted. */
function scripted(steps: Step[]): Model & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *stream(request: ModelRequest) {
      expect(request.models).toHaveLength(1);
      asked.push(request.models.join());
      for (const item of steps[asked.length - 1] ?? [new Error("script is over")]) {
        if (item instanceof Error) throw item;
        yield item;
      }
    },
  };
}

function setUp(steps: Step[], options: Partial<ResilientModelOptions> = {}) {
  const clock = createMovingClock();
  const inner = scripted(steps);
  const model = createResilientModel({ model: inner, clock, random: () => 1, ...options });
  return { clock, inner, model };
}

async function run(steps: Step[], models = ["a"], options: Partial<ResilientModelOptions> = {}) {
  const { clock, inner, model } = setUp(steps, options);
  const collected = collect(model, ask("hello", { models }));
  await clock.advance(120_000);
  return { ...(await collected), asked: inner.asked, sleeps: clock.sleeps };
}

test("passes a good answer through and sleeps for nothing", async () => {
  const { text: answer, asked, sleeps, events } = await run([[text("hi"), finish()]]);
  expect({ answer, asked, sleeps, count: events.length }).toEqual({ answer: "hi", asked: ["a"], sleeps: [], count: 2 });
});

describe("a retryable failure", () => {
  test("is tried again after 0.5 s and 1 s at most, without a word when it cost nothing", async () => {
    const { text: answer, asked, sleeps, events } = await run([[fail("rate-limited")], [fail("server-error")], [text("hi"), finish()]]);
    expect(answer).toBe("hi");
    expect(asked).toEqual(["a", "a", "a"]);
    expect(sleeps).toEqual([500, 1_000]);
    expect(events.some((event) => event.type === "restart")).toBe(false);
  });

  test("waits no longer than 8 s, jittered over the whole range", async () => {
    const steps: Step[] = [...Array.from({ length: 7 }, () => [fail("unreachable")]), [text("hi"), finish()]];
    expect((await run(steps, ["a"], { attemptsPerModel: 8 })).sleeps).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect((await run(steps, ["a"], { attemptsPerModel: 8, random: () => 0.25 })).sleeps).toEqual([125, 250, 500, 1_000, 2_000, 2_000, 2_000]);
  });

  test("waits as long as the server wishes, up to 30 s", async () => {
    expect((await run([[fail("rate-limited", true, 30_000)], [text("hi"), finish()]])).sleeps).toEqual([30_000]);
  });

  test("goes to the next model at once when the server wants more than 30 s", async () => {
    const { asked, sleeps, text: answer } = await run([[fail("rate-limited", true, 30_001)], [text("hi"), finish("b")]], ["a", "b"]);
    expect({ asked, sleeps, answer }).toEqual({ asked: ["a", "b"], sleeps: [], answer: "hi" });
  });

  test("goes to the next model after three tries", async () => {
    const {
      asked,
      text: answer,
      finish: end,
    } = await run([[fail("server-error")], [fail("server-error")], [fail("server-error")], [text("hi"), finish("b")]], ["a", "b"]);
    expect(asked).toEqual(["a", "a", "a", "b"]);
    expect({ answer, model: end?.model }).toEqual({ answer: "hi", model: "b" });
  });
});

test.each(["unauthorized", "bad-request", "too-long", "unknown-model", "not-an-api"] as const)(
  "%s is not tried again: the next model is asked at once",
  async (failure) => {
    const { asked, sleeps } = await run([[fail(failure, false)], [text("hi"), finish("b")]], ["a", "b"]);
    expect({ asked, sleeps }).toEqual({ asked: ["a", "b"], sleeps: [] });
  },
);

describe("restart", () => {
  test("voids the text that was shown, names the failure and what was lost, before the answer starts again", async () => {
    const { text: answer, events } = await run([
      [text("half an "), { type: "reasoning", text: "hm" }, text("ans"), fail("broken-stream")],
      [text("the whole answer"), finish()],
    ]);
    expect(answer).toBe("the whole answer");
    const restart = events.findIndex((event) => event.type === "restart");
    expect(events[restart]).toMatchObject({ type: "restart", model: "a", failure: "broken-stream", lost: { cachedInputTokens: 0, estimated: true } });
    expect(events[restart]).toMatchObject({ lost: { outputTokens: Math.ceil("half an hmans".length / 3.6), inputTokens: expect.any(Number) as number } });
    expect(events[restart + 1]).toEqual(text("the whole answer"));
  });

  test.each(["first-token-timeout", "idle-timeout", "empty", "broken-stream"] as const)(
    "also reports %s, where the prompt may have been paid without a word",
    async (failure) => {
      const { events } = await run([[fail(failure)], [text("hi"), finish()]]);
      expect(events[0]).toMatchObject({ type: "restart", failure, lost: { outputTokens: 0 } });
    },
  );

  test("names the model that failed when the chain moves on", async () => {
    const { events } = await run(
      [
        [text("x"), fail("idle-timeout", false)],
        [text("hi"), finish("b")],
      ],
      ["a", "b"],
    );
    expect(events[1]).toMatchObject({ type: "restart", model: "a", failure: "idle-timeout" });
  });

  test("survives a free failure in between: nothing is forgotten, nothing said twice", async () => {
    const { events, text: answer } = await run([[text("x"), fail("broken-stream")], [fail("rate-limited")], [text("hi"), finish()]]);
    expect(events.filter((event) => event.type === "restart")).toHaveLength(1);
    expect(answer).toBe("hi");
  });
});

describe("when all fail", () => {
  test("the first model's failure is told, because that is the one that was asked for", async () => {
    const { error } = await run([[fail("unauthorized", false)], [fail("unknown-model", false)]], ["a", "b"]);
    expect(error).toMatchObject({ failure: "unauthorized" });
  });

  test("a stream that just ends is a broken stream", async () => {
    expect((await run([[text("x")], [text("x")], [text("x")]])).error).toMatchObject({ failure: "broken-stream" });
  });

  test("what is no ModelError is a bug and not retried", async () => {
    const bug = new TypeError("oops");
    const { error, asked } = await run([[bug]], ["a", "b"]);
    expect(error).toBe(bug);
    expect(asked).toEqual(["a"]);
  });
});

describe("an abort", () => {
  test("ends a backoff at once with the signal's reason, and nobody is asked again", async () => {
    const { clock, inner, model } = setUp([[fail("rate-limited", true, 20_000)], [text("hi"), finish()]]);
    const stop = new AbortController();
    const collected = collect(model, ask("hello", { models: ["a", "b"] }), stop.signal);
    await settle();
    expect(clock.sleeping).toBe(1);
    const reason = new Error("stopped");
    stop.abort(reason);
    expect((await collected).error).toBe(reason);
    expect(inner.asked).toEqual(["a"]);
  });

  test("wins over the failure it causes", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    const model = createResilientModel({
      clock: createMovingClock(),
      random: () => 1,
      model: {
        // biome-ignore lint/correctness/useYield: this model fails before it says anything
        async *stream() {
          stop.abort(reason);
          throw fail("unreachable");
        },
      },
    });
    expect((await collect(model, ask("hello"), stop.signal)).error).toBe(reason);
  });
});
