/** What a failed look means: the channel is closed to the bot, or it has to wait. Pure. Used by watcher.ts. */
import { DiscordApiError } from "../kernel/errors.ts";

const MINUTE = 60_000;
const MOST_WAIT = 30 * MINUTE;
const WITHOUT_TOKEN = 60 * MINUTE;

/** Unknown channel or server; no access, no permission. Source: Discord JSON error codes. What comes without a code is not Discord's word on a channel. */
const GONE: readonly number[] = [10003, 10004];
const FORBIDDEN: readonly number[] = [50001, 50013];

/** A key for people (locales): it may not look there any more, or there is no such channel. Null: it may be over soon. */
export function offForGood(error: unknown): "forbidden" | "gone" | null {
  if (!(error instanceof DiscordApiError)) return null;
  if (GONE.includes(error.code)) return "gone";
  return FORBIDDEN.includes(error.code) ? "forbidden" : null;
}

/** Twice as long with each failure, and half of it by chance, so that many objects do not come back at the same moment. */
export function waitAfter(error: unknown, failures: number, random: number): number {
  // The bot's token is wrong: that is for the deployer to mend.
  if (error instanceof DiscordApiError && error.status === 401) return WITHOUT_TOKEN;
  return Math.round(Math.min(MOST_WAIT, MINUTE * 2 ** (failures - 1)) * (0.5 + random / 2));
}
