/** Buttons, the select and the window of the prompt commands. Whether the person may is asked anew each time. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { inPlace } from "../in-place.ts";
import { promptWindow, storePrompt, typedText, undoPrompt } from "../prompt-change.ts";
import { chooseScope, readTarget } from "../prompt-scope.ts";
import { loadView, overview, showHistory, showWhole } from "../prompt-view.ts";
import type { CommandDeps, Handler } from "../types.ts";

/** `prompt-<verb>:<target>...`: whose instructions, or the sentence that refuses. */
function chosenBy(interaction: ComponentInteraction | ModalInteraction, { texts }: CommandDeps) {
  const [word, id = ""] = parseCustomId(interaction.customId).args;
  const target = readTarget(word);
  return { id, chosen: target === undefined ? texts.edge.unknownAction : chooseScope(interaction, target, texts) };
}

const undo: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen, id } = chosenBy(interaction, deps);
  if (typeof chosen === "string") return privately(chosen);
  return /^\d{1,15}$/.test(id) ? undoPrompt(interaction, chosen, Number(id), deps) : privately(deps.texts.edge.unknownAction);
};

const edit: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : promptWindow(chosen, deps);
};

const view: Handler<ComponentInteraction> = async (interaction, deps) => inPlace(interaction, overview(await loadView(interaction, deps), deps.texts));

/** The select's value: `full:<layer>` or `history:<layer>`. */
const show: Handler<ComponentInteraction> = async (interaction, deps) => {
  const { verb: what, args } = parseCustomId(interaction.values[0] ?? "");
  const name = args[0] ?? "";
  if (what === "full") return inPlace(interaction, showWhole(await loadView(interaction, deps), name, deps.texts));
  if (what === "history") return inPlace(interaction, await showHistory(interaction, name, deps));
  return privately(deps.texts.edge.unknownAction);
};

const text: Handler<ModalInteraction> = (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : storePrompt(interaction, chosen, typedText(interaction), deps);
};

export const promptActions: Record<string, Handler<ComponentInteraction>> = {
  "prompt-undo": undo,
  "prompt-edit": edit,
  "prompt-view": view,
  "prompt-show": show,
};

export const promptModals: Record<string, Handler<ModalInteraction>> = { "prompt-text": text };
