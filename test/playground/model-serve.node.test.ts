/** The demo model behind a real port, read by the real adapter over real HTTP. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { type ServedModel, serveDemoModel } from "../../scripts/playground/model/serve.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createOpenAiModel } from "../../src/llm/openai/chat.ts";
import { ask, collect } from "../llm/collect.ts";

let demo: DemoModel;
let served: ServedModel;

beforeEach(async () => {
  demo = createDemoModel({ clock: systemClock, delayMs: 5 });
  served = await serveDemoModel(demo);
});
afterEach(() => served.close());

const model = (baseUrl = served.baseUrl) =>
  createOpenAiModel({ baseUrl, apiKey: "", fetch: (input, init) => fetch(input, init), clock: systemClock, firstTokenTimeoutMs: 2_000, idleTimeoutMs: 300 });

test("streams: the first words arrive long before the last", async () => {
  demo.script(() => ({ text: "word ".repeat(40), delayMs: 10 }));
  const start = performance.now();
  let first = 0;
  let last = 0;
  for await (const event of model().stream(ask("hello"), new AbortController().signal)) {
    if (event.type !== "text") continue;
    first ||= performance.now() - start;
    last = performance.now() - start;
  }
  expect(last - first).toBeGreaterThan(250);
  expect(first).toBeLessThan(last / 2);
});

test.each([
  ["reset", "broken-stream"],
  ["truncate", "broken-stream"],
  ["hang-mid-stream", "idle-timeout"],
  ["html-502", "server-error"],
] as const)("breaks as told: %s", async (behaviour, failure) => {
  demo.script(() => behaviour);
  expect((await collect(model(), ask("hello there"))).error).toMatchObject({ failure });
});

test("notices when the client hangs up", async () => {
  demo.script(() => ({ text: "word ".repeat(1_000) }));
  for await (const event of model().stream(ask("hello"), new AbortController().signal)) if (event.type === "text") break;
  await expect.poll(() => demo.requests[0]?.cancelled, { timeout: 10_000 }).toBe(true);
});

test("a closed port is unreachable, not a crash", async () => {
  const { baseUrl } = served;
  await served.close();
  expect((await collect(model(baseUrl), ask("hello"))).error).toMatchObject({ failure: "unreachable", retryable: true });
  served = await serveDemoModel(demo);
});
