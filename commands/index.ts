/** The list of commands: what `scripts/register` sends to Discord and what `src/commands/index.ts` must have a handler for. */
import { ask } from "./ask.ts";
import { askPrivately } from "./ask-privately.ts";
import { catchup } from "./catchup.ts";
import { help } from "./help.ts";
import { memory } from "./memory.ts";
import { model } from "./model.ts";
import { newConversation } from "./new.ts";
import { persona } from "./persona.ts";
import { privacy } from "./privacy.ts";
import { replyWithAi } from "./reply-with-ai.ts";
import { resetprompt } from "./resetprompt.ts";
import { setprompt } from "./setprompt.ts";
import { settings } from "./settings.ts";
import type { CommandDeclaration, CompletedOption } from "./types.ts";
import { viewprompt } from "./viewprompt.ts";
import { web } from "./web.ts";
import { why } from "./why.ts";

export const declarations = [
  ask,
  catchup,
  web,
  newConversation,
  memory,
  setprompt,
  viewprompt,
  resetprompt,
  model,
  persona,
  settings,
  privacy,
  why,
  help,
  replyWithAi,
  askPrivately,
] as const satisfies readonly CommandDeclaration[];

/** Names that commands have, in all languages: nobody else should be called so. */
export const commandNames: readonly string[] = declarations.flatMap(({ name, name_localizations: localized }) => [name, ...Object.values(localized)]);

type Declared = (typeof declarations)[number];
/** Names by kind: 1 slash, 2 user menu, 3 message menu. */
export type CommandName<Type extends 1 | 2 | 3> = Extract<Declared, { type: Type }>["name"];

type Completed<D> = D extends { name: infer Name } ? ([CompletedOption<D>] extends [never] ? never : Name) : never;
/** Names of commands with an option that is completed while it is typed, in a subcommand or not. */
export type CompletedName = Completed<Declared>;
