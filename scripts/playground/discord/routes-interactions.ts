/** Calls by interaction token: the callback, the original response, follow-ups; mounted by `rest.ts`. */
import { IncomingWebhookInteractionRequestSchema, IncomingWebhookUpdateRequestPartialSchema } from "discord-api-spec/zod";
import { changeOf, pingedUsers } from "./apply-body.ts";
import { applyCallback } from "./callback.ts";
import { checkMessage } from "./check-message.ts";
import { createMessage, deleteMessage, editMessage, findMessage } from "./messages.ts";
import { refuse } from "./refusal.ts";
import { type Answer, noContent, ok, type Route, type RouteCall } from "./route.ts";
import { type InteractionRecord, type State, violate } from "./state.ts";
import { type Channel, type MessageRecord, messageFlag } from "./types.ts";
import { messageForApp } from "./views.ts";
import { executeWebhook } from "./webhook-execute.ts";

/** Source: Discord reference, "Followup Messages": the token is valid for 15 minutes. */
const TOKEN_LIFETIME_MS = 15 * 60_000;
const USER_INSTALL_FOLLOW_UPS = 5;

export function interactionRoutes(): Route[] {
  const webhook = "/webhooks/:application/:token";
  return [
    { method: "POST", template: "/interactions/:interaction/:token/callback", auth: "interaction", handle: callback },
    { method: "POST", template: webhook, auth: "interaction", handle: followUp },
    { method: "GET", template: `${webhook}/messages/:message`, auth: "interaction", handle: getOne },
    { method: "PATCH", template: `${webhook}/messages/:message`, auth: "interaction", handle: editOne },
    { method: "DELETE", template: `${webhook}/messages/:message`, auth: "interaction", handle: deleteOne },
  ];
}

async function callback({ state, param, url, body }: RouteCall): Promise<Answer> {
  const interaction = state.interactions.get(param("token"));
  if (!interaction || interaction.id !== param("interaction") || interaction.status === "failed") throw refuse.unknownInteraction();
  if (state.now() - interaction.createdAt > state.options.acknowledgeMs && interaction.status === "pending") throw refuse.unknownInteraction();
  if (interaction.status !== "pending") throw refuse.alreadyAcknowledged();
  const record = applyCallback(state, interaction, await body());
  if (url.searchParams.get("with_response") !== "true") return noContent;
  const type = interaction.callback?.type;
  return ok({
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(record
        ? {
            response_message_id: record.json.id,
            response_message_loading: (record.json.flags & messageFlag.loading) !== 0,
            response_message_ephemeral: record.onlyFor !== undefined,
          }
        : {}),
    },
    ...(record ? { resource: { type, message: messageForApp(state, record) } } : {}),
  });
}

/**
 * Before the acknowledgement Discord does not know the token yet (10015), after a missed one it never will; after 15 minutes it is dead (50027).
 * An original that does not exist (any more) is 10008.
 */
function liveInteraction({ state, param }: RouteCall): InteractionRecord {
  const interaction = state.interactions.get(param("token"));
  if (!interaction || param("application") !== state.app.id || interaction.status !== "acknowledged") throw refuse.unknownWebhook();
  // PING and autocomplete have no webhook behind their tokens.
  if (interaction.type === 1 || interaction.type === 4) throw refuse.unknownWebhook();
  if (isDead(state, interaction)) throw refuse.deadToken();
  return interaction;
}

function isDead(state: State, { expired, createdAt }: InteractionRecord): boolean {
  return expired || state.now() - createdAt >= TOKEN_LIFETIME_MS;
}

/** As if a quarter of an hour had passed; gives how many tokens died. */
export function expireTokens(state: State): number {
  const open = [...state.interactions.values()].filter((interaction) => interaction.status === "acknowledged" && !isDead(state, interaction));
  for (const interaction of open) interaction.expired = true;
  return open.filter(({ type }) => type !== 1 && type !== 4).length;
}

function channelOf(state: State, interaction: InteractionRecord): Channel {
  const channel = state.channels.get(interaction.channelId);
  if (!channel) throw refuse.unknownChannel();
  return channel;
}

