/** Builders of the world: servers, channels, people, posts. Tests and the playground call them through `Discord`. */
import { createMessage } from "./messages.ts";
import { EVERYONE_DEFAULT, isThread } from "./permissions.ts";
import { createUserJson, type State } from "./state.ts";
import { addThread, startPost } from "./threads.ts";
import {
  type Attachment,
  type Channel,
  channelType,
  type Emoji,
  type Guild,
  type Member,
  type Message,
  type MessageRecord,
  type Overwrite,
  type Role,
  type User,
} from "./types.ts";

export interface GuildSpec {
  name?: string;
  owner?: User;
  locale?: string;
  /** Permissions of @everyone. */
  everyone?: bigint;
  /** false: the bot is not in it, only user installs reach it. */
  installed?: boolean;
  /** Permissions of the bot's own role; default: none beyond @everyone. */
  botPermissions?: bigint;
}

export interface ChannelSpec {
  name?: string;
  type?: number;
  topic?: string;
  /** For adults. */
  nsfw?: boolean;
  parent?: Channel;
  /** Overwrites of @everyone for short; `overwrites` for anything else. */
  deny?: bigint;
  allow?: bigint;
  overwrites?: Overwrite[];
  owner?: User;
  archived?: boolean;
  locked?: boolean;
  /** Names of a forum's tags. */
  tags?: string[];
}

export function addUser(state: State, name: string, options: { displayName?: string; bot?: boolean; installed?: boolean; acceptsDms?: boolean } = {}): User {
  const user = createUserJson(state.nextId(), name, options.displayName ?? null, options.bot ?? false);
  state.users.set(user.id, user);
  if (options.installed) state.app.users.add(user.id);
  if (options.acceptsDms === false) state.closedDms.add(user.id);
  return user;
}

export function addGuild(state: State, spec: GuildSpec = {}): Guild {
  const id = state.nextId();
  const owner = spec.owner ?? addUser(state, "owner");
  const everyone: Role = { id, name: "@everyone", permissions: spec.everyone ?? EVERYONE_DEFAULT, position: 0 };
  const guild: Guild = {
    id,
    name: spec.name ?? "Test server",
    ownerId: owner.id,
    locale: spec.locale ?? "en-US",
    systemChannelId: null,
    roles: [everyone],
    members: new Map(),
    emojis: [],
    events: [],
    indexing: 0,
  };
  state.guilds.set(id, guild);
  addMember(state, guild, owner);
  if (spec.installed ?? true) installInGuild(state, guild, spec.botPermissions ?? 0n);
  return guild;
}

/** The bot joins with a managed role of its own, as on Discord. */
export function installInGuild(state: State, guild: Guild, permissions = 0n): void {
  state.app.guilds.add(guild.id);
  const role = addRole(state, guild, state.app.name, permissions);
  addMember(state, guild, state.app.bot, { roles: [role] });
}

/** Its role goes with it. */
export function removeFromGuild(state: State, guild: Guild): void {
  const own = guild.members.get(state.app.bot.id)?.roles ?? [];
  guild.roles = guild.roles.filter((role) => role.name !== state.app.name || !own.includes(role.id));
  state.app.guilds.delete(guild.id);
  guild.members.delete(state.app.bot.id);
}

export function addRole(state: State, guild: Guild, name: string, permissions: bigint): Role {
  const role: Role = { id: state.nextId(), name, permissions, position: guild.roles.length };
  guild.roles.push(role);
  return role;
}

export function addEmoji(state: State, guild: Guild, name: string, available = true): Emoji {
  const emoji: Emoji = { id: state.nextId(), name, animated: false, available };
  guild.emojis.push(emoji);
  return emoji;
}

export function addMember(state: State, guild: Guild, user: User, options: { nick?: string; roles?: Role[]; timeoutUntil?: number } = {}): Member {
  const member: Member = {
    user,
    nick: options.nick ?? null,
    roles: (options.roles ?? []).map((role) => role.id),
    joinedAt: state.now(),
    timeoutUntil: options.timeoutUntil ?? null,
  };
  guild.members.set(user.id, member);
  return member;
}

