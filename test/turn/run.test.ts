/** One turn: drafts as they grow, each way it can end, and that a resumed one calls nothing. */
import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/kernel/errors.ts";
import type { Model, ModelEvent, Usage } from "../../src/llm/model.ts";
import { runTurn, type TurnDeps } from "../../src/turn/run.ts";
import type { TurnEvent } from "../../src/turn/types.ts";
import { createJournal } from "../fakes/journal.ts";
import { ask } from "../llm/collect.ts";
import { createMovingClock, type MovingClock } from "../llm/moving-clock.ts";

const usage: Usage = { inputTokens: 100, cachedInputTokens: 10, outputTokens: 20, estimated: false };
const text = (value: string): ModelEvent => ({ type: "text", text: value });
const reasoning = (value: string): ModelEvent => ({ type: "reasoning", text: value });
const finish = (more: Partial<Extract<ModelEvent, { type: "finish" }>> = {}): ModelEvent => ({
  type: "finish",
  reason: "stop",
  model: "demo",
  usage,
  costUsd: undefined,
  ...more,
});
type Step = ModelEvent | { sleep: number } | { fail: unknown } | { hang: true };

/** Plays the steps; ends by the signal's reason as an adapter does. */
function scripted(clock: MovingClock, steps: Step[]): Model & { calls: number } {
  const model = {
    calls: 0,
    async *stream(_request: unknown, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      model.calls += 1;
      for (const step of steps) {
        signal.throwIfAborted();
        if ("sleep" in step) await clock.sleep(step.sleep);
        else if ("fail" in step) throw step.fail;
        else if ("hang" in step) await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        else yield step;
      }
    },
  };
  return model;
}

function stage(steps: Step[], more: Partial<TurnDeps> = {}) {
  const clock = createMovingClock();
  const model = scripted(clock, steps);
  const journal = createJournal();
  const events: TurnEvent[] = [];
  const stop = new AbortController();
  const deps: TurnDeps = {
    model,
    journal,
    step: "outcome",
    clock,
    emit: (event) => events.push(event),
    countTokens: (value) => value.length,
    // A microdollar per input token, two per output token; what was reported wins.
    costMicroUsd: (_model, { inputTokens, outputTokens }, reported) => (reported === undefined ? inputTokens + 2 * outputTokens : reported * 1e6),
    afford: async () => undefined,
    ...more,
  };
  return {
    clock,
    model,
    journal,
    events,
    stop,
    run: () => runTurn(ask("hi"), 77, stop.signal, deps),
    drafts: () => events.flatMap((event) => (event.type === "heard" ? [] : [event.text])),
  };
}

describe("drafts", () => {
  it("are the whole text so far, without reasoning", async () => {
    const { run, drafts } = stage([reasoning("hm"), text("Rain "), reasoning("so"), text("falls.\n"), finish()]);
    const outcome = await run();
    expect(drafts()).toEqual(["Rain ", "Rain falls.\n"]);
    expect(outcome).toMatchObject({ text: "Rain falls.", reasoning: "hmso", end: "stop", model: "demo", usage });
  });

  it("do not begin again where there is no money for another attempt", async () => {
    const asked: number[] = [];
    const afford = async (cost: number) => {
      asked.push(cost);
      throw new Error("over budget");
    };
    const { run, drafts } = stage([text("half"), { type: "restart", model: "demo", failure: "broken-stream", lost: usage }, text("whole"), finish()], {
      afford,
    });
    await expect(run()).rejects.toThrow("over budget");
    expect(asked).toEqual([usage.inputTokens + 2 * usage.outputTokens]);
    expect(drafts()).toEqual(["half"]);
  });

  it("begin again after a restart: the void words count for nothing but their cost", async () => {
    const lost: Usage = { inputTokens: 50, cachedInputTokens: 0, outputTokens: 5, estimated: true };
    const { run, drafts } = stage([
      text("half a"),
      reasoning("x"),
      { type: "restart", model: "demo", failure: "broken-stream", lost },
      text("whole"),
      finish(),
    ]);
    const outcome = await run();
    expect(drafts()).toEqual(["half a", "whole"]);
    expect(outcome).toMatchObject({ text: "whole", reasoning: "", restarts: ["demo: broken-stream"], costMicroUsd: 50 + 2 * 5 + 100 + 2 * 20 });
  });
});

