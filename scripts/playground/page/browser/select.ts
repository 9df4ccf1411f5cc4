/** A select as Discord's client shows it: a button with a list of faces, names and hints; several may be chosen where the bot allows it. Used by messages and forms. */
import { type Child, h, setAttribute } from "./dom.ts";
import { type Floating, float } from "./floating.ts";
import { icon } from "./icons.ts";

export interface Choosable {
  value: string;
  label: string;
  hint?: string;
  /** An emoji, an avatar, an icon; made anew for each place. */
  face?: () => Child;
}

export interface SelectOptions {
  label: string;
  placeholder: string;
  choices: readonly Choosable[];
  chosen: readonly string[];
  min: number;
  max: number;
  disabled?: boolean;
  isBusy?: boolean;
  attributes?: Record<string, string>;
  /** One value: at once. Several: when the list closes, if something changed and the number fits. */
  onChange?(values: string[]): void;
}

export interface Select {
  element: HTMLElement;
  button: HTMLButtonElement;
  values(): string[];
}

let made = 0;

export function createSelect(options: SelectOptions): Select {
  const { choices, min, max } = options;
  const id = `select-${++made}`;
  const isMultiple = max > 1;
  let chosen = [...options.chosen];
  let before = chosen;
  let active = 0;
  let open: Floating | undefined;
  let typed = "";
  let typedAt = 0;

  const face = h("span", { class: "select-face" });
  const button = h(
    "button",
    {
      type: "button",
      class: "select",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": id,
      disabled: options.disabled,
      "aria-disabled": options.isBusy ? "true" : null,
      ...options.attributes,
    },
    face,
    icon("chevron"),
  );
  const list = h("div", {
    role: "listbox",
    id,
    class: "select-list",
    "aria-label": options.label,
    "aria-multiselectable": isMultiple ? "true" : null,
    popover: "manual",
  });
  const element = h("div", { class: "select-frame" }, button, list);
  const rows = choices.map(rowView);
  list.append(
    ...(rows.length > 0
      ? rows
      : [h("div", { class: "select-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "There is nothing to choose.")]),
  );
  draw();

  function rowView(choice: Choosable, index: number): HTMLElement {
    const words = h("span", { class: "select-words" }, h("span", { class: "label" }, choice.label), choice.hint ? h("small", {}, choice.hint) : null);
    return h(
      "div",
      {
        role: "option",
        id: `${id}-${index}`,
        // The button keeps the focus.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => pick(index),
        onmousemove: () => activate(index, false),
      },
      choice.face ? h("span", { class: "face", "aria-hidden": "true" }, choice.face()) : null,
      words,
      h("span", { class: "tick", "aria-hidden": "true" }, icon("check")),
    );
  }

  function draw(): void {
    const picked = choices.filter((choice) => chosen.includes(choice.value));
    const words = picked.map((choice) => choice.label).join(", ");
    face.replaceChildren(
      ...picked.flatMap((choice) => (choice.face ? [h("span", { class: "face", "aria-hidden": "true" }, choice.face())] : [])),
      h("span", { class: picked.length > 0 ? "label" : "placeholder" }, words || options.placeholder),
    );
    setAttribute(button, "aria-label", words === "" || words === options.label ? options.label : `${options.label}: ${words}`);
    for (const [index, choice] of choices.entries()) {
      const row = rows[index];
      if (row) setAttribute(row, "aria-selected", chosen.includes(choice.value) ? "true" : "false");
    }
  }

  function activate(index: number, scroll = true): void {
    active = Math.max(0, Math.min(rows.length - 1, index));
    for (const [place, row] of rows.entries()) row.classList.toggle("active", place === active);
    if (scroll) rows[active]?.scrollIntoView({ block: "nearest" });
    if (rows.length > 0) setAttribute(button, "aria-activedescendant", `${id}-${active}`);
  }

  function show(): void {
    if (open || options.isBusy || options.disabled) return;
    before = chosen;
    list.style.minWidth = `${button.offsetWidth}px`;
    open = float(list, button.getBoundingClientRect(), element, hide);
    setAttribute(button, "aria-expanded", "true");
    activate(
      Math.max(
        0,
        choices.findIndex((choice) => chosen.includes(choice.value)),
      ),
    );
  }

  function hide(): void {
    if (!open) return;
    open.close();
    open = undefined;
    setAttribute(button, "aria-expanded", "false");
    button.removeAttribute("aria-activedescendant");
    if (!isMultiple || chosen.toSorted().join() === before.toSorted().join()) return;
    if (chosen.length < min) {
      chosen = [...before];
      draw();
    } else options.onChange?.(chosen);
  }

  function pick(index: number): void {
    const value = choices[index]?.value;
    if (value === undefined) return;
    if (!isMultiple) {
      chosen = min === 0 && chosen.includes(value) ? [] : [value];
      draw();
      hide();
      options.onChange?.(chosen);
      return;
    }
    if (chosen.includes(value)) chosen = chosen.filter((other) => other !== value);
    else if (chosen.length < max) chosen = [...chosen, value];
    draw();
    activate(index);
  }

  /** Letters go to the next name that begins with them. */
  function seek(letter: string): void {
    typed = Date.now() - typedAt > 700 ? letter : typed + letter;
    typedAt = Date.now();
    const from = typed.length > 1 ? active : active + 1;
    const places = choices.map((_, index) => (from + index) % choices.length);
    const found = places.find((place) => choices[place]?.label.toLowerCase().startsWith(typed.toLowerCase()));
    if (found !== undefined) activate(found);
  }

  button.addEventListener("click", () => (open ? hide() : show()));
  button.addEventListener("blur", hide);
  button.addEventListener("keydown", (event) => {
    const isLetter = /^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey;
    if (!open) {
      if (!isLetter && !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      show();
      if (isLetter) seek(event.key);
      return;
    }
    const act = {
      ArrowDown: () => activate(active + 1),
      ArrowUp: () => activate(active - 1),
      Home: () => activate(0),
      End: () => activate(rows.length - 1),
      PageDown: () => activate(active + 8),
      PageUp: () => activate(active - 8),
      Enter: () => pick(active),
      " ": () => pick(active),
      Escape: hide,
    }[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (isLetter) seek(event.key);
  });

  return { element, button, values: () => [...chosen] };
}
