/** `/settings`: the panel, beginning with what is the person's own. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { inPlace } from "./in-place.ts";
import { meTab } from "./settings-me.ts";
import type { Handler } from "./types.ts";

export const settings: Handler<CommandInteraction> = async (interaction, deps) => inPlace(interaction, await meTab(interaction, deps));
