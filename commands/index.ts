/** The list of commands: what `src/commands/index.ts` must have a handler for, and what of it is registered with Discord. */
import { ask } from "./ask.ts";
import { askPrivately } from "./ask-privately.ts";
import { autonomy } from "./autonomy.ts";
import { catchup } from "./catchup.ts";
import { help } from "./help.ts";
import { imagine } from "./imagine.ts";
import { memory } from "./memory.ts";
import { model } from "./model.ts";
import { newConversation } from "./new.ts";
import { persona } from "./persona.ts";
import { privacy } from "./privacy.ts";
import { remind } from "./remind.ts";
import { remindMe } from "./remind-me.ts";
import { replyWithAi } from "./reply-with-ai.ts";
import { resetprompt } from "./resetprompt.ts";
import { schedules } from "./schedule.ts";
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
  imagine,
  remind,
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
  autonomy,
  schedules,
  help,
  replyWithAi,
  askPrivately,
  remindMe,
] as const satisfies readonly CommandDeclaration[];

/** Settings without which a command does nothing: then it is not registered and not shown. */
const NEEDS: Readonly<Partial<Record<(typeof declarations)[number]["name"], string>>> = { imagine: "IMAGE_MODEL" };

/** What is registered with Discord. `isSet`: whether the variable of that name has a value. */
export function declarationsFor(isSet: (variable: string) => boolean): CommandDeclaration[] {
  return declarations.filter(({ name }) => {
    const needed = NEEDS[name];
    return needed === undefined || isSet(needed);
  });
}

/** In all languages. */
export const namesOf = (commands: readonly CommandDeclaration[]): string[] =>
  commands.flatMap(({ name, name_localizations: localized }) => [name, ...Object.values(localized)]);
/** Nobody else should be called so. */
export const commandNames: readonly string[] = namesOf(declarations);

type Declared = (typeof declarations)[number];
/** Names by kind: 1 slash, 2 user menu, 3 message menu. */
export type CommandName<Type extends 1 | 2 | 3> = Extract<Declared, { type: Type }>["name"];

type Completed<D> = D extends { name: infer Name } ? ([CompletedOption<D>] extends [never] ? never : Name) : never;
/** Names of commands with an option that is completed while it is typed, in a subcommand or not. */
export type CompletedName = Completed<Declared>;
