/** Handlers of commands by kind and name; a declared command without one does not compile. Read by edge/route.ts. */
import type { CommandName, CompletedName } from "../../commands/index.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { ask, completeAsk } from "./ask.ts";
import { help } from "./help.ts";
import { newConversation } from "./new.ts";
import type { Handler } from "./types.ts";
import { why } from "./why.ts";

type Handlers<Type extends 1 | 2 | 3> = Record<CommandName<Type>, Handler<CommandInteraction>>;

const slash = { ask, new: newConversation, why, help } satisfies Handlers<1>;
const user = {} satisfies Handlers<2>;
const message = {} satisfies Handlers<3>;

export const commands: Readonly<Record<CommandInteraction["commandType"], Readonly<Record<string, Handler<CommandInteraction>>>>> = { slash, user, message };

/** Completions by command. */
export const autocompletes: Readonly<Record<string, Handler<AutocompleteInteraction>>> = { ask: completeAsk } satisfies Record<
  CompletedName,
  Handler<AutocompleteInteraction>
>;
