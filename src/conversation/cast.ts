/** What the persona changes in a turn: where the model is asked, with what, and how much. It goes before the deployer's file, never beyond their limits. Used by answer.ts. */
import { isSoldModel, loraSupport } from "../llm/lora.ts";
import type { Sampling } from "../llm/model.ts";
import type { Texts } from "../locales/index.ts";
import { adapterUse } from "../persona/adapter.ts";
import type { Parameters } from "../persona/modelfile/parameters.ts";
import type { Speaker, Speaking } from "../persona/speaker.ts";
import { deployerModels } from "../prompts/index.ts";
import type { Explanation } from "../turns/explanation.ts";
import type { TurnRecord } from "../turns/store.ts";
import type { ChosenModels, Where } from "./choose-model.ts";
import type { JobSettings } from "./job-settings.ts";
import type { ConversationDeps } from "./types.ts";

export interface Cast extends JobSettings {
  /** Tokens that the persona wants to be read at most. */
  window: number;
  sampling: Sampling | undefined;
  lora: string | undefined;
  /** A model that nobody has listed: an adapter served under a name of its own. */
  unlisted: string | undefined;
  /** For `/why`. */
  notices: string[];
}

/** A window below this holds no conversation. */
const LEAST_WINDOW = 1_024;

export function castOf(speaker: Speaker | null, settings: JobSettings, chosen: ChosenModels, where: Where, texts: Texts, deps: ConversationDeps): Cast {
  const none = { ...settings, window: Number.POSITIVE_INFINITY, sampling: undefined, lora: undefined, unlisted: undefined, notices: [] };
  if (speaker === null) return none;
  const { parameters, adapter } = speaker.definition;
  const { temperature, num_predict, num_ctx } = parameters;
  const cast: Cast = {
    ...none,
    temperature: temperature ?? settings.temperature,
    maxOutputTokens: num_predict !== undefined && num_predict > 0 ? Math.min(num_predict, settings.maxOutputTokens) : settings.maxOutputTokens,
    window: num_ctx === undefined ? none.window : Math.max(LEAST_WINDOW, num_ctx),
    sampling: samplingOf(parameters),
  };
  if (adapter === null) return cast;
  // What somebody asks for by name goes before the persona, and an adapter fits its own model alone.
  if (chosen.source === "asked") return { ...cast, notices: [texts.personas.notice.asked(adapter)] };
  const deployers = deployerModels(deps.settings.models);
  const isModel = (name: string) => deployers.includes(name) || isSoldModel(name);
  const host = (where.use.own?.host ?? deps.settings.modelHost).replace(/:\d+$/, "");
  const use = adapterUse(adapter, { support: loraSupport(host), available: chosen.available, isModel });
  if (use === "parameter") return { ...cast, lora: adapter };
  if (use !== "model") return { ...cast, notices: [texts.personas.notice[use](adapter)] };
  return { ...cast, models: [...new Set([adapter, ...settings.models])], unlisted: chosen.available.includes(adapter) ? undefined : adapter };
}

function samplingOf(parameters: Parameters): Sampling {
  const { top_p, top_k, min_p, seed, stop, repeat_penalty, frequency_penalty, presence_penalty } = parameters;
  const all = {
    topP: top_p,
    // Ollama's way of saying that it is off.
    topK: top_k === undefined || top_k <= 0 ? undefined : top_k,
    minP: min_p,
    seed,
    stop,
    repeatPenalty: repeat_penalty,
    frequencyPenalty: frequency_penalty,
    presencePenalty: presence_penalty,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Sampling;
}

/** How it talks, as the model is shown; what a system says in between belongs to its layer (persona/layers.ts). */
export function examplesOf(speaker: Speaker | null): { role: "user" | "assistant"; content: string }[] {
  return (speaker?.definition.messages ?? []).flatMap(({ role, content }) => (role === "system" ? [] : [{ role, content }]));
}

/** As it is written down with the turn. */
export function personaUse(speaker: Speaker | null): Explanation["persona"] {
  if (speaker === null) return undefined;
  const { ref, name, definition, chosen } = speaker;
  const { emoji, avatarUrl, stylePrefix, parameters, adapter } = definition;
  const told = Object.entries(parameters).flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((one) => `${key} ${JSON.stringify(one)}`) : [`${key} ${value}`],
  );
  return {
    ref,
    name,
    ...(emoji === undefined ? {} : { emoji }),
    ...(avatarUrl === undefined ? {} : { avatar: avatarUrl }),
    ...(stylePrefix === undefined ? {} : { prefix: stylePrefix }),
    ...chosen,
    parameters: [...told, ...(adapter === null ? [] : [`adapter ${adapter}`])],
  };
}

/** For `/why`: whose choice could not be kept, and that somebody else speaks than in the answer before. */
export function speakingNotices({ speaker, passedOver }: Speaking, trigger: string, parent: TurnRecord | null, { personas: { notice: say } }: Texts): string[] {
  const before = parent?.explanation.persona;
  const isOther = (trigger === "regenerate" || trigger === "follow-up") && parent !== null && before?.ref !== speaker?.ref;
  return [...passedOver.map((kind) => say.gone[kind]), ...(isOther ? [say.changed(before?.name ?? say.nobody, speaker?.name ?? say.nobody)] : [])];
}
