/** Where LoRA adapters can be asked for, by the endpoint's host. Used by the adapter, and by the persona commands to refuse early. */

import { findModel } from "./match.ts";
import { PRICES } from "./prices.ts";

/** `parameter`: beside the model (Workers AI). `model`: served under a name of its own (vLLM, SGLang, LiteLLM, Ollama). `none`: hosted models only. */
export type LoraSupport = "parameter" | "model" | "none";

const WORKERS_AI = ["api.cloudflare.com", "gateway.ai.cloudflare.com"];
/** They serve their own models and take nobody's adapters. */
const HOSTED = [
  "api.openai.com",
  "openrouter.ai",
  "api.anthropic.com",
  "generativelanguage.googleapis.com",
  "api.mistral.ai",
  "api.groq.com",
  "api.deepseek.com",
  "api.x.ai",
];

/** `host`: of the endpoint, without a port. */
export function loraSupport(host: string): LoraSupport {
  if (WORKERS_AI.includes(host)) return "parameter";
  return HOSTED.some((hosted) => host === hosted || host.endsWith(`.${hosted}`)) ? "none" : "model";
}

/** Somebody sells a model of that name. What it costs here tells nothing: on one's own machine every name is free. */
export const isSoldModel = (name: string): boolean => findModel(PRICES, name) !== undefined;