describe("how it ends", () => {
  it.each(["stop", "length", "content-filter"] as const)("by the model's own reason %s", async (reason) => {
    expect(await stage([text("x"), finish({ reason })]).run()).toMatchObject({ end: reason, text: "x" });
  });

  it.each([
    ["stop", "stopped"],
    ["deadline", "deadline"],
  ])("by %s, with what is there, counted and paid for", async (reason, end) => {
    const { run, stop, clock } = stage([reasoning("hm"), text("the beginning"), { hang: true }]);
    const running = run();
    await clock.advance(10);
    stop.abort(reason);
    expect(await running).toMatchObject({
      end,
      text: "the beginning",
      usage: { inputTokens: 77, cachedInputTokens: 0, outputTokens: "the beginning".length + 2, estimated: true },
      costMicroUsd: 77 + 2 * 15,
    });
  });

  it("by any other reason: it is thrown, and nothing is written", async () => {
    const { run, stop, clock, journal } = stage([text("x"), { hang: true }]);
    const running = run().catch((error: unknown) => error);
    await clock.advance(10);
    stop.abort("cancel");
    expect(await running).toBe("cancel");
    expect(journal.entries.size).toBe(0);
  });

  it("by the model's failure: it is thrown, and nothing is written", async () => {
    const failure = new ModelError("unauthorized", "no", { retryable: false });
    const { run, journal } = stage([text("x"), { fail: failure }]);
    await expect(run()).rejects.toBe(failure);
    expect(journal.entries.size).toBe(0);
  });

  it("by a length that no answer needs", async () => {
    const endless: Step[] = Array.from({ length: 30 }, () => text("x".repeat(10_000)));
    const outcome = await stage([...endless, finish()]).run();
    expect(outcome.end).toBe("length");
    expect(outcome.text.length).toBeLessThan(230_000);
  });

  it("a stream without an end is a bug, not an answer", async () => {
    await expect(stage([text("x")]).run()).rejects.toThrow("without a finish");
  });
});

describe("what is known afterwards", () => {
  it("times of the first token and of the last", async () => {
    const { run, clock } = stage([{ sleep: 300 }, reasoning("hm"), { sleep: 700 }, text("x"), finish()]);
    const running = run();
    await clock.advance(2_000);
    expect(await running).toMatchObject({ firstTokenMs: 300, modelMs: 1_000 });
  });

  it("the price that the provider itself told", async () => {
    expect(await stage([text("x"), finish({ costUsd: 0.25 })]).run()).toMatchObject({ costMicroUsd: 250_000 });
  });

  it("the model that answered, and at most 20,000 characters of its reasoning", async () => {
    const outcome = await stage([reasoning("r".repeat(50_000)), text("x"), finish({ model: "fallback" })]).run();
    expect([outcome.model, outcome.reasoning.length]).toEqual(["fallback", 20_000]);
  });
});

describe("the journal", () => {
  it("has the outcome before anybody acts on it, and a second run calls nothing", async () => {
    const { run, model, journal, events } = stage([text("once"), finish()]);
    const first = await run();
    expect(journal.entries.get("outcome")).toEqual(first);
    events.length = 0;
    expect(await run()).toEqual(first);
    expect([model.calls, events.length]).toEqual([1, 0]);
  });

  it("another step calls the model anew", async () => {
    const { journal, model } = stage([text("x"), finish()]);
    journal.put("outcome", { text: "old" });
    const again = stage([text("new"), finish()], { step: "outcome:fitted", journal });
    expect(await again.run()).toMatchObject({ text: "new" });
    expect([model.calls, again.model.calls]).toEqual([0, 1]);
  });

  it("a stop before the first word is an outcome, too", async () => {
    const { run, stop, model } = stage([{ hang: true }]);
    stop.abort("stop");
    expect(await run()).toMatchObject({ end: "stopped", text: "", firstTokenMs: null });
    expect(model.calls).toBeLessThanOrEqual(1);
  });
});
