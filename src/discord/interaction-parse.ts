/** Discord's payload -> `Interaction`. Called by edge/interactions.ts after the signature was found good; never throws. */
import type { ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId } from "../kernel/ids.ts";
import { snowflakeTime } from "../kernel/ids.ts";
import { own } from "../kernel/own.ts";
import { isThread } from "./access.ts";
import type { CommandInteraction, Interaction, InteractionBase, InteractionMessage } from "./interaction.ts";
import { readCommandOptions, readTyping } from "./interaction-options.ts";
import { type BasePayload, type CommandPayload, interactionSchemas, type ModalPayload } from "./interaction-schema.ts";
import { EPHEMERAL } from "./limits.ts";
import { attachmentsIn, embedFields, messageSnapshot } from "./message-snapshot.ts";

/** What cannot be used. `answer` is how it may still be answered; `none` where it is no interaction at all. */
export interface Unsupported {
  type: "unsupported";
  answer: "message" | "choices" | "none";
  locale: string;
}

/** Source: Discord reference, "Interaction Type". PING (1) never gets here. */
const kind = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
const context = { guild: 0, botDm: 1, privateChannel: 2 } as const;
const channelType = { directMessage: 1, groupDm: 3 } as const;

export function parseInteraction(payload: unknown): Interaction | Unsupported {
  const type = property(payload, "type");
  const base = interactionSchemas().base.safeParse(payload);
  const common = base.success ? commonFields(base.data) : undefined;
  return (common && specific(type, payload, common)) ?? unsupported(type, property(payload, "locale"));
}

function specific(type: unknown, payload: unknown, common: InteractionBase): Interaction | undefined {
  const schemas = interactionSchemas();
  switch (type) {
    case kind.command: {
      const parsed = schemas.command.safeParse(payload);
      return parsed.success ? command(parsed.data.data, common) : undefined;
    }
    case kind.autocomplete: {
      const parsed = schemas.command.safeParse(payload);
      const typing = parsed.success ? readTyping(parsed.data.data) : undefined;
      return parsed.success && typing ? { ...common, type: "autocomplete", name: parsed.data.data.name, ...typing } : undefined;
    }
    case kind.component: {
      const parsed = schemas.component.safeParse(payload);
      if (!parsed.success) return undefined;
      const { data, message } = parsed.data;
      const channelNames = Object.fromEntries(Object.entries(data.resolved?.channels ?? {}).map(([id, { name }]) => [id, name ?? ""]));
      return { ...common, type: "component", customId: data.custom_id, values: data.values ?? [], channelNames, message: messageFields(message) };
    }
    case kind.modal: {
      const parsed = schemas.modal.safeParse(payload);
      if (!parsed.success) return undefined;
      const { data, message } = parsed.data;
      return { ...common, type: "modal", customId: data.custom_id, fields: fieldsOf(data), message: message ? messageFields(message) : undefined };
    }
    default:
      return undefined;
  }
}

function commonFields(payload: BasePayload): InteractionBase | undefined {
  const channelId = payload.channel_id ?? payload.channel?.id;
  const user = payload.member?.user ?? payload.user;
  if (!channelId || !user) return undefined;
  const owners = payload.authorizing_integration_owners;
  const where = contextOf(payload);
  const guildInstalled = owners ? Object.hasOwn(owners, "0") : where !== "private-channel";
  return {
    id: payload.id as InteractionId,
    applicationId: payload.application_id as ApplicationId,
    token: payload.token,
    channelId: channelId as ChannelId,
    channelType: payload.channel?.type ?? (where === "guild" ? 0 : channelType.directMessage),
    channelName: payload.channel?.name ?? "",
    // A thread's parent is a channel; any other channel's is a category.
    ageRestricted: payload.channel?.nsfw === true,
    parentId: isThread(payload.channel?.type ?? 0) ? ((payload.channel?.parent_id ?? null) as ChannelId | null) : null,
    guildId: (payload.guild_id ?? null) as GuildId | null,
    context: where,
    user: { id: user.id as UserId, name: payload.member?.nick || user.global_name || user.username || user.id },
    memberRoles: payload.member?.roles ?? [],
    memberPermissions: payload.guild_id ? BigInt(payload.member?.permissions ?? 0) : null,
    appPermissions: BigInt(payload.app_permissions ?? 0),
    // The bot's own DM exists whatever the way of installation.
    botPresent: guildInstalled || where === "bot-dm",
    userInstallOnly: !guildInstalled,
    locale: payload.locale ?? "en-US",
    guildLocale: payload.guild_locale ?? "",
    createdAt: snowflakeTime(payload.id),
  };
}

/** Older payloads carry no context, newer ones may carry an unknown one; then it follows from the place. */
function contextOf(payload: BasePayload): Interaction["context"] {
  if (payload.guild_id) return "guild";
  if (payload.context === context.botDm) return "bot-dm";
  if (payload.context === context.privateChannel || payload.channel?.type === channelType.groupDm) return "private-channel";
  const owners = payload.authorizing_integration_owners;
  return owners && !Object.hasOwn(owners, "0") ? "private-channel" : "bot-dm";
}

function command(data: CommandPayload["data"], common: InteractionBase): CommandInteraction | undefined {
  const commandType = ({ 1: "slash", 2: "user", 3: "message" } as const)[data.type ?? 1];
  if (commandType === undefined) return undefined;
  const given = readCommandOptions(data);
  if (given === undefined) return undefined;
  return {
    ...common,
    type: "command",
    commandType,
    name: data.name,
    ...given,
    targetId: data.target_id ?? undefined,
    targetMessage: commandType === "message" ? messageSnapshot(own(data.resolved?.messages, data.target_id)) : undefined,
  };
}

function messageFields(message: NonNullable<ModalPayload["message"]>): InteractionMessage {
  return {
    id: message.id as MessageId,
    ephemeral: ((message.flags ?? 0) & EPHEMERAL) !== 0,
    content: message.content ?? "",
    attachments: attachmentsIn(message),
    embeds: embedFields(message.embeds),
  };
}

function fieldsOf(data: ModalPayload["data"]): Record<string, string> {
  const fields = (data.components ?? []).flatMap((part) => [...(part.component ? [part.component] : []), ...(part.components ?? [])]);
  return Object.fromEntries(fields.flatMap((field) => (field.custom_id ? [[field.custom_id, field.values?.join(",") ?? String(field.value ?? "")]] : [])));
}

function unsupported(type: unknown, locale: unknown): Unsupported {
  const answerable = type === kind.command || type === kind.component || type === kind.modal;
  return {
    type: "unsupported",
    answer: answerable ? "message" : type === kind.autocomplete ? "choices" : "none",
    locale: typeof locale === "string" ? locale : "en-US",
  };
}

function property(value: unknown, name: "type" | "locale"): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
