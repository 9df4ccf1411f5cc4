/** Buttons and selects under a message. Called by `message-view.ts`. */
import type { WireComponent, WireMessage } from "../wire.ts";
import { avatar } from "./avatar.ts";
import { type Child, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { linkView } from "./links.ts";
import type { Names } from "./names.ts";
import { type Choosable, createSelect } from "./select.ts";

export interface ComponentActions {
  press(message: WireMessage, component: WireComponent): void;
  choose(message: WireMessage, component: WireComponent, values: string[]): void;
}

const LINK_STYLE = 5;
const componentType = { stringSelect: 3, userSelect: 5, roleSelect: 6, mentionableSelect: 7, channelSelect: 8 } as const;

export function componentView(message: WireMessage, component: WireComponent, isBusy: boolean, names: Names, actions: ComponentActions): HTMLElement {
  if (component.type >= componentType.stringSelect) return selectView(message, component, isBusy, names, actions);
  const face: Child[] = [component.emoji === "" ? null : h("span", { class: "emoji", "aria-hidden": "true" }, component.emoji), component.label];
  if (component.style === LINK_STYLE) return linkView(component.url, { class: "button style-5" }, [...face, icon("link")], names);
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h(
    "button",
    {
      type: "button",
      class: `button style-${component.style}${isBusy ? " busy" : ""}`,
      disabled: component.disabled,
      "aria-busy": isBusy ? "true" : null,
      "aria-label": component.label === "" ? component.emoji : null,
      "data-key": component.customId,
      onclick: () => (isBusy ? undefined : actions.press(message, component)),
    },
    ...(isBusy ? [dots, h("span", { class: "covered" }, ...face)] : face),
  );
}

function selectView(message: WireMessage, component: WireComponent, isBusy: boolean, names: Names, actions: ComponentActions): HTMLElement {
  const isString = component.type === componentType.stringSelect;
  const label = component.placeholder || DEFAULT_LABELS[component.type] || "Make a selection";
  return createSelect({
    label,
    placeholder: label,
    choices: choicesOf(component, names),
    chosen: isString ? component.options.filter((option) => option.isDefault).map((option) => option.value) : component.defaultValues,
    min: component.minValues,
    max: component.maxValues,
    disabled: component.disabled,
    isBusy,
    attributes: { "data-key": component.customId },
    onChange: (values) => actions.choose(message, component, values),
  }).element;
}

const DEFAULT_LABELS: Readonly<Record<number, string>> = { 5: "Choose a person", 6: "Choose a role", 7: "Choose a person or role", 8: "Choose a channel" };

function choicesOf(component: WireComponent, names: Names): Choosable[] {
  const people = () => names.people().map((person): Choosable => ({ value: person.id, label: person.name, face: () => avatar(person, "small") }));
  const roles = () => names.roles().map((role): Choosable => ({ value: role.id, label: `@${role.name}`, face: () => icon("people") }));
  switch (component.type) {
    case componentType.userSelect:
      return people();
    case componentType.roleSelect:
      return roles();
    case componentType.mentionableSelect:
      return [...people(), ...roles()];
    case componentType.channelSelect:
      return names.channels(component.channelTypes).map((channel) => ({
        value: channel.id,
        label: channel.name,
        face: () => icon(channel.kind === "text" || channel.kind === "direct" ? "hash" : channel.kind),
      }));
    default:
      return component.options.map(({ value, label, description, emoji }) => ({
        value,
        label,
        ...(description === "" ? {} : { hint: description }),
        ...(emoji === "" ? {} : { face: () => emoji }),
      }));
  }
}
