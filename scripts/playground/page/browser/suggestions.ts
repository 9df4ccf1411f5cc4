/** The list above the composer: commands, options, values. One listbox for whichever field has the focus. Used by `composer.ts` and `command-form.ts`. */
import { h, setAttribute } from "./dom.ts";

export interface Suggestion {
  label: string;
  hint?: string;
  /** At the right end, e.g. whose command it is. */
  note?: string;
}

export interface Suggestions {
  readonly isOpen: boolean;
  /** Replaces what is shown; an empty list closes it. */
  open(field: HTMLElement, title: string, items: readonly Suggestion[], choose: (index: number) => void): void;
  /** Nothing to choose, but something to say. */
  tell(field: HTMLElement, title: string, text: string): void;
  close(): void;
  /** Arrows, Enter, Tab and Escape while it is open; true: the key is used up. */
  handleKey(event: KeyboardEvent): boolean;
}

const ID = "suggestions-list";

export function createSuggestions(root: HTMLElement): Suggestions {
  const heading = h("div", { class: "suggestions-title", id: "suggestions-title" });
  const list = h("div", { class: "suggestions-list", role: "listbox", id: ID, "aria-labelledby": "suggestions-title" });
  root.append(heading, list);
  root.hidden = true;
  let owner: HTMLElement | undefined;
  let onChoose: ((index: number) => void) | undefined;
  let active = 0;

  /** A text field of several lines is no combobox and has no such state. */
  function setExpanded(field: HTMLElement, isExpanded: boolean): void {
    if (field.hasAttribute("aria-expanded")) setAttribute(field, "aria-expanded", String(isExpanded));
  }

  const options = () => [...list.children].filter((child) => child instanceof HTMLElement);

  function activate(index: number): void {
    const all = options();
    active = (index + all.length) % all.length;
    for (const [place, option] of all.entries()) setAttribute(option, "aria-selected", place === active ? "true" : "false");
    all[active]?.scrollIntoView({ block: "nearest" });
    if (owner) setAttribute(owner, "aria-activedescendant", `${ID}-${active}`);
  }

  function close(): void {
    root.hidden = true;
    if (owner) {
      setExpanded(owner, false);
      owner.removeAttribute("aria-activedescendant");
    }
    owner = undefined;
  }

  function choose(index: number): void {
    const act = onChoose;
    close();
    act?.(index);
  }

  return {
    get isOpen() {
      return !root.hidden;
    },
    open(field, title, items, chosen) {
      if (owner !== field) close();
      if (items.length === 0) return close();
      owner = field;
      onChoose = chosen;
      heading.textContent = title;
      list.replaceChildren(
        ...items.map((item, index) =>
          h(
            "div",
            {
              role: "option",
              id: `${ID}-${index}`,
              // Before the field loses the focus.
              onmousedown: (event) => {
                event.preventDefault();
                choose(index);
              },
              onmousemove: () => index !== active && activate(index),
            },
            h("span", { class: "label" }, item.label),
            item.hint === undefined ? null : h("span", { class: "hint" }, item.hint),
            item.note === undefined ? null : h("span", { class: "note" }, item.note),
          ),
        ),
      );
      root.hidden = false;
      setAttribute(field, "aria-controls", ID);
      setExpanded(field, true);
      activate(0);
    },
    tell(field, title, text) {
      if (owner !== field) close();
      owner = field;
      onChoose = undefined;
      heading.textContent = title;
      list.replaceChildren(h("div", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" }, text));
      root.hidden = false;
      setAttribute(field, "aria-controls", ID);
      setExpanded(field, true);
      field.removeAttribute("aria-activedescendant");
    },
    close,
    handleKey(event) {
      if (root.hidden || event.isComposing || (!onChoose && event.key !== "Escape")) return false;
      const act = {
        ArrowDown: () => activate(active + 1),
        ArrowUp: () => activate(active - 1),
        Enter: () => choose(active),
        Tab: () => choose(active),
        Escape: close,
      }[event.key];
      if (!act || event.shiftKey) return false;
      event.preventDefault();
      event.stopPropagation();
      act();
      return true;
    },
  };
}
