/**
 * Should it speak now? Pure arithmetic on a channel's counters, the clock, the mood and the settings; the reasons are part of the answer. Called by the channel's looks and by
 * `/autonomy try`. Whether it is on at all, budget and permissions are the caller's.
 *
 * Gates come first; then what the moment is worth (chances.ts) has to reach what the mood asks for (manner.ts). That bar comes down the longer it has listened to a conversation,
 * so that it takes the best of many pauses where much is said, and still takes part where little is.
 */

import type { Activity } from "./activity.ts";
import { chances, LIVE, type Moment, momentOf } from "./chances.ts";
import { classic } from "./classic.ts";
import { type Manner, mannerOf } from "./manner.ts";
import { HOUR, MINUTE, SECOND } from "./observe.ts";
import { counts, exchangeOfTwo, openQuestion } from "./signals.ts";
import { asEver, asSet } from "./standing.ts";
import type { Action, AutonomySettings, Decision } from "./types.ts";
import { type Walk, walkAt } from "./walk.ts";

/** What is possible in the channel besides what was set. */
export interface Able {
  /** Whether it may begin where nothing is going on; it may by default. */
  mayStart?: boolean;
}

/** Figures in seconds and messages. */
export const RULES = {
  /** Nobody speaks into less quiet: after 30 s one post in five is talked over, after a minute one in eight. */
  lull: 66,
  /** Where typing is told of, the next message is seen coming; but where four or more talk, an answer to what was said before the last message may still come. */
  lullWithTyping: 56,
  lullInCrowd: 72,
  crowd: 4,
  /** A question that nobody answered within a minute is open to everybody. */
  question: 62,
  /** Discord tells of typing every 9 s or so while it goes on. */
  typing: 11,
  /** The bar comes down over so many messages of a conversation. */
  listens: { from: 10, to: 44 },
  /** A conversation of so many messages that falls quiet for so long is about to end. */
  ending: { messages: 13, from: 96, to: 112 },
  /** So much was said since its last that it needs no further wait. */
  muchSaid: 60,
  missingOut: 25,
  /** From here on it would begin something, rather than join. */
  silent: 1800,
  justNow: 600,
};

export function decide(activity: Activity, now: number, settings: AutonomySettings, able: Able = {}): Decision {
  const walk = walkAt(now);
  const unknown = walk.gate("heard-somebody", activity.lastHuman > 0, now + 6 * HOUR) ?? asSet(activity, now, settings, walk);
  if (unknown !== null) return unknown;
  if (settings.profile === "classic") return classic(activity, now, settings, walk);
  const forbidden = asEver(activity, now, walk) ?? polite(activity, now, walk);
  if (forbidden !== null) return forbidden;
  const manner = mannerOf(settings.mood);
  const quiet = Math.max(0, now - activity.lastHuman) / SECOND;
  return quiet <= LIVE ? join(activity, now, settings, manner, walk) : begin(activity, now, settings, manner, able, walk);
}

/** Right before it is sent, seconds after `decide`: nobody has spoken or begun to type since, and nothing forbids it. The same decision with the gates as they are by now, or silence and the gate that closed. */
export function confirm(activity: Activity, decision: Decision, now: number, settings: AutonomySettings): Decision {
  if (decision.action === null) return decision;
  const walk = walkAt(now);
  const closed = asSet(activity, now, settings, walk) ?? (settings.profile === "classic" ? null : (asEver(activity, now, walk) ?? polite(activity, now, walk)));
  return closed ?? { ...decision, gates: [...walk.gates] };
}

/** Not while somebody types, not before a lull, not between two who answer each other, not before a question had its time. */
function polite(activity: Activity, now: number, walk: Walk): Decision | null {
  const quiet = Math.max(0, now - activity.lastHuman) / SECOND;
  const typing = activity.typing.reduce((latest, { at }) => Math.max(latest, at), 0);
  const lull = lullOf(activity, now);
  const open = openQuestion(activity, now);
  return (
    walk.gate("typing", now - typing >= RULES.typing * SECOND, typing + RULES.typing * SECOND) ??
    walk.gate("lull", quiet >= lull, activity.lastHuman + lull * SECOND, quiet, lull) ??
    walk.gate("exchange", quiet >= 60 || !exchangeOfTwo(activity), activity.lastHuman + MINUTE, quiet, 60) ??
    walk.gate("question", open === null || open >= RULES.question, now + (RULES.question - (open ?? 0)) * SECOND, open ?? undefined, RULES.question)
  );
}

function lullOf(activity: Activity, now: number): number {
  if (activity.announced < 0.3) return RULES.lull;
  return counts(activity, now).distinct >= RULES.crowd ? RULES.lullInCrowd : RULES.lullWithTyping;
}

