/** The side panel: what goes to the bot and what the bot calls, each with its verdict, and the switches that make its life hard. Made by `main.ts`. */
import type { FaultName, Switches, Traffic, World } from "../wire.ts";
import { h } from "./dom.ts";
import { formatFull } from "./times.ts";

const KEPT = 200;
const VERDICTS: Record<Traffic["verdict"], string> = {
  pending: "waiting",
  ok: "ok",
  refused: "refused",
  limited: "rate limit",
  fault: "fault",
  failed: "failed",
};
const FAULT_WORDS: readonly (readonly [FaultName, string, string])[] = [
  ["429", "Rate limits", "429 with Retry-After"],
  ["500", "Server errors", "500, nothing happened"],
  ["reset", "Broken connections", "before anything happened"],
  ["lost-answer", "Lost answers", "it happened, nobody hears"],
];
const seconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export interface Panel {
  show(world: World): void;
  put(traffic: Traffic): void;
  addViolation(text: string): void;
  setSwitches(switches: Switches): void;
}

export function createPanel(root: HTMLElement, onSwitch: (switches: Switches) => void): Panel {
  const list = h("ol", { class: "traffic", "aria-label": "Requests, newest first" });
  const violations = h("ul", { class: "violations" });
  const verdict = h("p", { class: "verdict", role: "status" });
  const model = h("p", { class: "model" });
  const intent = toggle("Message Content intent", "The bot may read what people write", () => send());
  const faults = FAULT_WORDS.map(([name, label, hint]) => ({ name, ...toggle(label, hint, () => send()) }));
  const rows = new Map<string, HTMLElement>();
  let violationCount = 0;

  const send = () => onSwitch({ messageContent: intent.input.checked, faults: faults.filter((fault) => fault.input.checked).map((fault) => fault.name) });

  root.append(
    h("section", { "aria-label": "Model" }, h("h3", {}, "Model"), model),
    h(
      "section",
      { "aria-label": "Switches" },
      h("h3", {}, "Discord"),
      intent.label,
      h("h3", {}, "Trouble, for one call in five"),
      ...faults.map((fault) => fault.label),
    ),
    h("section", { "aria-label": "Requests" }, h("h3", {}, "Requests"), verdict, violations, list),
  );

  const drawVerdict = () => {
    verdict.textContent =
      violationCount === 0
        ? "Discord has nothing to complain about."
        : `${violationCount} ${violationCount === 1 ? "thing that" : "things that"} Discord would not like:`;
    verdict.classList.toggle("bad", violationCount > 0);
  };

  const panel: Panel = {
    show(world) {
      model.textContent = world.model;
      rows.clear();
      list.replaceChildren();
      violations.replaceChildren();
      violationCount = 0;
      for (const entry of world.traffic) panel.put(entry);
      for (const text of world.violations) panel.addViolation(text);
      panel.setSwitches(world.switches);
      drawVerdict();
    },
    put(traffic) {
      const row = trafficRow(traffic);
      const known = rows.get(traffic.id);
      if (known) known.replaceWith(row);
      else list.prepend(row);
      rows.set(traffic.id, row);
      while (list.children.length > KEPT) list.lastElementChild?.remove();
    },
    addViolation(text) {
      violationCount += 1;
      violations.append(h("li", {}, text));
      drawVerdict();
    },
    setSwitches(switches) {
      intent.input.checked = switches.messageContent;
      for (const fault of faults) fault.input.checked = switches.faults.includes(fault.name);
    },
  };
  return panel;
}

function toggle(label: string, hint: string, onchange: () => void) {
  const input = h("input", { type: "checkbox", role: "switch", onchange });
  return { input, label: h("label", { class: "toggle" }, h("span", {}, label, h("small", {}, hint)), input) };
}

function trafficRow(traffic: Traffic): HTMLElement {
  const arrow = traffic.kind === "interaction" ? "→" : "←";
  const who = traffic.kind === "interaction" ? "Discord to bot" : "Bot to Discord";
  return h(
    "li",
    { class: `verdict-${traffic.verdict}`, title: formatFull(traffic.at) },
    h("span", { class: "arrow", role: "img", "aria-label": who }, arrow),
    h("span", { class: "what" }, h("b", {}, traffic.title), h("small", {}, `${seconds.format(traffic.at)} · ${traffic.detail}`)),
    h("span", { class: "badge" }, VERDICTS[traffic.verdict]),
  );
}
