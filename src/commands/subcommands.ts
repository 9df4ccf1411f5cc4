/** A command's handler from one function per subcommand, and its completions from one per option; what is declared and missing does not compile. */
import type { CompletedOption, SlashDeclaration, SubcommandOf, TakesOptions } from "../../commands/types.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import { own } from "../kernel/own.ts";
import { type OptionValues, readOptions } from "./options.ts";
import type { CommandDeps, Handler } from "./types.ts";

/** Like a handler, with the subcommand's own options before it. */
export type SubcommandHandler<S extends TakesOptions> = (
  options: OptionValues<S>,
  interaction: CommandInteraction,
  deps: CommandDeps,
) => ReturnType<Handler<CommandInteraction>>;

type SubcommandHandlers<D> = { [Name in SubcommandOf<D>["name"]]: SubcommandHandler<Extract<SubcommandOf<D>, { name: Name }>> };

export function bySubcommand<const D extends SlashDeclaration>(declaration: D, handlers: SubcommandHandlers<NoInfer<D>>): Handler<CommandInteraction> {
  const declared = (declaration.options ?? []).filter((option) => option.type === 1);
  const table: Readonly<Record<string, SubcommandHandler<TakesOptions>>> = handlers;
  return (interaction, deps) => {
    const used = declared.find(({ name }) => name === interaction.subcommand);
    const handler = own(table, used?.name);
    // Discord may know a declaration of an older or a newer version.
    if (used === undefined || handler === undefined) return privately(deps.texts.edge.unknownCommand);
    return handler(readOptions(used, interaction), interaction, deps);
  };
}

/** Keys: the option, or the subcommand and its option: `use name`. */
export function byTypedOption<const D extends SlashDeclaration>(
  _declaration: D,
  handlers: Record<CompletedOption<D>, Handler<AutocompleteInteraction>>,
): Handler<AutocompleteInteraction> {
  const table: Readonly<Record<string, Handler<AutocompleteInteraction>>> = handlers;
  return (interaction, deps) => {
    const { subcommand, focused } = interaction;
    const handler = own(table, subcommand === undefined ? focused.name : `${subcommand} ${focused.name}`);
    return handler === undefined ? { type: "choices", choices: [] } : handler(interaction, deps);
  };
}
