/** What goes to the bot and what the bot calls, newest first, each with its verdict; a press shows what was said. Part of `panel.ts`. */
import type { Traffic, TrafficDetails } from "../wire.ts";
import { h, setAttribute } from "./dom.ts";
import { formatFull } from "./times.ts";

export interface Requests {
  element: HTMLElement;
  reset(traffic: readonly Traffic[], violations: readonly string[]): void;
  put(traffic: Traffic): void;
  addViolation(text: string): void;
}

const KEPT = 200;
const VERDICTS: Record<Traffic["verdict"], string> = {
  pending: "waiting",
  ok: "ok",
  refused: "refused",
  limited: "rate limit",
  fault: "fault",
  failed: "failed",
};
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

interface Row {
  element: HTMLElement;
  draw(traffic: Traffic): void;
}

export function createRequests(load: (id: string) => Promise<TrafficDetails>): Requests {
  const list = h("ol", { class: "traffic", "aria-label": "Requests, newest first" });
  const violations = h("ul", { class: "violations" });
  const verdict = h("p", { class: "verdict", role: "status" });
  const rows = new Map<string, Row>();
  let violationCount = 0;

  function drawVerdict(): void {
    const things = violationCount === 1 ? "thing that" : "things that";
    verdict.textContent = violationCount === 0 ? "Discord has nothing to complain about." : `${violationCount} ${things} Discord would not like:`;
    verdict.classList.toggle("bad", violationCount > 0);
  }

  function put(traffic: Traffic): void {
    const known = rows.get(traffic.id);
    known?.draw(traffic);
    if (known) return;
    const row = createRow(traffic, load);
    rows.set(traffic.id, row);
    list.prepend(row.element);
    while (list.children.length > KEPT) list.lastElementChild?.remove();
  }

  function addViolation(text: string): void {
    violationCount += 1;
    violations.append(h("li", {}, text));
    drawVerdict();
  }

  return {
    element: h("section", { class: "requests", "aria-label": "Requests" }, h("h3", {}, "Requests"), verdict, violations, list),
    reset(traffic, wrong) {
      rows.clear();
      list.replaceChildren();
      violations.replaceChildren();
      violationCount = 0;
      for (const entry of traffic) put(entry);
      for (const text of wrong) addViolation(text);
      drawVerdict();
    },
    put,
    addViolation,
  };
}

function createRow(first: Traffic, load: (id: string) => Promise<TrafficDetails>): Row {
  const face = h("button", { type: "button", class: "request", "aria-expanded": "false" });
  const details = h("div", { class: "request-details", hidden: true });
  const element = h("li", {}, face, details);

  async function show(): Promise<void> {
    const loaded = await load(first.id).catch(() => undefined);
    details.replaceChildren(...(loaded ? detailsView(loaded) : [h("p", { class: "soft" }, "This is too long ago to be shown.")]));
  }

  function draw(traffic: Traffic): void {
    const isIn = traffic.kind === "interaction";
    element.className = `verdict-${traffic.verdict}`;
    face.title = formatFull(traffic.at);
    face.replaceChildren(
      h("span", { class: "arrow", role: "img", "aria-label": isIn ? "Discord to bot" : "Bot to Discord" }, isIn ? "→" : "←"),
      h("span", { class: "what" }, h("b", {}, traffic.title), h("small", {}, `${clock.format(traffic.at)} · ${traffic.detail}`)),
      h("span", { class: "badge" }, VERDICTS[traffic.verdict]),
    );
    if (!details.hidden) void show();
  }

  face.addEventListener("click", () => {
    details.hidden = !details.hidden;
    setAttribute(face, "aria-expanded", String(!details.hidden));
    if (!details.hidden) void show();
  });
  draw(first);
  return { element, draw };
}

function detailsView({ facts, sent, received }: TrafficDetails): HTMLElement[] {
  const block = (title: string, text: string) =>
    text === "" ? [] : [h("h4", {}, title), h("pre", { tabindex: 0, role: "group", "aria-label": title }, h("code", {}, text))];
  const list = h("dl", {}, ...facts.flatMap(({ name, value }) => [h("dt", {}, name), h("dd", {}, value)]));
  return [list, ...block("Sent", sent), ...block("Received", received)];
}
