/** The engine as the presence bench sees it: loadable by a path, silent while people talk, speaking after a lull, held back by whoever speaks meanwhile, and fitted anew as it was. */
import { describe, expect, it } from "vitest";
import type { createPolicy } from "../../scripts/bench/presence/adapter.ts";
import { bubblyBars, missed } from "../../scripts/bench/presence/bars.ts";
import { fitWeights, samplesOf, withWeights } from "../../scripts/bench/presence/fit.ts";
import * as policyModule from "../../scripts/bench/presence/policy.mjs";
import * as polledModule from "../../scripts/bench/presence/polled.mjs";
import { WEIGHTS } from "../../src/autonomy/chances.ts";

const bubbly = { name: "bubbly", energy: 0.9, sociability: 0.95, impulsiveness: 0.8 };
const EVENING = Date.UTC(2026, 4, 13, 20) / 1000;

/** Forty messages of five people, the last at `EVENING`. */
const talk = Array.from({ length: 40 }, (_, n) => ({ t: EVENING - (39 - n) * 12, a: n % 5, q: false, b: false }));

/** Looks every time it asks for, until it decides to speak or five minutes are over. */
function firstAction(policy: ReturnType<typeof createPolicy>): number | null {
  for (const line of talk) policy.onMessage(line);
  for (let t = Math.max(policy.wakeAt ?? EVENING, EVENING); t < EVENING + 300; t = Math.max(policy.wakeAt ?? t + 60, t + 0.5)) {
    if (policy.tick({ t }) !== null) return t;
  }
  return null;
}

describe.each([
  ["policy.mjs", policyModule.create],
  ["polled.mjs", polledModule.create],
] as const)("%s", (_, create) => {
  it("speaks after a lull, and not if somebody speaks right then", () => {
    const policy = create({ mood: bubbly, seed: 1, tz: 0 });
    const at = firstAction(policy) ?? 0;
    expect(at).toBeGreaterThan(EVENING + 65);
    expect(policy.confirm({ t: at + 5 })).toBe(true);
    policy.onMessage({ t: at + 5.5, a: 1, q: false, b: false });
    expect(policy.confirm({ t: at + 6 })).toBe(false);
  });

  it("says nothing more until somebody has spoken", () => {
    const policy = create({ mood: bubbly, seed: 1, tz: 0 });
    const at = firstAction(policy) ?? 0;
    policy.onPosted({ t: at + 5 });
    for (let t = at + 60; t < at + 86_400; t += 600) expect(policy.tick({ t })).toBeNull();
  });
});

it("fitting changes the weights only while it is measured", () => {
  const lines = Array.from({ length: 3000 }, (_, n) => ({ t: EVENING + n * 40 + (n % 7) ** 3 * 5, a: n % 5 })).sort((a, b) => a.t - b.t);
  const log = { meta: { name: "made up" }, lines };
  const own = structuredClone(WEIGHTS);
  const fitted = fitWeights([samplesOf(log)]);
  expect(withWeights(fitted, () => WEIGHTS.talkedOver.base)).toBe(fitted.talkedOver[0]);
  expect(WEIGHTS).toEqual(own);
});

it("a bar that is missed is told with what was measured", () => {
  expect(missed(bubblyBars, { good: 0.7, maxHour: 4, openHit: null })).toEqual(["GOOD 0.700 (at least 0.750)"]);
});
