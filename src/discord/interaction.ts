/** Interactions as the bot knows them. `interaction-parse.ts` makes them from Discord's payload; everybody behind the edge sees only this. */
import type { ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId } from "../kernel/ids.ts";

/** What every interaction tells. */
export interface InteractionBase {
  id: InteractionId;
  applicationId: ApplicationId;
  token: string;
  channelId: ChannelId;
  /** A thread's or channel's Discord type number; threads need another permission to post. */
  channelType: number;
  /** Empty where Discord does not tell. */
  channelName: string;
  /** The channel of a thread; null for anything else. */
  parentId: ChannelId | null;
  /** For adults alone. */
  ageRestricted: boolean;
  /** Null outside servers. */
  guildId: GuildId | null;
  context: "guild" | "bot-dm" | "private-channel";
  user: { id: UserId; name: string };
  /** What the person may do in this channel; null outside servers. */
  memberPermissions: bigint | null;
  /** Ids of the person's roles; none outside servers. */
  memberRoles: readonly string[];
  /** What the app may do in this channel. */
  appPermissions: bigint;
  /** The bot user itself is here: installed to this server, or its own DM. */
  botPresent: boolean;
  /** Authorised by the user alone: at most 5 follow-ups per interaction. */
  userInstallOnly: boolean;
  locale: string;
  /** Of the server; empty outside servers. */
  guildLocale: string;
  /** From the id, ms since 1970. */
  createdAt: number;
}

/** Metadata only; bytes are fetched later, from Discord's CDN alone. */
export interface Attachment {
  id: string;
  filename: string;
  /** Empty where Discord gives none. */
  contentType: string;
  /** bytes */
  size: number;
  url: string;
  proxyUrl: string;
  width?: number;
  height?: number;
  /** Of a voice message. */
  seconds?: number;
}

/** Somebody named in an option. */
export interface ResolvedUser {
  id: UserId;
  name: string;
  bot: boolean;
}

/** A channel or thread named in an option; the bot may not see it at all. */
export interface ResolvedChannel {
  id: ChannelId;
  /** Empty where Discord gives none. */
  name: string;
  type: number;
  /** The channel of a thread; null for anything else. */
  parentId: ChannelId | null;
  /** What the person may do there; null where Discord does not tell. */
  memberPermissions: bigint | null;
}

/** Somebody's message as Discord hands it over with a message menu. */
export interface MessageSnapshot {
  id: MessageId;
  /** Discord's number; joins, pins and the like are said by nobody (messages.ts). */
  type: number;
  author: { id: UserId; name: string; bot: boolean };
  /** All of it that can be read, also what stands in its embeds, its poll, its stickers' names and in what it forwards. */
  content: string;
  attachments: Attachment[];
  /** What is said in its recordings stands in `content` already. */
  heard?: true;
  /** ms since 1970 */
  sentAt: number;
  /** Visible to the asker alone. */
  ephemeral: boolean;
  /** The message it replies to; `replied` where Discord handed it over, too. */
  replyTo?: MessageId;
  replied?: MessageSnapshot;
}

/** The message with the button. */
export interface InteractionMessage {
  id: MessageId;
  ephemeral: boolean;
  /** Always readable: it is the app's own. */
  content: string;
  attachments: Attachment[];
  embeds: { authorName: string; description: string; url: string; imageUrl: string; timestamp: string; fields: { name: string; value: string }[] }[];
}

export interface CommandInteraction extends InteractionBase {
  type: "command";
  commandType: "slash" | "user" | "message";
  name: string;
  /** Values by option name; what an id stands for is in the tables below instead. */
  options: Record<string, string | number | boolean>;
  /** With its group's name before it. */
  subcommand: string | undefined;
  attachments: Record<string, Attachment>;
  users: Record<string, ResolvedUser>;
  channels: Record<string, ResolvedChannel>;
  targetId: string | undefined;
  /** The message of a message menu, whole even without the Message Content intent. */
  targetMessage: MessageSnapshot | undefined;
}

export interface AutocompleteInteraction extends InteractionBase {
  type: "autocomplete";
  name: string;
  subcommand: string | undefined;
  /** The option that is being typed, as far as it is. */
  focused: { name: string; value: string };
  /** Plain values that stand there already; unchecked, since the person is not done. */
  options: Record<string, string | number | boolean>;
}

export interface ComponentInteraction extends InteractionBase {
  type: "component";
  customId: string;
  values: string[];
  /** Of chosen channels, by their ids. */
  channelNames: Record<string, string>;
  message: InteractionMessage;
}

export interface ModalInteraction extends InteractionBase {
  type: "modal";
  customId: string;
  fields: Record<string, string>;
  /** The message whose button opened it. */
  message: InteractionMessage | undefined;
}

export type Interaction = CommandInteraction | AutocompleteInteraction | ComponentInteraction | ModalInteraction;
