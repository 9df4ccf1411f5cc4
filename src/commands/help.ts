/** `/help`: commands and buttons in the person's language. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { Handler } from "./types.ts";

export const help: Handler<CommandInteraction> = (_interaction, { texts }) => privately(texts.help.text);
