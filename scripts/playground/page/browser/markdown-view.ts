/** Elements from the Markdown tree; the only place that decides how a message's text looks. Called by `message-view.ts`. */
import { h } from "./dom.ts";
import { highlight } from "./highlight.ts";
import { icon } from "./icons.ts";
import { linkView, placeInWords } from "./links.ts";
import { type Block, parseMarkdown } from "./markdown.ts";
import type { Inline } from "./markdown-inline.ts";
import type { Names } from "./names.ts";
import { formatFull, formatStamp } from "./times.ts";

export function renderMarkdown(text: string, names: Names): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const blocks = parseMarkdown(text);
  if (isOnlyEmoji(text)) fragment.append(h("div", { class: "jumbo" }, text.trim()));
  else fragment.append(...blocks.map((block) => renderBlock(block, names)));
  return fragment;
}

function isOnlyEmoji(text: string): boolean {
  return /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s*){1,9}$/u.test(text);
}

function renderBlock(block: Block, names: Names): HTMLElement {
  const inside = (children: readonly Inline[]) => renderInlines(children, names);
  switch (block.type) {
    case "paragraph":
      return h("div", { class: "paragraph" }, ...inside(block.children));
    case "heading":
      // The page's own headings are levels 1 and 2; which of three sizes somebody chose says nothing about the page's order.
      return h("h3", { class: `heading-${block.level}` }, ...inside(block.children));
    case "subtext":
      return h("small", { class: "subtext" }, ...inside(block.children));
    case "code":
      return renderCode(block.text, block.language);
    case "quote":
      return h("blockquote", {}, ...block.children.map((child) => renderBlock(child, names)));
    case "list": {
      const items = block.items.map((item) => h("li", {}, ...item.map((child) => renderBlock(child, names))));
      return block.start === null ? h("ul", {}, ...items) : h("ol", { start: block.start }, ...items);
    }
  }
}

function renderCode(text: string, language: string): HTMLElement {
  const button = h("button", { type: "button", class: "copy", "aria-label": "Copy code" }, icon("copy"), h("span", {}, "Copy"));
  button.addEventListener("click", () => void copyText(text).then(() => confirmCopy(button)));
  const pieces = highlight(text, language).map((piece) => (piece.kind === "plain" ? piece.text : h("span", { class: `code-${piece.kind}` }, piece.text)));
  const label = h("span", { class: "language" }, language === "" ? "text" : language);
  return h(
    "div",
    { class: "code-block" },
    h("div", { class: "code-bar" }, label, button),
    h("pre", { tabindex: 0, "aria-label": `Code, ${language === "" ? "plain text" : language}` }, h("code", {}, ...pieces)),
  );
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

function confirmCopy(button: HTMLButtonElement): void {
  const show = (name: "check" | "copy", label: string) => button.replaceChildren(icon(name), h("span", {}, label));
  show("check", "Copied");
  setTimeout(() => show("copy", "Copy"), 1500);
}

function renderInlines(children: readonly Inline[], names: Names): (Node | string)[] {
  return children.map((child) => renderInline(child, names));
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s" } as const;

function renderInline(inline: Inline, names: Names): Node | string {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "break":
      return h("br");
    case "bold":
    case "italic":
    case "underline":
    case "strike":
      return h(TAGS[inline.type], {}, ...renderInlines(inline.children, names));
    case "spoiler":
      return renderSpoiler(renderInlines(inline.children, names));
    case "code":
      return h("code", {}, inline.text);
    case "link":
      return renderLink(inline.url, inline.children, names);
    case "user":
      return h("span", { class: "mention" }, `@${names.user(inline.id) ?? "unknown-user"}`);
    case "role":
      return h("span", { class: "mention" }, `@${names.role(inline.id) ?? "unknown-role"}`);
    case "channel":
      return h("button", { type: "button", class: "mention", onclick: () => names.openChannel(inline.id) }, `#${names.channel(inline.id) ?? "unknown"}`);
    case "everyone":
      return h("span", { class: "mention" }, inline.text);
    case "command":
      return h("button", { type: "button", class: "mention", onclick: () => names.startCommand(inline.name) }, `/${inline.name}`);
    case "emoji":
      return `:${inline.name}:`;
    case "time":
      return renderTime(inline.at, inline.style);
  }
}

/** Discord's limit of times is that of JavaScript's dates; beyond it there is nothing to show. */
function renderTime(at: number, style: string): HTMLElement | string {
  if (Number.isNaN(new Date(at).getTime())) return "Invalid date";
  return h("time", { class: "stamp", datetime: new Date(at).toISOString(), "data-style": style, title: formatFull(at) }, formatStamp(at, style));
}

/** "in 5 minutes" grows old; called now and then, and when the clock was moved. */
export function refreshTimes(root: HTMLElement): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-style]")) {
    const text = formatStamp(Date.parse(time.dateTime), time.dataset["style"] ?? "f");
    if (time.textContent !== text) time.textContent = text;
  }
}

function renderLink(url: string, children: readonly Inline[], names: Names): HTMLElement {
  const place = placeInWords(url, names);
  const isBare = children.length === 1 && children[0]?.type === "text" && children[0].text === url;
  const attributes = place === undefined ? { title: url } : { class: "mention", title: url };
  return linkView(url, attributes, isBare && place !== undefined ? [place] : renderInlines(children, names), names);
}

/** Hidden from the eye and from screen readers until it is opened. */
function renderSpoiler(children: (Node | string)[]): HTMLElement {
  const content = h("span", { class: "spoiler-content", "aria-hidden": "true" }, ...children);
  const spoiler = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler, press to show" }, content);
  const reveal = (event: Event) => {
    if (spoiler.classList.contains("open")) return;
    event.preventDefault();
    spoiler.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(name);
    content.removeAttribute("aria-hidden");
  };
  spoiler.addEventListener("click", reveal);
  spoiler.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal(event);
  });
  return spoiler;
}
