/** Time zones by their IANA names, as far as this runtime knows them, and what time it is there. Used by /settings, the conversation and the autonomy room. */

/** The zone somebody typed: its name ("Europe/Berlin", "utc") or its city alone ("berlin", "New York"). Null for anything else. */
export function findTimeZone(typed: string): string | null {
  const name = typed.trim().replaceAll(/\s+/g, "_");
  // Offsets such as "+02:00" are known to Intl as well, but not to summer time.
  if (!/^[a-z]/i.test(name) || name.length > 60) return null;
  const wanted = name.toLowerCase();
  const known = Intl.supportedValuesOf("timeZone");
  return known.find((zone) => zone.toLowerCase() === wanted) ?? resolve(name) ?? known.find((zone) => zone.toLowerCase().endsWith(`/${wanted}`)) ?? null;
}

/** Whether this runtime knows a zone of that very name. */
export const isTimeZone = (name: string): boolean => resolve(name) !== null;

/** Weekday, date and time in that zone, in English; UTC where the zone is not known. */
export function fullLocalTime(now: number, timeZone: string): string {
  const format = { dateStyle: "full", timeStyle: "short", hourCycle: "h23", timeZone: resolve(timeZone) === null ? "UTC" : timeZone } as const;
  return new Intl.DateTimeFormat("en", format).format(now);
}

/** Weekday and time in that zone, in that language; in UTC where the zone is not known (any more). */
export function localTime(now: number, timeZone: string, locale: string): string {
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: resolve(timeZone) === null ? "UTC" : timeZone } as const;
  return new Intl.DateTimeFormat([...Intl.DateTimeFormat.supportedLocalesOf(plausible(locale)), "en"], format).format(now);
}

/** The minutes by which local time in that zone is ahead of UTC at that moment; 0 where the zone is not known (any more). */
export function offsetMinutes(at: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const parts = clockOf(timeZone).formatToParts(at);
  const [year, month, day, hour, minute] = (["year", "month", "day", "hour", "minute"] as const).map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  const local = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  return Math.round(local / 60_000 - Math.floor(at / 60_000));
}

/** Making one takes a hundred times as long as using it. A server has one zone, and so a channel's object needs one. */
let kept: { timeZone: string; clock: Intl.DateTimeFormat } | undefined;

function clockOf(timeZone: string): Intl.DateTimeFormat {
  if (kept?.timeZone === timeZone) return kept.clock;
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" } as const;
  const clock = new Intl.DateTimeFormat("en", { ...fields, timeZone: resolve(timeZone) ?? "UTC" });
  kept = { timeZone, clock };
  return clock;
}

/** Old names ("US/Pacific") become today's. */
function resolve(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** A locale comes from outside; one that is not well-formed makes Intl throw. */
function plausible(locale: string): string[] {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(locale) ? [locale] : [];
}
