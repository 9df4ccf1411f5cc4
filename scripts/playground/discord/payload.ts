/** Builds the JSON of an interaction from what a person does, field by field after Discord's reference, "Interaction Structure". */
import { withFreshUrls } from "./cdn.ts";
import { checkOptions, checkTyping, declaredOption } from "./check-options.ts";
import { checkCommandUse, contextOf, ownersOf, usableComponent } from "./client-checks.ts";
import { copy, type JsonObject } from "./json.ts";
import { findMessage } from "./messages.ts";
import { modalData } from "./modal-payload.ts";
import { permission } from "./permissions.ts";
import { put, resolvedChannelJson, resolveUser } from "./resolved.ts";
import { selectData } from "./select-payload.ts";
import { type Action, type Asker, ClientError, type CommandCall, type OptionValue } from "./spec.ts";
import { type InteractionRecord, interactionById, permissionsIn, type State } from "./state.ts";
import type { Attachment, Channel, MessageRecord, User } from "./types.ts";
import { interactionChannelJson, memberJson, messageForApp } from "./views.ts";

const INTERACTION_TYPES = { slash: 2, message: 2, user: 2, button: 3, select: 3, autocomplete: 4, modal: 5 } as const;
const DEFAULT_SIZE_LIMIT = 10 * 1024 * 1024;

/** Everything of the record but what delivery adds. */
export type Draft = Pick<
  InteractionRecord,
  "type" | "user" | "channelId" | "guildId" | "payload" | "sourceMessageId" | "userInstallOnly" | "forcePrivate" | "metadata" | "attachmentSizeLimit"
>;

