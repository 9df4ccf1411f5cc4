/** The layers of the system prompt: the deployer's, then what people set for this place, filled. Pure. Used by the conversation and by /viewprompt. */
import { fillPlaceholders, type PlaceholderValues } from "./placeholders.ts";
import type { ScopeKind } from "./scopes.ts";
import type { Speaker } from "./speaker.ts";
import type { PromptScope, PromptVersion } from "./store.ts";

/** `name` of a layer that people set: the kind of its scope. */
export interface PromptLayer {
  name: string;
  source: string;
  text: string;
  /** Of a layer that people set. */
  set?: { by: string; at: number };
  /** It is a persona, of that name. */
  persona?: string;
  /** Says how to take those, or the persona. */
  preface?: "wishes" | "persona";
}

/** The prefaces tell the model how to take what people set, and the persona; without any of that they are left out. */
export interface DeployerLayers {
  base: readonly PromptLayer[];
  preface: PromptLayer;
  personaPreface: PromptLayer;
}

/** `scopes`: promptScopes of the place; `versions`: what holds there, in any order. `values.bot` is the speaker's name already. */
export function composeLayers(
  deployer: DeployerLayers,
  scopes: readonly (readonly [ScopeKind, PromptScope])[],
  versions: readonly PromptVersion[],
  values: PlaceholderValues,
  speaker: Speaker | null,
): PromptLayer[] {
  const set = scopes.flatMap(([name, scope]): PromptLayer[] => {
    const version = versions.find((candidate) => candidate.scope === scope);
    return version === undefined || version.text === ""
      ? []
      : [{ name, source: "/setprompt", text: version.text, set: { by: version.setBy, at: version.setAt } }];
  });
  const persona = speaker === null ? [] : [deployer.personaPreface, personaLayer(speaker)];
  const all = [...deployer.base, ...persona, ...(set.length === 0 ? [] : [deployer.preface]), ...set];
  return all.map((layer) => ({ ...layer, text: fillPlaceholders(layer.text, values) }));
}

/** What a Modelfile lets the system say between examples is part of who the persona is: nobody on Discord speaks with the deployer's voice. */
function personaLayer({ name, definition, chosen }: Speaker): PromptLayer {
  const said = definition.messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const text = [definition.system, ...said].join("\n\n");
  return { name: "persona", source: "/persona", text, set: { by: chosen.by, at: chosen.at }, persona: name };
}
