/** A message to the deployer's own webhook, by whatever reads it: Discord, Slack or Mattermost. Made in deps.ts, called by cron. */
import { NetworkError } from "../kernel/errors.ts";
import { NO_MENTIONS } from "./mentions.ts";

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** `content` is what Discord's webhooks read, `text` what Slack's and Mattermost's do. Throws NetworkError. */
export function createAlert(url: string, send: Send): (text: string) => Promise<void> {
  return async (text) => {
    const body = JSON.stringify({ content: text, text, allowed_mentions: NO_MENTIONS });
    const response = await send(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    if (!response.ok) throw new NetworkError(`the alert webhook answered ${response.status}`);
  };
}
