/** Takes one event into the state of a channel: twice the same changes nothing, late ones find their place, what is too old is left out. Called by objects/. */

import { type Activity, GAP_ENDS, type Heard, HOURS_OF_WEEK, KEEP } from "./activity.ts";
import type { ActivityEvent, OwnPost, SeenMessage, SeenSign } from "./types.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nobody spoke for so long after a post: it was ignored. */
const IGNORED_AFTER = 30 * MINUTE;

const AFFINITY_HALVES = 14 * DAY;
const TOPIC_HALVES = 2 * HOUR;
/** A pause that ends a conversation. */
const TALK_ENDS = 10 * MINUTE;
/** How much one more gap weighs in the pace of the moment, and one more message in the share that typing announced. */
const PACE_WEIGHT = 0.2;
const ANNOUNCED_WEIGHT = 0.05;
const GAPS_FADE = 0.995;
/** How much the newest week weighs in what is known of an hour of the week. */
const WEEK_WEIGHT = 0.3;

/** Ids are Discord's, at most 20 digits; whatever else calls itself one would have no bound. */
const id = /^[\w-]{1,20}$/;
const word = /^[\p{L}\p{N}][\p{L}\p{N}+#.'-]{1,19}$/u;

export function observe(activity: Activity, event: ActivityEvent): void {
  if (!Number.isFinite(event.at) || event.at < 0 || event.at > 8.64e15) return;
  if (event.kind === "own") ownPost(activity, event);
  else if (!id.test(event.author)) return;
  else if (event.kind === "message") message(activity, event);
  else sign(activity, event);
}

function message(activity: Activity, seen: SeenMessage): void {
  if (!id.test(seen.id) || activity.recent.some((heard) => heard.id === seen.id)) return;
  const oldest = activity.recent[0];
  if (oldest && activity.recent.length >= KEEP.recent && seen.at < oldest.at) return;
  insert(activity.recent, heardOf(seen));
  if (activity.recent.length > KEEP.recent) activity.recent.shift();
  if (seen.bot) {
    activity.lastBot = Math.max(activity.lastBot, seen.at);
    return;
  }
  typed(activity, seen);
  if (seen.at > activity.lastOwn) activity.since += 1;
  answered(activity, seen);
  if (seen.at - activity.lastHuman > TALK_ENDS) activity.talk = { from: seen.at, messages: 0 };
  activity.talk.messages = Math.min(activity.talk.messages + 1, 9999);
  if (seen.at >= activity.lastHuman) {
    if (activity.lastHuman > 0) gap(activity, (seen.at - activity.lastHuman) / SECOND);
    activity.lastHuman = seen.at;
  }
  audience(activity, seen.at);
  meet(activity, seen.author, seen.at);
  topics(activity, seen.keywords ?? [], seen.at);
  if (typeof seen.sentiment === "number" && Number.isFinite(seen.sentiment)) {
    activity.sentiment = round(0.95 * activity.sentiment + 0.05 * Math.max(-1, Math.min(1, seen.sentiment)));
  }
}

function heardOf(seen: SeenMessage): Heard {
  return {
    id: seen.id,
    at: seen.at,
    by: seen.author,
    ...(seen.to !== undefined && id.test(seen.to) && { to: seen.to }),
    ...(seen.bot && { bot: true as const }),
    ...(seen.question !== null && { asks: seen.question ? (1 as const) : (0 as const) }),
  };
}

function insert(recent: Heard[], heard: Heard): void {
  let place = recent.length;
  while (place > 0 && (recent[place - 1]?.at ?? 0) > heard.at) place -= 1;
  recent.splice(place, 0, heard);
}

function ownPost(activity: Activity, post: OwnPost): void {
  if (!id.test(post.id) || post.id === activity.ownId || post.at < activity.lastOwn) return;
  settle(activity, post.at);
  activity.ownId = post.id;
  activity.lastOwn = post.at;
  activity.since = activity.recent.filter((heard) => !heard.bot && heard.at > post.at).length;
  if (post.unasked === null) {
    activity.ignored = 0;
    return;
  }
  const seconds = Math.floor(post.at / SECOND);
  activity.spoken = [...activity.spoken.filter((at) => at > seconds - 26 * 3600), seconds].slice(-KEEP.spoken);
  activity.hanging = activity.since > 0 ? null : { at: post.at, action: post.unasked };
}

/** What it said last is settled by the first who speaks: soon is a reception, late is none. */
function answered(activity: Activity, seen: SeenMessage): void {
  if (seen.toBot) activity.ignored = 0;
  if (activity.hanging && seen.at > activity.hanging.at) settle(activity, seen.at);
}

function settle(activity: Activity, at: number): void {
  if (!activity.hanging) return;
  activity.ignored = at - activity.hanging.at > IGNORED_AFTER ? Math.min(activity.ignored + 1, 99) : 0;
  activity.hanging = null;
}

function gap(activity: Activity, seconds: number): void {
  activity.pace = round(activity.pace + PACE_WEIGHT * (Math.log(Math.max(1, Math.min(seconds, 3600))) - activity.pace));
  const end = GAP_ENDS.findIndex((upper) => seconds < upper);
  const falls = end < 0 ? GAP_ENDS.length : end;
  activity.gaps = activity.gaps.map((count, index) => round(count * GAPS_FADE + (index === falls ? 1 : 0)));
}

/** An hour is taken into the week when a later one begins; those between the two had nobody. */
function audience(activity: Activity, at: number): void {
  const hour = Math.floor(at / HOUR);
  if (hour > activity.hour) {
    if (activity.hour > 0) {
      for (let each = Math.max(activity.hour, hour - HOURS_OF_WEEK + 1); each < hour; each += 1) {
        const slot = each % HOURS_OF_WEEK;
        const known = activity.audience[slot] ?? -1;
        const value = each === activity.hour ? Math.min(99, 10 * Math.log2(1 + activity.hourMessages)) : 0;
        activity.audience[slot] = Math.round(known < 0 ? value : known + WEEK_WEIGHT * (value - known));
      }
    }
    activity.hour = hour;
    activity.hourMessages = 0;
  }
  if (hour === activity.hour) activity.hourMessages = Math.min(activity.hourMessages + 1, 9999);
}

/** Whoever speaks has stopped typing; where typing is told of at all, how often it announces a message is learned. */
function typed(activity: Activity, seen: SeenMessage): void {
  const before = activity.typing.some(({ by, at }) => by === seen.author && seen.at - at < 30 * SECOND);
  activity.announced = round(activity.announced + ANNOUNCED_WEIGHT * ((before ? 1 : 0) - activity.announced));
  activity.typing = activity.typing.filter(({ by, at }) => by !== seen.author || at > seen.at);
}

function meet(activity: Activity, author: string, at: number): void {
  const known = activity.people.find((person) => person.id === author);
  if (known) {
    known.affinity = round(fade(known.affinity, Math.max(0, at - known.at), AFFINITY_HALVES) + 1);
    known.at = Math.max(known.at, at);
    return;
  }
  if (activity.people.length >= KEEP.people) {
    const weight = (person: { affinity: number; at: number }) => fade(person.affinity, Math.max(0, at - person.at), AFFINITY_HALVES);
    const least = activity.people.reduce((a, b) => (weight(b) < weight(a) ? b : a));
    activity.people.splice(activity.people.indexOf(least), 1);
  }
  activity.people.push({ id: author, affinity: 1, at });
}

function topics(activity: Activity, words: readonly string[], at: number): void {
  const usable = words.filter((each) => word.test(each)).slice(0, 8);
  if (usable.length === 0) return;
  const passed = Math.max(0, at - activity.topicsAt);
  const weights = new Map(activity.topics.map(([each, weight]) => [each, fade(weight, passed, TOPIC_HALVES)]));
  for (const each of usable) weights.set(each, (weights.get(each) ?? 0) + 1);
  activity.topics = [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, KEEP.topics)
    .map(([each, weight]) => [each, round(Math.min(weight, 999))]);
  activity.topicsAt = Math.max(activity.topicsAt, at);
}

function sign(activity: Activity, seen: SeenSign): void {
  if (seen.kind === "typing") {
    activity.typing = [...activity.typing.filter(({ by, at }) => by !== seen.author && at > seen.at - MINUTE), { by: seen.author, at: seen.at }].slice(
      -KEEP.typing,
    );
  } else if (seen.kind === "join") {
    if (seen.at >= (activity.joined?.at ?? 0)) activity.joined = { by: seen.author, at: seen.at };
  } else if (seen.at >= (activity.started?.at ?? 0)) {
    activity.started = { by: seen.author, at: seen.at, name: plain(seen.name ?? "") };
  }
}

/** A name without what JSON would blow up. */
const plain = (name: string): string => [...name.replace(/[^\p{L}\p{N} .:'&+-]/gu, "")].slice(0, 32).join("");

const fade = (value: number, passed: number, halves: number): number => value * 2 ** (-passed / halves);
const round = (value: number): number => Math.round(value * 1000) / 1000;
