/** How often a channel is read: closely while people talk, ever more rarely afterwards, in proportion to the silence. Pure. Used by the object's looks. */
import { type Activity, HOURS_OF_WEEK } from "./activity.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** While a conversation runs, and how long after its last message it counts as running. */
export const LIVE_EVERY = 15 * SECOND;
export const LIVE_FOR = 10 * MINUTE;
/** Then a tenth of the silence: after an hour every 6 minutes, after a day every 2.4 hours. */
const SHARE = 1 / 10;
const LEAST = MINUTE;
export const MOST = 6 * HOUR;
/** What is read later than 15 minutes after it was said is not answered, so that a channel with a listener is read more often than that for some days. */
const LISTENING_EVERY = 12 * MINUTE;
const LISTENING_FOR = 3 * DAY;
/** At hours in which people usually speak (half of the weeks and more), as the state has learned them. */
const AUDIENCE_EVERY = 10 * MINUTE;
const LIKELY = 50;
/** A decision may ask for a look at a moment of its own, such as the end of a lull, though not more often than this. */
const CLOSEST = 5 * SECOND;
/** Nobody is waiting for an answer any more. */
const LONG_SILENCE = 6 * HOUR;

export interface Pace {
  now: number;
  activity: Activity;
  /** Since when the channel is followed, ms since 1970. */
  since: number;
  /** Mentions that are read are answered. */
  listens: boolean;
  /** When a decision may come to something else; null: nothing is decided here. */
  lookAgainAt: number | null;
}

export type Phase = "live" | "back-off" | "quiet";

/** Since anybody, bots and ourselves included, said something, or since the channel is followed, ms. */
export const silenceOf = ({ lastHuman, lastBot, lastOwn }: Activity, since: number, now: number): number =>
  Math.max(0, now - Math.max(since, lastHuman, lastBot, lastOwn));

export function phaseOf(silence: number): Phase {
  return silence < LIVE_FOR ? "live" : silence * SHARE < HOUR ? "back-off" : "quiet";
}

/** When to read the channel next, ms since 1970. */
export function nextLook({ lookAgainAt, ...pace }: Pace): number {
  const { now } = pace;
  const every = intervalOf(pace);
  const asked = lookAgainAt === null ? Number.POSITIVE_INFINITY : Math.max(lookAgainAt, now + CLOSEST);
  return Math.round(Math.min(now + every, asked));
}

function intervalOf({ activity, since, now, listens }: Omit<Pace, "lookAgainAt">): number {
  const silence = silenceOf(activity, since, now);
  if (silence < LIVE_FOR) return LIVE_EVERY;
  const every = Math.min(MOST, Math.max(LEAST, silence * SHARE));
  const bounds = [listens && silence < LISTENING_FOR ? LISTENING_EVERY : every, isUsuallyThere(activity, now) ? AUDIENCE_EVERY : every];
  return Math.min(every, ...bounds);
}

/** Whether people usually speak in this hour of the week. */
function isUsuallyThere({ audience }: Activity, now: number): boolean {
  return (audience[Math.floor(now / HOUR) % HOURS_OF_WEEK] ?? -1) >= LIKELY;
}

/**
 * An alarm that comes late was not alone: after an outage all of them are due at once. Waits by chance, longer where nobody is waiting, so that together
 * they make few requests a second; what is too much nevertheless learns it by a 429 (look-trouble.ts).
 */
export function afterOutage(dueAt: number, now: number, silence: number, random: number): number {
  const late = now - dueAt;
  if (late < MINUTE) return now;
  const most = silence - late < LONG_SILENCE ? MINUTE : 5 * MINUTE;
  return Math.round(now + random * Math.min(most, Math.max(LIVE_EVERY, (silence - late) * SHARE)));
}
