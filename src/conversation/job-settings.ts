/** What a job asks the model with: its prompt's front matter, and the deployer's settings. Used by answer.ts. */
import type { Prompt } from "../prompts/index.ts";
import type { ConversationDeps } from "./types.ts";

export interface JobSettings {
  /** The deployer's, in the order in which they are tried; what people chose goes before them (choose-model.ts). */
  models: string[];
  temperature: number | undefined;
  maxOutputTokens: number;
  firstTokenTimeoutMs: number;
}

/** `prompt`: the job's. */
export function jobSettings(prompt: Prompt, settings: ConversationDeps["settings"]): JobSettings {
  const { chosen } = settings;
  // What the deployer set as a variable counts for the default job even against its file; any other job's file knows better.
  const first = <T>(set: T | undefined, file: T | undefined): T | undefined => (prompt.name === "default" ? (set ?? file) : (file ?? set));
  return {
    models: [...new Set([prompt.model, ...settings.models].filter((model) => model !== undefined))],
    temperature: first(chosen.temperature, prompt.temperature),
    maxOutputTokens: first(chosen.maxOutputTokens, prompt.maxTokens) ?? settings.maxOutputTokens,
    firstTokenTimeoutMs: (first(chosen.firstTokenTimeoutS, prompt.timeoutS) ?? settings.firstTokenTimeoutS) * 1_000,
  };
}
