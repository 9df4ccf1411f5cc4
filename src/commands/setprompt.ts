/** `/setprompt`: to be written. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { Handler } from "./types.ts";

export const setprompt: Handler<CommandInteraction> = (_interaction, { texts }) => privately(texts.edge.unknownCommand);
