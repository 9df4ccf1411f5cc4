/** What holds whatever the room does: quiet hours, the day's cap, four an hour, never twice in a row, stepping back when nobody answers. Used by decide.ts. */

import type { Activity } from "./activity.ts";
import { HOUR, MINUTE, SECOND } from "./observe.ts";
import type { AutonomySettings, Decision } from "./types.ts";
import type { Walk } from "./walk.ts";

const DAY = 24 * HOUR;
const POSTS_AN_HOUR = 4;

/** What somebody set; classic heeds it, too. */
export function asSet(activity: Activity, now: number, settings: AutonomySettings, walk: Walk): Decision | null {
  const offset = settings.offsetMinutes(now) * MINUTE;
  const midnight = Math.floor((now + offset) / DAY) * DAY - offset;
  const until = quietUntil(settings.quietHours, (now - midnight) / HOUR);
  const today = activity.spoken.filter((seconds) => seconds * SECOND >= midnight).length;
  return (
    walk.gate("quiet-hours", until === null, midnight + (until ?? 0) * HOUR) ??
    walk.gate("daily-cap", today < settings.dailyCap, midnight + DAY, today, settings.dailyCap)
  );
}

/** Hours after midnight at which quiet hours end (beyond 24: tomorrow), if it is quiet at `hour`. */
function quietUntil(hours: AutonomySettings["quietHours"], hour: number): number | null {
  if (hours === null || hours.from === hours.to) return null;
  const { from, to } = hours;
  if (from < to) return hour >= from && hour < to ? to : null;
  if (hour < to) return to;
  return hour >= from ? to + 24 : null;
}

/** What nobody has to set. */
export function asEver(activity: Activity, now: number, walk: Walk): Decision | null {
  const lastHour = activity.spoken.filter((seconds) => seconds * SECOND > now - HOUR - 10 * SECOND);
  const ignored = ignoredAt(activity, now);
  const steppedBack = ignored === 0 ? 0 : Math.min(DAY, 30 * MINUTE * 2 ** ignored);
  return (
    walk.gate("own-last", activity.since > 0, now + 6 * HOUR, activity.since, 1) ??
    walk.gate("posts-an-hour", lastHour.length < POSTS_AN_HOUR, ((lastHour[0] ?? 0) + 3610) * SECOND, lastHour.length, POSTS_AN_HOUR) ??
    walk.gate("ignored", now - activity.lastOwn >= steppedBack, activity.lastOwn + steppedBack, ignored, 0)
  );
}

/** Unasked posts in a row that nobody spoke after for half an hour. */
const ignoredAt = (activity: Activity, now: number): number =>
  activity.ignored + (activity.hanging !== null && now - activity.hanging.at > 30 * MINUTE ? 1 : 0);
