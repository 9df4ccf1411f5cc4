/** Messages by keyboard, pointer and finger: one of them with what is in it is a stop for Tab, arrows go on, three ways open its menu. Made by `message-list.ts`. */
import { pointRect } from "./floating.ts";

export interface LogKeysOptions {
  log: HTMLElement;
  openMenu(article: HTMLElement, around: DOMRect): void;
  /** Escape leaves the messages. */
  leave(): void;
}

export interface LogKeys {
  /** After messages came or went: there is always exactly one stop, the newest if none was chosen. */
  refresh(): void;
  /** After its content was drawn anew. */
  redrawn(article: HTMLElement): void;
  focus(article: HTMLElement): void;
}

const LONG_PRESS_MS = 500;
const STILL_PX = 10;
/** A code block stays a stop everywhere: it is scrolled by keys. */
const CONTROLS = "a[href], button, [role=button]";

export function createLogKeys({ log, openMenu, leave }: LogKeysOptions): LogKeys {
  let current: HTMLElement | undefined;
  const articles = () => [...log.querySelectorAll<HTMLElement>("article.message:not(.local)")];

  function makeCurrent(article: HTMLElement | undefined): void {
    current = article;
    for (const each of articles()) redrawn(each);
  }

  function redrawn(article: HTMLElement): void {
    const isCurrent = article === current;
    article.tabIndex = isCurrent ? 0 : -1;
    for (const control of article.querySelectorAll<HTMLElement>(CONTROLS)) control.tabIndex = isCurrent ? 0 : -1;
  }

  function focus(article: HTMLElement): void {
    makeCurrent(article);
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "nearest" });
  }

  const articleAt = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>("article.message:not(.local)") : null);

  log.addEventListener("focusin", (event) => {
    const article = articleAt(event.target);
    if (article && article !== current) makeCurrent(article);
  });

  log.addEventListener("keydown", (event) => {
    const article = articleAt(event.target);
    if (event.key === "Escape") return leave();
    if (!article) return;
    const isMenuKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    const isOnMessage = event.target === article;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isMenuKey || (event.key === "Enter" && isOnMessage)) {
      event.preventDefault();
      openMenu(article, cornerOf(article));
    } else if (isOnMessage && (move !== undefined || event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      const all = articles();
      const at = move === undefined ? (event.key === "Home" ? 0 : all.length - 1) : all.indexOf(article) + move;
      const next = all[Math.max(0, Math.min(all.length - 1, at))];
      if (next) focus(next);
    }
  });

  log.addEventListener("contextmenu", (event) => {
    const article = articleAt(event.target);
    const isOpen = document.querySelector("[role=menu]") !== null;
    // Shift is the way to the browser's own menu.
    if (!article || (event.shiftKey && !isOpen)) return;
    event.preventDefault();
    cancelPress();
    const { clientX: x, clientY: y } = event;
    // The keyboard's event may have no place.
    if (!isOpen) openMenu(article, x === 0 && y === 0 ? cornerOf(article) : pointRect(x, y));
  });

  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;
  function cancelPress(): void {
    clearTimeout(press?.timer);
    press = undefined;
  }
  log.addEventListener("pointerdown", (event) => {
    const article = articleAt(event.target);
    if (event.pointerType !== "touch" || !article) return;
    if (event.target instanceof Element && event.target.closest(".select, .button")) return;
    const { clientX: x, clientY: y } = event;
    const open = () => {
      press = undefined;
      openMenu(article, pointRect(x, y));
      // The finger is still down; what it would press when it leaves stays unpressed.
      addEventListener("pointerup", swallowClick, { once: true });
    };
    press = { timer: setTimeout(open, LONG_PRESS_MS), x, y };
  });
  log.addEventListener("pointermove", (event) => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL_PX) cancelPress();
  });
  for (const name of ["pointerup", "pointercancel", "scroll"]) log.addEventListener(name, cancelPress, { passive: true });

  return {
    refresh() {
      if (!current?.isConnected || current !== document.activeElement?.closest("article")) makeCurrent(articles().at(-1));
    },
    redrawn,
    focus,
  };
}

function swallowClick(): void {
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function cornerOf(article: HTMLElement): DOMRect {
  const { left, top, height } = article.getBoundingClientRect();
  return new DOMRect(left + 72, top, 0, Math.min(height, 40));
}
