/** One message as an element: head, text, embeds, attachments, components, the note of private ones. Filled again and again by `message-list.ts`. */
import type { WireMessage } from "../wire.ts";
import { wordsOf } from "./announcer.ts";
import { attachmentView } from "./attachment-view.ts";
import { avatar, nameTag } from "./avatar.ts";
import { type ComponentActions, componentView } from "./component-view.ts";
import { h, setAttribute } from "./dom.ts";
import { embedView } from "./embed-view.ts";
import { icon } from "./icons.ts";
import { renderMarkdown } from "./markdown-view.ts";
import type { Names } from "./names.ts";
import { pollView, reactionsView } from "./social-view.ts";
import { formatClock, formatFull, formatTime } from "./times.ts";

export interface MessageActions extends ComponentActions {
  reply(message: WireMessage): void;
  /** Opens what can be done with it. */
  menu(message: WireMessage, around: DOMRect): void;
  dismiss(message: WireMessage): void;
  jump(messageId: string): void;
}

/** What the list knows and the message does not. */
export interface Situation {
  /** Same author as above, moments later: no head. */
  isCompact: boolean;
  appName: string;
  /** Custom ids that were pressed and not acknowledged yet. */
  busy: ReadonlySet<string>;
  /** "This interaction failed". */
  failure: string | undefined;
  canReply: boolean;
}

const LABEL_LENGTH = 300;

/** The element stays, so that the focus on it does, too. */
export function fillMessage(article: HTMLElement, message: WireMessage, situation: Situation, names: Names, actions: MessageActions): void {
  const isCompact = situation.isCompact && !message.used && !message.replyTo;
  const stamp = h(
    "time",
    { class: "time", datetime: new Date(message.at).toISOString(), title: formatFull(message.at) },
    isCompact ? formatClock(message.at) : formatTime(message.at),
  );
  for (const [name, isOn] of Object.entries({ compact: isCompact, private: message.isPrivate, loading: message.isLoading })) {
    article.classList.toggle(name, isOn);
  }
  setAttribute(article, "aria-label", labelOf(message, situation, names));
  article.replaceChildren(
    ...[
      message.used ? usedLine(message.used) : null,
      message.replyTo ? replyLine(message.replyTo, actions) : null,
      h("div", { class: "side" }, isCompact ? stamp : avatar(message.author)),
      h("div", { class: "body" }, isCompact ? null : h("header", {}, nameTag(message.author), stamp), ...contentOf(message, situation, names, actions)),
      message.isLoading ? null : toolbar(message, situation, actions),
    ].filter((part) => part !== null),
  );
}

/** Who, what, when: heard when the arrows reach it. */
function labelOf(message: WireMessage, { appName }: Situation, names: Names): string {
  const text = message.isLoading ? `${appName} is thinking` : wordsOf(message, names).slice(0, LABEL_LENGTH);
  return [message.author.name, text, message.isPrivate ? "Only you can see this" : "", formatTime(message.at)].filter((part) => part !== "").join(", ");
}

function contentOf(message: WireMessage, situation: Situation, names: Names, actions: MessageActions): (HTMLElement | null)[] {
  if (message.isLoading) {
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    return [h("div", { class: "thinking" }, dots, `${situation.appName} is thinking…`), message.isPrivate ? privateNote(message, actions) : null];
  }
  const text = message.content === "" ? null : h("div", { class: "text" }, renderMarkdown(message.content, names));
  if (message.isEdited) {
    const last = text?.lastElementChild;
    (last?.classList.contains("paragraph") ? last : text)?.append(h("span", { class: "edited" }, "(edited)"));
  }
  return [
    text,
    ...message.embeds.map((embed) => embedView(embed, names)),
    message.attachments.length > 0 ? h("div", { class: "attachments" }, ...message.attachments.map(attachmentView)) : null,
    message.poll === null ? null : pollView(message.poll),
    ...message.rows.map((row) =>
      h(
        "div",
        { class: "component-row" },
        ...row.map((component) => componentView(message, component, situation.busy.has(component.customId), names, actions)),
      ),
    ),
    message.reactions.length > 0 ? reactionsView(message.reactions) : null,
    message.thread ? threadCard(message.thread, names) : null,
    situation.failure === undefined ? null : h("div", { class: "failure", role: "alert" }, situation.failure),
    message.isPrivate ? privateNote(message, actions) : null,
  ];
}

