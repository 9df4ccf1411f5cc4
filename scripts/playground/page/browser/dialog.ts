/** A native dialog with a title and a way out: Escape, focus and background come with it. Used by the bot's forms and by the page's own dialogs. */
import { type Child, h } from "./dom.ts";
import { icon } from "./icons.ts";

export interface Dialog {
  element: HTMLDialogElement;
  close(): void;
}

export interface DialogOptions {
  title: string;
  /** "sheet": at the lower edge on phones. */
  kind?: "form" | "sheet";
  content: Child[];
  onClose(): void;
}

let opened = 0;

export function openDialog({ title, kind = "form", content, onClose }: DialogOptions): Dialog {
  const id = `dialog-title-${++opened}`;
  const closeButton = h("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => element.close() }, icon("close"));
  const element = h(
    "dialog",
    { class: `dialog ${kind}`, "aria-labelledby": id },
    h("header", {}, h("h2", { id }, title), closeButton),
    h("div", { class: "dialog-content" }, ...content),
  );
  element.addEventListener("close", () => {
    element.remove();
    onClose();
  });
  if (kind === "sheet") {
    element.addEventListener("click", (event) => {
      if (event.target === element) element.close();
    });
  }
  document.body.append(element);
  element.showModal();
  return { element, close: () => element.close() };
}

/** A command or an address with a button that copies it. */
export function copyLine(text: string, what: string): HTMLElement {
  const button = h("button", { type: "button", class: "copy", "aria-label": `Copy ${what}` }, icon("copy"), h("span", {}, "Copy"));
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(text).then(() => {
      button.replaceChildren(icon("check"), h("span", {}, "Copied"));
      setTimeout(() => button.replaceChildren(icon("copy"), h("span", {}, "Copy")), 1500);
    });
  });
  return h("div", { class: "copy-line" }, h("code", {}, text), button);
}
