/** The OpenAI adapter with the demo model behind it, on a clock that tests move. */
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { createOpenAiModel } from "../../../src/llm/openai/chat.ts";
import type { ModelHarness } from "../../contracts/model.ts";
import { createMovingClock } from "../moving-clock.ts";

export interface OpenAiHarness extends ModelHarness {
  demo: ReturnType<typeof createDemoModel>;
}

export function createOpenAiHarness(options: { baseUrl?: string; apiKey?: string } = {}): OpenAiHarness {
  const clock = createMovingClock();
  const demo = createDemoModel({ clock, random: () => 0.5, delayMs: 0 });
  const apiKey = options.apiKey ?? "test-key-that-must-never-be-seen";
  const firstTokenTimeoutMs = 60_000;
  const idleTimeoutMs = 40_000;
  const model = createOpenAiModel({
    baseUrl: options.baseUrl ?? "https://models.example/v1",
    apiKey,
    clock,
    fetch: (input, init) => demo.fetch(new Request(input, init)),
    firstTokenTimeoutMs,
    idleTimeoutMs,
  });
  return {
    model,
    clock,
    demo,
    requests: demo.requests,
    behave: (...behaviours) => demo.script((_, attempt) => behaviours[Math.min(attempt, behaviours.length) - 1]),
    firstTokenTimeoutMs,
    idleTimeoutMs,
    apiKey,
  };
}