function ownMessage(state: State, interaction: InteractionRecord, id: string): MessageRecord {
  const wanted = id === "@original" ? interaction.originalId : [...interaction.messageIds, interaction.originalId].find((known) => known === id);
  const record = wanted === undefined ? undefined : findMessage(state, wanted);
  if (!record) throw refuse.unknownMessage();
  return record;
}

function getOne(call: RouteCall): Answer {
  const interaction = liveInteraction(call);
  return ok(messageForApp(call.state, ownMessage(call.state, interaction, call.param("message"))));
}

async function editOne(call: RouteCall): Promise<Answer> {
  const interaction = liveInteraction(call);
  const record = ownMessage(call.state, interaction, call.param("message"));
  return ok(messageForApp(call.state, await edit(call, interaction, record)));
}

async function edit({ state, body, what }: RouteCall, interaction: InteractionRecord, record: MessageRecord): Promise<MessageRecord> {
  const parsed = await body();
  const json = checkMessage(state, parsed, {
    schema: IncomingWebhookUpdateRequestPartialSchema,
    what,
    // The private flag may be repeated; changing it is noted below.
    flags: messageFlag.suppressEmbeds | messageFlag.componentsV2 | messageFlag.ephemeral,
    existing: record.json,
    fileLimit: interaction.attachmentSizeLimit,
  });
  const flags = Number(json.flags ?? 0);
  if (flags & messageFlag.ephemeral && record.onlyFor === undefined) violate(state, `${what}: a public message cannot become private`);
  const change = changeOf(state, json, parsed.files, channelOf(state, interaction), record.json.attachments, record.onlyFor !== undefined);
  if (json.flags !== undefined && json.flags !== null) change.flags = (record.json.flags & ~messageFlag.suppressEmbeds) | (flags & ~messageFlag.ephemeral);
  return editMessage(state, record, change);
}

function deleteOne(call: RouteCall): Answer {
  deleteMessage(call.state, ownMessage(call.state, liveInteraction(call), call.param("message")));
  return noContent;
}

async function followUp(call: RouteCall): Promise<Answer> {
  const { state, what } = call;
  const webhook = state.webhooks.get(call.param("application"));
  if (webhook !== undefined) return executeWebhook(call, webhook);
  const interaction = liveInteraction(call);
  const original = interaction.originalId === undefined ? undefined : findMessage(state, interaction.originalId);
  if (original && original.json.flags & messageFlag.loading) {
    // Deprecated behaviour that still exists: the first follow-up becomes the original response.
    violate(state, `${what}: a follow-up right after a deferral edits the original; PATCH @original instead`);
    return ok(messageForApp(state, await edit(call, interaction, original)));
  }
  if (interaction.userInstallOnly && interaction.followUps >= USER_INSTALL_FOLLOW_UPS) throw refuse.tooManyFollowUps();
  const parsed = await call.body();
  const allowed = messageFlag.suppressEmbeds | messageFlag.silent | messageFlag.ephemeral | messageFlag.componentsV2;
  const json = checkMessage(state, parsed, {
    schema: IncomingWebhookInteractionRequestSchema,
    what,
    flags: allowed,
    fileLimit: interaction.attachmentSizeLimit,
  });
  const flags = Number(json.flags ?? 0) | (interaction.forcePrivate ? messageFlag.ephemeral : 0);
  const isPrivate = (flags & messageFlag.ephemeral) !== 0;
  const channel = channelOf(state, interaction);
  interaction.followUps += 1;
  const record = createMessage(state, {
    channel,
    author: state.app.bot,
    type: original ? 19 : 0,
    ...changeOf(state, json, parsed.files, channel, [], isPrivate),
    flags,
    mentions: pingedUsers(state, json, undefined),
    replyTo: original,
    onlyFor: isPrivate ? interaction.user.id : undefined,
    interactionId: interaction.id,
    webhookId: state.app.id,
    metadata: { ...interaction.metadata, ...(original ? { original_response_message_id: original.json.id } : {}) },
  });
  interaction.messageIds.push(record.json.id);
  return ok(messageForApp(state, record));
}
