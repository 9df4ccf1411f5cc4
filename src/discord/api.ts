/** Port: the Discord REST calls in use. `rest.ts` implements it; the strict stand-in answers on the other side. */
import type { ApplicationId, ChannelId, GuildId, MessageId, UserId } from "../kernel/ids.ts";
import type { ApplicationChange, ApplicationInfo } from "./application.ts";
import type { ActionRow, Embed } from "./components.ts";
import type { Attachment } from "./interaction.ts";
import type { VoiceShape } from "./voice-message.ts";
import type { WebhookApi } from "./webhook-api.ts";

export type { ApplicationChange, ApplicationInfo } from "./application.ts";
export type { ChannelWebhook } from "./webhook-api.ts";

export interface OutgoingFile {
  name: string;
  contentType: string;
  data: Uint8Array | string;
  /** A voice message: the only file of a new message by bot token that has nothing else in it. */
  voice?: VoiceShape;
  /** What is to be seen, for those who don't see it; at most 1024 characters. */
  description?: string;
}

/** What a message shall be. `components: []` removes buttons, `files: []` keeps none; a missing field stays as it is. */
export interface OutgoingMessage {
  content?: string;
  components?: ActionRow[];
  embeds?: Embed[];
  files?: OutgoingFile[];
  /** Ignored on edits: a message stays what it was. */
  private?: boolean;
  suppressEmbeds?: boolean;
  /** New messages by bot token alone, on one without any content; it cannot be changed later. */
  poll?: Poll;
  /** A reply to this message, without pinging its author; a plain message where it is gone. New messages by bot token alone. */
  replyTo?: MessageId;
}

/** Question: at most 300 characters; up to 10 answers of at most 55 each; `hours`: 1 to 768. */
export interface Poll {
  question: string;
  answers: readonly string[];
  hours: number;
  severalAnswers: boolean;
}

export interface InteractionTarget {
  applicationId: ApplicationId;
  token: string;
}

/** Only the fields we read. Content, files and embeds are empty where the bot lacks the Message Content intent. */
export interface ChannelMessage {
  id: MessageId;
  type: number;
  author: { id: string; name: string; bot: boolean };
  /** All of it that can be read as words (message-words.ts). */
  content: string;
  attachments: Attachment[];
  embeds: number;
  /** What its embeds show; missing where they show none. */
  pictures?: Attachment[];
  /** Whom it mentions or, as a reply, pings; known without the intent, too. */
  mentions: { id: string; name: string }[];
  /** The message it replies to; `replied` where Discord sent it along. */
  replyTo: MessageId | undefined;
  replied: ChannelMessage | undefined;
  /** ms since 1970 */
  sentAt: number;
  /** Interaction responses carry the asker. */
  interactionUserId: string | undefined;
  /** The interaction that it answers. */
  interactionId?: string;
  /** Posted by a webhook, as answers to interactions are; `applicationId` where an application owns it. */
  webhook?: { id: string; applicationId?: string };
}

/** Roles, channels with their overwrites, and one member's roles. Permissions are bit fields. */
export interface ServerAccess {
  ownerId: string;
  name: string;
  roles: { id: string; permissions: bigint }[];
  memberRoles: string[];
  channels: {
    id: ChannelId;
    name: string;
    type: number;
    parentId: ChannelId | null;
    overwrites: { id: string; type: 0 | 1; allow: bigint; deny: bigint }[];
    /** For adults. */
    ageRestricted?: true;
    topic?: string;
  }[];
}

/** A channel or thread by itself. */
export interface ChannelInfo {
  id: ChannelId;
  name: string;
  type: number;
  guildId: GuildId | null;
  parentId: ChannelId | null;
  /** A thread in which only those who manage threads may still write. */
  locked?: true;
}

export interface ServerMember {
  id: UserId;
  /** Nickname, else display name, else user name. */
  name: string;
  /** The one that is unique. */
  username: string;
  bot: boolean;
  roles: string[];
  /** ms since 1970; null: unknown. */
  joinedAt: number | null;
  /** Until then they may only look, ms since 1970; null: they are not timed out. */
  timeoutUntil: number | null;
}

