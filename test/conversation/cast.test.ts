/** What a persona changes in a turn, and how far it may. */
import { describe, expect, it } from "vitest";
import { castOf } from "../../src/conversation/cast.ts";
import type { ChosenModels, Where } from "../../src/conversation/choose-model.ts";
import type { ConversationDeps } from "../../src/conversation/types.ts";
import { createPricing } from "../../src/llm/pricing.ts";
import { textsFor } from "../../src/locales/index.ts";
import { readPersona, type Speaker } from "../../src/persona/speaker.ts";

const settings = { models: ["big", "small"], temperature: 1, maxOutputTokens: 2_000, firstTokenTimeoutMs: 60_000 };
const chosen = { models: ["big", "small"], available: ["big", "small"], own: null, source: "default", passedOver: [] } as ChosenModels;
const where = { use: { source: "default" }, pricing: { price: (id: string) => ({ input: 1, output: 1, known: id.startsWith("gpt") }) } } as unknown as Where;
const depsAt = (modelHost: string) => ({ settings: { models: ["big", "small"], modelHost } }) as unknown as ConversationDeps;

function cast(lines: string, host = "vllm.example.com", at = where) {
  const persona = readPersona({ id: 1, owner: "user:2", name: "Tin", modelfile: `FROM default\n${lines}\nSYSTEM Hi.`, setBy: "2", changedAt: 1 });
  if (persona === null) throw new Error("no Modelfile");
  const speaker: Speaker = { ...persona, chosen: { kind: "user", by: "2", at: 1 } };
  return castOf(speaker, settings, chosen, at, textsFor("en"), depsAt(host));
}
const param = (...lines: string[]) => cast(lines.map((line) => `PARAMETER ${line}`).join("\n"));

describe("a persona's parameters", () => {
  it("go before the deployer's, by the names that the model's port has", () => {
    expect(param("temperature 0", "top_p .5", "top_k 40", "min_p .1", "seed 3", "stop A", "stop B", "repeat_penalty 1.1", "presence_penalty 1")).toMatchObject({
      temperature: 0,
      sampling: { topP: 0.5, topK: 40, minP: 0.1, seed: 3, stop: ["A", "B"], repeatPenalty: 1.1, presencePenalty: 1 },
      maxOutputTokens: 2_000,
      window: Number.POSITIVE_INFINITY,
    });
    expect(param("top_k -1").sampling).toEqual({});
  });

  it("make answers and what is read shorter, never longer than the deployer allows, and never useless", () => {
    expect([300, 9_000, -1, -2, 0].map((most) => param(`num_predict ${most}`).maxOutputTokens)).toEqual([300, 2_000, 2_000, 2_000, 2_000]);
    expect([4_096, 1].map((most) => param(`num_ctx ${most}`).window)).toEqual([4_096, 1_024]);
  });

  it("are none where nobody speaks", () => {
    expect(castOf(null, settings, chosen, where, textsFor("en"), depsAt("x"))).toMatchObject({
      ...settings,
      sampling: undefined,
      lora: undefined,
      notices: [],
    });
  });
});

describe("an adapter", () => {
  it("is a parameter on Workers AI", () => {
    expect(cast("ADAPTER my-lora", "api.cloudflare.com")).toMatchObject({ lora: "my-lora", models: ["big", "small"] });
  });

  it("is the first model where adapters are served under names of their own, and is paid for", () => {
    expect(cast("ADAPTER my-lora", "vllm.example.com:8000")).toMatchObject({ lora: undefined, models: ["my-lora", "big", "small"], unlisted: "my-lora" });
    expect(cast("ADAPTER small")).toMatchObject({ models: ["small", "big"], unlisted: undefined });
  });

  it("may be asked for on the deployer's own machine, where every name costs nothing", () => {
    const free = { ...where, pricing: createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: true }) };
    expect(cast("ADAPTER my-lora", "localhost:8000", free)).toMatchObject({ models: ["my-lora", "big", "small"], notices: [] });
    expect(cast("ADAPTER gpt-5-pro", "localhost:8000", free)).toMatchObject({ models: ["big", "small"] });
  });

  it("is left out with a notice where the endpoint takes none, or where it is a model that may not be used", () => {
    expect(cast("ADAPTER my-lora", "api.openai.com")).toMatchObject({ models: ["big", "small"], notices: [expect.stringContaining("takes none")] });
    expect(cast("ADAPTER gpt-5-pro")).toMatchObject({ models: ["big", "small"], notices: [expect.stringContaining("may not be used here")] });
  });
});
