/** Where the list of messages stands: whoever is at its end stays there, everybody else gets a button that leads there. Made by `message-list.ts`. */
import { smoothly } from "./dom.ts";

export interface LogScroll {
  toEnd(behavior?: ScrollBehavior): void;
  /** Makes the change; the reader stays where they are, or at the end. */
  keep(change: () => void): void;
}

const BOTTOM_PX = 60;

export function createLogScroll(log: HTMLElement, jumpButton: HTMLButtonElement): LogScroll {
  let wasAtEnd = true;
  let height = log.clientHeight;

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < BOTTOM_PX;

  function toEnd(behavior: ScrollBehavior = "instant"): void {
    log.scrollTo({ top: log.scrollHeight, behavior });
    wasAtEnd = true;
    jumpButton.hidden = true;
  }

  jumpButton.addEventListener("click", () => {
    toEnd(smoothly());
    log.querySelector<HTMLElement>("article[tabindex='0']")?.focus({ preventScroll: true });
  });
  // Where the composer grows, the list shrinks.
  new ResizeObserver(() => {
    height = log.clientHeight;
    if (wasAtEnd) toEnd();
  }).observe(log);
  log.addEventListener("scroll", () => {
    if (isAtEnd()) jumpButton.hidden = true;
    // A scroll that comes with a new height is the browser's, not the reader's.
    if (log.clientHeight === height) wasAtEnd = isAtEnd();
  });

  return {
    toEnd,
    keep(change) {
      const stay = isAtEnd();
      change();
      if (stay) toEnd();
      else jumpButton.hidden = false;
    },
  };
}
