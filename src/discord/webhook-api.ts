/** Port: the REST calls about webhooks, a part of `api.ts`. */
import type { ChannelId } from "../kernel/ids.ts";
import type { OutgoingMessage, SendResult } from "./api.ts";

export interface ChannelWebhook {
  id: string;
  /** Empty for those that others have made. */
  token: string;
  /** Who made it; null: a person. */
  applicationId: string | null;
}

/** Fails as all of them do (api.ts). */
export interface WebhookApi {
  /** Those of that channel, which needs `manageWebhooks` there. */
  channelWebhooks(channelId: ChannelId, signal?: AbortSignal): Promise<ChannelWebhook[]>;
  /** The application's own, in a channel that is no thread. Needs the same; not idempotent. */
  createWebhook(channelId: ChannelId, name: string, signal?: AbortSignal): Promise<ChannelWebhook>;
  /** POST by a webhook's own token; not idempotent, has no nonce. `speaker`: in place of the webhook's own name and picture. */
  executeWebhook(
    webhook: { id: string; token: string; threadId?: string },
    message: OutgoingMessage,
    speaker?: { name: string; avatarUrl?: string },
    signal?: AbortSignal,
  ): Promise<SendResult>;
}
