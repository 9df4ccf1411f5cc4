/** Should it speak now? Pure arithmetic on a channel's counters, the clock, the mood and the settings; the reasons are part of the answer. Called by the object's looks and by /autonomy try. */

import type { Activity } from "./activity.ts";
import { HOUR, MINUTE, SECOND } from "./observe.ts";
import { exchangeOfTwo, openQuestion } from "./signals.ts";
import type { AutonomySettings, Decision, Gate } from "./types.ts";

/** What is possible in the channel besides what was set. */
export interface Able {
  /** Whether it may begin where nothing is going on; it may by default. */
  mayStart?: boolean;
}

export function decide(activity: Activity, now: number, settings: AutonomySettings, able: Able = {}): Decision {
  const gates: Gate[] = [];
  const silence = (lookAgainAt: number): Decision => ({ action: null, gates, about: null, person: null, lookAgainAt });
  const check = (gate: string, passed: boolean, value?: number, bar?: number): boolean => {
    gates.push({ gate, passed, ...(value !== undefined && { value }), ...(bar !== undefined && { bar }) });
    return passed;
  };
  const quiet = (now - activity.lastHuman) / SECOND;
  if (!check("own-last", activity.since > 0, activity.since, 1)) return silence(now + 6 * HOUR);
  if (!check("exchange", !(exchangeOfTwo(activity) && quiet < 60))) return silence(now + MINUTE);
  const open = openQuestion(activity, now);
  if (!check("question", open === null || open > 60, open ?? 0, 60)) return silence(now + MINUTE);
  if (!check("lull", quiet >= 75, quiet, 75)) return silence(now + (75 - quiet) * SECOND);
  if (!check("stale", quiet < 300 || able.mayStart === true, quiet, 300)) return silence(now + HOUR);
  if (settings.dailyCap <= 0) return silence(now + HOUR);
  return { action: "join_conversation", gates, about: activity.recent.at(-1)?.id ?? null, person: null, lookAgainAt: now + MINUTE };
}

/** Right before it is sent, seconds after `decide`: does it still hold? The same decision, or silence with the gate that closed. */
export function confirm(activity: Activity, decision: Decision, now: number, settings: AutonomySettings): Decision {
  void settings;
  const nobody = !activity.recent.some(({ at, bot }) => !bot && at > now - 10 * SECOND);
  return nobody ? decision : { ...decision, action: null };
}
