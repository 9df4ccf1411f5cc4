/** The REST adapter and the caller's signal: no further attempt begins, the one under way is left to end, for its edit could still arrive after its successor. */
import { describe, expect, it } from "vitest";
import { created, createResponder, limited, messageId, target } from "./responder.ts";

const broken = () => new Response("<html>oops</html>", { status: 500, headers: { "content-type": "text/html" } });
const outcome = (call: Promise<unknown>) =>
  call.then(
    (value) => value,
    (error: unknown) => error,
  );

describe("giving up by signal", () => {
  const reason = new Error("stopped by a person");
  const edit = ({ api }: ReturnType<typeof createResponder>, signal: AbortSignal) => api.editInteractionMessage(target, "@original", { content: "x" }, signal);
  /** Answers when the test says so, and remembers whether it was told to give up. */
  const held = () => {
    const state = { answer: (_: Response): void => undefined, aborted: false };
    const script = (_: unknown, signal: AbortSignal) => {
      signal.addEventListener("abort", () => {
        state.aborted = true;
      });
      return new Promise<Response>((resolve) => {
        state.answer = resolve;
      });
    };
    return { state, script };
  };

  it("before the first attempt sends nothing", async () => {
    const { api, seen } = createResponder(() => created());
    await expect(api.followUp(target, { content: "x" }, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });

  it.each([
    ["a 429", () => limited(20)],
    ["a 500", broken],
    ["a lost connection", () => Promise.reject(new TypeError("reset"))],
  ])("leaves the attempt under way to its end; after %s no further one begins and the reason is thrown", async (_, trouble) => {
    const { state, script } = held();
    const responder = createResponder(script, () => created());
    const controller = new AbortController();
    const result = outcome(edit(responder, controller.signal));
    await responder.clock.advance(100);
    controller.abort(reason);
    await responder.clock.advance(5_000);
    expect(state.aborted).toBe(false);
    state.answer(await Promise.resolve(trouble()).catch((error: unknown) => new Response(failingBody(error), { status: 200 })));
    expect(await responder.run(result)).toBe(reason);
    expect(responder.seen.length).toBe(1);
  });

  it("returns what the attempt under way brought", async () => {
    const { state, script } = held();
    const responder = createResponder(script);
    const controller = new AbortController();
    const result = outcome(edit(responder, controller.signal));
    await responder.clock.advance(100);
    controller.abort(reason);
    state.answer(created());
    expect(await responder.run(result)).toEqual({ id: messageId });
    expect(state.aborted).toBe(false);
  });

  it("still lets go of an attempt that nobody answers, by its own time limit", async () => {
    const { state, script } = held();
    const responder = createResponder(script);
    const controller = new AbortController();
    const started = responder.clock.now();
    const result = outcome(edit(responder, controller.signal));
    await responder.clock.advance(100);
    controller.abort(reason);
    expect(await responder.run(result)).toBe(reason);
    expect(state.aborted).toBe(true);
    expect([responder.clock.now() - started, responder.seen.length]).toEqual([10_000, 1]);
  });

  it.each([
    ["for a rate limit", () => limited(20)],
    ["after an error", broken],
  ])("ends a wait %s at once", async (_, trouble) => {
    const responder = createResponder(trouble);
    const controller = new AbortController();
    const result = outcome(edit(responder, controller.signal));
    await responder.clock.advance(100);
    controller.abort(reason);
    expect(await result).toBe(reason);
    expect(responder.seen.length).toBe(1);
  });

  it("tells of a follow-up under way whether it was sent, may have been, or was not", async () => {
    for (const [answer, expected] of [
      [created(), { kind: "sent", id: messageId }],
      [new Response("", { status: 500 }), { kind: "unknown" }],
      [limited(5), reason],
    ] as const) {
      const { state, script } = held();
      const responder = createResponder(script, () => created());
      const controller = new AbortController();
      const result = outcome(responder.api.followUp(target, { content: "x" }, controller.signal));
      await responder.clock.advance(100);
      controller.abort(reason);
      state.answer(answer);
      expect(await responder.run(result)).toEqual(expected);
      expect(responder.seen.length).toBe(1);
    }
  });
});

/** Breaks while it is read. */
function failingBody(error: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(error) });
}
