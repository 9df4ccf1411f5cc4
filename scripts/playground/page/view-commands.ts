/** Registered commands and modals as the composer needs them: sub-commands flattened, fields of both modal styles alike. */

import { checkCommandUse, ownersOf } from "../discord/client-checks.ts";
import { ClientError } from "../discord/discord.ts";
import { asArray, asObject, asObjects, asString, type JsonObject } from "../discord/json.ts";
import type { State } from "../discord/state.ts";
import type { Channel, User } from "../discord/types.ts";
import type { Choice, CommandOption, ModalField, WireCommand, WireModal } from "./wire.ts";

const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;

const SLASH = 1;
const MESSAGE_MENU = 3;

export function viewCommands(state: State): WireCommand[] {
  return commandsOf(state, SLASH).flatMap((command) => flatten(asString(command["name"]) ?? "", [], command));
}

/** Of an interaction's data: the command's name with those of its sub-commands. */
export function commandIn(data: JsonObject): string {
  const path = (options: readonly unknown[]): string[] => {
    const [first] = asObjects(options);
    const isPath = first?.["type"] === SUB_COMMAND || first?.["type"] === SUB_COMMAND_GROUP;
    return isPath ? [String(first["name"]), ...path(asArray(first["options"]))] : [];
  };
  return [asString(data["name"]) ?? "", ...path(asArray(data["options"]))].join(" ");
}

/** Names of the message menus. */
export function viewMenus(state: State): string[] {
  return commandsOf(state, MESSAGE_MENU).map((command) => asString(command["name"]) ?? "");
}

/** What the client offers to this person in this channel, by its own rules. */
export function offeredCommands(state: State, user: User, channel: Channel): string[] {
  return [SLASH, MESSAGE_MENU].flatMap((type) => {
    const names = commandsOf(state, type).map((command) => asString(command["name"]) ?? "");
    return names.filter((name) => isOffered(state, user, channel, type, name));
  });
}

function isOffered(state: State, user: User, channel: Channel, type: number, name: string): boolean {
  const asker = { user, channel };
  try {
    return checkCommandUse(state, asker, type, name, ownersOf(state, asker)) !== undefined;
  } catch (error) {
    if (error instanceof ClientError) return false;
    throw error;
  }
}

function commandsOf(state: State, type: number): JsonObject[] {
  return [...state.app.commands.values()].flat().filter((command) => (command["type"] ?? SLASH) === type);
}

function flatten(name: string, path: readonly string[], level: JsonObject): WireCommand[] {
  const options = asObjects(level["options"]);
  const inner = options.filter((option) => option["type"] === SUB_COMMAND || option["type"] === SUB_COMMAND_GROUP);
  if (inner.length > 0) return inner.flatMap((option) => flatten(name, [...path, asString(option["name"]) ?? ""], option));
  return [{ name, path: [...path], description: asString(level["description"]) ?? "", options: options.map(viewOption) }];
}

function viewOption(option: JsonObject): CommandOption {
  return {
    type: Number(option["type"]),
    name: asString(option["name"]) ?? "",
    description: asString(option["description"]) ?? "",
    required: option["required"] === true,
    autocomplete: option["autocomplete"] === true,
    choices: viewChoices(asObjects(option["choices"])),
    minLength: Number(option["min_length"] ?? 0),
    maxLength: Number(option["max_length"] ?? 6000),
    minValue: typeof option["min_value"] === "number" ? option["min_value"] : null,
    maxValue: typeof option["max_value"] === "number" ? option["max_value"] : null,
    channelTypes: asArray(option["channel_types"]).map(Number),
  };
}

export function viewChoices(choices: readonly JsonObject[]): Choice[] {
  return choices.map((choice) => ({
    name: asString(choice["name"]) ?? "",
    value: typeof choice["value"] === "number" ? choice["value"] : String(choice["value"]),
  }));
}

/** A label (type 18) around one input, or a row (type 1) of inputs that have labels themselves. */
export function viewModal(interactionId: string, modal: JsonObject): WireModal {
  const fields = asObjects(modal["components"]).flatMap((component) => {
    if (component["type"] === 18) return [viewField(asObject(component["component"]), component)];
    return asObjects(component["components"]).map((input) => viewField(input, input));
  });
  return { interactionId, title: asString(modal["title"]) ?? "", fields };
}

function viewField(input: JsonObject, labelled: JsonObject): ModalField {
  return {
    customId: asString(input["custom_id"]) ?? "",
    label: asString(labelled["label"]) ?? "",
    description: asString(labelled["description"]) ?? "",
    isLong: input["style"] === 2,
    required: input["required"] !== false,
    minLength: Number(input["min_length"] ?? 0),
    maxLength: Number(input["max_length"] ?? 4000),
    placeholder: asString(input["placeholder"]) ?? "",
    value: asString(input["value"]) ?? "",
    maxValues: Number(input["max_values"] ?? 1),
    choices: asObjects(input["options"]).map((option) => ({ name: asString(option["label"]) ?? "", value: asString(option["value"]) ?? "" })),
  };
}
