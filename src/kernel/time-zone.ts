/** Time zones by their IANA names, as far as this runtime knows them, and what time it is there. Used by /settings and the conversation. */

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
