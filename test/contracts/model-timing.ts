/** The part of the Model contract that is about time: deadlines, aborts, hanging up. Called by `model.ts`. */
import { describe, expect, test } from "vitest";
import { ask, collect } from "../llm/collect.ts";
import { settle } from "../llm/moving-clock.ts";
import type { ModelHarness } from "./model.ts";

export function describeModelTiming(name: string, createHarness: () => ModelHarness): void {
  describe(`${name} keeps the Model contract about time`, () => {
    test("gives up on a server that never answers, at the first-token deadline and not before", async () => {
      for (const hang of ["before-headers", "before-first-token"] as const) {
        const harness = createHarness();
        harness.behave({ hang });
        const collected = collect(harness.model, ask("hello"));
        await harness.clock.advance(harness.firstTokenTimeoutMs - 1);
        expect(await Promise.race([collected, settle().then(() => "waiting")])).toBe("waiting");
        await harness.clock.advance(1);
        expect((await collected).error).toMatchObject({ failure: "first-token-timeout", retryable: true });
        await settle();
        expect(harness.requests.at(-1)?.cancelled).toBe(true);
      }
    });

    test("waits for the first piece as long as the request says, shorter or longer than usual", async () => {
      for (const firstTokenTimeoutMs of [5_000, createHarness().firstTokenTimeoutMs * 4]) {
        const harness = createHarness();
        harness.behave({ hang: "before-first-token" });
        const collected = collect(harness.model, ask("hello", { firstTokenTimeoutMs }));
        await harness.clock.advance(firstTokenTimeoutMs - 1);
        expect(await Promise.race([collected, settle().then(() => "waiting")])).toBe("waiting");
        await harness.clock.advance(1);
        expect((await collected).error).toMatchObject({ failure: "first-token-timeout" });
      }
    });

    test("gives up on a server that falls silent in the middle, at the idle deadline", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two three four", hang: "mid-stream" });
      const collected = collect(harness.model, ask("hello"));
      await harness.clock.advance(harness.idleTimeoutMs - 1);
      expect(await Promise.race([collected, settle().then(() => "waiting")])).toBe("waiting");
      await harness.clock.advance(1);
      expect(await collected).toMatchObject({ text: "one two", error: { failure: "idle-timeout", retryable: true } });
    });

    test("counts the idle time from the last chunk, not from the first", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two three four", delayMs: 10_000, hang: "mid-stream" });
      const collected = collect(harness.model, ask("hello"));
      await harness.clock.advance(20_000 + harness.idleTimeoutMs - 1);
      expect(await Promise.race([collected, settle().then(() => "waiting")])).toBe("waiting");
      await harness.clock.advance(1);
      expect(await collected).toMatchObject({ text: "one two", error: { failure: "idle-timeout" } });
    });

    test("keeps waiting for an answer that comes slowly, as long as it comes", async () => {
      const harness = createHarness();
      harness.behave({ text: "a b c d e f g h i j", delayMs: harness.idleTimeoutMs - 1 });
      const collected = collect(harness.model, ask("hello"));
      await harness.clock.advance(harness.idleTimeoutMs * 10);
      expect(await collected).toMatchObject({ text: "a b c d e f g h i j", error: undefined });
    });

    test("counts reasoning as life before the first word of text", async () => {
      const harness = createHarness();
      harness.behave({ reasoning: "a b c d e f g h", text: "done", delayMs: harness.firstTokenTimeoutMs / 4 });
      const collected = collect(harness.model, ask("hello"));
      await harness.clock.advance(harness.firstTokenTimeoutMs * 3);
      expect(await collected).toMatchObject({ text: "done", error: undefined });
    });

    test("does not blame the server for a reader that takes its time", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two three" });
      const words: string[] = [];
      for await (const event of harness.model.stream(ask("hello"), new AbortController().signal)) {
        if (event.type === "text") words.push(event.text);
        await harness.clock.advance(harness.idleTimeoutMs * 2);
      }
      expect(words.join("")).toBe("one two three");
    });

    test("is soon content when nothing follows the finish reason", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two", hang: "after-finish" });
      const collected = collect(harness.model, ask("hello"));
      // Seconds, not the whole idle time: a person waits for the last edit.
      await harness.clock.advance(6_000);
      expect(await Promise.race([collected, settle().then(() => "waiting")])).toMatchObject({
        text: "one two",
        error: undefined,
        finish: { usage: { estimated: true } },
      });
    });

    test.each(["before-headers", "before-first-token", "mid-stream"] as const)(
      "ends at once with the signal's reason when aborted, hanging %s",
      async (hang) => {
        const harness = createHarness();
        harness.behave({ text: "one two three four", hang });
        const stop = new AbortController();
        const collected = collect(harness.model, ask("hello"), stop.signal);
        await settle();
        const reason = new Error("stopped by a person");
        stop.abort(reason);
        expect((await collected).error).toBe(reason);
        await settle();
        expect(harness.requests.at(-1)?.cancelled).toBe(true);
        expect(harness.clock.sleeping).toBe(0);
      },
    );

    test("asks nobody when it is aborted beforehand", async () => {
      const harness = createHarness();
      const reason = new Error("too late");
      expect((await collect(harness.model, ask("hello"), AbortSignal.abort(reason))).error).toBe(reason);
      expect(harness.requests).toHaveLength(0);
    });

    test("hangs up when the reader leaves", async () => {
      const harness = createHarness();
      harness.behave({ text: "word ".repeat(50), delayMs: 10 });
      const leaving = (async () => {
        for await (const event of harness.model.stream(ask("hello"), new AbortController().signal)) if (event.type === "text") break;
      })();
      await harness.clock.advance(10);
      await leaving;
      await settle();
      expect(harness.requests.at(-1)?.cancelled).toBe(true);
      expect(harness.clock.sleeping).toBe(0);
    });

    test("leaves no timer behind after an answer", async () => {
      const harness = createHarness();
      harness.behave({ text: "one two" });
      await collect(harness.model, ask("hello"));
      await settle();
      expect(harness.clock.sleeping).toBe(0);
    });
  });
}