export function addChannel(state: State, guild: Guild, spec: ChannelSpec = {}): Channel {
  const type = spec.type ?? (spec.parent ? channelType.publicThread : channelType.text);
  const { parent } = spec;
  if (parent && isThread({ type }))
    return addThread(state, parent, state.nextId(), { ...spec, name: spec.name ?? "general", type, owner: ownerOf(state, guild, spec) }, []);
  const everyone: Overwrite[] =
    spec.deny === undefined && spec.allow === undefined ? [] : [{ id: guild.id, type: 0, allow: spec.allow ?? 0n, deny: spec.deny ?? 0n }];
  const channel: Channel = {
    id: state.nextId(),
    type,
    guildId: guild.id,
    name: spec.name ?? "general",
    parentId: parent?.id ?? null,
    topic: spec.topic ?? null,
    nsfw: spec.nsfw ?? false,
    position: state.channels.size,
    overwrites: [...everyone, ...(spec.overwrites ?? [])],
    recipients: [],
    thread: null,
    tags: (spec.tags ?? []).map((name) => ({ id: state.nextId(), name, moderated: false })),
    lastMessageId: null,
  };
  state.channels.set(channel.id, channel);
  if (type === channelType.text) guild.systemChannelId ??= channel.id;
  return channel;
}

function ownerOf(state: State, guild: Guild, { owner }: ChannelSpec): User {
  const found = owner ?? state.users.get(guild.ownerId);
  if (!found) throw new Error("the server has no owner");
  return found;
}

/** The direct channel of these people; with the bot alone it is the one that bot-token calls find, too. */
export function directChannel(state: State, users: readonly User[]): Channel {
  const ids = users.map((user) => user.id).sort();
  const known = [...state.channels.values()].find((channel) => channel.type === channelType.dm && channel.recipients.toSorted().join() === ids.join());
  return known ?? addDirect(state, users.length > 2 ? channelType.groupDm : channelType.dm, ids);
}

export function groupChannel(state: State, users: readonly User[]): Channel {
  return addDirect(
    state,
    channelType.groupDm,
    users.map((user) => user.id),
  );
}

function addDirect(state: State, type: number, recipients: string[]): Channel {
  const channel: Channel = {
    id: state.nextId(),
    type,
    guildId: null,
    name: "",
    parentId: null,
    topic: null,
    nsfw: false,
    position: 0,
    overwrites: [],
    recipients,
    thread: null,
    tags: [],
    lastMessageId: null,
  };
  state.channels.set(channel.id, channel);
  return channel;
}

export interface PostSpec {
  attachments?: Attachment[];
  replyTo?: MessageRecord;
  /** Whether a reply pings the author of what it replies to; default true, as in the client. */
  ping?: boolean;
  /** Whatever else Discord puts into a message: embeds, a poll, stickers, another type. */
  json?: Partial<Message>;
}

/** Somebody writes into a channel. */
export function post(state: State, channel: Channel, user: User, content: string, spec: PostSpec = {}): MessageRecord {
  const { replyTo } = spec;
  const mentions = mentionedUsers(state, content);
  // Discord: a reply to the response of a command does not ping the application.
  if (replyTo && (spec.ping ?? true) && replyTo.interactionId === undefined) mentions.push(replyTo.json.author);
  const record = createMessage(state, {
    channel,
    author: user,
    type: replyTo ? 19 : 0,
    content,
    attachments: spec.attachments ?? [],
    mentions: mentions.filter((mention, index) => mentions.findIndex((other) => other.id === mention.id) === index),
    replyTo,
  });
  Object.assign(record.json, spec.json);
  return record;
}

export function addPost(state: State, forum: Channel, user: User, name: string, content: string, tags: readonly string[]): Channel {
  const applied = tags.map((wanted) => forum.tags.find((tag) => tag.name === wanted)?.id ?? wanted);
  return startPost(state, forum, { name, owner: user, tags: applied, message: { content, mentions: mentionedUsers(state, content) } }).thread;
}

export function mentionedUsers(state: State, content: string): User[] {
  return [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => state.users.get(id ?? "")).filter((user) => user !== undefined);
}
