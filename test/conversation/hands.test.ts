/** The tools of one turn: how much of the window they may take, and what the model and people are told of them. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { echoesIn } from "../../src/conversation/echoed.ts";
import { handsOf, leftOutNotices } from "../../src/conversation/hands.ts";
import type { Job } from "../../src/jobs/types.ts";
import { textsFor } from "../../src/locales/index.ts";
import type { ToolPorts } from "../../src/tools/ports.ts";
import { defineTool, type ToolPlace } from "../../src/tools/tool.ts";
import { createMovingClock } from "../llm/moving-clock.ts";

const log = { info: () => undefined, error: () => undefined };
const countTokens = (text: string) => Math.ceil(text.length / 4);
const tool = (name: string, size: number, more: object = {}) =>
  defineTool({ name, description: "x".repeat(size), input: () => z.object({}), risk: "read", run: (_, { key }) => ({ content: key }), ...more });
const hands = (tools: ReturnType<typeof tool>[], window = 8_192, approval: string[] = []) =>
  handsOf(
    { id: "42" } as Job,
    { tools, approval: new Set(approval) },
    {} as ToolPlace,
    { window, countTokens },
    textsFor("en"),
    { clock: createMovingClock() } as unknown as ToolPorts,
    log,
  );
const call = (name: string, input = "{}") => ({ id: name, name, arguments: input });
const signal = new AbortController().signal;

describe("declarations", () => {
  it.each([1_024, 8_192, 32_768])("take at most 15 % of a window of %i, the first ones first; what is left out is told", (window) => {
    const { box, tokens, leftOut } = hands(
      Array.from({ length: 40 }, (_, index) => tool(`tool_${index}`, 400)),
      window,
    );
    const told = box.declarations.reduce((sum, declaration) => sum + countTokens(JSON.stringify(declaration)), 0);
    expect(told).toBe(tokens);
    expect(tokens).toBeLessThanOrEqual(window * 0.15);
    expect([...box.declarations.map(({ name }) => name), ...leftOut].toSorted()).toEqual(Array.from({ length: 40 }, (_, index) => `tool_${index}`).toSorted());
    expect(box.declarations[0]?.name).toBe("tool_0");
    expect(leftOutNotices({ leftOut }, textsFor("en"))).toEqual(leftOut.length === 0 ? [] : [expect.stringContaining(leftOut[0] ?? "")]);
  });

  it("a big one leaves room for smaller ones after it", () => {
    expect(hands([tool("big", 40_000), tool("small", 40)]).box.declarations.map(({ name }) => name)).toEqual(["small"]);
  });
});

describe("calls", () => {
  it("have a key of their own across all turns", async () => {
    expect(await hands([tool("look", 4)]).box.run(call("look"), { key: "outcome:call:0", signal })).toEqual({ content: "42:outcome:call:0" });
  });

  it("of what was left out, or never was there, name what there is", async () => {
    const { box } = hands([tool("look", 4), tool("big", 40_000)]);
    expect(await box.run(call("big"), { key: "k", signal })).toEqual({ content: 'There is no tool "big" here. There are: look.', failed: true });
    expect(box.needsApproval(call("big"))).toBe(false);
  });

  it("need no consent where their input cannot be read: then they do nothing but say so", () => {
    const send = tool("send", 4, { risk: "sensitive", input: () => z.object({ text: z.string() }) });
    const { box } = hands([send], 8_192, ["send"]);
    expect(["{", "[]", "{}", '{"text":7}', '{"text":"hi"}'].map((written) => box.needsApproval(call("send", written)))).toEqual([
      ...[false, false, false, false],
      true,
    ]);
  });

  it("need consent, may be repeated, and are told to people by what they do", () => {
    const { box } = hands(
      [tool("current_time", 4), tool("send", 4, { risk: "sensitive", sameKeyIsHarmless: true }), tool("write", 4, { risk: "write" })],
      8_192,
      ["send"],
    );
    expect(["current_time", "send", "write"].map((name) => box.needsApproval(call(name)))).toEqual([false, true, false]);
    expect(["current_time", "send", "write"].map((name) => [box.repeatable(call(name), 30_000), box.repeatable(call(name), 300_000)])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    expect(box.status([call("current_time")])).toBe("-# Looking at the clock…");
    expect(box.status([call("current_time"), call("send"), call("send")])).toBe("-# Using Time in any place, send…");
    const { box: remote } = hands([tool("x", 4, { title: "**[Go](https://evil.example/?q=1)**" })]);
    expect(remote.status([call("x")])).toBe("-# Using Go (evil.example/?q=1)…");
  });

  it("bring back no more than a journal holds", async () => {
    const huge = {
      content: "字".repeat(30_000),
      untrusted: "字".repeat(30_000),
      images: ["i".repeat(500_000), "j".repeat(500_000)],
      passages: Array.from({ length: 5 }, () => ({ title: "", url: "", text: "字".repeat(90_000) })),
      heard: Array.from({ length: 100 }, (_, index) => ({ person: { id: String(index) }, name: "name", text: "字".repeat(4_000) })),
    };
    const output = await hands([tool("look", 4, { run: () => huge })]).box.run(call("look"), { key: "k", signal });
    expect(new TextEncoder().encode(JSON.stringify(output)).length).toBeLessThan(1_000_000);
    // Nobody is dropped: of whom no words are left, all count.
    expect(output.heard).toHaveLength(100);
    expect(echoesIn("nothing of it", output.heard ?? [])).toHaveLength(100);
    expect(output.images).toHaveLength(1);
  });
});
