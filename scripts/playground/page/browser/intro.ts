/** The beginning of a channel: what this place is, and an invitation where little was said. Shown by `main.ts` above the messages. */
import type { WireChannel } from "../wire.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

export function introOf(channel: WireChannel, appName: string, ask: () => void): HTMLElement {
  const mark = icon(channel.kind === "direct" ? "at" : channel.kind === "thread" ? "thread" : "hash");
  const invite = h("button", { type: "button", class: "button style-1", onclick: ask }, "Ask something here");
  return h(
    "div",
    { class: "intro" },
    h("span", { class: "intro-mark" }, mark),
    h("h2", {}, channel.kind === "text" ? `Welcome to #${channel.name}!` : channel.name),
    h("p", {}, wordsOf(channel, appName)),
    channel.offered.includes("ask") ? h("p", { class: "intro-invite" }, invite) : null,
  );
}

function wordsOf({ kind, name, topic }: WireChannel, appName: string): string {
  if (kind === "thread") return "This is where the thread began.";
  if (kind === "text") return `This is the start of the #${name} channel. ${topic}`.trim();
  const here = `This is the beginning of your direct messages with ${name}.`;
  return name === appName ? `${here} No server sees what you ask here.` : here;
}