function threadCard({ id, name }: NonNullable<WireMessage["thread"]>, names: Names): HTMLElement {
  const open = h("button", { type: "button", class: "thread-card", "data-key": `thread-${id}`, onclick: () => names.openChannel(id) });
  open.append(icon("thread"), h("span", { class: "thread-name" }, name), h("span", { class: "soft" }, "Open thread"));
  return open;
}

function usedLine(used: NonNullable<WireMessage["used"]>): HTMLElement {
  const short = used.text.startsWith("/") ? `/${used.command}` : used.command;
  // Discord shows the whole command when the pointer rests on it; a press does it for fingers and keys.
  const command = h("button", { type: "button", class: "command", title: used.text, "aria-expanded": "false" }, short);
  command.addEventListener("click", () => {
    const isOpen = command.getAttribute("aria-expanded") === "true";
    command.setAttribute("aria-expanded", String(!isOpen));
    command.textContent = isOpen ? short : used.text;
  });
  return h(
    "div",
    { class: "context-line" },
    h("span", { class: "spine" }),
    avatar(used.by, "small"),
    h("span", { class: `name name-${used.by.tint}` }, used.by.name),
    " used ",
    command,
  );
}

function replyLine(reply: NonNullable<WireMessage["replyTo"]>, actions: MessageActions): HTMLElement {
  const { author } = reply;
  if (!author) return h("div", { class: "context-line" }, h("span", { class: "spine" }), h("em", {}, "Original message was deleted"));
  const excerpt = h(
    "button",
    { type: "button", class: "excerpt", onclick: () => actions.jump(reply.id), "aria-label": `Reply to ${author.name}: ${reply.excerpt}` },
    plainExcerpt(reply.excerpt ?? ""),
  );
  return h(
    "div",
    { class: "context-line" },
    h("span", { class: "spine" }),
    avatar(author, "small"),
    h("span", { class: `name ${author.isBot ? "" : `name-${author.tint}`}` }, author.name),
    excerpt,
  );
}

/** Markup makes no sense in half a line. */
function plainExcerpt(text: string): string {
  return text.replaceAll(/\*\*|__|~~|\|\||```\w*|`|^-# |^#+ /g, "");
}

function privateNote(message: WireMessage, actions: MessageActions): HTMLElement {
  const dismiss = h("button", { type: "button", class: "link", onclick: () => actions.dismiss(message) }, "Dismiss message");
  return h("div", { class: "private-note" }, icon("eye"), "Only you can see this · ", dismiss);
}

/** For the pointer; the keyboard has Enter, the finger a long press. Only the message that the arrows are at is a stop for Tab. */
function toolbar(message: WireMessage, situation: Situation, actions: MessageActions): HTMLElement {
  const canReply = situation.canReply && !message.isPrivate && !message.isNotice;
  const { name } = message.author;
  const reply = h(
    "button",
    { type: "button", title: "Reply", "aria-label": `Reply to ${name}`, "data-key": "tool-reply", onclick: () => actions.reply(message) },
    icon("reply"),
  );
  const more = h(
    "button",
    { type: "button", title: "More", "aria-label": `More: message of ${name}`, "aria-haspopup": "menu", "data-key": "tool-more" },
    icon("more"),
  );
  more.addEventListener("click", () => actions.menu(message, more.getBoundingClientRect()));
  return h("div", { class: "toolbar" }, canReply ? reply : null, more);
}
