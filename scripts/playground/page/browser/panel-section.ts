/** A section of the side panel that opens and closes, with its state in a word beside the title; and the switches in it. Used by the `panel-*` files. */
import { type Child, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { remember, remembered } from "./shell.ts";

export interface Section {
  element: HTMLDetailsElement;
  setState(text: string): void;
  open(): void;
}

export function createSection(id: string, title: string, isOpen: boolean, ...content: Child[]): Section {
  const state = h("span", { class: "section-state" });
  const summary = h("summary", {}, icon("chevron"), h("h3", {}, title), state);
  const element = h("details", { class: "section", id: `section-${id}`, open: (remembered(`section-${id}`) ?? (isOpen ? "open" : "")) === "open" }, summary);
  element.append(h("div", { class: "section-content" }, ...content));
  element.addEventListener("toggle", () => remember(`section-${id}`, element.open ? "open" : "closed"));
  return {
    element,
    setState(text) {
      state.textContent = text;
    },
    open() {
      element.open = true;
      element.scrollIntoView({ block: "nearest" });
    },
  };
}

export interface Toggle {
  input: HTMLInputElement;
  label: HTMLElement;
}

export function createToggle(label: string, hint: string, onchange: (isOn: boolean) => void): Toggle {
  const input = h("input", { type: "checkbox", role: "switch" });
  input.addEventListener("change", () => onchange(input.checked));
  return { input, label: h("label", { class: "toggle" }, h("span", {}, label, hint === "" ? null : h("small", {}, hint)), input) };
}

export function smallButton(label: string, onclick: () => unknown): HTMLButtonElement {
  return h("button", { type: "button", class: "button small", onclick }, label);
}
