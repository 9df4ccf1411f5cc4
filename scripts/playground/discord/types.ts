/** Discord's objects as the stand-in keeps them: the JSON that leaves it, and the records around that JSON. */
import type { JsonObject } from "./json.ts";

export interface User {
  id: string;
  username: string;
  discriminator: string;
  global_name: string | null;
  avatar: string | null;
  bot?: boolean;
  public_flags: number;
  flags: number;
  primary_guild: null;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
}

export interface Member {
  user: User;
  nick: string | null;
  roles: string[];
  joinedAt: number;
  /** ms since 1970; a timed-out member may only look. */
  timeoutUntil: number | null;
}

export interface Guild {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  systemChannelId: string | null;
  /** The first one is @everyone and has the guild's id. */
  roles: Role[];
  members: Map<string, Member>;
  emojis: Emoji[];
  /** Scheduled ones, as they are answered with. */
  events: JsonObject[];
  /** Searches that are still refused, because its messages are being indexed. */
  indexing: number;
}

/** A server's own. */
export interface Emoji {
  id: string;
  name: string;
  animated: boolean;
  available: boolean;
}

/** Of a channel; `applicationId`: who made it, null for a person. */
export interface Webhook {
  id: string;
  token: string;
  channelId: string;
  name: string;
  avatar: string | null;
  applicationId: string | null;
}

export interface Overwrite {
  id: string;
  /** 0: role, 1: member. */
  type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

/** Channel types in use. Source: Discord reference, "Channel Types". */
export const channelType = {
  text: 0,
  dm: 1,
  voice: 2,
  groupDm: 3,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

/** Message types in use. Source: Discord reference, "Message Types". */
export const messageType = { regular: 0, threadCreated: 18, reply: 19, command: 20, threadStarter: 21, menu: 23 } as const;

/** What a post in a forum can be marked with. */
export interface ForumTag {
  id: string;
  name: string;
  /** Only for those who manage threads. */
  moderated: boolean;
}

export interface Thread {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  createdAt: number;
  /** Minutes without a message until it leaves the channel list. */
  archiveAfter: number;
  /** Of a post in a forum. */
  appliedTags: string[];
}

export interface Channel {
  id: string;
  type: number;
  guildId: string | null;
  name: string;
  parentId: string | null;
  topic: string | null;
  /** For adults. */
  nsfw: boolean;
  position: number;
  overwrites: Overwrite[];
  /** DMs and group DMs: who is in it. Threads: who joined. */
  recipients: string[];
  thread: Thread | null;
  /** Of a forum. */
  tags: ForumTag[];
  lastMessageId: string | null;
}

export interface Attachment {
  id: string;
  filename: string;
  content_type?: string;
  size: number;
  url: string;
  proxy_url: string;
  width?: number;
  height?: number;
  description?: string;
  ephemeral?: boolean;
  duration_secs?: number;
  waveform?: string;
  title?: string;
}

export interface Reaction {
  emoji: { id: string | null; name: string };
  count: number;
  count_details: { burst: number; normal: number };
  burst_colors: string[];
  me: boolean;
  me_burst: boolean;
}

/** Shaped like `MessageResponse` of Discord's OpenAPI; checked against it in the tests. */
export interface Message {
  id: string;
  type: number;
  channel_id: string;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  flags: number;
  tts: boolean;
  pinned: boolean;
  mention_everyone: boolean;
  mentions: User[];
  mention_roles: string[];
  attachments: Attachment[];
  embeds: JsonObject[];
  components: JsonObject[];
  nonce?: string | number;
  poll?: JsonObject;
  sticker_items?: JsonObject[];
  /** Not part of what a search finds. */
  reactions?: Reaction[];
  /** What a forwarded message holds. */
  message_snapshots?: JsonObject[];
  webhook_id?: string;
  application_id?: string;
  /** Without a message: a notice that points to a thread. */
  message_reference?: { type: 0; channel_id: string; message_id?: string; guild_id?: string };
  referenced_message?: JsonObject | null;
  /** The thread that hangs on it. */
  thread?: JsonObject;
  interaction_metadata?: JsonObject;
}

/** What a message looked like after its creation and after each edit. */
export interface Revision {
  at: number;
  content: string;
  flags: number;
  components: JsonObject[];
  attachments: Attachment[];
  embeds: JsonObject[];
}

export interface MessageRecord {
  json: Message;
  /** The only person who sees it; undefined: everybody in the channel. */
  onlyFor: string | undefined;
  interactionId: string | undefined;
  history: Revision[];
  deletedAt: number | undefined;
  createdAt: number;
}

export const messageFlag = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  silent: 1 << 12,
  voice: 1 << 13,
  componentsV2: 1 << 15,
} as const;

/** One REST call as it happened; `Discord.calls` is the list. */
export interface Call {
  method: string;
  /** Template such as `/channels/:channel/messages`, or the path where no route matched. */
  route: string;
  path: string;
  auth: "bot" | "interaction" | "none";
  at: number;
  status: number;
  /** `refused`: a 4xx by Discord's rules; `limited`: 429; `fault`: injected. */
  verdict: "ok" | "refused" | "limited" | "fault";
  /** Discord's error code where refused. */
  code?: number;
}

export interface StoredFile {
  attachment: Attachment;
  bytes: Uint8Array;
  expiresAt: number;
  /** Every fetch, with the scaling asked for. */
  fetched: { at: number; host: "cdn" | "media"; width?: number; height?: number }[];
}

export type DiscordEvent =
  | { type: "message-create" | "message-update" | "message-delete"; message: MessageRecord }
  | {
      type: "interaction-created" | "interaction-acknowledged" | "interaction-failed";
      interactionId: string;
      userId: string;
      channelId: string;
      reason?: string;
    }
  | { type: "modal"; interactionId: string; userId: string; modal: JsonObject }
  | { type: "thread-create"; channelId: string }
  | { type: "member-update"; guildId: string; userId: string }
  | { type: "typing"; channelId: string; userId: string }
  /** With the JSON of both directions, where there was any. */
  | { type: "call"; call: Call; sent: unknown; received: unknown };
