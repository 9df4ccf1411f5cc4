/** One call of a tool: what is wrong with its input, its time and its end is told to the model in a sentence. */
import { expect, it } from "vitest";
import * as z from "zod";
import { runTool } from "../../src/tools/run-tool.ts";
import { defineTool, type ToolContext, ToolProblem } from "../../src/tools/tool.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";

const clock = createSkippingClock();
const lines: string[] = [];
const log = { info: () => undefined, error: (event: string) => void lines.push(event) };
const tool = (run: (input: { city: string }, context: ToolContext) => Promise<{ content: string }> | { content: string }, risk: "read" | "write" = "read") =>
  defineTool({ name: "look", description: "Looks.", input: () => z.object({ city: z.string().describe("Which") }), risk, timeoutMs: 1_000, run });
const context = (signal = new AbortController().signal) => ({ clock, key: "k", signal, place: {} }) as unknown as ToolContext;

it("declares what its schema says", () => {
  expect(tool(() => ({ content: "" })).parameters()).toEqual({
    type: "object",
    properties: { city: { type: "string", description: "Which" } },
    required: ["city"],
  });
});

it("gives the checked input on", async () => {
  expect(
    await runTool(
      tool(({ city }) => ({ content: `in ${city}` })),
      '{"city":"Ulm","more":1}',
      context(),
      log,
    ),
  ).toEqual({ content: "in Ulm" });
});

it.each([
  ["rubbish", "{city", /no JSON/],
  ["another type", '{"city":7}', /city: /],
  ["no object", "[]", /input: /],
  ["nothing", "", /city: /],
])("says what is wrong with %s", async (_case, written, expected) => {
  const result = await runTool(
    tool(() => ({ content: "ran" })),
    written,
    context(),
    log,
  );
  expect(result.failed).toBe(true);
  expect(result.content).toMatch(expected);
});

it("does not wait for one that hangs, and says what that means", async () => {
  const hanging = () => new Promise<never>(() => undefined);
  expect((await clock.run(runTool(tool(hanging), '{"city":""}', context(), log))).content).toBe("It did not answer within 1 seconds.");
  expect((await clock.run(runTool(tool(hanging, "write"), '{"city":""}', context(), log))).content).toMatch(/Nobody knows whether it was done/);
});

it("tells a known problem in its own words, and hides an unknown one", async () => {
  const problem = () => Promise.reject(new ToolProblem("There is no Ulm."));
  expect(await runTool(tool(problem), '{"city":""}', context(), log)).toEqual({ content: "There is no Ulm.", failed: true });
  const bug = () => Promise.reject(new Error("secret of the house"));
  expect((await runTool(tool(bug), '{"city":""}', context(), log)).content).toBe("It broke.");
  expect(lines).toEqual(["tool failed"]);
});

it("ends with the turn", async () => {
  const stop = new AbortController();
  const running = runTool(
    tool(() => new Promise<never>(() => undefined)),
    '{"city":""}',
    context(stop.signal),
    log,
  );
  stop.abort("stop");
  await expect(running).rejects.toBe("stop");
});
