/** `/setprompt`: stores instructions for the person, the channel or the server; without a text it opens a window with what holds. */
import { setprompt as declaration } from "../../commands/setprompt.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import { readOptions } from "./options.ts";
import { promptWindow, storePrompt } from "./prompt-change.ts";
import { chooseScope, readTarget } from "./prompt-scope.ts";
import type { Handler } from "./types.ts";

export const setprompt: Handler<CommandInteraction> = (interaction, deps) => {
  const { for: whose, text } = readOptions(declaration, interaction);
  const chosen = chooseScope(interaction, readTarget(whose) ?? "me", deps.texts);
  if (typeof chosen === "string") return privately(chosen);
  return text === undefined ? promptWindow(chosen, deps) : storePrompt(interaction, chosen, text, deps);
};
