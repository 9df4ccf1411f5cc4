/** What the engine has to keep on the replay bench, and how it is shown. Used by index.ts. */

import type { Measured } from "./replay-bench.ts";

export interface Bar {
  name: string;
  key: string;
  atLeast?: number;
  atMost?: number;
}

export const bubblyBars: readonly Bar[] = [
  { name: "GOOD", key: "good", atLeast: 0.75 },
  { name: "CUT-IN", key: "intr", atMost: 0.01 },
  { name: "cross", key: "cross", atMost: 0.3 },
  { name: "TALK-OVER", key: "over", atMost: 0.15 },
  { name: "EMPTY", key: "dead", atMost: 0.12 },
  { name: "OPEN-HIT", key: "openHit", atLeast: 0.5 },
  { name: "openers a day", key: "openers", atLeast: 0.25 },
  { name: "MONO", key: "mono", atMost: 0 },
  { name: "max/h", key: "maxHour", atMost: 4 },
  { name: "COVER", key: "cover", atLeast: 0.9 },
  { name: "VOICE", key: "voice", atMost: 0.05 },
];

export const typingBars: readonly Bar[] = bubblyBars.map((bar) => ({ ...bar, ...typingBar(bar.key) }));

function typingBar(key: string): Partial<Bar> {
  if (key === "good") return { atLeast: 0.82 };
  if (key === "over") return { atMost: 0.07 };
  return key === "cross" ? { atMost: 0.2 } : {};
}

export const shyBars = (bubblyGood: number): readonly Bar[] => [
  { name: "COVER", key: "cover", atLeast: 0.25, atMost: 0.45 },
  { name: "VOICE", key: "voice", atMost: 0.015 },
  { name: "GOOD", key: "good", atLeast: bubblyGood - 0.03 },
  { name: "MONO", key: "mono", atMost: 0 },
];

/** Undefined where there was nothing to measure. */
function keeps({ key, atLeast, atMost }: Bar, measured: Measured): boolean | undefined {
  const value = measured[key];
  if (value === null || value === undefined) return undefined;
  return value >= (atLeast ?? Number.NEGATIVE_INFINITY) - 1e-9 && value <= (atMost ?? Number.POSITIVE_INFINITY) + 1e-9;
}

export const missed = (bars: readonly Bar[], measured: Measured): string[] =>
  bars.filter((bar) => keeps(bar, measured) === false).map((bar) => `${bar.name} ${show(measured[bar.key])} (${words(bar)})`);

const words = ({ atLeast, atMost }: Bar): string =>
  [atLeast !== undefined && `at least ${show(atLeast)}`, atMost !== undefined && `at most ${show(atMost)}`].filter(Boolean).join(", ");

const columns = ["good", "intr", "cross", "over", "dead", "mono", "openers", "openHit", "maxHour", "cover", "voice", "perDay"] as const;
const titles = ["GOOD", "CUT-IN", "cross", "TALK-OV", "EMPTY", "MONO", "open/d", "OPENHIT", "max/h", "COVER", "VOICE", "posts/d"];

export const header = (): string => `${"".padEnd(30)}${titles.map((title) => title.padStart(8)).join("")}`;
export const row = (name: string, measured: Measured): string => `${name.padEnd(30)}${columns.map((key) => show(measured[key]).padStart(8)).join("")}`;
const show = (value: number | null | undefined): string => (value === null || value === undefined ? "-" : value.toFixed(value >= 10 ? 1 : 3));
