/** The commands as Discord has them against those in commands/: registers where they differ. Used by setup, register, deploy and doctor. */
import { declarationsFor } from "../../commands/index.ts";
import type { CommandDeclaration } from "../../commands/types.ts";
import type { Context } from "./context.ts";
import type { Discord } from "./discord.ts";

/** The commands for which everything is set up here. */
export const declared = ({ settings }: Pick<Context, "settings">): CommandDeclaration[] => declarationsFor((variable) => settings.get(variable) !== "");

export interface Difference {
  added: string[];
  changed: string[];
  removed: string[];
}

export const isSame = ({ added, changed, removed }: Difference) => added.length + changed.length + removed.length === 0;

/** From what is registered to what is declared, by the names people see. */
export function compareCommands(registered: readonly unknown[], declared: readonly unknown[]): Difference {
  const before = new Map(registered.map((command) => [keyOf(command), JSON.stringify(canonical(command, COMMAND))]));
  const after = new Map(declared.map((command) => [keyOf(command), JSON.stringify(canonical(command, COMMAND))]));
  return {
    added: [...after.keys()].filter((key) => !before.has(key)),
    changed: [...after].filter(([key, form]) => before.has(key) && before.get(key) !== form).map(([key]) => key),
    removed: [...before.keys()].filter((key) => !after.has(key)),
  };
}

export function describeDifference({ added, changed, removed }: Difference): string {
  const parts = [
    added.length > 0 && `added ${added.join(", ")}`,
    changed.length > 0 && `changed ${changed.join(", ")}`,
    removed.length > 0 && `removed ${removed.join(", ")}`,
  ];
  return parts.filter((part) => part !== false).join("; ");
}

/** GET rather than a remembered hash: somebody else may have registered other commands since. */
export async function syncCommands(context: Context, discord: Discord, applicationId: string, guildId?: string): Promise<string | { unchanged: string }> {
  const declarations = declared(context);
  const difference = compareCommands(await discord.commands(applicationId, guildId), declarations);
  if (isSame(difference) && !context.options.force) return { unchanged: `${declarations.length} commands` };
  const path = `/applications/${applicationId}${guildId === undefined ? "" : `/guilds/${guildId}`}/commands`;
  await context.change(`send: PUT ${path} with ${declarations.length} commands (${describeDifference(difference) || "as they are"})`, () =>
    discord.register(applicationId, declarations, guildId),
  );
  return describeDifference(difference) || `${declarations.length} commands, again`;
}

/** What a field is where it is left out, both ways: Discord answers with what a declaration leaves out, and more. Source: Discord reference, "Application Commands". */
type Fields = Readonly<Record<string, unknown>>;
const OPTION: Fields = {
  type: undefined,
  name: "",
  name_localizations: {},
  description: "",
  description_localizations: {},
  required: false,
  choices: [],
  options: [],
  channel_types: [],
  min_value: undefined,
  max_value: undefined,
  min_length: undefined,
  max_length: undefined,
  autocomplete: false,
};
const COMMAND: Fields = {
  type: 1,
  name: "",
  name_localizations: {},
  description: "",
  description_localizations: {},
  options: [],
  default_member_permissions: null,
  contexts: [],
  integration_types: [0],
  nsfw: false,
};
const CHOICE: Fields = { name: "", name_localizations: {}, value: undefined };

/** The known fields in a fixed order, defaults filled in, sets sorted. */
function canonical(value: unknown, fields: Fields): Record<string, unknown> {
  const found: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
  return Object.fromEntries(Object.entries(fields).map(([field, otherwise]) => [field, canonicalField(field, found[field] ?? otherwise)]));
}

function canonicalField(field: string, value: unknown): unknown {
  if (field === "options" && Array.isArray(value)) return value.map((option) => canonical(option, OPTION));
  if (field === "choices" && Array.isArray(value)) return value.map((choice) => canonical(choice, CHOICE));
  // The order of options and choices is shown; that of these means nothing.
  if (Array.isArray(value)) return value.map(Number).toSorted((a, b) => a - b);
  if (field === "default_member_permissions") return value === null ? null : String(value);
  if (typeof value === "object" && value !== null) return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return value;
}

/** Names are unique per type. */
function keyOf(command: unknown): string {
  const { type, name } = canonical(command, COMMAND);
  return `${type === 1 ? "/" : ""}${String(name)}`;
}
