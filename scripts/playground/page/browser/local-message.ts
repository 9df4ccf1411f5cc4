/** Lines that only this browser shows: a command on its way, and one that nobody acknowledged. Placed by `main.ts`. */
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

export function commandFailure(command: string, appName: string, text: string, onDismiss: () => void): HTMLElement {
  const dismiss = h("button", { type: "button", class: "link", onclick: onDismiss }, "Dismiss message");
  return h(
    "article",
    { class: "message private local" },
    h("div", { class: "context-line" }, h("span", { class: "spine" }), "You used ", h("span", { class: "command" }, command)),
    h("div", { class: "side" }, h("span", { class: "avatar avatar-normal avatar-app", "aria-hidden": "true" }, "◢")),
    h(
      "div",
      { class: "body" },
      h("header", {}, h("span", { class: "name" }, appName)),
      h("div", { class: "failure", role: "alert" }, text),
      h("div", { class: "private-note" }, icon("eye"), "Only you can see this · ", dismiss),
    ),
  );
}

export function commandPending(command: string, appName: string): HTMLElement {
  return h(
    "article",
    { class: "message local pending" },
    h("div", { class: "context-line" }, h("span", { class: "spine" }), "You used ", h("span", { class: "command" }, command)),
    h("div", { class: "side" }, h("span", { class: "avatar avatar-normal avatar-app", "aria-hidden": "true" }, "◢")),
    h("div", { class: "body" }, h("header", {}, h("span", { class: "name" }, appName)), h("div", { class: "thinking" }, "Sending command…")),
  );
}
