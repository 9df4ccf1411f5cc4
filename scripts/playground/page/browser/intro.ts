/** The beginning of a channel: what this place is, and an invitation where little was said. Shown by `main.ts` above the messages. */
import type { WireChannel } from "../wire.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

/** `posts`: of a forum. */
export function introOf(channel: WireChannel, posts: readonly WireChannel[], appName: string, ask: () => void, open: (id: string) => void): HTMLElement {
  const mark = icon(channel.kind === "direct" ? "at" : channel.kind === "text" ? "hash" : channel.kind);
  const invite = h("button", { type: "button", class: "button style-1", onclick: ask }, "Ask something here");
  return h(
    "div",
    { class: "intro" },
    h("span", { class: "intro-mark" }, mark),
    h("h2", {}, channel.kind === "text" || channel.kind === "forum" ? `Welcome to #${channel.name}!` : channel.name),
    h("p", {}, wordsOf(channel, appName)),
    tagList(channel),
    channel.kind === "forum" ? h("ul", { class: "posts", "aria-label": "Posts" }, ...posts.map((post) => h("li", {}, postButton(post, open)))) : null,
    channel.offered.includes("ask") ? h("p", { class: "intro-invite" }, invite) : null,
  );
}

function tagList({ tags }: WireChannel): HTMLElement | null {
  return tags.length === 0 ? null : h("p", { class: "post-tags" }, ...tags.map((tag) => h("span", { class: "post-tag" }, tag)));
}

function postButton(post: WireChannel, open: (id: string) => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "post", onclick: () => open(post.id) },
    icon("thread"),
    h("span", { class: "thread-name" }, post.name),
    tagList(post),
  );
}

function wordsOf({ kind, name, topic }: WireChannel, appName: string): string {
  if (kind === "thread") return "This is where the thread began.";
  if (kind === "forum") return `Everything here is a post. ${topic}`.trim();
  if (kind === "text") return `This is the start of the #${name} channel. ${topic}`.trim();
  const here = `This is the beginning of your direct messages with ${name}.`;
  return name === appName ? `${here} No server sees what you ask here.` : here;
}
