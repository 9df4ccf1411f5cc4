/** When five cron fields come next in a time zone. Used by /schedule, cron and reminders. */
import { cronIn } from "./cron-pattern.ts";

/**
 * Moments after `after`, ms since 1970, at most `n`; fewer where there are no more. A clock time that a zone skips in spring comes at the first moment after the
 * gap, one that it repeats in autumn comes at the first of the two; what would come at the same moment comes once. Only where every hour counts (`*`),
 * it is every hour that passes.
 */
export function nextRuns(cron: string, timeZone: string, after: number, n: number): number[] {
  return cronIn(cron, timeZone)
    .nextRuns(n, new Date(after))
    .map((at) => at.getTime());
}
