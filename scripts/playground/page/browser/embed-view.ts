/** An embed under a message: author, title, text, fields, pictures, footer. Called by `message-view.ts`. */
import type { WireEmbed } from "../wire.ts";
import { h } from "./dom.ts";
import { linkView } from "./links.ts";
import { renderMarkdown } from "./markdown-view.ts";
import type { Names } from "./names.ts";
import { formatTime } from "./times.ts";

export function embedView(embed: WireEmbed, names: Names): HTMLElement {
  const { author, color, timestamp } = embed;
  const text = (markdown: string) => h("div", { class: "text" }, renderMarkdown(markdown, names));
  const foot = [embed.footer, timestamp === null ? "" : formatTime(timestamp)].filter((part) => part !== "").join(" • ");
  const view = h(
    "div",
    { class: "embed", role: "group", "aria-label": embed.title || author?.name || "Embed" },
    author
      ? h("div", { class: "embed-author" }, author.iconUrl === "" ? null : h("img", { src: author.iconUrl, alt: "" }), linked(author.name, author.url, names))
      : null,
    embed.title === "" ? null : h("div", { class: "embed-title" }, linked(embed.title, embed.url, names)),
    embed.description === "" ? null : text(embed.description),
    embed.fields.length === 0 ? null : h("div", { class: "embed-fields" }, ...embed.fields.map((field) => fieldView(field, names))),
    embed.imageUrl === "" ? null : h("img", { class: "embed-image", src: embed.imageUrl, alt: embed.title || "Picture", loading: "lazy" }),
    foot === "" ? null : h("div", { class: "embed-foot" }, foot),
  );
  if (embed.thumbnailUrl !== "") view.prepend(h("img", { class: "embed-thumbnail", src: embed.thumbnailUrl, alt: "", loading: "lazy" }));
  if (color !== null) view.style.borderLeftColor = `#${color.toString(16).padStart(6, "0")}`;
  return view;
}

function fieldView({ name, value, isInline }: WireEmbed["fields"][number], names: Names): HTMLElement {
  const title = h("div", { class: "embed-field-name" }, renderMarkdown(name, names));
  return h("div", { class: isInline ? "embed-field inline" : "embed-field" }, title, h("div", { class: "text" }, renderMarkdown(value, names)));
}

function linked(text: string, url: string, names: Names): HTMLElement | string {
  return /^https?:/.test(url) ? linkView(url, {}, [text], names) : text;
}
