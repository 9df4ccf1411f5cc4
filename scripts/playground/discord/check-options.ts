/** What Discord's client keeps of a command's declared options before anything is sent; used by `payload.ts`. Source: Discord reference, "Application Commands". */
import { asArray, asObjects, asString, type JsonObject } from "./json.ts";
import { permission } from "./permissions.ts";
import { type Asker, ClientError, type CommandCall, type OptionValue } from "./spec.ts";
import { permissionsIn, type State } from "./state.ts";

/** Source: Discord reference, "Application Command Option Type". */
const option = { text: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 } as const;
const KINDS: Record<number, string> = { 3: "text", 4: "integer", 5: "boolean", 6: "user", 7: "channel", 8: "role", 9: "mentionable", 10: "number", 11: "file" };

/** The sub-command at the end of the path, or the command itself. */
function usedLevel(command: JsonObject | undefined, call: CommandCall): JsonObject | undefined {
  return (call.path ?? []).reduce<JsonObject | undefined>((at, step) => asObjects(at?.options).find(({ name }) => name === step), command);
}

export function declaredOption(command: JsonObject | undefined, call: CommandCall, name: string): JsonObject | undefined {
  return asObjects(usedLevel(command, call)?.options).find((declared) => declared.name === name);
}

/** The options that may be given; throws where a sub-command is missing or there is no such option. */
function declaredOptions(command: JsonObject, call: CommandCall): JsonObject[] {
  const level = usedLevel(command, call);
  if (!level) throw new ClientError(`"${call.command}" has no sub-command ${(call.path ?? []).join(" ")}`);
  const declared = asObjects(level.options);
  if (declared.some(({ type }) => type === 1 || type === 2)) throw new ClientError(`"${call.command}" needs one of its sub-commands`);
  for (const name of Object.keys(call.options ?? {})) {
    if (!declared.some((candidate) => candidate.name === name)) throw new ClientError(`"${call.command}" has no option "${name}"`);
  }
  return declared;
}

/** While typing nothing has to be complete or fit, but only some options are completed at all. */
export function checkTyping(command: JsonObject, call: CommandCall, focused: string): void {
  const declared = declaredOptions(command, call).find(({ name }) => name === focused);
  if (declared?.autocomplete !== true) throw new ClientError(`the option "${focused}" is not completed`);
  if (call.options?.[focused] === undefined) throw new ClientError(`nothing is typed into "${focused}"`);
}

export function checkOptions(state: State, asker: Asker, command: JsonObject, call: CommandCall): void {
  for (const declared of declaredOptions(command, call)) {
    const name = asString(declared.name) ?? "";
    const value = call.options?.[name];
    if (value !== undefined) checkValue(state, asker, declared, name, value);
    else if (declared.required === true) throw new ClientError(`the option "${name}" is required`);
  }
}

function checkValue(state: State, asker: Asker, declared: JsonObject, name: string, value: OptionValue): void {
  const fits = kindsOf(value);
  if (!fits.includes(Number(declared.type))) throw new ClientError(`the option "${name}" takes a value of the kind ${KINDS[Number(declared.type)]}`);
  const plain = typeof value === "object" && "value" in value ? value.value : value;
  if (typeof plain === "string" && declared.type === option.text) checkText(declared, name, plain);
  if (typeof plain === "number") checkNumber(declared, name, plain);
  if (typeof plain !== "object") checkChoice(declared, name, plain);
  if (typeof value === "object" && "guildId" in value) {
    const types = asArray(declared.channel_types);
    const isOffered = value.guildId === asker.channel.guildId && (types.length === 0 || types.includes(value.type));
    if (!isOffered || !(permissionsIn(state, asker.user.id, value) & permission.viewChannel))
      throw new ClientError(`this channel is not offered for "${name}"`);
  }
}

/** Option types for which the client makes such a value. */
function kindsOf(value: OptionValue): number[] {
  if (typeof value === "string") return [option.text];
  if (typeof value === "boolean") return [option.boolean];
  if (typeof value === "number") return Number.isSafeInteger(value) ? [option.integer, option.number] : [option.number];
  if ("filename" in value) return [option.attachment];
  if ("username" in value) return [option.user, option.mentionable];
  if ("guildId" in value) return [option.channel];
  if ("permissions" in value) return [option.role, option.mentionable];
  if (value.type === option.integer && !Number.isSafeInteger(value.value)) return [];
  return [value.type];
}

function checkText(declared: JsonObject, name: string, value: string): void {
  if (value.length > Number(declared.max_length ?? 6000)) throw new ClientError(`the option "${name}" is too long`);
  if (value.length < Number(declared.min_length ?? 0)) throw new ClientError(`the option "${name}" is too short`);
}

function checkNumber(declared: JsonObject, name: string, value: number): void {
  if (!Number.isFinite(value)) throw new ClientError(`the option "${name}" takes a number`);
  if (value > Number(declared.max_value ?? Number.POSITIVE_INFINITY)) throw new ClientError(`the option "${name}" is at most ${String(declared.max_value)}`);
  if (value < Number(declared.min_value ?? Number.NEGATIVE_INFINITY)) throw new ClientError(`the option "${name}" is at least ${String(declared.min_value)}`);
}

function checkChoice(declared: JsonObject, name: string, value: string | number | boolean): void {
  const choices = asObjects(declared.choices);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) throw new ClientError(`"${value}" is no choice of "${name}"`);
}
