/** A command as a line of text, `/name option: value`, and back: for typing, pasting, drafts and the checklist. Pure; used by `composer.ts`. */
import type { CommandOption, WireCommand } from "../wire.ts";
import { escaped } from "./mentions.ts";

export interface TypedCommand {
  command: WireCommand;
  /** By option, as typed. */
  values: Record<string, string>;
}

const TEXT = 3;

export const commandTitle = (command: WireCommand) => `/${[command.name, ...command.path].join(" ")}`;

/** undefined: no command is complete yet, its name has to be followed by a space. */
export function readTypedCommand(text: string, commands: readonly WireCommand[]): TypedCommand | undefined {
  const fitting = commands.filter((command) => text.toLowerCase().startsWith(`${commandTitle(command).toLowerCase()} `));
  const command = fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
  return command && { command, values: readValues(text.slice(commandTitle(command).length).trimStart(), command.options) };
}

export function writeTypedCommand({ command, values }: TypedCommand): string {
  const parts = command.options.flatMap(({ name }) => (values[name] ? [`${name}: ${values[name]}`] : []));
  return `${commandTitle(command)} ${parts.join(" ")}`;
}

/** Names count only where the line begins with one; else everything is said in the option that takes free text. */
function readValues(rest: string, options: readonly CommandOption[]): Record<string, string> {
  if (rest === "") return {};
  const names = options.map((option) => escaped(option.name)).join("|");
  const pieces = names === "" ? [rest] : rest.split(new RegExp(`(?:^|\\s+)(${names}):\\s*`));
  if (pieces.length > 1 && pieces[0] === "") {
    const pairs = pieces.slice(1).flatMap((piece, index, all) => (index % 2 === 0 ? [[piece, (all[index + 1] ?? "").trim()] as const] : []));
    return Object.fromEntries(pairs);
  }
  const free = freeOption(options);
  return free ? { [free.name]: rest } : {};
}

/** The one that takes what is simply typed. */
export function freeOption(options: readonly CommandOption[]): CommandOption | undefined {
  const texts = options.filter((option) => option.type === TEXT && option.choices.length === 0);
  return texts.find((option) => option.required) ?? texts.find((option) => !option.autocomplete) ?? texts[0];
}
