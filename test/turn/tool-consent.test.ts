/** Calls that somebody has to agree to: what waits, what is kept of it, and how the story goes on. */
import { describe, expect, it } from "vitest";
import type { ToolBox } from "../../src/turn/tools.ts";
import type { PendingTurn } from "../../src/turn/types.ts";
import { call, type Round, type Run, said, stage, toolBox } from "./tool-stage.ts";

describe("consent", () => {
  const asks =
    (more: Partial<ToolBox> = {}) =>
    (run: Run) =>
      toolBox(run, { needsApproval: ({ name }) => name === "send", ...more });
  const rounds: Round[] = [{ text: "I look and send.", calls: [call("look"), call("send", { to: "all" })] }, { text: "Done so." }];
  const waiting = async (run: Run) => {
    const { run: go } = stage(rounds, run, { tools: asks()(run) });
    const outcome = await go();
    expect(outcome).toMatchObject({ end: "waiting", text: "I look and send." });
    if (outcome.pending === undefined) throw new Error("nothing waits");
    // It is written down meanwhile.
    return JSON.parse(JSON.stringify(outcome.pending)) as PendingTurn;
  };

  it("what needs none is made, what needs it waits, and nothing more is asked of the model", async () => {
    const made: string[] = [];
    const pending = await waiting(({ name }) => said(`did ${made.push(name)}`));
    expect(made).toEqual(["look"]);
    expect(pending.rounds).toEqual([{ text: "I look and send.", calls: rounds[0]?.calls, results: [{ content: "did 1", failed: false }, null] }]);
  });

  it.each([
    [{ verdict: "approved" } as const, ["send"], "did it"],
    [{ verdict: "denied", reason: "not today" } as const, [], 'The person did not allow it, so it was not done. They say: "not today"'],
  ])("%j", async (decision, made, told) => {
    const pending = await waiting(() => said("seen"));
    const calls: string[] = [];
    const { run, model } = stage(
      rounds,
      ({ name }) => {
        calls.push(name);
        return said("did it");
      },
      {},
      { pending, decision },
    );
    expect(await run()).toMatchObject({ text: "Done so.", end: "stop", tools: { calls: [{ name: "send" }] } });
    expect(calls).toEqual(made);
    expect(model.requests).toHaveLength(1);
    const [look, send] = model.requests[0]?.messages.filter(({ role }) => role === "tool") ?? [];
    expect(look?.content).toBe("seen");
    expect(send?.content).toContain(told);
  });

  it("may be needed again, in a later round of the same story", async () => {
    const twice: Round[] = [...rounds.slice(0, 1), { calls: [call("send", { to: "more" })] }, { text: "Both." }];
    const pending = await waiting(() => said("ok"));
    const tools = asks()(() => said("ok"));
    const second = await stage(twice, () => said("ok"), { tools }, { pending, decision: { verdict: "approved" } }).run();
    expect(second.pending?.rounds.map(({ results }) => results.map((result) => result?.content ?? null))).toEqual([["ok", "ok"], [null]]);
    if (second.pending === undefined) throw new Error("nothing waits");
    const third = await stage(twice, () => said("ok"), { tools }, { pending: second.pending, decision: { verdict: "denied" } }).run();
    expect(third.text).toBe("Both.");
  });

  it("small enough to be kept, whatever was read and written; what waits is kept to the letter", async () => {
    const heard = Array.from({ length: 100 }, (_, index) => ({ person: { id: String(index % 9) }, name: "n", text: "字".repeat(4_000) }));
    const pages = { content: "字".repeat(90_000), untrusted: "\u0001".repeat(90_000), images: ["data:image/png;base64,".padEnd(400_000, "A")], heard };
    const input = { text: "字".repeat(20_000) };
    const rounds: Round[] = Array.from({ length: 6 }, (_, round) => ({
      text: "字".repeat(20_000),
      calls: [call("look", { round, ...input }, `look-${round}`)],
    }));
    const run: Run = () => Promise.resolve(pages);
    const { pending } = await stage([...rounds, { calls: [call("send", input, "send")] }], run, { tools: asks()(run), window: 1_000_000 }).run();
    expect(new TextEncoder().encode(JSON.stringify(pending)).length).toBeLessThan(300_000);
    expect(pending?.rounds.at(-1)?.calls).toEqual([call("send", input, "send")]);
    expect(pending?.rounds[0]?.results[0]?.heard).toHaveLength(9);
    expect(pending?.rounds[0]?.calls.map((one) => typeof JSON.parse(one.arguments))).toEqual(["object"]);
  });
});
