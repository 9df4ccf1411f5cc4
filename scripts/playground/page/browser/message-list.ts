/** The messages of the open channel: order, grouping, days, scrolling, and keeping the focus while a message is edited. Made by `main.ts`. */
import type { WireMessage } from "../wire.ts";
import { h } from "./dom.ts";
import type { Names } from "./markdown-view.ts";
import { type MessageActions, messageView, type Situation } from "./message-view.ts";
import { formatDay, isSameDay } from "./times.ts";

const GROUP_MS = 7 * 60_000;
/** A message that changes is announced when it has been quiet for this long. */
const QUIET_MS = 2500;
const BOTTOM_PX = 60;

export interface MessageListOptions {
  log: HTMLElement;
  jumpButton: HTMLButtonElement;
  appName(): string;
  names: Names;
  canPost(): boolean;
  actions: Omit<MessageActions, "jump" | "dismiss">;
}

export interface MessageList {
  show(intro: Node, messages: readonly WireMessage[]): void;
  put(message: WireMessage): void;
  remove(id: string): void;
  /** A line that only this browser knows, such as a command that nobody acknowledged. */
  putLocal(id: string, element: HTMLElement): void;
  removeLocal(id: string): void;
  setBusy(messageId: string, customId: string, isBusy: boolean): void;
  setFailure(messageId: string, text: string | undefined): void;
  /** Back to the button that something was opened from. */
  focusComponent(messageId: string, customId: string): void;
}

interface Entry {
  message: WireMessage;
  element: HTMLElement;
  busy: Set<string>;
  failure: string | undefined;
  quiet: ReturnType<typeof setTimeout> | undefined;
}

