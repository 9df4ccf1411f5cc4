/** Quiet hours of a target, by the clock on its owner's wall. Pure. Used by target.ts and /settings. */

export interface QuietHours {
  /** 0 to 23; null: none. */
  quietFrom: number | null;
  quietTo: number | null;
  /** IANA name. */
  timeZone: string;
}

/** No zone is off by anything else today, so that hours begin and end on one of these. */
const STEP_MS = 15 * 60_000;
/** Longer than any night, daylight saving included. */
const MOST_STEPS = 26 * 4;

/** The end of the quiet hours that hold at that moment, ms since 1970; null: none hold. */
export function quietUntil({ quietFrom, quietTo, timeZone }: QuietHours, now: number): number | null {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return null;
  const hourAt = hourIn(timeZone);
  const isQuiet = (at: number) => {
    const hour = hourAt(at);
    return quietFrom < quietTo ? hour >= quietFrom && hour < quietTo : hour >= quietFrom || hour < quietTo;
  };
  if (!isQuiet(now)) return null;
  // Step by step instead of by subtraction: the hour that a change of clocks leaves out or repeats needs no rule of its own.
  const first = Math.floor(now / STEP_MS) * STEP_MS + STEP_MS;
  for (let step = 0; step < MOST_STEPS; step++) {
    const at = first + step * STEP_MS;
    if (!isQuiet(at)) return at;
  }
  return null;
}

/** Hours of the day there; of UTC where the zone is not known (any more). */
function hourIn(timeZone: string): (at: number) => number {
  try {
    const format = new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone });
    return (at) => Number(format.format(at));
  } catch {
    return (at) => new Date(at).getUTCHours();
  }
}
