/** The part of `wire.ts` that the side panel shows: requests, checklist, switches, time, permissions, the model. Import it from there. */

export const FAULTS = ["429", "500", "reset", "lost-answer"] as const;
export type FaultName = (typeof FAULTS)[number];

export interface Switches {
  messageContent: boolean;
  faults: FaultName[];
}

/** One line of the side panel: an interaction on its way to the bot, or a call the bot made. */
export interface Traffic {
  id: string;
  at: number;
  kind: "interaction" | "call";
  title: string;
  detail: string;
  verdict: "pending" | "ok" | "refused" | "limited" | "fault" | "failed";
}

/** What a click on such a line shows. Tokens are gone from it, long texts are cut. */
export interface TrafficDetails {
  id: string;
  /** E.g. method, route, status, code, time; in the order to show them. */
  facts: { name: string; value: string }[];
  /** Indented JSON; empty where there was none. */
  sent: string;
  received: string;
}

/** "discord": the set-up with `npm run setup` is finished. */
export const STEPS = ["ask", "menu", "prompt", "clock", "model", "discord"] as const;
export type StepId = (typeof STEPS)[number];

/** The checklist; the server ticks it by what really happened. */
export interface Step {
  id: StepId;
  done: boolean;
}

/** The bot's and Discord's time is the real one plus this. */
export interface WireClock {
  offsetMs: number;
}

/** The minute's work; it runs each minute by itself and after each move of the clock. */
export interface WireCron {
  /** By the moved clock; null: not yet. */
  lastRunAt: number | null;
  isOk: boolean;
  /** In words; empty before the first run. */
  result: string;
}

export interface WirePermission {
  /** E.g. "viewChannel". */
  name: string;
  /** As Discord's own settings call it. */
  label: string;
  /** "server" holds in all channels of it. */
  scope: "channel" | "server";
  allowed: boolean;
  /** Why it cannot be switched, in words; empty: it can. */
  fixed: string;
}

/** Which model answers. */
export interface WireModel {
  isDemo: boolean;
  model: string;
  /** Host of its server; empty for the demo. */
  host: string;
  /** A sentence for the panel. */
  words: string;
}

export type ModelChoice = { kind: "demo" } | { kind: "server"; url: string; key: string; model: string };

export interface FoundModels {
  /** null: nothing answers on its port. */
  ollama: { url: string; models: string[] } | null;
}

/** Either the model that answers from now on, or why not. */
export interface ConnectResult {
  connected?: WireModel;
  problem?: string;
  /** What the server offers, where it told. */
  models?: string[];
}