export function createMessageList(options: MessageListOptions): MessageList {
  const { log, jumpButton } = options;
  // Scrolling by keyboard.
  log.tabIndex = 0;
  let entries: Entry[] = [];
  const locals = new Map<string, HTMLElement>();
  const dismissed = new Set<string>();

  const actions: MessageActions = {
    ...options.actions,
    jump(id) {
      const target = entries.find((entry) => entry.message.id === id)?.element;
      if (!target) return;
      target.scrollIntoView({ block: "center", behavior: "smooth" });
      target.classList.remove("flash");
      requestAnimationFrame(() => target.classList.add("flash"));
    },
    dismiss(message) {
      dismissed.add(message.id);
      remove(message.id);
      log.focus();
    },
  };

  jumpButton.addEventListener("click", () => scrollToEnd("smooth"));
  log.addEventListener("scroll", () => {
    if (isAtEnd()) jumpButton.hidden = true;
  });
  // Where the composer grows, the list shrinks; whoever was at its end stays there.
  let wasAtEnd = true;
  let height = log.clientHeight;
  new ResizeObserver(() => {
    height = log.clientHeight;
    if (wasAtEnd) scrollToEnd();
  }).observe(log);
  log.addEventListener("scroll", () => {
    // A scroll that comes with a new height is the browser's, not the reader's.
    if (log.clientHeight === height) wasAtEnd = isAtEnd();
  });

  function isAtEnd(): boolean {
    return log.scrollHeight - log.scrollTop - log.clientHeight < BOTTOM_PX;
  }

  function scrollToEnd(behavior: ScrollBehavior = "instant"): void {
    log.scrollTo({ top: log.scrollHeight, behavior });
    wasAtEnd = true;
    jumpButton.hidden = true;
  }

  function keepEnd(change: () => void): void {
    const stay = isAtEnd();
    change();
    if (stay) scrollToEnd();
    else jumpButton.hidden = false;
  }

  function situationOf(entry: Pick<Entry, "message" | "busy" | "failure">, before: WireMessage | undefined): Situation {
    const { message } = entry;
    const isCompact =
      before !== undefined &&
      before.author.id === message.author.id &&
      message.at - before.at < GROUP_MS &&
      before.isPrivate === message.isPrivate &&
      isSameDay(before.at, message.at);
    return { isCompact, appName: options.appName(), busy: entry.busy, failure: entry.failure, canReply: options.canPost() };
  }

  function draw(entry: Entry): void {
    const before = entries[entries.indexOf(entry) - 1]?.message;
    const fresh = messageView(entry.message, situationOf(entry, before), options.names, actions);
    const focused = document.activeElement instanceof HTMLElement && entry.element.contains(document.activeElement) ? document.activeElement : undefined;
    keepReader(entry.element, fresh);
    entry.element.replaceWith(fresh);
    entry.element = fresh;
    if (focused) focusComponent(fresh, focused.dataset["customId"]);
  }

  /** A pressed button must not lose the focus because its message was edited; where it is gone, the list has it. */
  function focusComponent(element: HTMLElement, customId: string | undefined): void {
    const components = [...element.querySelectorAll<HTMLElement>("[data-custom-id]")];
    const same = components.find((candidate) => candidate.dataset["customId"] === customId);
    (same ?? log).focus({ preventScroll: true });
  }

  function drawDays(): void {
    for (const divider of log.querySelectorAll(".day")) divider.remove();
    entries.forEach((entry, index) => {
      const before = entries[index - 1];
      if (before && isSameDay(before.message.at, entry.message.at)) return;
      entry.element.before(h("div", { class: "day", role: "separator" }, h("span", {}, formatDay(entry.message.at))));
    });
  }

  function add(message: WireMessage): void {
    const entry: Entry = { message, element: h("article"), busy: new Set(), failure: undefined, quiet: undefined };
    const place = entries.findIndex((other) => BigInt(other.message.id) > BigInt(message.id));
    const next = place < 0 ? undefined : entries[place];
    entries.splice(place < 0 ? entries.length : place, 0, entry);
    if (next) next.element.before(entry.element);
    else log.append(entry.element);
    draw(entry);
  }

  function remove(id: string): void {
    const index = entries.findIndex((entry) => entry.message.id === id);
    const [entry] = index < 0 ? [] : entries.splice(index, 1);
    if (!entry) return;
    entry.element.remove();
    const next = entries[index];
    if (next) draw(next);
    drawDays();
  }

  function put(message: WireMessage): void {
    if (dismissed.has(message.id)) return;
    keepEnd(() => {
      const known = entries.find((entry) => entry.message.id === message.id);
      if (!known) {
        add(message);
        drawDays();
        return;
      }
      known.message = message;
      draw(known);
      holdBack(known);
    });
  }

  /** While an answer grows, a screen reader hears nothing of it; it hears it once it stands. */
  function holdBack(entry: Entry): void {
    entry.element.setAttribute("aria-busy", "true");
    clearTimeout(entry.quiet);
    entry.quiet = setTimeout(() => entry.element.removeAttribute("aria-busy"), QUIET_MS);
  }

  const redraw = (messageId: string, change: (entry: Entry) => void) => {
    const entry = entries.find((candidate) => candidate.message.id === messageId);
    if (!entry) return;
    change(entry);
    keepEnd(() => draw(entry));
  };

  return {
    show(intro, messages) {
      entries = [];
      locals.clear();
      log.replaceChildren(intro);
      for (const message of messages) if (!dismissed.has(message.id)) add(message);
      drawDays();
      scrollToEnd();
    },
    put,
    remove: (id) => keepEnd(() => remove(id)),
    putLocal(id, element) {
      keepEnd(() => {
        locals.get(id)?.remove();
        locals.set(id, element);
        log.append(element);
      });
    },
    removeLocal(id) {
      locals.get(id)?.remove();
      locals.delete(id);
    },
    setBusy(messageId, customId, isBusy) {
      redraw(messageId, (entry) => {
        if (isBusy) entry.busy.add(customId);
        else entry.busy.delete(customId);
      });
    },
    setFailure(messageId, text) {
      redraw(messageId, (entry) => {
        entry.failure = text;
      });
    },
    focusComponent(messageId, customId) {
      const entry = entries.find((candidate) => candidate.message.id === messageId);
      if (entry) focusComponent(entry.element, customId);
    },
  };
}

/** What the person opened in the old element stays open in the new one. */
function keepReader(old: HTMLElement, fresh: HTMLElement): void {
  const open = [...old.querySelectorAll(".spoiler")].map((spoiler) => spoiler.classList.contains("open"));
  fresh.querySelectorAll<HTMLElement>(".spoiler").forEach((spoiler, index) => {
    if (open[index]) spoiler.click();
  });
  if (old.querySelector('.command[aria-expanded="true"]')) fresh.querySelector<HTMLElement>(".command")?.click();
  const scrolled = [...old.querySelectorAll("pre")].map((pre) => pre.scrollLeft);
  fresh.querySelectorAll("pre").forEach((pre, index) => {
    pre.scrollLeft = scrolled[index] ?? 0;
  });
}
