/** Buttons and the select of /model. Whether the person may is asked anew each time. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { inPlace } from "../in-place.ts";
import { chooseModel } from "../model-change.ts";
import { DEFAULT_CHOICE, modelView, readModels } from "../model-view.ts";
import { chooseScope, readTarget } from "../prompt-scope.ts";
import type { CommandDeps, Handler } from "../types.ts";

/** `model-<verb>:<target>...`: for whom, or the sentence that refuses. */
function chosenBy(interaction: ComponentInteraction, { texts }: CommandDeps) {
  const [word, ...rest] = parseCustomId(interaction.customId).args;
  const target = readTarget(word);
  return { rest, chosen: target === undefined ? texts.edge.unknownAction : chooseScope(interaction, target, texts, texts.models) };
}

const view: Handler<ComponentInteraction> = async (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : inPlace(interaction, modelView(interaction, chosen, await readModels(interaction, deps), deps));
};

const choose: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : chooseModel(interaction, chosen, interaction.values[0] ?? "", deps);
};

const reset: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : chooseModel(interaction, chosen, DEFAULT_CHOICE, deps);
};

const undo: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen, rest } = chosenBy(interaction, deps);
  if (typeof chosen === "string") return privately(chosen);
  // A model's id may hold colons.
  const [moment = "", ...model] = rest;
  return /^\d{1,15}$/.test(moment) ? chooseModel(interaction, chosen, model.join(":"), deps, Number(moment)) : privately(deps.texts.edge.unknownAction);
};

export const modelActions: Record<string, Handler<ComponentInteraction>> = {
  "model-view": view,
  "model-choose": choose,
  "model-default": reset,
  "model-undo": undo,
};
