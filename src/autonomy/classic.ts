/** `profile: classic`: the original specification to the letter, first match wins. It waits for no lull and may speak twice in a row; what a manager set still holds. Called by decide.ts. */

import type { Activity } from "./activity.ts";
import { MINUTE } from "./observe.ts";
import { counts } from "./signals.ts";
import type { AutonomySettings, Decision } from "./types.ts";
import type { Walk } from "./walk.ts";

/** Where the specification has no figure: high momentum is 5 in 5 minutes, active 2; “<trait> mood” half of it, energetic .6; awake from 8 to 23. */
export function classic(activity: Activity, now: number, { mood, offsetMinutes }: AutonomySettings, walk: Walk): Decision {
  const { energy, sociability, impulsiveness } = mood;
  const { people5, people60 } = counts(activity, now);
  const { since } = activity;
  const minutes = (at: number) => (now - at) / MINUTE;
  const own = activity.lastOwn === 0 ? Number.POSITIVE_INFINITY : minutes(activity.lastOwn);
  const about = activity.recent.findLast((message) => !message.bot)?.id ?? null;
  const next = now + MINUTE;

  const join = people5 >= 5 && since >= 5 && own >= 5 && impulsiveness >= 0.5;
  if (walk.gate("classic-join", join, next, people5, 5) === null) return walk.speak("join_conversation", about, null);

  const sign = [activity.started, activity.joined].find((each) => each !== null && minutes(each.at) < 5) ?? null;
  const engage = sign !== null && own >= 30 && sociability >= 0.5;
  if (walk.gate("classic-engage", engage, next, sociability, 0.5) === null) return walk.speak("engage_user", null, sign?.by ?? null);

  const missed = sociability >= 0.5 ? 25 : 25 + Math.round((0.5 - sociability) * 50);
  if (walk.gate("classic-fomo", since >= missed && people5 >= 2 && own >= 15, next, since, missed) === null) return walk.speak("fomo", about, null);

  const hour = new Date(now + offsetMinutes(now) * MINUTE).getUTCHours();
  const awake = hour >= 8 && hour < 23;
  const lastAny = minutes(Math.max(activity.lastHuman, activity.lastBot, activity.lastOwn));
  const longQuiet = 60 + (0.9 - energy) * 120;
  if (walk.gate("classic-break-silence", awake && people60 < 5 && lastAny >= longQuiet && energy >= 0.6, next, lastAny, longQuiet) === null)
    return walk.speak("break_silence", null, null);

  const share = awake && people60 < 10 && own >= 60 && energy >= 0.6 && impulsiveness >= 0.5;
  return walk.gate("classic-share", share, next, people60, 10) ?? walk.speak("share_something", null, null);
}
