/**
 * Wakes the objects of watched channels that nobody has heard of for long, or that have just been switched on. Those that look by their own alarms move
 * their moment ahead, so that few are ever due; after an outage, when many are, so many a minute as leave room for people's answers. Called by dispatch.ts.
 */
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";

/** A look is one request of Discord's 50 a second at least; spread over the minute these are 7 of them. A run may call 1,000 objects on the Free plan. */
const AT_ONCE = 400;
const SPREAD_MS = 55_000;
/** An object that was woken has moved its moment ahead by then. */
const AGAIN_MS = 60 * 60_000;
/** Calls under way at the same time. */
const LANES = 20;

export interface LooksDeps {
  log: Log;
  watched: {
    /** Those that are due, which nobody else gets before `until`. */
    claimDue(now: number, until: number, limit: number): Promise<string[]>;
  };
  /** Has that channel's object look at that moment. `pushedAt`: when it is due again. */
  lookAt(channelId: string, at: number, pushedAt: number): Promise<void>;
}

/** One that cannot be woken is due again in an hour. Returns how many there were. */
export async function wakeWatched(minute: number, { watched, lookAt, log }: LooksDeps): Promise<number> {
  const until = minute + AGAIN_MS;
  const due = await watched.claimDue(minute, until, AT_ONCE);
  const step = due.length === 0 ? 0 : SPREAD_MS / due.length;
  const waiting = due.map((channelId, place) => ({ channelId, at: Math.round(minute + place * step) }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { channelId, at } = next;
      await lookAt(channelId, at, until).catch((error: unknown) => log.error("cron", { part: "looks", error: describeError(error) }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, due.length) }, work));
  return due.length;
}
