/** `/resetprompt`: removes the instructions of the person, the channel or the server; Undo brings them back. */
import { resetprompt as declaration } from "../../commands/resetprompt.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import { readOptions } from "./options.ts";
import { removePrompt } from "./prompt-change.ts";
import { chooseScope, readTarget } from "./prompt-scope.ts";
import type { Handler } from "./types.ts";

export const resetprompt: Handler<CommandInteraction> = (interaction, deps) => {
  const chosen = chooseScope(interaction, readTarget(readOptions(declaration, interaction).for) ?? "me", deps.texts);
  return typeof chosen === "string" ? privately(chosen) : removePrompt(interaction, chosen, deps);
};
