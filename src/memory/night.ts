/** When the bot looks through what people said: few talk then, and nobody waits for an answer behind it. Pure. Used by cron and wherever words are stored. */

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** UTC; until just before the second. */
const [FROM, TO] = [2 * HOUR_MS, 5 * HOUR_MS];

export const isNight = (at: number): boolean => at % DAY_MS >= FROM && at % DAY_MS < TO;

/** The beginning of the first night after that moment, ms since 1970. */
export function nextNight(at: number): number {
  const today = at - (at % DAY_MS) + FROM;
  return today > at ? today : today + DAY_MS;
}
