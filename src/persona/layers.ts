/** The layers of the system prompt: the deployer's, then what people set for this place, filled. Pure. Used by the conversation and by /viewprompt. */
import { fillPlaceholders, type PlaceholderValues } from "./placeholders.ts";
import type { ScopeKind } from "./scopes.ts";
import type { PromptScope, PromptVersion } from "./store.ts";

/** `name` of a layer that people set: the kind of its scope. */
export interface PromptLayer {
  name: string;
  source: string;
  text: string;
  /** Of a layer that people set. */
  set?: { by: string; at: number };
  /** Says how to take those. */
  preface?: true;
}

/** `preface` tells the model how to take what people set; without any of that it is left out. */
export interface DeployerLayers {
  base: readonly PromptLayer[];
  preface: PromptLayer;
}

/** `scopes`: promptScopes of the place; `versions`: what holds there, in any order. */
export function composeLayers(
  deployer: DeployerLayers,
  scopes: readonly (readonly [ScopeKind, PromptScope])[],
  versions: readonly PromptVersion[],
  values: PlaceholderValues,
): PromptLayer[] {
  const set = scopes.flatMap(([name, scope]): PromptLayer[] => {
    const version = versions.find((candidate) => candidate.scope === scope);
    return version === undefined || version.text === ""
      ? []
      : [{ name, source: "/setprompt", text: version.text, set: { by: version.setBy, at: version.setAt } }];
  });
  const all = [...deployer.base, ...(set.length === 0 ? [] : [deployer.preface]), ...set];
  return all.map((layer) => ({ ...layer, text: fillPlaceholders(layer.text, values) }));
}
