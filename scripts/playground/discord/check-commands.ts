/** Rules of command declarations that the schemas do not know. Source: Discord reference, "Application Commands". */
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import type { FormError } from "./refusal.ts";

type Path = readonly (string | number)[];

/** Source: Discord reference, "Application Command Naming". */
const CHAT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const TOTAL_LIMIT = 8000;

/** Source: Discord reference, "Locales". */
const LOCALES = new Set("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(" "));

export const commandCounts: Record<number, number> = { 1: 100, 2: 15, 3: 15 };

export function checkCommand(command: JsonObject, path: Path = []): FormError[] {
  const type = Number(command.type ?? 1);
  const errors = localeErrors(command, path);
  if (type === 1) {
    errors.push(...chatNameErrors(command, path));
    if (!asString(command.description)) errors.push(required([...path, "description"]));
    errors.push(...optionsErrors(asObjects(command.options), path));
  } else {
    if (asString(command.description))
      errors.push({ path: [...path, "description"], code: "APPLICATION_COMMAND_INVALID_DESCRIPTION", message: "Menus have no description." });
    if (asObjects(command.options).length > 0)
      errors.push({ path: [...path, "options"], code: "APPLICATION_COMMAND_INVALID_OPTIONS", message: "Menus have no options." });
  }
  if (textLength(command) > TOTAL_LIMIT) errors.push({ path, code: "APPLICATION_COMMAND_TOO_LARGE", message: "Command exceeds maximum size (8000)" });
  return errors;
}

/** A whole scope at once: counts per type and unique names. */
export function checkCommandSet(commands: readonly JsonObject[]): FormError[] {
  const seen = new Set<string>();
  return commands.flatMap((command, index) => {
    const key = `${Number(command.type ?? 1)} ${String(command.name)}`;
    if (seen.has(key)) return [{ path: [index, "name"], code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message: "Application command names must be unique" }];
    seen.add(key);
    return [];
  });
}

function required(path: Path): FormError {
  return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
}

function chatNameErrors(item: JsonObject, path: Path): FormError[] {
  const names: [Path, string][] = [[[...path, "name"], asString(item.name) ?? ""]];
  for (const [locale, name] of Object.entries(asObject(item.name_localizations))) names.push([[...path, "name_localizations", locale], String(name)]);
  return names
    .filter(([, name]) => !CHAT_NAME.test(name) || name !== name.toLowerCase())
    .map(([where, name]) => ({ path: where, code: "APPLICATION_COMMAND_INVALID_NAME", message: `Command name "${name}" is invalid` }));
}

function localeErrors(item: JsonObject, path: Path): FormError[] {
  return ["name_localizations", "description_localizations"].flatMap((key) =>
    Object.keys(asObject(item[key]))
      .filter((locale) => !LOCALES.has(locale))
      .map((locale) => ({ path: [...path, key, locale], code: "ENUM_TYPE_COERCE", message: `Value "${locale}" is not a valid enum value.` })),
  );
}

function optionsErrors(options: readonly JsonObject[], path: Path): FormError[] {
  const errors: FormError[] = [];
  const names = new Set<string>();
  let optionalSeen = false;
  options.forEach((option, index) => {
    const here = [...path, "options", index];
    const name = asString(option.name) ?? "";
    errors.push(...chatNameErrors(option, here), ...localeErrors(option, here), ...choiceErrors(option, here));
    if (names.has(name))
      errors.push({ path: [...here, "name"], code: "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message: "Option name already exists" });
    names.add(name);
    const isGroup = option.type === 1 || option.type === 2;
    if (isGroup) errors.push(...optionsErrors(asObjects(option.options), here));
    else if (option.required === true && optionalSeen) {
      errors.push({ path: here, code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message: "Required options must be placed before non-required options" });
    } else if (option.required !== true) optionalSeen = true;
  });
  const kinds = new Set(options.map((option) => option.type === 1 || option.type === 2));
  if (kinds.size > 1)
    errors.push({
      path: [...path, "options"],
      code: "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
      message: "Sub-commands and options cannot stand side by side.",
    });
  return errors;
}

function choiceErrors(option: JsonObject, path: Path): FormError[] {
  const errors: FormError[] = [];
  const choices = asObjects(option.choices);
  if (option.autocomplete === true && choices.length > 0)
    errors.push({ path: [...path, "autocomplete"], code: "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", message: "Autocomplete excludes choices." });
  if (new Set(choices.map((choice) => choice.name)).size !== choices.length) {
    errors.push({ path: [...path, "choices"], code: "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message: "Option choice name already exists" });
  }
  choices.forEach((choice, index) => {
    const value = asString(choice.value);
    if (value !== undefined && value.length > 100)
      errors.push({ path: [...path, "choices", index, "value"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 100 or fewer in length." });
    errors.push(...localeErrors(choice, [...path, "choices", index]));
  });
  if (Number(option.min_value ?? Number.NEGATIVE_INFINITY) > Number(option.max_value ?? Number.POSITIVE_INFINITY))
    errors.push({ path: [...path, "min_value"], code: "OPTION_RANGE_INVALID", message: "min_value is more than max_value." });
  if (Number(option.min_length ?? 0) > Number(option.max_length ?? 6000))
    errors.push({ path: [...path, "min_length"], code: "OPTION_RANGE_INVALID", message: "min_length is more than max_length." });
  return errors;
}

/** Names, descriptions and choice values; of localised texts the longest counts. */
function textLength(item: JsonObject): number {
  const longest = (key: string) =>
    Math.max((asString(item[key]) ?? "").length, ...Object.values(asObject(item[`${key}_localizations`])).map((text) => String(text).length));
  const inner = [...asObjects(item.options), ...asObjects(item.choices)].reduce((sum, child) => sum + textLength(child), 0);
  return longest("name") + longest("description") + (asString(item.value) ?? "").length + inner;
}
