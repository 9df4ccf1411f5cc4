/** REST calls about webhooks: a channel's, by the bot; and the one by a webhook's own token, for which no bot is needed. Called by rest.ts. */
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { ChannelWebhook, DiscordApi } from "./api.ts";
import { list, object, text } from "./json.ts";
import { creation, json } from "./rest-body.ts";
import { botCall } from "./rest-call.ts";
import { messageId } from "./rest-message.ts";
import type { createRequest } from "./rest-request.ts";

const OF_CHANNEL = "/channels/:channel/webhooks";
const TEMPLATE = "/webhooks/:webhook/:token";

type WebhookCalls = Pick<DiscordApi, "executeWebhook" | "channelWebhooks" | "createWebhook">;

export function createWebhookCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): WebhookCalls {
  return {
    async channelWebhooks(channelId, signal) {
      return list(await request(botCall("GET", OF_CHANNEL, channelId), signal)).flatMap(readWebhook);
    },

    async createWebhook(channelId, name, signal) {
      const call = { ...botCall("POST", OF_CHANNEL, channelId), body: json({ name }), repeatable: false };
      const [made] = readWebhook(await request(call, signal));
      if (made === undefined) throw new NetworkError("POST of a webhook: the answer is no webhook");
      return made;
    },

    async executeWebhook({ id, token, threadId }, message, speaker, signal) {
      const search = new URLSearchParams({ wait: "true", ...(threadId === undefined ? {} : { thread_id: threadId }) });
      const who = speaker === undefined ? {} : { username: speaker.name, ...(speaker.avatarUrl === undefined ? {} : { avatar_url: speaker.avatarUrl }) };
      const path = `/webhooks/${encodeURIComponent(id)}/${encodeURIComponent(token)}?${search}`;
      // Rate limits count by webhook and token. Source: Discord reference, "Rate Limits", top-level resources.
      const key = { route: `POST ${TEMPLATE}`, family: `POST ${TEMPLATE}`, major: token, bot: false };
      try {
        const made = messageId(await request({ method: "POST", template: TEMPLATE, path, key, body: creation(message, who), repeatable: false }, signal));
        return made === undefined ? { kind: "unknown" } : { kind: "sent", id: made };
      } catch (error) {
        // Without a nonce, sending it again could show it twice.
        if (error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500)) return { kind: "unknown" };
        throw error;
      }
    },
  };
}

/** None where it is no webhook. */
function readWebhook(value: unknown): ChannelWebhook[] {
  const { id, token, application_id } = object(value);
  return text(id) === "" ? [] : [{ id: text(id), token: text(token), applicationId: text(application_id) || null }];
}
