/** Shape of what Discord shows of a command; pure data, sent as it is by `scripts/register`. Source: Discord reference, "Application Commands". */

/** Discord wants the default text repeated under its own locale key, else an English client falls through to another English. */
export type Localized = Readonly<Record<"en-US" | "de", string>>;

interface Named {
  name: string;
  name_localizations: Localized;
  description: string;
  description_localizations: Localized;
}

/** Required options stand first. */
interface OptionBase extends Named {
  required?: boolean;
}

interface Choice<Value extends string | number> {
  name: string;
  name_localizations: Localized;
  value: Value;
}

export interface StringOption extends OptionBase {
  type: 3;
  min_length?: number;
  max_length?: number;
  /** Completed while it is typed; excludes `choices`. */
  autocomplete?: boolean;
  choices?: readonly Choice<string>[];
}

export interface IntegerOption extends OptionBase {
  type: 4;
  min_value?: number;
  max_value?: number;
  autocomplete?: boolean;
  choices?: readonly Choice<number>[];
}

export interface BooleanOption extends OptionBase {
  type: 5;
}

export interface UserOption extends OptionBase {
  type: 6;
}

export interface ChannelOption extends OptionBase {
  type: 7;
  /** Discord's numbers; left out: every type, categories and voice among them. */
  channel_types?: readonly number[];
}

export interface AttachmentOption extends OptionBase {
  type: 11;
}

export type OptionDeclaration = StringOption | IntegerOption | BooleanOption | UserOption | ChannelOption | AttachmentOption;

/** One thing a command can do; a command that has any cannot be used without. */
export interface SubcommandDeclaration extends Named {
  type: 1;
  options?: readonly OptionDeclaration[];
}

interface DeclarationBase {
  name: string;
  name_localizations: Localized;
  /** 0 servers, 1 direct messages with the bot, 2 group DMs and DMs with others (user installs). */
  contexts: readonly (0 | 1 | 2)[];
  /** 0 installed to a server, 1 to a user. */
  integration_types: readonly (0 | 1)[];
  /** A bit field as text: who is shown the command unless a server says otherwise. Left out: everybody. */
  default_member_permissions?: string;
}

export interface SlashDeclaration extends DeclarationBase {
  type: 1;
  description: string;
  description_localizations: Localized;
  /** Options, or subcommands with options of their own. */
  options?: readonly OptionDeclaration[] | readonly SubcommandDeclaration[];
}

/** A menu entry of a user (2) or a message (3): no description, no options. */
export interface MenuDeclaration extends DeclarationBase {
  type: 2 | 3;
}

export type CommandDeclaration = SlashDeclaration | MenuDeclaration;

/** Whatever takes options: a subcommand, or a command without any. */
export interface TakesOptions {
  options?: readonly OptionDeclaration[];
}

type OptionOf<D> = D extends { options: readonly (infer O)[] } ? O : never;

/** The subcommands of a command. */
export type SubcommandOf<D> = Extract<OptionOf<D>, SubcommandDeclaration>;

type CompletedIn<D> = Extract<OptionOf<D>, { autocomplete: true; name: string }>["name"];
type CompletedBelow<S> = S extends { type: 1; name: infer Name extends string } ? `${Name} ${CompletedIn<S>}` : never;
/** Options that are completed while they are typed: `model`; in a subcommand with its name before it, `use name`. */
export type CompletedOption<D> = CompletedIn<D> | CompletedBelow<OptionOf<D>>;
