/** Links: to messages and channels of this Discord they stay on the page, all others open beside it. Used by texts, embeds and buttons. */
import { type Attributes, type Child, h } from "./dom.ts";
import { type Names, readDiscordLink } from "./names.ts";

export function linkView(url: string, attributes: Attributes, children: Child[], names: Names): HTMLAnchorElement {
  const target = readDiscordLink(url);
  const link = h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", ...attributes }, ...children);
  if (!target || names.channel(target.channelId) === undefined) return link;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (target.messageId === undefined) names.openChannel(target.channelId);
    else names.openMessage(target.channelId, target.messageId);
  });
  return link;
}

/** A bare address of this Discord says the place instead; undefined: it is another address. */
export function placeInWords(url: string, names: Names): string | undefined {
  const target = readDiscordLink(url);
  const channel = target ? names.channel(target.channelId) : undefined;
  return channel === undefined ? undefined : `#${channel}${target?.messageId === undefined ? "" : " › message"}`;
}
