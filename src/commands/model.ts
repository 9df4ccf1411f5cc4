/** `/model`: shows which model answers here and why; with a name it chooses one for the person, the channel or the server. */
import { model as declaration } from "../../commands/model.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES, CHOICE_LENGTH } from "../discord/limits.ts";
import { privately } from "../discord/reply.ts";
import { DEFAULT_MODELS } from "../models/policy.ts";
import { inPlace } from "./in-place.ts";
import { choiceLabel } from "./model-about.ts";
import { chooseModel } from "./model-change.ts";
import { aboutHere, DEFAULT_CHOICE, type ModelState, modelView, readModels } from "./model-view.ts";
import { readOptions } from "./options.ts";
import { chooseScope, readTarget } from "./prompt-scope.ts";
import { byTypedOption } from "./subcommands.ts";
import type { CommandDeps, Handler } from "./types.ts";

export const model: Handler<CommandInteraction> = async (interaction, deps) => {
  const { name, for: whose } = readOptions(declaration, interaction);
  const chosen = chooseScope(interaction, readTarget(whose) ?? "me", deps.texts, deps.texts.models);
  if (typeof chosen === "string") return privately(chosen);
  const typed = name?.trim() ?? "";
  if (typed !== "") return chooseModel(interaction, chosen, typed, deps);
  return inPlace(interaction, modelView(interaction, chosen, await readModels(interaction, deps), deps));
};

const completeName: Handler<AutocompleteInteraction> = async (interaction, deps) => {
  const typed = interaction.focused.value.trim().toLowerCase();
  const back = { name: deps.texts.models.defaultChoice, value: DEFAULT_CHOICE };
  const fitting = await offered(interaction, typed, deps);
  return { type: "choices", choices: [...fitting, ...(back.name.toLowerCase().includes(typed) ? [back] : [])].slice(0, AUTOCOMPLETE_CHOICES) };
};

export const completeModel = byTypedOption(declaration, { name: completeName });

/** What may be chosen here and contains the typed letters, with what is known of it; room is left for one more choice. */
export async function offered(interaction: AutocompleteInteraction, typed: string, deps: CommandDeps): Promise<{ name: string; value: string }[]> {
  const state = await readModels(interaction, deps).catch((): ModelState => withoutChoices(deps));
  // A longer id cannot be a choice's value; it can still be typed.
  const fitting = state.available.filter((id) => id.length <= CHOICE_LENGTH && id.toLowerCase().includes(typed));
  return fitting.slice(0, AUTOCOMPLETE_CHOICES - 1).map((id) => ({ name: choiceLabel(aboutHere(id, state, deps), deps.texts), value: id }));
}

/** Where nobody can be asked: what is chosen is checked again anyway. */
function withoutChoices({ models }: CommandDeps): ModelState {
  return { choices: [], server: DEFAULT_MODELS, available: [...models] };
}
