/** A person's round picture: an initial on a colour, or the app's own mark. Used wherever a person appears. */
import type { Person } from "../wire.ts";
import { h } from "./dom.ts";

export function avatar(person: Person, size: "small" | "normal" = "normal"): HTMLElement {
  const classes = `avatar avatar-${size} ${person.isBot ? "avatar-app" : `tint-${person.tint}`}`;
  return h("span", { class: classes, "aria-hidden": "true" }, person.isBot ? "◢" : person.name.charAt(0));
}

export function nameTag(person: Person): HTMLElement {
  return h(
    "span",
    { class: "name-tag" },
    h("span", { class: `name ${person.isBot ? "" : `name-${person.tint}`}` }, person.name),
    person.isBot ? h("span", { class: "app-tag" }, "APP") : null,
  );
}
