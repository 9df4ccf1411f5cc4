/** Shape of what Discord shows of a command; pure data, sent as it is by `scripts/register`. Source: Discord reference, "Application Commands". */

/** Discord wants the default text repeated under its own locale key, else an English client falls through to another English. */
export type Localized = Readonly<Record<"en-US" | "de", string>>;

interface OptionBase {
  name: string;
  name_localizations: Localized;
  description: string;
  description_localizations: Localized;
  required?: boolean;
}

export interface StringOption extends OptionBase {
  type: 3;
  min_length?: number;
  max_length?: number;
  autocomplete?: boolean;
  choices?: readonly { name: string; name_localizations: Localized; value: string }[];
}

export interface BooleanOption extends OptionBase {
  type: 5;
}

export interface AttachmentOption extends OptionBase {
  type: 11;
}

export type OptionDeclaration = StringOption | BooleanOption | AttachmentOption;

interface DeclarationBase {
  name: string;
  name_localizations: Localized;
  /** 0 servers, 1 direct messages with the bot, 2 group DMs and DMs with others (user installs). */
  contexts: readonly (0 | 1 | 2)[];
  /** 0 installed to a server, 1 to a user. */
  integration_types: readonly (0 | 1)[];
}

export interface SlashDeclaration extends DeclarationBase {
  type: 1;
  description: string;
  description_localizations: Localized;
  options?: readonly OptionDeclaration[];
}

/** A menu entry of a user (2) or a message (3): no description, no options. */
export interface MenuDeclaration extends DeclarationBase {
  type: 2 | 3;
}

export type CommandDeclaration = SlashDeclaration | MenuDeclaration;

type OptionValue<O extends OptionDeclaration> = O extends { choices: readonly { value: infer Value }[] }
  ? Value
  : O extends StringOption
    ? string
    : O extends BooleanOption
      ? boolean
      : never;

/** What a handler may read of a declaration's options by name; attachments stand in a table of their own. */
export type OptionValues<D extends SlashDeclaration> = D extends { options: readonly (infer O extends OptionDeclaration)[] }
  ? { [K in Exclude<O, AttachmentOption> as K["name"]]?: OptionValue<K> }
  : Record<never, never>;
