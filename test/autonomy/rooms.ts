/** Rooms for the tests of the engine: made by a seed, so that they are the same everywhere. */
import { type Activity, emptyActivity } from "../../src/autonomy/activity.ts";
import { confirm, decide } from "../../src/autonomy/decide.ts";
import { moodOf } from "../../src/autonomy/moods.ts";
import { observe } from "../../src/autonomy/observe.ts";
import type { ActivityEvent, AutonomySettings, Decision, Mood, SeenMessage } from "../../src/autonomy/types.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Wednesday, 20:00 UTC. */
export const EVENING = Date.UTC(2026, 4, 13, 20);

let ids = 0;
export const says = (author: string, at: number, more: Partial<SeenMessage> = {}): SeenMessage => {
  ids += 1;
  return { kind: "message", id: `m${ids}`, at, author, bot: false, question: false, ...more };
};

export function settings(mood: Mood | Parameters<typeof moodOf>[0], more: Partial<AutonomySettings> = {}): AutonomySettings {
  return { profile: "edgewise", mood: typeof mood === "string" ? moodOf(mood) : mood, quietHours: null, dailyCap: 1000, offsetMinutes: () => 0, ...more };
}

export function activityOf(events: readonly ActivityEvent[], into = emptyActivity()): Activity {
  for (const event of events) observe(into, event);
  return into;
}

/** What kept it silent. */
export const closed = ({ action, gates }: Decision): string | null => (action === null ? (gates.at(-1)?.gate ?? null) : null);

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Evenings before `until` in which `people` talk from 19 to 22 o'clock: conversations with pauses of half a minute to three. */
export function evenings(days: number, until = EVENING, people = ["ann", "ben", "cleo", "dan"]): SeenMessage[] {
  const random = seeded(days);
  const messages: SeenMessage[] = [];
  for (let day = days; day >= 0; day -= 1) {
    const start = Math.floor(until / DAY) * DAY - day * DAY + 19 * HOUR;
    for (let at = start; at < start + 3 * HOUR && at < until; at += (random() < 0.2 ? 60 + 140 * random() : 4 + 40 * random()) * SECOND) {
      messages.push(says(people[Math.floor(random() * people.length)] ?? "ann", Math.round(at), { question: random() < 0.15 }));
    }
  }
  return messages;
}

export interface Chat {
  events: ActivityEvent[];
  name: string;
}

/** A room as chats are: conversations that begin by chance, more by day, with gaps of no typical length. `pace`: conversations a day. */
export function chat(seed: number, pace: number, days: number): Chat {
  const random = seeded(seed);
  const events: ActivityEvent[] = [];
  const start = Date.UTC(2026, 4, 4);
  let at = start;
  while (at < start + days * DAY) {
    at += (-Math.log(1 - random()) * DAY) / pace / (new Date(at).getUTCHours() < 8 ? 0.2 : 1.4);
    const people = Array.from({ length: 2 + Math.floor(random() * 4) }, () => `p${Math.floor(random() * 12)}`);
    const length = 2 + Math.floor(random() ** 2 * 60);
    if (random() < 0.4) events.push({ kind: "activity", at: Math.round(at - 3 * MINUTE), author: people[0] ?? "p0", name: "a game" });
    for (let n = 0; n < length; n += 1) {
      const spread = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      at += Math.min(HOUR, Math.exp(Math.log(22) + 1.25 * spread) * SECOND);
      events.push(says(people[Math.floor(random() * people.length)] ?? "p0", Math.round(at), { question: random() < 0.15, bot: random() < 0.01 }));
    }
  }
  return { events: events.sort((a, b) => a.at - b.at), name: `seed ${seed}, ${pace} conversations a day` };
}

export interface Post {
  at: number;
  decision: Decision;
}

/** Lives through a room: looks after every event and when the last decision said so, posts 6 s after a decision that still holds. */
export function live({ events }: Chat, set: AutonomySettings, seen?: (activity: Activity) => void): Post[] {
  const activity = emptyActivity();
  const posts: Post[] = [];
  let lookAt = Number.POSITIVE_INFINITY;
  let pending = null as { decision: Decision; at: number } | null;
  const end = events.at(-1)?.at ?? 0;
  for (let next = 0; next <= events.length; ) {
    const event = events[next];
    const due: number = pending === null ? lookAt : pending.at;
    if (event !== undefined && event.at <= due) {
      observe(activity, event);
      seen?.(activity);
      lookAt = event.at + SECOND;
      next += 1;
      continue;
    }
    if (due > end) break;
    if (pending !== null) {
      if (confirm(activity, pending.decision, due, set).action !== null) {
        posts.push({ at: due, decision: pending.decision });
        observe(activity, { kind: "own", id: `own${posts.length}`, at: due, unasked: pending.decision.action });
      }
      pending = null;
      lookAt = due + SECOND;
      continue;
    }
    const decision = decide(activity, due, set);
    if (decision.lookAgainAt <= due) throw new Error("A look has to lie ahead.");
    lookAt = decision.lookAgainAt;
    if (decision.action !== null) pending = { decision, at: due + 6 * SECOND };
  }
  return posts;
}
