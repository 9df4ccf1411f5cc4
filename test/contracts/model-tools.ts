/** What every adapter of the Model port does about tools, whatever the server makes of them. Called by model.ts. */
import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../scripts/playground/model/behaviour.ts";
import { ModelError } from "../../src/kernel/errors.ts";
import type { ToolDeclaration } from "../../src/llm/model.ts";
import { ask, collect } from "../llm/collect.ts";
import type { ModelHarness } from "./model.ts";

const TOOLS: ToolDeclaration[] = [
  { name: "weather", description: "The weather somewhere.", parameters: { type: "object", properties: { place: { type: "string" } }, required: ["place"] } },
  { name: "time", description: "What time it is.", parameters: { type: "object", properties: {} } },
];
const CALLS = [
  { id: "call_a", name: "weather", arguments: '{"place":"Zürich 🦜"}' },
  { id: "call_b", name: "weather", arguments: '{"place":"Köln"}' },
  { id: "call_c", name: "time", arguments: "{}" },
];

const WAYS: Record<string, Behaviour> = {
  "in fragments": {},
  "in fragments, one byte at a time": { byteAtATime: true },
  whole: { toolCallsAs: "whole" },
  "as one answer, not streamed": { ignoreStream: true },
  "in fragments without ids": { toolCallsAs: "without-ids" },
  "all under the same index": { toolCallsAs: "same-index" },
  "without ids and indexes": { toolCallsAs: "without-index" },
  "with arguments as objects": { toolCallsAs: "objects" },
  "and ends with stop": { finishReason: "stop" },
  "and ends without a reason": { finishReason: null },
  "after thinking": { reasoning: "I need the weather", reasoningAs: "think" },
};