/** A server as its members see it; the counts are Discord's own estimates. */
export interface ServerInfo {
  name: string;
  description: string;
  ownerId: UserId;
  members: number;
  online: number;
  boosts: number;
  /** Highest first; @everyone has the server's id. */
  roles: { id: string; name: string }[];
}

/** Of the server's own. `available`: false after boosts were lost. */
export interface ServerEmoji {
  id: string;
  name: string;
  available: boolean;
}

/** `channels`: at most 500. `minId` and `maxId` are left out themselves. */
export interface MessageQuery {
  content?: string;
  channels: readonly ChannelId[];
  authorId?: UserId;
  minId?: MessageId;
  maxId?: MessageId;
  /** 1 to 25. */
  limit: number;
  /** Age-restricted channels, too. */
  ageRestricted: boolean;
  order: "relevance" | "newest";
}

export interface ThreadInfo {
  id: ChannelId;
  parentId: ChannelId | null;
  type: number;
  name: string;
}

/** `indexing`: ask again after so many ms; 0: Discord does not say. Of threads, those that hold a message. */
export type SearchResult =
  | {
      kind: "found";
      messages: (ChannelMessage & { channelId: ChannelId })[];
      threads: ThreadInfo[];
    }
  | { kind: "indexing"; retryAfterMs: number };

/** Somewhere outside Discord. Name and place: at most 100 characters, description 1,000; moments: ms since 1970. */
export interface NewEvent {
  name: string;
  description?: string;
  place: string;
  from: number;
  to: number;
}

/** The same for an event. */
export type EventResult = { kind: "made"; id: string } | { kind: "unknown" };

/** An outcome of a call that is not idempotent. `unknown`: it may have been carried out, so never send it again. */
export type SendResult = { kind: "sent"; id: MessageId } | { kind: "unknown" };

/** The same for a thread. */
export type ThreadResult = { kind: "started"; id: ChannelId } | { kind: "unknown" };

/**
 * All calls: own timeouts, rate-limit buckets, Retry-After, `User-Agent`, `allowed_mentions: { parse: [] }`. 429 is waited out and repeated; 5xx and
 * lost connections are repeated where repeating is harmless. Throw `DiscordApiError` when Discord refuses, `NetworkError` when nothing could be
 * reached. When `signal` aborts, no further attempt begins and the signal's reason is thrown; one that is under way is left to end.
 */
