/** Messages by a channel's webhook: whoever has its token can write there. Called by routes-interactions.ts, whose path is the same. */
import { IncomingWebhookRequestPartialSchema } from "discord-api-spec/zod";
import { changeOf } from "./apply-body.ts";
import { checkMessage } from "./check-message.ts";
import { asObjects, asString } from "./json.ts";
import { createMessage } from "./messages.ts";
import { isThread } from "./permissions.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { type Answer, noContent, ok, type RouteCall } from "./route.ts";
import { createUserJson, type State } from "./state.ts";
import { type Channel, messageFlag, type Webhook } from "./types.ts";
import { messageForApp } from "./views.ts";

/** Source: Discord reference, "Usernames and Nicknames" and "Create Webhook". */
const FORBIDDEN_NAME = /clyde|discord/i;

/** `applicationId`: who made it; null: a person, in the channel's settings. */
export function addWebhook(state: State, channel: Channel, spec: { name?: string; applicationId?: string | null } = {}): Webhook {
  const webhook: Webhook = {
    id: state.nextId(),
    // As long as Discord's are.
    token: `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", "").padEnd(68, "_"),
    channelId: channel.id,
    name: spec.name ?? "Captain Hook",
    avatar: null,
    applicationId: spec.applicationId ?? null,
  };
  state.webhooks.set(webhook.id, webhook);
  return webhook;
}

/** Source: Discord reference, "Execute Webhook". A wrong token of one that is there is 50027, an unknown one 10015. */
export async function executeWebhook({ state, url, param, body, what }: RouteCall, webhook: Webhook): Promise<Answer> {
  if (webhook.token !== param("token")) throw refuse.deadToken();
  const parsed = await body();
  const json = checkMessage(state, parsed, {
    schema: IncomingWebhookRequestPartialSchema,
    what,
    flags: messageFlag.suppressEmbeds | messageFlag.silent | messageFlag.componentsV2,
  });
  const username = asString(json.username);
  if (username !== undefined && FORBIDDEN_NAME.test(username))
    throw invalidForm([{ path: ["username"], code: "USERNAME_INVALID_CONTAINS", message: "Username cannot contain that" }]);
  // Only an application's own webhooks have somebody who answers presses.
  if (webhook.applicationId === null && asObjects(json.components).length > 0)
    throw invalidForm([{ path: ["components"], code: "APPLICATION_WEBHOOK_REQUIRED", message: "This webhook belongs to no application." }]);
  const channel = channelOf(state, webhook, url.searchParams.get("thread_id"));
  const author = { ...createUserJson(webhook.id, username ?? webhook.name, null, true), avatar: asString(json.avatar_url) ?? webhook.avatar };
  const record = createMessage(state, {
    channel,
    author,
    type: 0,
    ...changeOf(state, json, parsed.files, channel, [], false),
    flags: Number(json.flags ?? 0),
    webhookId: webhook.id,
    webhookOwner: webhook.applicationId,
  });
  return url.searchParams.get("wait") === "true" ? ok(messageForApp(state, record)) : noContent;
}

function channelOf(state: State, webhook: Webhook, threadId: string | null): Channel {
  const channel = state.channels.get(threadId ?? webhook.channelId);
  if (channel === undefined || (threadId !== null && !(isThread(channel) && channel.parentId === webhook.channelId))) throw refuse.unknownChannel();
  return channel;
}
