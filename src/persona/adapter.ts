/** Whether a LoRA adapter can be asked for, and how. Pure. Used before a persona is kept, and again in the turn: endpoints change. */

/**
 * `parameter`: beside the model. `model`: under a name of its own. `unsupported`: the endpoint takes none. `is-model`: it is the name of a model that may
 * not be used here; an adapter must not be a way around the list of models.
 */
export type AdapterUse = "parameter" | "model" | "unsupported" | "is-model";

interface Endpoint {
  /** llm/lora.ts, for the endpoint's host. */
  support: "parameter" | "model" | "none";
  /** Models that may be used here. */
  available: readonly string[];
  /** A model is known by that name. */
  isModel(name: string): boolean;
}

export function adapterUse(adapter: string, { support, available, isModel }: Endpoint): AdapterUse {
  if (support === "none") return "unsupported";
  if (support === "parameter" || available.includes(adapter)) return support;
  return isModel(adapter) ? "is-model" : "model";
}
