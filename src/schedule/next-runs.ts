/** When five cron fields come next in a time zone. Used by /schedule, cron and reminders. */
import { isTimeZone } from "../kernel/time-zone.ts";
import { cronIn } from "./cron-pattern.ts";

/**
 * Moments after `after`, ms since 1970, at most `n`; fewer where there are no more. A clock time that a zone skips in spring comes at the first moment after the
 * gap, one that it repeats in autumn comes at the first of the two; what would come at the same moment comes once. Only where every hour counts (`*`),
 * it is every hour that passes.
 */
export function nextRuns(cron: string, timeZone: string, after: number, n: number): number[] {
  // One that an older runtime knew may be known no more.
  return cronIn(cron, isTimeZone(timeZone) ? timeZone : "UTC")
    .nextRuns(n, new Date(after))
    .map((at) => at.getTime());
}
