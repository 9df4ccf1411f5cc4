/** A menu by the ARIA pattern: arrows, Home, End, first letters, Escape; the focus goes back where it came from. Opened by `message-menu.ts`. */
import { h } from "./dom.ts";
import { float } from "./floating.ts";
import { type IconName, icon } from "./icons.ts";

export interface MenuItem {
  label: string;
  icon: IconName;
  run(): void;
}

export interface MenuGroup {
  /** Shown as a heading. */
  label?: string;
  items: MenuItem[];
}

export interface MenuOptions {
  label: string;
  groups: MenuGroup[];
  around: DOMRect;
  /** In a landmark, so that a screen reader knows where it is. */
  parent: HTMLElement;
  /** Where the focus goes when nothing was chosen, and before a choice acts. */
  giveBack(): void;
}

export function openMenu(options: MenuOptions): void {
  const buttons: HTMLElement[] = [];
  const groups = options.groups
    .filter((group) => group.items.length > 0)
    .map((group) =>
      h(
        "div",
        { role: "group", "aria-label": group.label, class: "menu-group" },
        group.label === undefined ? null : h("div", { class: "menu-heading", "aria-hidden": "true" }, group.label),
        ...group.items.map(itemView),
      ),
    );
  const menu = h("div", { role: "menu", class: "menu", "aria-label": options.label, tabindex: -1 }, ...groups);
  options.parent.append(menu);
  const floating = float(menu, options.around, menu, close);
  focusAt(0);

  function itemView(item: MenuItem): HTMLElement {
    const button = h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => choose(item) }, icon(item.icon), h("span", {}, item.label));
    button.addEventListener("pointermove", () => button.focus());
    buttons.push(button);
    return button;
  }

  function focusAt(index: number): void {
    buttons[(index + buttons.length) % buttons.length]?.focus();
  }

  function close(): void {
    floating.close();
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus) options.giveBack();
  }

  function choose(item: MenuItem): void {
    close();
    item.run();
  }

  menu.addEventListener("contextmenu", (event) => event.preventDefault());
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const act = {
      ArrowDown: () => focusAt(at + 1),
      ArrowUp: () => focusAt(at < 0 ? -1 : at - 1),
      Home: () => focusAt(0),
      End: () => focusAt(-1),
      Escape: close,
      Tab: close,
    }[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (/^\p{L}$/u.test(event.key)) {
      const order = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
      order.find((button) => button.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  });
}
