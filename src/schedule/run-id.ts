/** The id of a run's turn and job: always the same for one slot of one schedule, so that it runs once whatever is repeated. Used by cron and /schedule run. */
import { type InteractionId, madeUpId } from "../kernel/ids.ts";
import { shortDigest } from "../kernel/short-digest.ts";

const MINUTE_MS = 60_000;

/** Thousands share a slot, so the moment within its minute tells them apart as well: 22 bits alone would make two of a thousand meet in one of eight minutes. */
export async function runId(scheduleId: string, slot: number): Promise<InteractionId> {
  const digest = await shortDigest(`schedule:${scheduleId}:${slot}`);
  const number = (from: number) => Number.parseInt(digest.slice(from, from + 8), 16);
  return madeUpId(slot + (number(0) % MINUTE_MS), number(8));
}
