/** What a failed look means: the channel is closed to the bot, or it has to wait. Pure. Used by watcher.ts. */
import { DiscordApiError } from "../kernel/errors.ts";

const MINUTE = 60_000;
const MOST_WAIT = 30 * MINUTE;
const WITHOUT_TOKEN = 60 * MINUTE;

/** A key for people (locales): it may not look there any more, or there is no such channel. Null: it may be over soon. */
export function offForGood(error: unknown): "forbidden" | "gone" | null {
  if (!(error instanceof DiscordApiError)) return null;
  if (error.status === 404) return "gone";
  return error.status === 403 ? "forbidden" : null;
}

/** Twice as long with each failure, and half of it by chance, so that many objects do not come back at the same moment. */
export function waitAfter(error: unknown, failures: number, random: number): number {
  // The bot's token is wrong: that is for the deployer to mend.
  if (error instanceof DiscordApiError && error.status === 401) return WITHOUT_TOKEN;
  return Math.round(Math.min(MOST_WAIT, MINUTE * 2 ** (failures - 1)) * (0.5 + random / 2));
}
