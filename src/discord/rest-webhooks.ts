/** The REST call by a webhook's own token, for which no bot is needed. Called by rest.ts. */
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { DiscordApi } from "./api.ts";
import { creation } from "./rest-body.ts";
import { messageId } from "./rest-message.ts";
import type { createRequest } from "./rest-request.ts";

const TEMPLATE = "/webhooks/:webhook/:token";

export function createWebhookCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): Pick<DiscordApi, "executeWebhook"> {
  return {
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
