/** What leaves the stand-in as JSON: messages as the bot may see them, channels, guilds, members. */
import { withFreshUrls } from "./cdn.ts";
import { copy, type JsonObject } from "./json.ts";
import { findMessage } from "./messages.ts";
import { isDirect, isThread } from "./permissions.ts";
import { permissionsIn, type State } from "./state.ts";
import {
  type Channel,
  channelType,
  type Emoji,
  type Guild,
  type Member,
  type Message,
  type MessageRecord,
  messageFlag,
  type Role,
  type Thread,
} from "./types.ts";

const NO_THREAD: Thread = { ownerId: "", archived: false, locked: false, createdAt: 0, archiveAfter: 1440, appliedTags: [] };

/** `revealed`: the target of a message command, whose content the bot may read without the intent. */
export function messageForApp(state: State, record: MessageRecord, revealed = false): Message {
  const json = copy(record.json);
  json.attachments = json.attachments.map((attachment) => withFreshUrls(state, attachment));
  if (!revealed && !mayReadContent(state, record)) {
    json.content = "";
    json.embeds = [];
    json.attachments = [];
    json.components = [];
    delete json.poll;
    delete json.message_snapshots;
  }
  if (json.message_reference?.message_id !== undefined) {
    const target = findMessage(state, json.message_reference.message_id);
    json.referenced_message = target ? { ...withoutReference(messageForApp(state, target)) } : null;
  }
  const thread = json.flags & messageFlag.hasThread ? state.channels.get(json.id) : undefined;
  if (thread) json.thread = channelJson(state, thread);
  return json;
}

/** The Message Content intent and its exceptions. Source: Discord reference, gateway, "Message Content Intent". */
function mayReadContent(state: State, record: MessageRecord): boolean {
  if (state.intents.messageContent) return true;
  const bot = state.app.bot.id;
  const channel = state.channels.get(record.json.channel_id);
  if (record.json.author.id === bot || record.json.webhook_id === state.app.id) return true;
  if (channel && isDirect(channel) && channel.recipients.includes(bot)) return true;
  return record.json.mentions.some((user) => user.id === bot);
}

function withoutReference(message: Message): Message {
  const { referenced_message: _, ...rest } = message;
  return rest;
}

export function channelJson(state: State, channel: Channel): JsonObject {
  const common = { id: channel.id, type: channel.type, last_message_id: channel.lastMessageId, flags: 0 };
  if (isDirect(channel)) {
    const others = channel.recipients.filter((id) => id !== state.app.bot.id).map((id) => state.users.get(id));
    return { ...common, recipients: others, ...(channel.type === 3 ? { name: null, icon: null, owner_id: channel.recipients[0] } : {}) };
  }
  const inGuild = { ...common, guild_id: channel.guildId, name: channel.name, parent_id: channel.parentId, rate_limit_per_user: 0 };
  if (!isThread(channel)) {
    const overwrites = channel.overwrites.map(({ id, type, allow, deny }) => ({ id, type, allow: String(allow), deny: String(deny) }));
    const asForum =
      channel.type === channelType.forum
        ? { available_tags: channel.tags.map((tag) => ({ ...tag, emoji_id: null, emoji_name: null })), default_forum_layout: 0, default_sort_order: null }
        : {};
    return { ...inGuild, topic: channel.topic, position: channel.position, nsfw: channel.nsfw, permission_overwrites: overwrites, ...asForum };
  }
  const count = (state.channelMessages.get(channel.id) ?? []).length;
  const { ownerId, archived, locked, createdAt, archiveAfter, appliedTags } = channel.thread ?? NO_THREAD;
  const since = new Date(createdAt).toISOString();
  const metadata = { archived, archive_timestamp: since, auto_archive_duration: archiveAfter, locked, create_timestamp: since };
  const joined = channel.recipients.includes(state.app.bot.id);
  return {
    ...inGuild,
    owner_id: ownerId,
    thread_metadata: metadata,
    message_count: count,
    member_count: channel.recipients.length,
    total_message_sent: count,
    ...(state.channels.get(channel.parentId ?? "")?.type === channelType.forum ? { applied_tags: appliedTags } : {}),
    ...(joined ? { member: { id: channel.id, user_id: state.app.bot.id, join_timestamp: since, flags: 0 } } : {}),
  };
}

/** The partial channel of an interaction, with the asker's permissions in it. */
export function interactionChannelJson(state: State, channel: Channel, userId: string): JsonObject {
  const json = channelJson(state, channel);
  delete json.permission_overwrites;
  return isDirect(channel) ? json : { ...json, permissions: String(permissionsIn(state, userId, channel)) };
}

export function memberJson(member: Member): JsonObject {
  return {
    user: copy(member.user),
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: [...member.roles],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    communication_disabled_until: member.timeoutUntil === null ? null : new Date(member.timeoutUntil).toISOString(),
    flags: 0,
    pending: false,
    mute: false,
    deaf: false,
  };
}

export function roleJson(role: Role): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

export function emojiJson({ id, name, animated, available }: Emoji): JsonObject {
  return { id, name, roles: [], require_colons: true, managed: false, animated, available };
}

/** Nulls and defaults for everything the stand-in has no idea of, so that the shape is Discord's. */
/** With `counts`, as a member sees it: in the stand-in everybody is online. */
export function guildJson(guild: Guild, counts = false): JsonObject {
  const nothing = Object.fromEntries(
    [
      ..."icon description home_header splash discovery_splash banner application_id afk_channel_id widget_channel_id max_presences vanity_url_code".split(" "),
      ..."rules_channel_id safety_alerts_channel_id public_updates_channel_id incidents_data".split(" "),
    ].map((key) => [key, null]),
  );
  const zero = Object.fromEntries(
    [
      ..."system_channel_flags verification_level default_message_notifications mfa_level explicit_content_filter premium_tier".split(" "),
      ..."premium_subscription_count nsfw_level max_stage_video_channel_users max_video_channel_users".split(" "),
    ].map((key) => [key, 0]),
  );
  return {
    ...nothing,
    ...zero,
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    system_channel_id: guild.systemChannelId,
    roles: guild.roles.map(roleJson),
    features: [],
    emojis: guild.emojis.map(emojiJson),
    stickers: [],
    region: "deprecated",
    afk_timeout: 300,
    max_members: 500_000,
    widget_enabled: false,
    premium_progress_bar_enabled: false,
    nsfw: false,
    ...(counts ? { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size } : {}),
  };
}
