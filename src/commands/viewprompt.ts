/** `/viewprompt`: the system prompt as it is right now for this person here, layer by layer; with its history, Edit and Undo. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { inPlace } from "./in-place.ts";
import { loadView, overview } from "./prompt-view.ts";
import type { Handler } from "./types.ts";

export const viewprompt: Handler<CommandInteraction> = async (interaction, deps) =>
  inPlace(interaction, overview(await loadView(interaction, deps), deps.texts));
