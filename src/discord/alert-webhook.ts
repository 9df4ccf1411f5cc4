/** Posts a sentence to ALERT_WEBHOOK: Discord's webhooks read `content`, Slack's and Mattermost's `text`. Made in deps/ for the cron. */
import { NetworkError } from "../kernel/errors.ts";
import { NO_MENTIONS } from "./mentions.ts";

const TIMEOUT_MS = 10_000;

/** What it returns throws NetworkError. */
export function createAlert(url: string, fetch: (url: string, init: RequestInit) => Promise<Response>): (text: string) => Promise<void> {
  return async (text) => {
    const body = JSON.stringify({ content: text, text, allowed_mentions: NO_MENTIONS });
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    if (!response.ok) throw new NetworkError(`the alert webhook answered ${response.status}`);
  };
}
