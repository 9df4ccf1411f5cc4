/** The side panel: which model answers, what time it is, what Discord allows, trouble on demand, and every request. Made by `main.ts`. */
import type { FaultName, Switches, TrafficDetails, WireClock, WireEvent, WireModel, World } from "../wire.ts";
import { h } from "./dom.ts";
import { createDiscordSections, type DiscordOptions } from "./panel-discord.ts";
import { createRequests } from "./panel-requests.ts";
import { createSection, createToggle, smallButton } from "./panel-section.ts";
import { createTimeSection, type TimeOptions } from "./panel-time.ts";

const FAULT_WORDS: readonly (readonly [FaultName, string, string])[] = [
  ["429", "Rate limits", "429 with Retry-After"],
  ["500", "Server errors", "500, nothing happened"],
  ["reset", "Broken connections", "before anything happened"],
  ["lost-answer", "Lost answers", "it happened, nobody hears"],
];

export interface PanelOptions extends TimeOptions, Omit<DiscordOptions, "onIntent"> {
  root: HTMLElement;
  onSwitch(switches: Switches): unknown;
  openModel(): void;
  backToDemo(): unknown;
  details(id: string): Promise<TrafficDetails>;
}

export interface Panel {
  show(world: World): void;
  /** Another channel or person: permissions are of a place. */
  showPlace(world: World, place: string): void;
  receive(event: Extract<WireEvent, { type: "traffic" | "violation" | "switches" | "cron" }>): void;
  setClock(clock: WireClock): void;
  setModel(model: WireModel): void;
  focusClock(): void;
}

export function createPanel(options: PanelOptions): Panel {
  const words = h("p", { class: "model" });
  const back = smallButton("Back to the demo", options.backToDemo);
  const model = createSection("model", "Model", true, words, h("div", { class: "button-row" }, smallButton("Connect a model…", options.openModel), back));
  const time = createTimeSection(options);
  const faults = FAULT_WORDS.map(([name, label, hint]) => ({ name, ...createToggle(label, hint, () => send()) }));
  const trouble = createSection("trouble", "Trouble", false, h("p", { class: "soft" }, "Strikes one call in five."), ...faults.map((fault) => fault.label));
  let messageContent = true;
  const send = () => options.onSwitch({ messageContent, faults: faults.filter((fault) => fault.input.checked).map((fault) => fault.name) });
  const discord = createDiscordSections({
    ...options,
    onIntent(isOn) {
      messageContent = isOn;
      send();
    },
  });
  const requests = createRequests(options.details);
  options.root.append(model.element, time.element, ...discord.elements, trouble.element, requests.element);

  function setSwitches(switches: Switches): void {
    messageContent = switches.messageContent;
    discord.showSwitches(switches);
    for (const fault of faults) fault.input.checked = switches.faults.includes(fault.name);
    trouble.setState(switches.faults.length === 0 ? "none" : `${switches.faults.length} on`);
  }

  function setModel(next: WireModel): void {
    words.textContent = next.words;
    back.hidden = next.isDemo;
    model.setState(next.isDemo ? "demo" : next.model);
  }

  return {
    show(world) {
      setModel(world.model);
      setSwitches(world.switches);
      time.showClock(world.clock);
      time.showCron(world.cron);
      requests.reset(world.traffic, world.violations);
    },
    showPlace: discord.showWorld,
    receive(event) {
      if (event.type === "traffic") requests.put(event.traffic);
      else if (event.type === "violation") requests.addViolation(event.text);
      else if (event.type === "switches") setSwitches(event.switches);
      else time.showCron(event.cron);
    },
    setClock: time.showClock,
    setModel,
    focusClock: time.focus,
  };
}