export function describeModelTools(createHarness: () => ModelHarness): void {
  describe("hands on what the model wants called, once and right before the finish, when the server sends it", () => {
    test.each(Object.entries(WAYS))("%s", async (_, behaviour) => {
      for (const text of ["", "Let me look."]) {
        const harness = createHarness();
        harness.behave({ text, toolCalls: CALLS, ...behaviour });
        const { calls, events, error, text: said, finish } = await collect(harness.model, ask("hello", { tools: TOOLS }));
        expect(error).toBeUndefined();
        expect(said).toBe(text);
        expect(calls?.map(({ name, arguments: written }) => [name, JSON.parse(written) as unknown])).toEqual(
          CALLS.map(({ name, arguments: written }) => [name, JSON.parse(written) as unknown]),
        );
        expect(new Set(calls?.map(({ id }) => id)).size).toBe(CALLS.length);
        for (const { id } of calls ?? []) expect(id).not.toBe("");
        expect(events.filter(({ type }) => type === "tool-calls")).toHaveLength(1);
        expect(events.slice(-2).map(({ type }) => type)).toEqual(["tool-calls", "finish"]);
        expect(finish?.reason).toBe("stop");
      }
    });
  });

  test("a call without arguments has an empty object of them, and one that was cut off what there is of it", async () => {
    const harness = createHarness();
    harness.behave({ text: "", finishReason: "length", toolCalls: [CALLS[2], { id: "x", name: "weather", arguments: '{"pla' }].flatMap((call) => call ?? []) });
    const { calls, finish } = await collect(harness.model, ask("hello", { tools: TOOLS }));
    expect(calls?.map(({ arguments: written }) => written)).toEqual(["{}", '{"pla']);
    expect(finish?.reason).toBe("length");
    const empty = createHarness();
    empty.behave({ text: "", toolCalls: [{ id: "x", name: "time", arguments: "" }] });
    expect((await collect(empty.model, ask("hello", { tools: TOOLS }))).calls).toEqual([{ id: "x", name: "time", arguments: "{}" }]);
  });

  test("ids that are there twice become different ones", async () => {
    const harness = createHarness();
    harness.behave({ text: "", toolCallsAs: "whole", toolCalls: CALLS.map((call) => ({ ...call, id: "same" })) });
    const { calls } = await collect(harness.model, ask("hello", { tools: TOOLS }));
    expect(calls).toHaveLength(CALLS.length);
    expect(new Set(calls?.map(({ id }) => id)).size).toBe(CALLS.length);
  });

  test("what nobody offered is not called", async () => {
    const harness = createHarness();
    harness.behave({ text: "Hi.", toolCalls: CALLS });
    const { calls, text } = await collect(harness.model, ask("hello"));
    expect([text, calls]).toEqual(["Hi.", undefined]);
    harness.behave({ text: "", toolCalls: CALLS });
    expect((await collect(harness.model, ask("hello"))).error).toMatchObject({ failure: "empty" });
  });

  test("tools that are closed are told and not called", async () => {
    const harness = createHarness();
    harness.behave({ text: "Enough.", toolCalls: CALLS });
    const { calls, text } = await collect(harness.model, ask("hello", { tools: TOOLS, toolsClosed: true }));
    expect([text, calls]).toEqual(["Enough.", undefined]);
    expect(harness.requests[0]?.body).toMatchObject({ tool_choice: "none", tools: [{}, {}] });
  });

  test("offers tools, and tells what was called and what came of it, in the protocol's own form", async () => {
    const harness = createHarness();
    harness.behave({ text: "Rain." });
    const { text, error } = await collect(
      harness.model,
      ask("", {
        tools: TOOLS,
        messages: [
          { role: "user", content: "weather?" },
          { role: "assistant", content: "", toolCalls: CALLS.slice(0, 2) },
          { role: "tool", callId: "call_a", content: "rain" },
          { role: "tool", callId: "call_b", content: "sun" },
        ],
      }),
    );
    expect([text, error]).toEqual(["Rain.", undefined]);
    expect(harness.requests[0]?.body).toMatchObject({
      tools: TOOLS.map((tool) => ({ type: "function", function: tool })),
      messages: [
        { role: "user", content: "weather?" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_a", type: "function", function: { name: "weather", arguments: CALLS[0]?.arguments } }, { id: "call_b" }],
        },
        { role: "tool", tool_call_id: "call_a", content: "rain" },
        { role: "tool", tool_call_id: "call_b", content: "sun" },
      ],
    });
  });

  test("answers without tools where the server takes none, and still tells what came of earlier calls", async () => {
    const harness = createHarness();
    harness.behave({ text: "Rain.", refuse: ["tools"] });
    const messages = [
      { role: "user", content: "weather?" },
      { role: "assistant", content: "", toolCalls: CALLS.slice(0, 1) },
      { role: "tool", callId: "call_a", content: "weather in Zürich: rain" },
    ] as const;
    for (let repeat = 0; repeat < 2; repeat++) {
      const { text, error } = await collect(harness.model, ask("", { tools: TOOLS, messages: [...messages] }));
      expect([text, error]).toEqual(["Rain.", undefined]);
    }
    // Learned from the first refusal: three requests for two answers.
    expect(harness.requests).toHaveLength(3);
    expect(harness.requests.at(-1)?.body).toMatchObject({ messages: [{ role: "user" }, { role: "user", content: "weather in Zürich: rain" }] });
    expect(harness.requests.at(-1)?.body).not.toHaveProperty("tools");
  });

  test.each([
    ["by its name", "Invalid schema for function 'weather': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"null\"'."],
    ["by its place", "tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12"],
    ["as Gemini does", "* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties: should be non-empty for OBJECT type"],
  ])("a tool whose schema the server refuses %s is left out, and the others stay", async (_case, message) => {
    const harness = createHarness();
    harness.behave({ status: 400, error: { message } }, { text: "Rain." });
    const { text, error } = await collect(harness.model, ask("weather?", { tools: TOOLS }));
    expect([text, error]).toEqual(["Rain.", undefined]);
    const bodies = harness.requests.map(({ body }) => body as { tools?: { function: { name: string } }[] });
    const names = (index: number) => bodies.at(index)?.tools?.map((tool) => tool.function.name);
    expect(names(0)).toEqual(TOOLS.map(({ name }) => name));
    expect(names(-1)).toEqual(TOOLS.slice(1).map(({ name }) => name));
  });

  test.each([{ truncate: true }, { reset: true }])("nothing is called where the stream broke: %o", async (broken) => {
    const harness = createHarness();
    harness.behave({ text: "", toolCalls: CALLS, ...broken });
    const { calls, error } = await collect(harness.model, ask("hello", { tools: TOOLS }));
    expect(calls).toBeUndefined();
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ failure: "broken-stream" });
  });
}
