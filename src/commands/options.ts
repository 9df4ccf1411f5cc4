/** Options by their declaration's types. Used by handlers of slash commands; a value of another type than declared counts as not given. */
import type {
  AttachmentOption,
  BooleanOption,
  ChannelOption,
  IntegerOption,
  OptionDeclaration,
  StringOption,
  TakesOptions,
  UserOption,
} from "../../commands/types.ts";
import type { Attachment, CommandInteraction, ResolvedChannel, ResolvedUser } from "../discord/interaction.ts";
import { own } from "../kernel/own.ts";

type OptionValue<O extends OptionDeclaration> = O extends { choices: readonly { value: infer Value }[] }
  ? Value
  : O extends StringOption
    ? string
    : O extends IntegerOption
      ? number
      : O extends BooleanOption
        ? boolean
        : O extends UserOption
          ? ResolvedUser
          : O extends ChannelOption
            ? ResolvedChannel
            : O extends AttachmentOption
              ? Attachment
              : never;

/** What a handler may read of a command's or a subcommand's options, by name. */
export type OptionValues<D extends TakesOptions> = D extends { options: readonly (infer O extends OptionDeclaration)[] }
  ? { [K in O as K["name"]]?: OptionValue<K> }
  : Record<never, never>;

/** `declaration`: the command itself, or the subcommand that was used (see `bySubcommand`). */
export function readOptions<const D extends TakesOptions>(declaration: D, interaction: CommandInteraction): OptionValues<D> {
  const given = (declaration.options ?? []).flatMap((option) => {
    const value = givenFor(option, interaction);
    return value === undefined ? [] : [[option.name, value] as const];
  });
  return Object.fromEntries(given) as OptionValues<D>;
}

/** Attached files in the order in which the options are declared. */
export function readAttachments(declaration: TakesOptions, interaction: CommandInteraction): Attachment[] {
  return (declaration.options ?? []).flatMap(({ type, name }) => {
    const attachment = type === 11 ? own(interaction.attachments, name) : undefined;
    return attachment ? [attachment] : [];
  });
}

function givenFor({ type, name }: OptionDeclaration, { options, users, channels, attachments }: CommandInteraction): unknown {
  switch (type) {
    case 3:
      return ifTypeOf("string", own(options, name));
    case 4:
      return ifTypeOf("number", own(options, name));
    case 5:
      return ifTypeOf("boolean", own(options, name));
    case 6:
      return own(users, name);
    case 7:
      return own(channels, name);
    case 11:
      return own(attachments, name);
    default:
      return undefined;
  }
}

function ifTypeOf(wanted: "string" | "number" | "boolean", value: unknown): unknown {
  return typeof value === wanted ? value : undefined;
}
