/** A turn that calls tools: what the model is told, every bound, and that whatever happens once happens once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJournal } from "../fakes/journal.ts";
import { call, type Round, said, stage, toolBox, usage } from "./tool-stage.ts";

describe("a call that says nothing", () => {
  const silences = ({ name }: { name: string }) => name === "hush";

  it("ends the turn, whatever else it said or wanted, and is not made", async () => {
    let made = 0;
    const run = () => {
      made += 1;
      return said("ok");
    };
    const { run: turn, model } = stage([{ text: "I would rather not.", calls: [call("look"), call("hush")] }], run, { tools: toolBox(run, { silences }) });
    expect(await turn()).toMatchObject({ end: "silent", text: "", costMicroUsd: 140 });
    expect([made, model.requests.length]).toEqual([0, 1]);
  });

  it("counts after others were made, too, and after a crash", async () => {
    const tools = toolBox(() => said("ok"), { silences });
    const { run } = stage([{ text: "Let me look.", calls: [call("look")] }, { calls: [call("hush")] }], () => said("ok"), { tools });
    expect(await run()).toMatchObject({ end: "silent", text: "", tools: { calls: [{ name: "look" }] } });
    expect(await run()).toMatchObject({ end: "silent", text: "" });
  });
});

describe("what the model is told", () => {
  it("each result under its call, in the calls' order, round after round", async () => {
    const { run, model, events, afforded } = stage(
      [{ text: "Let me look.", calls: [call("look", { at: 1 }), call("look", { at: 2 })] }, { calls: [call("look", { at: 3 })] }, { text: "It rains." }],
      ({ arguments: input }) => said(`seen ${input}`),
    );
    const outcome = await run();
    expect(outcome).toMatchObject({
      text: "It rains.",
      end: "stop",
      usage: { inputTokens: 300, cachedInputTokens: 30, outputTokens: 60 },
      costMicroUsd: 3 * 140,
      tools: { calls: [{ name: "look", failed: false }, { name: "look" }, { name: "look" }], firstUsage: usage },
    });
    expect(outcome).not.toHaveProperty("toolCalls");
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: "assistant", content: "Let me look.", toolCalls: [call("look", { at: 1 }), call("look", { at: 2 })] },
      { role: "tool", callId: 'look-{"at":1}', content: 'seen {"at":1}' },
      { role: "tool", callId: 'look-{"at":2}', content: 'seen {"at":2}' },
      { role: "assistant", content: "", toolCalls: [call("look", { at: 3 })] },
      { role: "tool", callId: 'look-{"at":3}', content: 'seen {"at":3}' },
    ]);
    expect(events.flatMap((event) => (event.type === "status" ? [event.text] : []))).toEqual(["look, look", "look"]);
    expect(afforded).toEqual([140, 140]);
  });

  it("no tools: the turn is as ever", async () => {
    const { run, model } = stage([{ text: "Hi." }], () => said(""), { tools: toolBox(() => said(""), { declarations: [] }) });
    const outcome = await run();
    expect(outcome.text).toBe("Hi.");
    expect(outcome).not.toHaveProperty("tools");
    expect(model.requests[0]).not.toHaveProperty("tools");
  });

  it("what it said before a call counts where it says nothing after", async () => {
    const { run } = stage([{ text: "Noted.", calls: [call("look")] }, {}], () => said("ok"));
    expect((await run()).text).toBe("Noted.");
  });

  it("what it said at length before a call stays before what it says after, also while it grows; an aside goes", async () => {
    const long = "It rains a lot in Bergen. ".repeat(10).trim();
    const { run, events } = stage([{ text: "Let me look.", calls: [call("look")] }, { text: long, calls: [call("look", 2)] }, { text: "Noted." }], () =>
      said("ok"),
    );
    expect((await run()).text).toBe(`${long}\n\nNoted.`);
    expect(events.flatMap((event) => (event.type === "draft" ? [event.text] : []))).toEqual(["Let me look.", long, `${long}\n\nNoted.`]);
  });

  it("a name that is none is told as one, since servers refuse all others and people are shown it", async () => {
    const { run, model, events } = stage([{ calls: [call("https://evil.example/?q=1", {}, "1")] }, { text: "ok" }], () => said("none"));
    expect((await run()).tools?.calls).toMatchObject([{ name: "https___evil_example__q_1" }]);
    expect(model.requests.at(-1)?.messages.at(-2)).toMatchObject({ toolCalls: [{ id: "1", name: "https___evil_example__q_1" }] });
    expect(JSON.stringify(events)).not.toContain("https:");
  });

  it("long results are cut to what the window has room for, each to its share", async () => {
    const { run, model } = stage([{ calls: [call("look", 1), call("look", 2)] }, { text: "Long." }], () => said("word ".repeat(20_000)));
    await run();
    const results = model.requests[1]?.messages.filter(({ role }) => role === "tool") ?? [];
    expect(results).toHaveLength(2);
    let tokens = 0;
    for (const { content } of results) {
      expect(content).toMatch(/\[cut: there was no room for the rest\]$/);
      tokens += Math.ceil(String(content).length / 4);
    }
    expect(tokens).toBeGreaterThan(6_000);
    expect(tokens).toBeLessThanOrEqual(8_192 - 500 - 50);
  });
});

describe("bounds", () => {
  const endless = Array.from({ length: 40 }, (_, round): Round => ({ calls: [call("look", { round })] }));

  it("after eight rounds it has to answer", async () => {
    const { run, model } = stage(endless, () => said("more"));
    const outcome = await run();
    expect(model.requests).toHaveLength(9);
    expect(model.requests.map(({ toolsClosed }) => toolsClosed === true)).toEqual([...Array.from({ length: 8 }, () => false), true]);
    expect(outcome.text).toBe("Enough.");
  });

  it("without room it has to answer", async () => {
    const { run, model } = stage(endless, () => said("word ".repeat(20_000)));
    expect((await run()).text).toBe("Enough.");
    expect(model.requests).toHaveLength(2);
  });

  it("the same call a third time is not made, however it is written", async () => {
    const made: string[] = [];
    const inputs = ['{"a":1,"b":2}', '{ "b": 2, "a": 1 }', '{"a":1, "b":2}', '{"a":1,"b":3}'];
    const { run, model } = stage(
      inputs.map((input, index) => ({ calls: [{ id: `c${index}`, name: "look", arguments: input }] })),
      ({ arguments: input }) => {
        made.push(input);
        return said("ok");
      },
    );
    await run();
    expect(made).toEqual([inputs[0], inputs[1], inputs[3]]);
    expect(model.requests.at(-1)?.messages.filter(({ role }) => role === "tool")[2]?.content).toContain("You made this very call before");
  });

  it("four at a time", async () => {
    let [running, most] = [0, 0];
    const calls = Array.from({ length: 11 }, (_, index) => call("look", { index }));
    const { run } = stage([{ calls }, { text: "ok" }], async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return { content: "ok", failed: false };
    });
    const outcome = await run();
    expect(most).toBe(4);
    expect(outcome.tools?.calls).toHaveLength(11);
  });

  it("no money for another round: what `afford` says", async () => {
    const { run, model } = stage([{ calls: [call("look")] }], () => said("ok"), { afford: () => Promise.reject(new Error("over budget")) });
    await expect(run()).rejects.toThrow("over budget");
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    ["stop", "stopped"],
    ["deadline", "deadline"],
  ])("%s while a tool hangs ends it with what is there", async (reason, end) => {
    const { run, stop } = stage([{ text: "I look.", calls: [call("look")] }], () => new Promise(() => undefined));
    const running = run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(reason);
    expect(await running).toMatchObject({ end, text: "I look.", costMicroUsd: 140 });
  });
});

describe("after a crash", () => {
  it("what may have been sent is not sent again, and the model is told so", async () => {
    const journal = createJournal();
    const stuck = stage([{ calls: [call("send")] }, { text: "ok" }], () => new Promise(() => undefined), { journal });
    void stuck.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const sent: string[] = [];
    const { run, model } = stage([{ calls: [call("send")] }, { text: "ok" }], ({ name }) => said(String(sent.push(name))), { journal });
    expect((await run()).text).toBe("ok");
    expect(sent).toEqual([]);
    expect(model.requests[0]?.messages.at(-1)?.content).toContain("nobody knows whether it has happened");
  });

  it("at any moment: each call has one effect at most, the story ends the same, and the journal always grows", async () => {
    const round = fc.record({
      text: fc.constantFrom("", "hm"),
      calls: fc.array(fc.record({ name: fc.constantFrom("look", "send"), input: fc.nat({ max: 3 }) }), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { maxLength: 4 }), fc.array(fc.nat({ max: 12 }), { maxLength: 6 }), async (given, crashes) => {
        const rounds = given.map(({ text, calls }, at) => ({ text, calls: calls.map(({ name, input }, index) => call(name, { input }, `${at}-${index}`)) }));
        const entries = createJournal();
        const effects = new Map<string, number>();
        // By the rounds behind it: what the model was told.
        const told = new Map<number, string>();
        const live = async (writes: number): Promise<string> => {
          let left = writes;
          const journal = {
            get: entries.get,
            put(step: string, value: unknown) {
              // The process is gone: nothing of it writes any more, and nobody waits for it.
              if (left-- <= 0) throw new Error("killed");
              entries.put(step, value);
            },
          };
          const { run, model } = stage(
            rounds,
            async ({ name, arguments: input }, { key }) => {
              if (left <= 0) throw new Error("killed");
              if (name === "send") effects.set(key, (effects.get(key) ?? 0) + 1);
              const passages = name === "look" ? [{ title: input, url: `https://a.example/${input}`, text: "words ".repeat(400) }] : [];
              return { content: `did ${name}`, failed: false, passages };
            },
            { journal },
          );
          return run()
            .then(({ text }) => text)
            .finally(() => {
              for (const { messages } of model.requests) {
                const behind = messages.filter(({ role }) => role === "assistant").length;
                expect(told.get(behind) ?? JSON.stringify(messages)).toBe(JSON.stringify(messages));
                told.set(behind, JSON.stringify(messages));
              }
            });
        };
        for (const writes of crashes) await live(writes).catch((error: Error) => expect(error.message).toBe("killed"));
        const text = await live(Number.POSITIVE_INFINITY);
        const called = rounds.findIndex(({ calls }) => calls.length === 0);
        const spoken = rounds.slice(0, called === -1 ? rounds.length : called + 1);
        expect(text).toBe(called === -1 ? "Done." : (spoken.findLast(({ text: words }) => words !== "")?.text ?? ""));
        for (const times of effects.values()) expect(times).toBe(1);
        expect(await live(0)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
