/** One message as an element: head, text, attachments, components, the note of private ones. Made and replaced by `message-list.ts`. */
import type { WireComponent, WireMessage } from "../wire.ts";
import { attachmentView } from "./attachment-view.ts";
import { avatar, nameTag } from "./avatar.ts";
import { h, icon } from "./dom.ts";
import { type Names, renderMarkdown } from "./markdown-view.ts";
import { formatClock, formatFull, formatTime } from "./times.ts";

export interface MessageActions {
  reply(message: WireMessage): void;
  press(message: WireMessage, component: WireComponent): void;
  choose(message: WireMessage, component: WireComponent, values: string[]): void;
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

export function messageView(message: WireMessage, situation: Situation, names: Names, actions: MessageActions): HTMLElement {
  const isCompact = situation.isCompact && !message.used && !message.replyTo;
  const classes = ["message", isCompact ? "compact" : "", message.isPrivate ? "private" : "", message.isLoading ? "loading" : ""].filter(Boolean).join(" ");
  const stamp = h(
    "time",
    { class: "time", datetime: new Date(message.at).toISOString(), title: formatFull(message.at) },
    isCompact ? formatClock(message.at) : formatTime(message.at),
  );
  return h(
    "article",
    { class: classes, id: `m-${message.id}`, "data-id": message.id, "aria-label": `${message.author.name}, ${formatTime(message.at)}` },
    message.used ? usedLine(message.used) : null,
    message.replyTo ? replyLine(message.replyTo, actions) : null,
    h("div", { class: "side" }, isCompact ? stamp : avatar(message.author)),
    h("div", { class: "body" }, isCompact ? null : h("header", {}, nameTag(message.author), stamp), ...contentOf(message, situation, names, actions)),
    message.isLoading ? null : toolbar(message, situation, actions),
  );
}

function contentOf(message: WireMessage, situation: Situation, names: Names, actions: MessageActions): (HTMLElement | null)[] {
  if (message.isLoading) {
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    return [h("div", { class: "thinking" }, dots, `${situation.appName} is thinking…`), message.isPrivate ? privateNote(message, actions) : null];
  }
  const text = h("div", { class: "text" }, message.content === "" ? null : renderMarkdown(message.content, names));
  if (message.isEdited) text.append(h("span", { class: "edited" }, "(edited)"));
  return [
    text,
    ...message.embeds.map((embed) =>
      h("div", { class: "embed" }, h("strong", {}, embed.title), h("div", { class: "text" }, renderMarkdown(embed.description, names))),
    ),
    message.attachments.length > 0 ? h("div", { class: "attachments" }, ...message.attachments.map(attachmentView)) : null,
    ...message.rows.map((row) => h("div", { class: "component-row" }, ...row.map((component) => componentView(message, component, situation, actions)))),
    situation.failure === undefined ? null : h("div", { class: "failure", role: "alert" }, situation.failure),
    message.isPrivate ? privateNote(message, actions) : null,
  ];
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

function componentView(message: WireMessage, component: WireComponent, situation: Situation, actions: MessageActions): HTMLElement {
  if (component.type === 3) return selectView(message, component, situation, actions);
  const face = [component.emoji === "" ? null : h("span", { class: "emoji", "aria-hidden": "true" }, component.emoji), component.label];
  if (component.style === 5) return h("a", { class: "button style-5", href: component.url, target: "_blank", rel: "noopener noreferrer" }, ...face);
  const isBusy = situation.busy.has(component.customId);
  return h(
    "button",
    {
      type: "button",
      class: `button style-${component.style}${isBusy ? " busy" : ""}`,
      disabled: component.disabled,
      "aria-busy": isBusy ? "true" : null,
      "data-custom-id": component.customId,
      onclick: () => (isBusy ? undefined : actions.press(message, component)),
    },
    ...(isBusy ? [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", { class: "covered" }, ...face)] : face),
  );
}

function selectView(message: WireMessage, component: WireComponent, situation: Situation, actions: MessageActions): HTMLElement {
  const isMultiple = component.maxValues > 1;
  const options = component.options.map((option) => h("option", { value: option.value, selected: option.isDefault, title: option.description }, option.label));
  const select = h("select", {
    class: "select",
    multiple: isMultiple,
    disabled: component.disabled || situation.busy.has(component.customId),
    "aria-label": component.placeholder || "Choose",
    "data-custom-id": component.customId,
  });
  if (!isMultiple && !component.options.some((option) => option.isDefault))
    select.append(h("option", { value: "", disabled: true, selected: true }, component.placeholder || "Make a selection"));
  select.append(...options);
  select.addEventListener("change", () =>
    actions.choose(
      message,
      component,
      [...select.selectedOptions].map((option) => option.value),
    ),
  );
  return select;
}

function privateNote(message: WireMessage, actions: MessageActions): HTMLElement {
  const dismiss = h("button", { type: "button", class: "link", onclick: () => actions.dismiss(message) }, "Dismiss message");
  return h("div", { class: "private-note" }, icon("eye"), "Only you can see this · ", dismiss);
}

function toolbar(message: WireMessage, situation: Situation, actions: MessageActions): HTMLElement | null {
  if (!situation.canReply || message.isPrivate) return null;
  const label = `Reply to ${message.author.name}`;
  return h(
    "div",
    { class: "toolbar" },
    h("button", { type: "button", title: "Reply", "aria-label": label, onclick: () => actions.reply(message) }, icon("reply")),
  );
}
