/** Handlers of commands by kind and name; a declared command without one does not compile. Read by edge/route.ts. */
import type { CommandName, CompletedName } from "../../commands/index.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { ask, completeAsk } from "./ask.ts";
import { askPrivately } from "./ask-privately.ts";
import { autonomy, completeAutonomy } from "./autonomy.ts";
import { catchup, completeCatchup } from "./catchup.ts";
import { help } from "./help.ts";
import { imagine } from "./imagine.ts";
import { completeMemory, memory } from "./memory.ts";
import { completeModel, model } from "./model.ts";
import { newConversation } from "./new.ts";
import { completePersona, persona } from "./persona.ts";
import { privacy } from "./privacy.ts";
import { remind } from "./remind.ts";
import { remindMe } from "./remind-me.ts";
import { replyWithAi } from "./reply-with-ai.ts";
import { resetprompt } from "./resetprompt.ts";
import { completeSchedule, schedule } from "./schedule.ts";
import { setprompt } from "./setprompt.ts";
import { settings } from "./settings.ts";
import type { Handler } from "./types.ts";
import { viewprompt } from "./viewprompt.ts";
import { web } from "./web.ts";
import { why } from "./why.ts";

type Handlers<Type extends 1 | 2 | 3> = Record<CommandName<Type>, Handler<CommandInteraction>>;

const slash = {
  ask,
  catchup,
  web,
  imagine,
  remind,
  new: newConversation,
  memory,
  setprompt,
  viewprompt,
  resetprompt,
  model,
  persona,
  settings,
  privacy,
  why,
  autonomy,
  schedule,
  help,
} satisfies Handlers<1>;
const user = {} satisfies Handlers<2>;
const message = { "Reply with AI": replyWithAi, "Ask AI privately": askPrivately, "Remind me": remindMe } satisfies Handlers<3>;

export const commands: Readonly<Record<CommandInteraction["commandType"], Readonly<Record<string, Handler<CommandInteraction>>>>> = { slash, user, message };

/** Completions by command. */
export const autocompletes: Readonly<Record<string, Handler<AutocompleteInteraction>>> = {
  ask: completeAsk,
  autonomy: completeAutonomy,
  catchup: completeCatchup,
  memory: completeMemory,
  model: completeModel,
  persona: completePersona,
  schedule: completeSchedule,
} satisfies Record<CompletedName, Handler<AutocompleteInteraction>>;