export interface DiscordApi extends WebhookApi {
  /** PATCH a message of the interaction; idempotent. `alone`: only the asker sees it, whatever was wanted. */
  editInteractionMessage(
    target: InteractionTarget,
    id: MessageId | "@original",
    message: OutgoingMessage,
    signal?: AbortSignal,
  ): Promise<{ id: MessageId; alone?: true }>;
  /** GET of the same: whether Discord knows the acknowledgement and what it stands under. False also before it arrives. */
  isAcknowledged(target: InteractionTarget, signal?: AbortSignal): Promise<boolean>;
  /** POST a further message; not idempotent, has no nonce. */
  followUp(target: InteractionTarget, message: OutgoingMessage, signal?: AbortSignal): Promise<SendResult>;
  deleteInteractionMessage(target: InteractionTarget, id: MessageId | "@original", signal?: AbortSignal): Promise<void>;
  /** POST by bot token; `nonce` (at most 25 characters) makes repeats harmless for some minutes. */
  createMessage(channelId: ChannelId, message: OutgoingMessage, nonce: string, signal?: AbortSignal): Promise<{ id: MessageId }>;
  /** PATCH a message of the bot's own by bot token; idempotent. */
  editMessage(channelId: ChannelId, id: MessageId, message: OutgoingMessage, signal?: AbortSignal): Promise<{ id: MessageId }>;
  /** Shows for some 10 s, or until its next message, that the bot is typing. */
  startTyping(channelId: ChannelId, signal?: AbortSignal): Promise<void>;
  /** DELETE one of the bot's own; none there is fine. */
  deleteMessage(channelId: ChannelId, id: MessageId, signal?: AbortSignal): Promise<void>;
  /** Newest first, at most 100. */
  channelMessages(
    channelId: ChannelId,
    query: { limit: number } & ({ before?: MessageId } | { after: MessageId } | { around: MessageId }),
    signal?: AbortSignal,
  ): Promise<ChannelMessage[]>;
  /** Null where it is gone. */
  message(channelId: ChannelId, id: MessageId, signal?: AbortSignal): Promise<ChannelMessage | null>;
  /** A public thread that hangs on a message, or the one that does already; its id is the message's. Name: 1 to 100 characters. */
  startThreadFrom(channelId: ChannelId, from: MessageId, name: string, signal?: AbortSignal): Promise<{ id: ChannelId }>;
  /** A public thread of its own in a channel of that type; not idempotent, has no nonce. */
  startThread(channel: { id: ChannelId; type: number }, name: string, signal?: AbortSignal): Promise<ThreadResult>;
  /** What the bot is called in that server, at most 32 characters; null: as everywhere. Needs `changeNickname` there. */
  setNickname(guildId: GuildId, name: string | null, signal?: AbortSignal): Promise<void>;
  /** The direct channel with that person, opened if need be. */
  directChannel(userId: UserId, signal?: AbortSignal): Promise<ChannelId>;
  /** The bot's user; older applications have another id than theirs. */
  ownUser(signal?: AbortSignal): Promise<UserId>;
  /** What Discord knows of this application. */
  application(signal?: AbortSignal): Promise<ApplicationInfo>;
  /** Changes only the fields given. Discord pings `interactionsEndpointUrl` before it answers. */
  updateApplication(change: ApplicationChange, signal?: AbortSignal): Promise<void>;
  /** PUT: replaces the whole list of global commands. */
  registerCommands(applicationId: ApplicationId, commands: readonly unknown[], signal?: AbortSignal): Promise<void>;
  /** Servers the bot is in, 200 at a time by ascending id. */
  ownServers(after: GuildId | undefined, signal?: AbortSignal): Promise<{ id: GuildId; name: string }[]>;
  /** What is needed to compute permissions in a server; three calls. */
  serverAccess(guildId: GuildId, userId: UserId, signal?: AbortSignal): Promise<ServerAccess>;
  /** Ids of a member's roles; null for somebody who is not in that server. */
  memberRoles(guildId: GuildId, userId: UserId, signal?: AbortSignal): Promise<string[] | null>;
  /** Null for somebody who is not in that server. */
  member(guildId: GuildId, userId: UserId, signal?: AbortSignal): Promise<ServerMember | null>;
  /** Whose user name or nickname begins like that, at most `limit`. */
  findMembers(guildId: GuildId, beginning: string, limit: number, signal?: AbortSignal): Promise<ServerMember[]>;
  server(guildId: GuildId, signal?: AbortSignal): Promise<ServerInfo>;
  emojis(guildId: GuildId, signal?: AbortSignal): Promise<ServerEmoji[]>;
  /** Those that are not archived and that the bot may see; newest first. */
  activeThreads(guildId: GuildId, signal?: AbortSignal): Promise<ThreadInfo[]>;
  /** Needs the Message Content intent, or Discord refuses. */
  searchMessages(guildId: GuildId, query: MessageQuery, signal?: AbortSignal): Promise<SearchResult>;
  /** PUT, so idempotent. `emoji`: itself, or `name:id` of a server's own. */
  addReaction(channelId: ChannelId, messageId: MessageId, emoji: string, signal?: AbortSignal): Promise<void>;
  /** Not idempotent, has no nonce. */
  createEvent(guildId: GuildId, event: NewEvent, signal?: AbortSignal): Promise<EventResult>;
  /** Null where it is gone, or hidden from the bot. */
  channel(channelId: ChannelId, signal?: AbortSignal): Promise<ChannelInfo | null>;
  /** Whether that person has joined that thread. */
  isThreadMember(threadId: ChannelId, userId: UserId, signal?: AbortSignal): Promise<boolean>;
  /** How long an edit of this interaction's messages, or of the bot's own in this channel, should wait because of its rate-limit bucket, ms; 0 when free. */
  editDelay(of: InteractionTarget | { channelId: ChannelId }): number;
}
