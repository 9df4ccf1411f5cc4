/** Registered commands and modals as the composer needs them: sub-commands flattened, fields of both modal styles alike. */
import { asObject, asObjects, asString, type JsonObject } from "../discord/json.ts";
import type { State } from "../discord/state.ts";
import type { Choice, CommandOption, ModalField, WireCommand, WireModal } from "./wire.ts";

const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;

export function viewCommands(state: State): WireCommand[] {
  const all = [...state.app.commands.values()].flat();
  return all.filter((command) => (command["type"] ?? 1) === 1).flatMap((command) => flatten(asString(command["name"]) ?? "", [], command));
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
    maxLength: Number(option["max_length"] ?? 6000),
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
    choices: asObjects(input["options"]).map((option) => ({ name: asString(option["label"]) ?? "", value: asString(option["value"]) ?? "" })),
  };
}
