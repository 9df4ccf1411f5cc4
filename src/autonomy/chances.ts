/**
 * What the next message will do, as chances, from how long it has been quiet and what kind of room this is. Pure; used by decide.ts.
 *
 * Small logistic models. Their weights were fitted on five public chats of very different pace (a hobby room of 14 messages a day to a support room of 1,200) and
 * rounded; each chat left out in turn, they tell as much as a gradient-boosted forest on 35 counters did (area under the curve about 0.7 and 0.65): there is no more in counters.
 */

import { type Activity, GAP_ENDS, HOURS_OF_WEEK } from "./activity.ts";
import { HOUR, MINUTE, SECOND } from "./observe.ts";
import { counts, openQuestion } from "./signals.ts";

/** What does not change while nobody speaks. */
export interface Moment {
  now: number;
  /** Seconds since a person spoke. */
  quiet: number;
  people60: number;
  distinct: number;
  /** Somebody asked, and it can be read. */
  asked: boolean;
}

export interface Chances {
  /** Somebody speaks within 15 s of the post: it was being typed already. */
  talkedOver: number;
  /** Somebody speaks within half an hour. */
  heard: number;
  /** What it is worth: heard, and not talked over. */
  good: number;
}

export const WEIGHTS = {
  /** Longer quiet, a slower pace: nobody is typing. Many people: somebody is. */
  talkedOver: { base: -2.8, quiet: -0.8, pace: -0.3, distinct: 0.7 },
  /** The channel's own gaps say most about whether this one ends soon; then how much was said, by how many; an open question brings people back. */
  heard: { base: -1.2, quiet: -0.2, silence: -0.6, people60: 0.4, distinct: 0.5, started: 1, asked: 0.5 },
  /** Later only who is usually there at this hour tells, and whether somebody has just turned up. */
  start: { base: 0.4, quiet: -0.41, audience: 0.5, started: 1.5, people60: 0.22 },
  /** The same where nothing tells of what people start, as it is without a source in real time: then silence says more, and so does who is usually there. */
  heardUntold: { base: -1.28, quiet: -0.1, silence: -0.74, people60: 0.39, distinct: 0.71, asked: 0.56 },
  startUntold: { base: 0.75, quiet: -0.5, audience: 0.81, people60: 0.29 },
  /** What it costs to be talked over, beside not being heard at all. */
  cost: 1.05,
  told: 0.8,
};
/** Until a channel has gaps of its own, eight of which every fifth is longer than half an hour. */
const PRIOR = { gaps: 8, silence: 0.2 };
/** From when on a room is not live any more, in seconds. */
export const LIVE = 300;
const POST_TAKES = 6;
const STARTED_FADES = 10 * MINUTE;
const TOLD_FOR = 7 * 24 * HOUR;

export function momentOf(activity: Activity, now: number): Moment {
  const { people60, distinct } = counts(activity, now);
  const asked = activity.recent.some(({ asks }) => asks === 1) && openQuestion(activity, now, true) !== null;
  return { now, quiet: Math.max(0, now - activity.lastHuman) / SECOND, people60, distinct, asked };
}

/** The chances of a post after `quiet` seconds, if nobody speaks until then. */
export function chances(activity: Activity, moment: Moment, quiet: number): Chances {
  const at = moment.now + (quiet - moment.quiet) * SECOND;
  const long = Math.log(Math.max(quiet, 1) / 60);
  const started = freshness(activity, at);
  if (quiet > LIVE) {
    const begun = isTold(activity, at) ? WEIGHTS.start : { ...WEIGHTS.startUntold, started: 0 };
    const usual = audienceAt(activity, at);
    const logit =
      begun.base + begun.quiet * long + begun.audience * Math.log(usual + 0.1) + begun.started * started + begun.people60 * Math.log1p(moment.people60);
    const heard = Math.max(chance(logit), busyHour(usual, quiet));
    return { talkedOver: 0, heard, good: heard };
  }
  const over = WEIGHTS.talkedOver;
  // Where typing is told of, only those can talk over it who type unannounced.
  const talkedOver =
    chance(over.base + over.quiet * long + over.pace * (activity.pace - 4) + over.distinct * Math.log1p(moment.distinct)) *
    (1 - WEIGHTS.told * activity.announced);
  const alive = isTold(activity, at) ? WEIGHTS.heard : { ...WEIGHTS.heardUntold, started: 0 };
  const heard = chance(
    alive.base +
      alive.quiet * long +
      alive.silence * odds(silenceAfter(activity, quiet + POST_TAKES)) +
      alive.people60 * Math.log1p(moment.people60) +
      alive.distinct * Math.log1p(moment.distinct) +
      alive.started * started +
      (moment.asked ? alive.asked : 0),
  );
  return { talkedOver, heard, good: heard - WEIGHTS.cost * talkedOver };
}

/** Messages come in bursts of about eight: where an hour usually has thirty, half of it seldom passes without. The longer it is quiet all the same, the less usual is this day. */
const busyHour = (usual: number, quiet: number): number => 1 - Math.exp((-(2 ** usual - 1) / 16) * Math.min(1, 3600 / quiet));

/** Whether something tells of what people start: it did within a week. */
const isTold = ({ started }: Activity, at: number): boolean => started !== null && at - started.at < TOLD_FOR;

/** 1 when somebody has just started something or come, fading over ten minutes, gone after thirty. */
export function freshness(activity: Activity, at: number): number {
  const age = at - (activity.started?.at ?? Number.NEGATIVE_INFINITY);
  return age >= 0 && age < 30 * MINUTE ? Math.exp(-age / STARTED_FADES) : 0;
}

/** The messages that this hour usually has, as log2(1 + n), from the same hours of other days and their neighbours. */
export function audienceAt(activity: Activity, at: number): number {
  const middle = Math.floor((at + 15 * MINUTE) / HOUR) % HOURS_OF_WEEK;
  let sum = 0;
  let weights = 0;
  for (let apart = -2; apart <= 2; apart += 1) {
    for (let day = 0; day < 7; day += 1) {
      const known = activity.audience[(middle + apart + 24 * day + HOURS_OF_WEEK) % HOURS_OF_WEEK] ?? -1;
      if (known < 0) continue;
      const weight = (nearness[Math.abs(apart)] ?? 0) * (day === 0 ? 2 : 1);
      sum += (weight * known) / 10;
      weights += weight;
    }
  }
  return weights === 0 ? 0.8 : sum / weights;
}
const nearness = [1, 0.5, 0.2];

const lower = [0, ...GAP_ENDS].map((seconds) => Math.log(Math.max(1, seconds)));
const upper = [...GAP_ENDS, 86_400].map((seconds) => Math.log(seconds));

/** Of this channel's gaps that lasted `quiet` seconds, the share that lasted half an hour more. */
export function silenceAfter(activity: Activity, quiet: number): number {
  return (longerThan(activity.gaps, quiet + 1800) + PRIOR.silence * PRIOR.gaps) / (longerThan(activity.gaps, quiet) + PRIOR.gaps);
}

function longerThan(gaps: readonly number[], seconds: number): number {
  const long = Math.log(Math.max(1, seconds));
  let sum = 0;
  for (let index = 0; index < gaps.length; index += 1) {
    const from = lower[index] ?? 0;
    const to = upper[index] ?? 0;
    const count = gaps[index] ?? 0;
    if (long <= from) sum += count;
    else if (long < to) sum += (count * (to - long)) / (to - from);
  }
  return sum;
}

const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
export const odds = (share: number): number => {
  const within = Math.min(0.99, Math.max(0.01, share));
  return Math.log(within / (1 - within));
};