export function buildInteraction(state: State, id: string, token: string, spec: Asker & Action): Draft {
  const { user, channel } = spec;
  const type = INTERACTION_TYPES[spec.kind];
  const source = sourceOf(state, spec);
  const parent = spec.kind === "modal" ? interactionById(state, spec.from.id) : undefined;
  const owners = ownersOf(state, spec);
  const data = dataOf(state, spec, owners, source, parent);
  const guild = channel.guildId === null ? undefined : state.guilds.get(channel.guildId);
  const member = guild?.members.get(user.id);
  if (guild && !member) throw new ClientError(`${user.username} is not in this server`);
  const attachmentSizeLimit = spec.attachmentSizeLimit ?? DEFAULT_SIZE_LIMIT;
  const metadata = metadataOf(id, spec, owners, source, parent);
  const payload: JsonObject = {
    id,
    application_id: state.app.id,
    type,
    token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: interactionChannelJson(state, channel, user.id),
    ...(guild ? { guild_id: guild.id, guild: { id: guild.id, locale: guild.locale, features: [] }, guild_locale: guild.locale } : {}),
    ...(member ? { member: { ...memberJson(member), permissions: String(permissionsIn(state, user.id, channel)) } } : { user: copy(user) }),
    locale: spec.locale ?? "en-US",
    app_permissions: String(appPermissions(state, channel, user, owners)),
    entitlements: spec.entitlements ?? [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: owners,
    context: contextOf(state, channel),
    attachment_size_limit: attachmentSizeLimit,
    ...(source ? { message: messageForApp(state, source, true) } : {}),
  };
  const userInstallOnly = !("0" in owners);
  return {
    type,
    user,
    channelId: channel.id,
    guildId: channel.guildId,
    payload,
    sourceMessageId: source?.json.id,
    userInstallOnly,
    forcePrivate: guild !== undefined && userInstallOnly && !(permissionsIn(state, user.id, channel) & permission.useExternalApps),
    metadata,
    attachmentSizeLimit,
  };
}

/** Source: Discord reference, field `app_permissions`: in DMs a fixed set; where the bot is no member, what an external app may do. */
function appPermissions(state: State, channel: Channel, user: User, owners: Record<string, string>): bigint {
  const external = permission.attachFiles | permission.embedLinks | permission.mentionEveryone;
  if (channel.guildId === null) return channel.recipients.includes(state.app.bot.id) ? external | permission.useExternalEmojis : external;
  if ("0" in owners) return permissionsIn(state, state.app.bot.id, channel);
  return permissionsIn(state, user.id, channel) & (external | permission.useExternalEmojis);
}

function messageOf(state: State, message: MessageRecord | string): MessageRecord {
  const found = findMessage(state, typeof message === "string" ? message : message.json.id);
  if (!found) throw new ClientError("this message is gone");
  return found;
}

/** The message whose button was pressed, or from whose button the modal came. */
function sourceOf(state: State, spec: Asker & Action): MessageRecord | undefined {
  if (spec.kind === "button" || spec.kind === "select") return messageOf(state, spec.message);
  const parent = spec.kind === "modal" ? interactionById(state, spec.from.id) : undefined;
  return parent?.sourceMessageId === undefined ? undefined : findMessage(state, parent.sourceMessageId);
}

function metadataOf(
  id: string,
  spec: Asker & Action,
  owners: Record<string, string>,
  source: MessageRecord | undefined,
  parent: InteractionRecord | undefined,
): JsonObject {
  const common = { id, type: INTERACTION_TYPES[spec.kind], user: copy(spec.user), authorizing_integration_owners: owners };
  if (spec.kind === "button" || spec.kind === "select") return { ...common, interacted_message_id: source?.json.id };
  if (spec.kind === "modal") return { ...common, triggering_interaction_metadata: parent?.metadata };
  if (spec.kind === "user") return { ...common, target_user: copy(spec.target) };
  if (spec.kind === "message") return { ...common, target_message_id: typeof spec.target === "string" ? spec.target : spec.target.json.id };
  return common;
}

function dataOf(
  state: State,
  spec: Asker & Action,
  owners: Record<string, string>,
  source: MessageRecord | undefined,
  parent: InteractionRecord | undefined,
): JsonObject {
  switch (spec.kind) {
    case "slash":
    case "autocomplete":
      return commandData(state, spec, owners, spec.kind === "autocomplete" ? spec.focused : undefined);
    case "message": {
      const target = messageOf(state, spec.target);
      const command = checkCommandUse(state, spec, 3, spec.command, owners);
      const resolved = { messages: { [target.json.id]: messageForApp(state, target, true) } };
      return { id: command?.id ?? state.nextId(), name: spec.command, type: 3, target_id: target.json.id, resolved };
    }
    case "user": {
      const command = checkCommandUse(state, spec, 2, spec.command, owners);
      const resolved: JsonObject = {};
      resolveUser(state, spec, spec.target, resolved);
      return { id: command?.id ?? state.nextId(), name: spec.command, type: 2, target_id: spec.target.id, resolved };
    }
    case "button":
    case "select": {
      const component = usableComponent(state, spec, source ?? messageOf(state, spec.message), spec.customId);
      const common = { id: component.id, custom_id: spec.customId, component_type: component.type };
      return spec.kind === "select" ? { ...common, ...selectData(state, spec, component, spec.values) } : common;
    }
    case "modal":
      return modalData(parent, spec);
    default:
      throw new ClientError("unknown action");
  }
}

function commandData(state: State, spec: Asker & CommandCall, owners: Record<string, string>, focused: string | undefined): JsonObject {
  const command = checkCommandUse(state, spec, 1, spec.command, owners);
  if (command && !spec.force) {
    if (focused === undefined) checkOptions(state, spec, command, spec);
    else checkTyping(command, spec, focused);
  }
  const resolved: JsonObject = {};
  let options: JsonObject[] = Object.entries(spec.options ?? {}).map(([name, value]) => {
    const declared = declaredOption(command, spec, name);
    const option = optionJson(state, spec, name, value, declared, resolved);
    return focused === name ? { ...option, focused: true } : option;
  });
  for (const [depth, name] of [...(spec.path ?? [])].reverse().entries()) options = [{ name, type: depth === 0 ? 1 : 2, options }];
  return {
    id: command?.id ?? state.nextId(),
    name: spec.command,
    type: 1,
    ...(command?.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(options.length > 0 ? { options } : {}),
    // While typing, ids come as they are.
    ...(focused === undefined && Object.keys(resolved).length > 0 ? { resolved } : {}),
  };
}

/** Source: Discord reference, "Application Command Option Type". */
function optionJson(state: State, asker: Asker, name: string, value: OptionValue, declared: JsonObject | undefined, resolved: JsonObject): JsonObject {
  if (typeof value === "string") return { name, type: declared?.type ?? 3, value };
  if (typeof value === "boolean") return { name, type: 5, value };
  if (typeof value === "number") return { name, type: declared?.type ?? (Number.isInteger(value) ? 4 : 10), value };
  if ("filename" in value) {
    put(resolved, "attachments", value.id, withFreshUrls(state, { ...value, ephemeral: true } satisfies Attachment));
    return { name, type: 11, value: value.id };
  }
  if ("username" in value) {
    resolveUser(state, asker, value, resolved);
    return { name, type: 6, value: value.id };
  }
  if ("guildId" in value) {
    put(resolved, "channels", value.id, resolvedChannelJson(state, value, asker.user.id));
    return { name, type: 7, value: value.id };
  }
  if ("permissions" in value) {
    put(resolved, "roles", value.id, { id: value.id, name: value.name, permissions: String(value.permissions), position: value.position });
    return { name, type: 8, value: value.id };
  }
  return { name, type: value.type, value: value.value };
}
