/** What a job asks the model with: variables win over default.md, every other file wins over the variables. */
import { describe, expect, it } from "vitest";
import { jobSettings } from "../../src/conversation/job-settings.ts";
import type { Prompt } from "../../src/prompts/index.ts";

const files = {
  default: { name: "default", body: "x", model: "of-default", temperature: 0.1, maxTokens: 111, timeoutS: 11 },
  describe: { name: "describe", body: "x", model: "of-describe", temperature: 0.2, maxTokens: 222, timeoutS: 22 },
  explain: { name: "explain", body: "x" },
} satisfies Record<string, Prompt>;

const nothing = { temperature: undefined, maxOutputTokens: undefined, firstTokenTimeoutS: undefined };
const all = { temperature: 0, maxOutputTokens: 999, firstTokenTimeoutS: 99 };
const settings = (chosen: Partial<typeof all> | typeof nothing) => ({
  models: ["main", "spare"],
  smallModels: ["main"],
  systemPrompt: "",
  chosen: { ...nothing, ...chosen },
  maxOutputTokens: 2_048,
  firstTokenTimeoutS: 60,
  historyMessages: 20,
  noticeFacts: true,
  retentionDays: 30,
  modelHost: "",
});

describe("the default job", () => {
  it("takes its file where no variable is set", () => {
    expect(jobSettings(files.default, settings(nothing))).toEqual({
      models: ["of-default", "main", "spare"],
      temperature: 0.1,
      maxOutputTokens: 111,
      firstTokenTimeoutMs: 11_000,
    });
  });

  it("takes the variables that are set, each for itself, a temperature of 0 included", () => {
    expect(jobSettings(files.default, settings(all))).toMatchObject({ temperature: 0, maxOutputTokens: 999, firstTokenTimeoutMs: 99_000 });
    expect(jobSettings(files.default, settings({ temperature: 0 }))).toMatchObject({ temperature: 0, maxOutputTokens: 111 });
  });
});

describe("another job", () => {
  it("takes its file even where variables are set", () => {
    expect(jobSettings(files.describe, settings(all))).toEqual({
      models: ["of-describe", "main", "spare"],
      temperature: 0.2,
      maxOutputTokens: 222,
      firstTokenTimeoutMs: 22_000,
    });
  });

  it("takes the deployer's settings where its file says nothing, never another file's", () => {
    expect(jobSettings(files.explain, settings(nothing))).toEqual({
      models: ["main", "spare"],
      temperature: undefined,
      maxOutputTokens: 2_048,
      firstTokenTimeoutMs: 60_000,
    });
    expect(jobSettings(files.explain, settings(all))).toMatchObject({ temperature: 0, maxOutputTokens: 999, firstTokenTimeoutMs: 99_000 });
  });
});
