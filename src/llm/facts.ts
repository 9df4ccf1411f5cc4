/** What is known of models besides their price: how much they read, whether they see pictures and call tools. Read by `window.ts` and shown by /model. */
import { findModel } from "./match.ts";

export interface ModelFacts {
  /** Tokens, question and answer together. */
  window: number;
  vision: boolean;
  tools: boolean;
}

type Row = readonly [window: number, ...can: ("vision" | "tools")[]];

/**
 * From the vendors' model pages as known on 2026-11-20, found as prices are found. Where hosts differ (open weights) the smaller common window counts. Add
 * a line when a model is missing: until then nothing is said of it.
 */
const FACTS: Readonly<Record<string, Row>> = {
  // OpenAI
  "gpt-6-astra": [1_050_000, "vision", "tools"],
  "gpt-6.1-sol": [1_050_000, "vision", "tools"],
  "gpt-6-sol": [1_050_000, "vision", "tools"],
  "gpt-6-luna": [1_050_000, "vision", "tools"],
  "gpt-5.6-sol": [1_050_000, "vision", "tools"],
  "gpt-5.6-terra": [1_050_000, "vision", "tools"],
  "gpt-5.6-luna": [1_050_000, "vision", "tools"],
  "gpt-5.5": [1_050_000, "vision", "tools"],
  "gpt-5.4": [1_050_000, "vision", "tools"],
  "gpt-5.4-mini": [400_000, "vision", "tools"],
  "gpt-5.4-nano": [400_000, "vision", "tools"],
  "gpt-5.3-chat": [128_000, "vision", "tools"],
  "gpt-5.2": [400_000, "vision", "tools"],
  "gpt-5.2-chat": [128_000, "vision", "tools"],
  "gpt-5.2-pro": [400_000, "vision", "tools"],
  "gpt-5.1": [400_000, "vision", "tools"],
  "gpt-5.1-chat": [128_000, "vision", "tools"],
  "gpt-5": [400_000, "vision", "tools"],
  "gpt-5-chat": [128_000, "vision"],
  "gpt-5-mini": [400_000, "vision", "tools"],
  "gpt-5-nano": [400_000, "vision", "tools"],
  "gpt-5-pro": [400_000, "vision", "tools"],
  "gpt-4.1": [1_047_576, "vision", "tools"],
  "gpt-4.1-mini": [1_047_576, "vision", "tools"],
  "gpt-4.1-nano": [1_047_576, "vision", "tools"],
  "gpt-4o": [128_000, "vision", "tools"],
  "gpt-4o-mini": [128_000, "vision", "tools"],
  "chatgpt-4o": [128_000, "vision"],
  "gpt-4-turbo": [128_000, "vision", "tools"],
  "gpt-4": [8_192, "tools"],
  "gpt-3.5-turbo": [16_385, "tools"],
  o1: [200_000, "vision", "tools"],
  "o1-pro": [200_000, "vision", "tools"],
  "o1-mini": [128_000],
  o3: [200_000, "vision", "tools"],
  "o3-pro": [200_000, "vision", "tools"],
  "o3-mini": [200_000, "tools"],
  "o4-mini": [200_000, "vision", "tools"],
  "gpt-oss-120b": [128_000, "tools"],
  "gpt-oss-20b": [128_000, "tools"],
  // Anthropic
  "claude-fable-5": [1_000_000, "vision", "tools"],
  "claude-opus-5": [1_000_000, "vision", "tools"],
  "claude-opus-4-8": [1_000_000, "vision", "tools"],
  "claude-opus-4-7": [1_000_000, "vision", "tools"],
  "claude-opus-4-6": [1_000_000, "vision", "tools"],
  "claude-opus-4-5": [200_000, "vision", "tools"],
  "claude-opus-4-1": [200_000, "vision", "tools"],
  "claude-opus-4": [200_000, "vision", "tools"],
  "claude-sonnet-5": [1_000_000, "vision", "tools"],
  "claude-sonnet-4-6": [1_000_000, "vision", "tools"],
  "claude-sonnet-4-5": [200_000, "vision", "tools"],
  "claude-sonnet-4": [200_000, "vision", "tools"],
  "claude-haiku-4-5": [200_000, "vision", "tools"],
  "claude-3-7-sonnet": [200_000, "vision", "tools"],
  "claude-3-5-sonnet": [200_000, "vision", "tools"],
  "claude-3-5-haiku": [200_000, "vision", "tools"],
  "claude-3-opus": [200_000, "vision", "tools"],
  "claude-3-haiku": [200_000, "vision", "tools"],
  // Google
  "gemini-3.6-flash": [1_048_576, "vision", "tools"],
  "gemini-3.5-flash": [1_048_576, "vision", "tools"],
  "gemini-3.1-pro": [1_048_576, "vision", "tools"],
  "gemini-3.1-flash-lite": [1_048_576, "vision", "tools"],
  "gemini-3-pro": [1_048_576, "vision", "tools"],
  "gemini-3-flash": [1_048_576, "vision", "tools"],
  "gemini-2.5-pro": [1_048_576, "vision", "tools"],
  "gemini-2.5-flash": [1_048_576, "vision", "tools"],
  "gemini-2.5-flash-lite": [1_048_576, "vision", "tools"],
  "gemini-2.0-flash": [1_048_576, "vision", "tools"],
  "gemini-2.0-flash-lite": [1_048_576, "vision", "tools"],
  "gemma-3-27b-it": [128_000, "vision"],
  // xAI
  "grok-3": [131_072, "tools"],
  "grok-3-mini": [131_072, "tools"],
  // DeepSeek
  "deepseek-v4-flash": [1_000_000, "tools"],
  "deepseek-v4-pro": [1_000_000, "tools"],
  "deepseek-v3.2": [128_000, "tools"],
  "deepseek-v3": [128_000, "tools"],
  "deepseek-r1": [128_000],
  // Mistral
  "mistral-large": [128_000, "tools"],
  "mistral-medium": [128_000, "vision", "tools"],
  "mistral-small": [32_000, "tools"],
  "ministral-8b": [128_000, "tools"],
  "open-mistral-nemo": [128_000, "tools"],
  // Meta; Groq, Together and the like name them differently
  "llama-4-maverick": [128_000, "vision", "tools"],
  "llama-4-maverick-17b-128e-instruct": [128_000, "vision", "tools"],
  "llama-4-scout": [128_000, "vision", "tools"],
  "llama-4-scout-17b-16e-instruct": [128_000, "vision", "tools"],
  "llama-3.3-70b-versatile": [128_000, "tools"],
  "llama-3.3-70b-instruct": [128_000, "tools"],
  "llama-3.3-70b-instruct-turbo": [128_000, "tools"],
  "llama-3.1-8b-instant": [128_000, "tools"],
  "llama-3.1-8b-instruct": [128_000, "tools"],
  "llama-3.1-405b-instruct": [128_000, "tools"],
  // Alibaba, Moonshot, Z.ai, Cohere
  "qwen3-max": [262_144, "tools"],
  "qwen3-235b-a22b": [40_960, "tools"],
  "qwen3-32b": [40_960, "tools"],
  "qwen3-14b": [40_960, "tools"],
  "qwen3-8b": [40_960, "tools"],
  "kimi-k2.6": [256_000, "vision", "tools"],
  "kimi-k2.5": [256_000, "vision", "tools"],
  "kimi-k2": [128_000, "tools"],
  "kimi-k2-thinking": [256_000, "tools"],
  "glm-5": [200_000, "tools"],
  "glm-4.7": [128_000, "tools"],
  "glm-4.6": [200_000, "tools"],
  "glm-4.5": [128_000, "tools"],
  "glm-4.5-air": [128_000, "tools"],
  "command-a": [256_000, "tools"],
  "command-r-plus": [128_000, "tools"],
  "command-r": [128_000, "tools"],
};

export function factsOf(model: string): ModelFacts | undefined {
  const row = findModel(FACTS, model);
  if (row === undefined) return undefined;
  const [window, ...can] = row;
  return { window, vision: can.includes("vision"), tools: can.includes("tools") };
}