/** Something is being talked about. */
function join(activity: Activity, now: number, settings: AutonomySettings, manner: Manner, walk: Walk): Decision {
  const { since, talk } = activity;
  const silentAt = activity.lastHuman + RULES.silent * SECOND;
  const apart = secondsSinceOwn(activity, now);
  const enough = apart >= manner.secondsBetween || since >= manner.messagesBetween + RULES.muchSaid;
  const early =
    walk.gate("messages-between", since >= manner.messagesBetween, silentAt, since, manner.messagesBetween) ??
    walk.gate("minutes-between", enough, Math.min(silentAt, activity.lastOwn + manner.secondsBetween * SECOND), apart / 60, manner.secondsBetween / 60);
  if (early !== null) return early;

  const moment = momentOf(activity, now);
  const quiet = moment.quiet;
  // What was said since it last spoke, or since this conversation began: what lies before has no part in whether it takes part now.
  const took = activity.lastOwn > talk.from;
  const heard = Math.min(since - manner.messagesBetween + RULES.listens.from - 2, took ? since : talk.messages);
  const listened = Math.max(0, Math.min(1, (heard - RULES.listens.from) / (RULES.listens.to - RULES.listens.from)));
  const usual = manner.barAtFirst + (manner.barInTheEnd - manner.barAtFirst) * listened;
  const late = talk.messages >= RULES.ending.messages && (!took || since >= RULES.muchSaid);
  const barAt = (seconds: number) => (late && seconds >= RULES.ending.from && seconds <= RULES.ending.to ? Math.min(usual, manner.barLastChance) : usual);
  const { good } = chances(activity, moment, quiet);
  const no = walk.gate("chance", good >= barAt(quiet), betterLater(activity, moment, barAt) ?? silentAt, good, barAt(quiet));
  if (no !== null) return no;

  const newcomer = turnedUp(activity, now);
  if (newcomer !== null && settings.mood.sociability >= 0.5) return walk.speak("engage_user", null, newcomer);
  const about = activity.recent.findLast((message) => !message.bot)?.id ?? null;
  return walk.speak(since >= RULES.missingOut ? "fomo" : "join_conversation", about, null);
}

/** The first moment of this lull, if nobody speaks, that is worth enough. */
function betterLater(activity: Activity, moment: Moment, barAt: (quiet: number) => number): number | null {
  for (let quiet = moment.quiet + 5; quiet <= LIVE; quiet += 10) {
    if (chances(activity, moment, quiet).good >= barAt(quiet)) return moment.now + (quiet - moment.quiet) * SECOND;
  }
  return null;
}

/** Nothing is being talked about: only where an answer is likely, once in a silence (`own-last`), and hours apart. */
function begin(activity: Activity, now: number, settings: AutonomySettings, manner: Manner, able: Able, walk: Walk): Decision {
  const moment = momentOf(activity, now);
  const newcomer = turnedUp(activity, now);
  const silentAt = activity.lastHuman + RULES.silent * SECOND;
  const apart = secondsSinceOwn(activity, now);
  const early =
    walk.gate("may-start", able.mayStart !== false, now + 6 * HOUR) ??
    walk.gate("silence", newcomer !== null || moment.quiet >= RULES.silent, silentAt, moment.quiet, RULES.silent) ??
    walk.gate(
      "minutes-between",
      apart >= manner.secondsBeforeStart,
      activity.lastOwn + manner.secondsBeforeStart * SECOND,
      apart / 60,
      manner.secondsBeforeStart / 60,
    );
  if (early !== null) return early;
  const bar = moment.quiet < RULES.silent ? manner.barToEngage : manner.barToStart;
  const { heard } = chances(activity, moment, moment.quiet);
  const no = walk.gate("chance", heard >= bar, likelierLater(activity, moment, manner.barToStart), heard, bar);
  return no ?? walk.speak(newcomer !== null ? "engage_user" : opening(settings), null, newcomer);
}

const opening = ({ mood }: AutonomySettings): Action => (mood.curiosity > mood.energy ? "share_something" : "break_silence");

/** The next half hour at which somebody is likely to be there, six hours ahead at most. */
function likelierLater(activity: Activity, moment: Moment, bar: number): number {
  for (let half = 1; half < 12; half += 1) {
    const at = (Math.floor(moment.now / (30 * MINUTE)) + half) * 30 * MINUTE;
    if (chances(activity, moment, (at - activity.lastHuman) / SECOND).heard >= bar) return at;
  }
  return moment.now + 6 * HOUR;
}

const secondsSinceOwn = (activity: Activity, now: number): number => (activity.lastOwn === 0 ? Number.POSITIVE_INFINITY : (now - activity.lastOwn) / SECOND);

/** Who started something, or came, a few minutes ago. */
function turnedUp(activity: Activity, now: number): string | null {
  const signs = [activity.started, activity.joined].filter(
    (sign) => sign !== null && sign.by !== "" && now - sign.at < RULES.justNow * SECOND && now >= sign.at,
  );
  return signs[0]?.by ?? null;
}
