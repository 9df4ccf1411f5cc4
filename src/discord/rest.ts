/** Discord's REST API: the adapter behind `api.ts`, made in deps/. Which calls there are and how each may fail; the rest is in rest-request.ts. */
import { BugError, DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";
import type { DiscordApi, InteractionTarget } from "./api.ts";
import { createAccessCalls } from "./rest-access.ts";
import { createApplicationCalls } from "./rest-application.ts";
import { creation, edit, type RequestBody } from "./rest-body.ts";
import { unless } from "./rest-call.ts";
import { channelMessages, isEphemeral, messageId } from "./rest-message.ts";
import { type Call, createRequest, type RequestDeps } from "./rest-request.ts";
import { createServerCalls } from "./rest-server.ts";
import { createThreadCalls } from "./rest-threads.ts";
import { createWebhookCalls } from "./rest-webhooks.ts";

/** `fetch` is called without a receiver. `baseUrl` ends in the version, without a slash. */
export type DiscordRestDeps = RequestDeps;

/** Unknown message: somebody deleted it before us. Source: Discord JSON error codes. */
const GONE = [10008];
/** The same for a webhook or an interaction that is unknown (yet). */
const NOT_THERE = [...GONE, 10015, 10062];
const CHANNEL_MESSAGE = "/channels/:channel/messages/:message";

export function createDiscordRest(deps: DiscordRestDeps): DiscordApi {
  const { request, delay } = createRequest(deps);

  return {
    ...createApplicationCalls({ request }),
    ...createThreadCalls({ request }),
    ...createAccessCalls({ request }),
    ...createServerCalls({ request }),
    ...createWebhookCalls({ request }),

    async editInteractionMessage(target, id, message, signal) {
      const answer = await request(editCall(target, id, edit(message)), signal);
      // Discord always answers with the message; its id is known anyway unless it was @original.
      const edited = messageId(answer) ?? (id === "@original" ? undefined : id);
      if (edited === undefined) throw new NetworkError("PATCH of a message: the answer is no message");
      return { id: edited, ...(isEphemeral(answer) ? { alone: true } : {}) };
    },

    async isAcknowledged(target, signal) {
      return (await unless(NOT_THERE, request(interactionCall("GET", target, messagePath("@original")), signal))) !== undefined;
    },

    async followUp(target, message, signal) {
      try {
        const id = messageId(await request({ ...interactionCall("POST", target, ""), body: creation(message), repeatable: false }, signal));
        return id === undefined ? { kind: "unknown" } : { kind: "sent", id };
      } catch (error) {
        // Without a nonce, sending it again could show it twice.
        if (error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500)) return { kind: "unknown" };
        throw error;
      }
    },

    async deleteInteractionMessage(target, id, signal) {
      await unless(GONE, request(interactionCall("DELETE", target, messagePath(id)), signal));
    },

    async createMessage(channelId, message, nonce, signal) {
      // Everybody in the channel would read it.
      if (message.private) throw new BugError("a private message cannot be posted into a channel");
      const body = creation(message, { nonce, enforce_nonce: true });
      const id = messageId(await request({ ...channelCall("POST", channelId, ""), body }, signal));
      if (id === undefined) throw new NetworkError("POST of a message: the answer is no message");
      return { id };
    },

    async editMessage(channelId, id, message, signal) {
      await request({ ...messageCall("PATCH", channelId, id), body: edit(message) }, signal);
      return { id };
    },

    async deleteMessage(channelId, id, signal) {
      await unless(GONE, request(messageCall("DELETE", channelId, id), signal));
    },

    async channelMessages(channelId, { limit, ...cursor }, signal) {
      const search = new URLSearchParams({ limit: String(Math.min(100, Math.max(1, Math.floor(limit)))), ...cursor });
      return channelMessages(await request(channelCall("GET", channelId, `?${search}`), signal));
    },

    async message(channelId, id, signal) {
      return channelMessages([await unless(GONE, request(messageCall("GET", channelId, id), signal))])[0] ?? null;
    },

    editDelay: (of) => delay("token" in of ? editCall(of, "@original").key : messageKey("PATCH", of.channelId)),
  };
}

function editCall(target: InteractionTarget, id: MessageId | "@original", body?: RequestBody): Call {
  return { ...interactionCall("PATCH", target, messagePath(id)), ...(body ? { body } : {}) };
}

function messagePath(id: MessageId | "@original"): string {
  return `/messages/${id === "@original" ? id : encodeURIComponent(id)}`;
}

/** By the interaction's own token, in the path; needs no bot. */
function interactionCall(method: Call["method"], target: InteractionTarget, rest: string): Call {
  const template = `/webhooks/:app/:token${rest === "" || rest.endsWith("@original") ? rest : "/messages/:message"}`;
  const path = `/webhooks/${encodeURIComponent(target.applicationId)}/${encodeURIComponent(target.token)}${rest}`;
  return { method, template, path, key: { route: `${method} ${template}`, family: "interaction", major: target.token, bot: false }, repeatable: true };
}

function channelCall(method: Call["method"], channelId: ChannelId, query: string): Call {
  const route = `${method} /channels/:channel/messages`;
  const path = `/channels/${encodeURIComponent(channelId)}/messages${query}`;
  return { method, template: "/channels/:channel/messages", path, key: { route, family: route, major: channelId, bot: true }, repeatable: true };
}

function messageCall(method: Call["method"], channelId: ChannelId, id: MessageId): Call {
  const path = `/channels/${encodeURIComponent(channelId)}/messages/${encodeURIComponent(id)}`;
  return { method, template: CHANNEL_MESSAGE, path, key: messageKey(method, channelId), repeatable: true };
}

function messageKey(method: Call["method"], channelId: ChannelId): Call["key"] {
  const route = `${method} ${CHANNEL_MESSAGE}`;
  return { route, family: route, major: channelId, bot: true };
}
