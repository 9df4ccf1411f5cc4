/** The messages of the open channel: order, grouping, days, and keeping the reader's place while a message is edited. Made by `main.ts`. */
import type { WireMessage } from "../wire.ts";
import { h, smoothly } from "./dom.ts";
import { createLogKeys } from "./log-keys.ts";
import { createLogScroll } from "./log-scroll.ts";
import { fillMessage, type MessageActions, type Situation } from "./message-view.ts";
import type { Names } from "./names.ts";
import { formatDay, isSameDay } from "./times.ts";

const GROUP_MS = 7 * 60_000;

export interface MessageListOptions {
  log: HTMLElement;
  jumpButton: HTMLButtonElement;
  appName(): string;
  names: Names;
  canPost(): boolean;
  isOwn(message: WireMessage): boolean;
  /** Escape leaves the messages. */
  leave(): void;
  actions: Omit<MessageActions, "jump" | "dismiss">;
}

export interface MessageList {
  show(intro: Node, messages: readonly WireMessage[]): void;
  put(message: WireMessage): void;
  remove(id: string): void;
  dismiss(id: string): void;
  /** Everything anew, e.g. when "today" moved. */
  redraw(): void;
  /** A line that only this browser knows, such as a command that nobody acknowledged. */
  putLocal(id: string, element: HTMLElement): void;
  removeLocal(id: string): void;
  setBusy(messageId: string, customId: string, isBusy: boolean): void;
  setFailure(messageId: string, text: string | undefined): void;
  /** Back to the button that something was opened from. */
  focusComponent(messageId: string, customId: string): void;
  focusMessage(messageId: string): void;
  /** Scrolls to it and marks it; false: it is not here. */
  jump(messageId: string): boolean;
  /** The newest that fits, to show something on. */
  find(fits: (message: WireMessage) => boolean): WireMessage | undefined;
  elementOf(messageId: string): HTMLElement | undefined;
}

interface Entry {
  message: WireMessage;
  element: HTMLElement;
  busy: Set<string>;
  failure: string | undefined;
}

export function createMessageList(options: MessageListOptions): MessageList {
  const { log } = options;
  let entries: Entry[] = [];
  const locals = new Map<string, HTMLElement>();
  const dismissed = new Set<string>();
  const scroll = createLogScroll(log, options.jumpButton);
  const entryOf = (id: string | undefined) => entries.find((entry) => entry.message.id === id);

  const keys = createLogKeys({
    log,
    leave: options.leave,
    openMenu(article, around) {
      const message = entryOf(article.dataset["id"])?.message;
      if (message && !message.isLoading) actions.menu(message, around);
    },
  });

  const actions: MessageActions = { ...options.actions, jump: (id) => void jump(id), dismiss: (message) => dismiss(message.id) };

  function situationOf(entry: Entry, before: WireMessage | undefined): Situation {
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
    const { element } = entry;
    const focused = document.activeElement instanceof HTMLElement && element.contains(document.activeElement) ? document.activeElement : undefined;
    const restore = readingState(element);
    fillMessage(element, entry.message, situationOf(entry, before), options.names, actions);
    restore();
    keys.redrawn(element);
    if (focused && focused !== element) focusIn(element, focused.dataset["key"]);
  }

  /** A pressed button must not lose the focus because its message was edited; where it is gone, the message has it. */
  function focusIn(element: HTMLElement, key: string | undefined): void {
    const same = [...element.querySelectorAll<HTMLElement>("[data-key]")].find((candidate) => candidate.dataset["key"] === key);
    const target = same && !same.matches(":disabled") ? same : element;
    target.focus({ preventScroll: true });
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
    const element = h("article", { class: "message", id: `m-${message.id}`, "data-id": message.id, tabindex: -1 });
    const entry: Entry = { message, element, busy: new Set(), failure: undefined };
    const place = entries.findIndex((other) => BigInt(other.message.id) > BigInt(message.id));
    const next = place < 0 ? undefined : entries[place];
    entries.splice(place < 0 ? entries.length : place, 0, entry);
    if (next) next.element.before(element);
    else log.append(element);
    draw(entry);
  }

  function remove(id: string): void {
    const entry = entryOf(id);
    if (!entry) return;
    const index = entries.indexOf(entry);
    entries.splice(index, 1);
    const hadFocus = entry.element.contains(document.activeElement);
    entry.element.remove();
    const next = entries[index];
    if (next) draw(next);
    drawDays();
    keys.refresh();
    const heir = next ?? entries[index - 1];
    if (hadFocus && heir) keys.focus(heir.element);
  }

  function dismiss(id: string): void {
    dismissed.add(id);
    scroll.keep(() => remove(id));
  }

  function put(message: WireMessage): void {
    if (dismissed.has(message.id)) return;
    scroll.keep(() => {
      const known = entryOf(message.id);
      if (known) {
        known.message = message;
        return draw(known);
      }
      add(message);
      drawDays();
      keys.refresh();
    });
    if (options.isOwn(message)) scroll.toEnd();
  }

  function jump(id: string): boolean {
    const target = entryOf(id)?.element;
    if (!target) return false;
    target.scrollIntoView({ block: "center", behavior: smoothly() });
    target.focus({ preventScroll: true });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
    return true;
  }

  function change(messageId: string, how: (entry: Entry) => void): void {
    const entry = entryOf(messageId);
    if (!entry) return;
    how(entry);
    scroll.keep(() => draw(entry));
  }

  return {
    show(intro, messages) {
      entries = [];
      locals.clear();
      log.replaceChildren(intro);
      for (const message of messages) if (!dismissed.has(message.id)) add(message);
      drawDays();
      keys.refresh();
      scroll.toEnd();
    },
    put,
    remove: (id) => scroll.keep(() => remove(id)),
    dismiss,
    redraw() {
      scroll.keep(() => {
        for (const entry of entries) draw(entry);
        drawDays();
      });
    },
    putLocal(id, element) {
      locals.get(id)?.remove();
      locals.set(id, element);
      log.append(element);
      // Who acts wants to see what comes of it.
      scroll.toEnd();
    },
    removeLocal(id) {
      locals.get(id)?.remove();
      locals.delete(id);
    },
    setBusy(messageId, customId, isBusy) {
      change(messageId, (entry) => (isBusy ? entry.busy.add(customId) : entry.busy.delete(customId)));
    },
    setFailure(messageId, text) {
      change(messageId, (entry) => {
        entry.failure = text;
      });
    },
    focusComponent(messageId, customId) {
      const entry = entryOf(messageId);
      if (entry) focusIn(entry.element, customId);
    },
    focusMessage(messageId) {
      const entry = entryOf(messageId);
      if (entry) keys.focus(entry.element);
    },
    jump,
    find: (fits) => entries.findLast((entry) => fits(entry.message))?.message,
    elementOf: (id) => entryOf(id)?.element,
  };
}

/** What the person opened or scrolled in the old content is so in the new one. */
function readingState(element: HTMLElement): () => void {
  const open = [...element.querySelectorAll(".spoiler")].map((spoiler) => spoiler.classList.contains("open"));
  const isCommandOpen = element.querySelector('.command[aria-expanded="true"]') !== null;
  const scrolled = [...element.querySelectorAll("pre")].map((pre) => pre.scrollLeft);
  return () => {
    element.querySelectorAll<HTMLElement>(".spoiler").forEach((spoiler, index) => {
      if (open[index]) spoiler.click();
    });
    if (isCommandOpen) element.querySelector<HTMLElement>(".command")?.click();
    element.querySelectorAll("pre").forEach((pre, index) => {
      pre.scrollLeft = scrolled[index] ?? 0;
    });
  };
}
