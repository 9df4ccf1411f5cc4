/** A list of buttons that is one stop for Tab: arrows, Home and End move inside of it. Used by the sidebar. */

/** Call it again after the list was drawn anew. */
export function rove(list: HTMLElement, buttons: readonly HTMLElement[]): void {
  const usable = buttons.filter((button) => !button.matches(":disabled"));
  const current = usable.find((button) => button.hasAttribute("aria-current")) ?? usable[0];
  for (const button of usable) button.tabIndex = button === current ? 0 : -1;
  list.onkeydown = (event) => {
    const at = usable.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: usable.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const target = usable[Math.max(0, Math.min(usable.length - 1, next))];
    for (const button of usable) button.tabIndex = button === target ? 0 : -1;
    target?.focus();
  };
}
