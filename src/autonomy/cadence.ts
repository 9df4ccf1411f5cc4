/** How often a channel is read: closely while people talk, then more rarely, and where nobody speaks for days ever more rarely. Pure. Used by the object's looks. */
import { type Activity, HOURS_OF_WEEK } from "./activity.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** While a conversation runs, and how long after its last message it counts as running. */
export const LIVE_EVERY = 15 * SECOND;
export const LIVE_FOR = 10 * MINUTE;
/** Then a tenth of the silence, up to what still finds a conversation before it is over, and a mention before it is too old for an answer (15 minutes). */
const SHARE = 1 / 10;
const LEAST = MINUTE;
const USUAL = 12 * MINUTE;
/** With each further day of silence twice that. */
const USUAL_FOR = DAY;
export const MOST = 6 * HOUR;
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
  /** When a decision may come to something else; null: nothing is decided here. */
  lookAgainAt: number | null;
}

export type Phase = "live" | "back-off" | "quiet";

/**
 * Since anybody else said something, or since the channel is followed, ms. What the bot says is no talk by itself: a thousand reminders at once must not be
 * followed by a thousand channels that are read every 15 s. Whoever takes it up is found within minutes.
 */
export const silenceOf = ({ lastHuman, lastBot, lastOwn }: Activity, since: number, now: number): number =>
  Math.max(0, now - Math.max(since, lastHuman, lastBot, lastOwn - LIVE_FOR));

export function phaseOf(silence: number): Phase {
  return silence < LIVE_FOR ? "live" : silence < USUAL_FOR ? "back-off" : "quiet";
}

/** When to read the channel next, ms since 1970. */
export function nextLook({ lookAgainAt, ...pace }: Pace): number {
  const { now } = pace;
  const every = intervalOf(pace);
  const asked = lookAgainAt === null ? Number.POSITIVE_INFINITY : Math.max(lookAgainAt, now + CLOSEST);
  return Math.round(Math.min(now + every, asked));
}

function intervalOf({ activity, since, now }: Omit<Pace, "lookAgainAt">): number {
  const silence = silenceOf(activity, since, now);
  if (silence < LIVE_FOR) return LIVE_EVERY;
  const days = Math.max(0, silence - USUAL_FOR) / DAY;
  const every = Math.min(MOST, silence * SHARE, USUAL * 2 ** days);
  return Math.max(LEAST, isUsuallyThere(activity, now) ? Math.min(every, AUDIENCE_EVERY) : every);
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
