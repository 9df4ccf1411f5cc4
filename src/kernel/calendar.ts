/** Days and times of day in somebody's time zone. Used by since.ts and the conversation. */

/** `weekday`: 0 is Sunday. `minutes`: since midnight. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  weekday: number;
  minutes: number;
}

/** Formatters cost more than what they do. A cache of constants, not state. */
const cache = new Map<string, Intl.DateTimeFormat>();

/** In UTC where the zone is not known (any more). */
export function localTimeOf(at: number, timeZone: string): LocalTime {
  const local = new Date(at + offsetAt(at, timeZone));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    minutes: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** The moment when clocks there show that, or where they skip it, so much later. `day` may be 0, or -3: days before the month began. */
export function momentOf({ year, month, day, minutes }: Omit<LocalTime, "weekday">, timeZone: string): number {
  const asUtc = Date.UTC(year, month - 1, day, 0, minutes);
  const guess = asUtc - offsetAt(asUtc, timeZone);
  // Once more: between the two there may be a change of the clocks.
  const moment = asUtc - offsetAt(guess, timeZone);
  return offsetAt(moment, timeZone) === offsetAt(guess, timeZone) ? moment : Math.max(moment, guess);
}

/** ms that clocks there are ahead of UTC. */
export function offsetAt(at: number, timeZone: string): number {
  const parts = formatterFor(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at / 1000) * 1000;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = cache.get(timeZone);
  if (known !== undefined) return known;
  const made = makeFormatter(timeZone);
  cache.set(timeZone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const format = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...format, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...format, timeZone: "UTC" });
  }
}
