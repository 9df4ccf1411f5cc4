/** Polls and reactions of a message, to look at. Used by `message-view.ts`. */
import type { WireMessage } from "../wire.ts";
import { h } from "./dom.ts";
import { formatMedium } from "./times.ts";

export function pollView({ question, answers, endsAt }: NonNullable<WireMessage["poll"]>): HTMLElement {
  return h(
    "div",
    { class: "poll" },
    h("div", { class: "poll-question" }, question),
    h("ul", { class: "poll-answers" }, ...answers.map((answer) => h("li", {}, answer))),
    h("div", { class: "soft" }, `Poll, open until ${formatMedium(endsAt)}`),
  );
}

export function reactionsView(reactions: WireMessage["reactions"]): HTMLElement {
  const chips = reactions.map(({ emoji, count }) => h("li", { class: "reaction" }, `${emoji} ${count}`));
  return h("ul", { class: "reactions", "aria-label": "Reactions" }, ...chips);
}
