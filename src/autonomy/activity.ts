/** What a channel's object knows of the life in it: counters, times and ids, never a sentence. Kept as JSON by objects/, fed by observe.ts, read by decide.ts. */

import type { Action } from "./types.ts";

/** Bounds of the lists; together they keep the JSON below 8 KiB whatever comes in (test/autonomy/activity.test.ts). */
export const KEEP = { recent: 30, people: 24, topics: 16, spoken: 60, typing: 4 } as const;
export const HOURS_OF_WEEK = 168;
/** Upper ends of the classes in which gaps between two messages of people are counted, in seconds; one more class holds what is longer. */
export const GAP_ENDS = [8, 15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 600, 1200, 1800, 3600, 7200] as const;

/** A message of somebody, or of another bot. */
export interface Heard {
  id: string;
  at: number;
  /** Its author; empty once they are forgotten. */
  by: string;
  to?: string;
  bot?: true;
  /** 1: it asks something, 0: it does not; missing: its words could not be read. */
  asks?: 0 | 1;
}

export interface Person {
  id: string;
  /** How much they have been here lately: a message counts 1, halved every two weeks. */
  affinity: number;
  at: number;
}

export interface Activity {
  v: 1;
  /** The newest messages of people and of other bots, in the order of their times. */
  recent: Heard[];
  /** Times of the newest message of a person, of another bot and of ours; 0: none is known. */
  lastHuman: number;
  lastBot: number;
  lastOwn: number;
  ownId: string;
  /** Messages of people since our newest post. */
  since: number;
  /** Seconds since 1970 of what it said unasked, oldest first; what is older than 26 hours is dropped. */
  spoken: number[];
  /** The newest thing that it said unasked, until somebody speaks after it. */
  hanging: { at: number; action: Action } | null;
  /** Unasked posts in a row after which nobody spoke for half an hour. */
  ignored: number;
  /** The conversation that is going on or was the last: a pause of ten minutes ends one. */
  talk: { from: number; messages: number };
  /** Mean of ln(gap in seconds) between messages of people, over about the last five gaps. */
  pace: number;
  /** How many gaps fell into each class, fading. */
  gaps: number[];
  /** For each hour of the week (UTC, from Thursday 0:00, as the epoch began): ten times log2(1 + messages of people) lately, 0 to 99; -1: never lived through. */
  audience: number[];
  /** The hour that is being counted, in hours since 1970, and its messages so far; 0: none yet. */
  hour: number;
  hourMessages: number;
  people: Person[];
  /** What is talked about: word and weight, halved every two hours. */
  topics: [word: string, weight: number][];
  topicsAt: number;
  /** Mean of what could be told, -1 to 1, over about the last 20 messages. */
  sentiment: number;
  typing: { by: string; at: number }[];
  /** Which share of messages was announced by typing lately, 0 to 1; 0 where nothing tells of typing. */
  announced: number;
  joined: { by: string; at: number } | null;
  started: { by: string; at: number; name: string } | null;
}

export const emptyActivity = (): Activity => ({
  v: 1,
  recent: [],
  lastHuman: 0,
  lastBot: 0,
  lastOwn: 0,
  ownId: "",
  since: 0,
  spoken: [],
  hanging: null,
  ignored: 0,
  talk: { from: 0, messages: 0 },
  pace: Math.log(60),
  gaps: Array.from({ length: GAP_ENDS.length + 1 }, () => 0),
  audience: Array.from({ length: HOURS_OF_WEEK }, () => -1),
  hour: 0,
  hourMessages: 0,
  people: [],
  topics: [],
  topicsAt: 0,
  sentiment: 0,
  typing: [],
  announced: 0,
  joined: null,
  started: null,
});

/** What was stored, if it is of this version and whole; otherwise a fresh start, since it is learned again within days. */
export function migrateActivity(stored: unknown): Activity {
  const fresh = emptyActivity();
  if (typeof stored !== "object" || stored === null || (stored as { v?: unknown }).v !== 1) return fresh;
  return sameShape(stored, fresh) ? (stored as Activity) : fresh;
}

function sameShape(stored: object, fresh: Activity): boolean {
  for (const [key, model] of Object.entries(fresh)) {
    const value: unknown = (stored as Record<string, unknown>)[key];
    if (typeof model === "number" ? !Number.isFinite(value) : typeof model === "string" && typeof value !== "string") return false;
    if (Array.isArray(model) && !Array.isArray(value)) return false;
    if (Array.isArray(value) && Array.isArray(model) && model.length > 0 && !(value.length === model.length && value.every(Number.isFinite))) return false;
    if (model === null && typeof value !== "object") return false;
  }
  return lists(stored as Activity);
}

const lists = (activity: Activity): boolean =>
  activity.recent.every((heard) => isRecord(heard) && typeof heard.id === "string" && typeof heard.by === "string" && Number.isFinite(heard.at)) &&
  activity.people.every((person) => isRecord(person) && typeof person.id === "string" && Number.isFinite(person.affinity) && Number.isFinite(person.at)) &&
  activity.topics.every((topic) => Array.isArray(topic) && typeof topic[0] === "string" && Number.isFinite(topic[1])) &&
  activity.typing.every((sign) => isRecord(sign) && typeof sign.by === "string" && Number.isFinite(sign.at)) &&
  activity.spoken.every(Number.isFinite) &&
  isRecord(activity.talk) &&
  Number.isFinite(activity.talk.from) &&
  Number.isFinite(activity.talk.messages) &&
  [activity.hanging, activity.joined, activity.started].every((sign) => sign === null || Number.isFinite(sign.at));

const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null;

/** They want to be forgotten, so the words go as well: of none it is known whose it was. Others are learned within minutes. */
export function erasePerson(activity: Activity, id: string): void {
  forgetPerson(activity, id);
  activity.topics = [];
}

/** Everything that names somebody goes; that somebody spoke then stays, as it does for those who are not known by name. */
export function forgetPerson(activity: Activity, id: string): void {
  for (const heard of activity.recent) {
    if (heard.by === id) heard.by = "";
    if (heard.to === id) delete heard.to;
  }
  activity.people = activity.people.filter((person) => person.id !== id);
  activity.typing = activity.typing.filter(({ by }) => by !== id);
  if (activity.joined?.by === id) activity.joined = null;
  if (activity.started?.by === id) activity.started = null;
}
