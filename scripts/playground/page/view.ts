/** From the stand-in's records to what one person's browser may see; used by `page.ts` and `event-stream.ts`. */
import { asArray, asObject, asObjects, asString, type JsonObject } from "../discord/json.ts";
import { findMessage } from "../discord/messages.ts";
import { isDirect, isThread, permission } from "../discord/permissions.ts";
import { interactionById, permissionsIn, type State } from "../discord/state.ts";
import {
  type Attachment,
  type Channel,
  channelType,
  type Guild,
  type Message,
  type MessageRecord,
  messageFlag,
  messageType,
  type User,
} from "../discord/types.ts";
import { messageForApp } from "../discord/views.ts";
import { commandIn, offeredCommands } from "./view-commands.ts";
import type { Person, WireAttachment, WireChannel, WireComponent, WireEmbed, WireGuild, WireMessage } from "./wire.ts";

/** Types of channels that can have threads, and of messages that Discord writes about them. */
const WITH_THREADS: readonly number[] = [channelType.text, channelType.announcement];
const NOTICES: readonly number[] = [messageType.threadCreated, messageType.threadStarter];
const TINTS = 6;
const EXCERPT_LENGTH = 120;

export function viewPerson(user: User): Person {
  return { id: user.id, name: user.global_name ?? capitalised(user.username), isBot: user.bot === true, tint: Number(BigInt(user.id) % BigInt(TINTS)) };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What the person sees in their channel list; undefined where they may not look. */
export function viewChannel(state: State, viewer: User, channel: Channel): WireChannel | undefined {
  const allowed = permissionsIn(state, viewer.id, channel);
  if (!(allowed & permission.viewChannel)) return undefined;
  const others = channel.recipients.filter((id) => id !== viewer.id).map((id) => state.users.get(id));
  const names = others.filter((user) => user !== undefined).map((user) => viewPerson(user).name);
  return {
    id: channel.id,
    name: isDirect(channel) ? names.join(", ") : channel.name,
    kind: kindOf(channel),
    topic: channel.topic ?? "",
    guildId: channel.guildId,
    parentId: channel.parentId,
    canPost: channel.type !== channelType.forum && (allowed & permission.sendMessages) !== 0n,
    canThread: WITH_THREADS.includes(channel.type) && (allowed & permission.createPublicThreads) !== 0n,
    tags: tagsOf(state, channel),
    type: channel.type,
    recipients: isDirect(channel) ? [...channel.recipients] : [],
    offered: offeredCommands(state, viewer, channel),
  };
}

function kindOf(channel: Channel): WireChannel["kind"] {
  if (isDirect(channel)) return "direct";
  if (isThread(channel)) return "thread";
  return channel.type === channelType.forum ? "forum" : "text";
}

function tagsOf(state: State, { parentId, thread }: Channel): string[] {
  const tags = state.channels.get(parentId ?? "")?.tags ?? [];
  return tags.filter(({ id }) => thread?.appliedTags.includes(id)).map(({ name }) => name);
}

export function viewGuild(state: State, viewer: User, guild: Guild): WireGuild {
  const channels = [...state.channels.values()].filter((channel) => channel.guildId === guild.id);
  const roles = guild.roles.filter((role) => role.id !== guild.id).toSorted((a, b) => b.position - a.position);
  return {
    id: guild.id,
    name: guild.name,
    hasBot: state.app.guilds.has(guild.id),
    channels: channels.map((channel) => viewChannel(state, viewer, channel)).filter((channel) => channel !== undefined),
    roles: roles.map(({ id, name }) => ({ id, name })),
    members: [...guild.members.values()].map(({ user, roles: own }) => ({ id: user.id, isOwner: guild.ownerId === user.id, roles: [...own] })),
  };
}

/** Whether the person sees this message at all: others' private answers never. */
export function isVisible(state: State, viewer: User, record: MessageRecord): boolean {
  const channel = state.channels.get(record.json.channel_id);
  if (!channel || record.deletedAt !== undefined) return false;
  if (record.onlyFor !== undefined && record.onlyFor !== viewer.id) return false;
  return (permissionsIn(state, viewer.id, channel) & permission.viewChannel) !== 0n;
}

export function viewMessage(state: State, record: MessageRecord): WireMessage {
  // `revealed`: people read what they see, whatever the bot's intents are.
  const json = messageForApp(state, shownInstead(state, record), true);
  const thread = state.channels.get(json.id);
  return {
    id: record.json.id,
    channelId: record.json.channel_id,
    author: viewAuthor(state, json),
    at: Date.parse(json.timestamp),
    isEdited: json.edited_timestamp !== null && json.webhook_id === undefined,
    isPrivate: record.onlyFor !== undefined,
    isLoading: (json.flags & messageFlag.loading) !== 0,
    content: contentOf(json),
    attachments: json.attachments.map(viewAttachment),
    embeds: json.embeds.map(viewEmbed),
    poll: json.poll === undefined ? null : viewPoll(json.poll),
    reactions: (json.reactions ?? []).map(({ emoji, count }) => ({ emoji: emoji.id === null ? emoji.name : `:${emoji.name}:`, count })),
    rows: json.components.map((row) => asObjects(row["components"]).map(viewComponent)),
    used: usedCommand(state, record),
    replyTo: replyOf(state, json),
    thread: json.thread && thread && record.json.id === json.id ? { id: thread.id, name: thread.name } : null,
    isNotice: NOTICES.includes(record.json.type),
  };
}

function viewPoll(poll: JsonObject): WireMessage["poll"] {
  const text = (media: unknown) => asString(asObject(media)["text"]) ?? "";
  const answers = asObjects(poll["answers"]).map((answer) => text(answer["poll_media"]));
  return { question: text(poll["question"]), answers, endsAt: Date.parse(asString(poll["expiry"]) ?? "") };
}

/** A thread begins with what it hangs on. */
function shownInstead(state: State, record: MessageRecord): MessageRecord {
  const starter = record.json.type === messageType.threadStarter ? record.json.message_reference?.message_id : undefined;
  return (starter === undefined ? undefined : findMessage(state, starter)) ?? record;
}

function contentOf({ type, content, message_reference }: Message): string {
  if (type === messageType.threadCreated) return `started a thread: <#${message_reference?.channel_id ?? ""}>`;
  return type === messageType.threadStarter ? "*The message that this thread began with is gone.*" : content;
}

/** As people are called in that server. */
function viewAuthor(state: State, { author, channel_id }: Message): Person {
  const guild = state.guilds.get(state.channels.get(channel_id)?.guildId ?? "");
  const nick = guild?.members.get(author.id)?.nick;
  return nick ? { ...viewPerson(author), name: nick } : viewPerson(author);
}

function viewAttachment(attachment: Attachment): WireAttachment {
  const { id, filename, content_type, size, url, width, height, description, duration_secs, waveform } = attachment;
  return {
    id,
    name: filename,
    type: content_type ?? "application/octet-stream",
    size,
    url,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(description === undefined ? {} : { description }),
    ...(duration_secs === undefined || waveform === undefined ? {} : { voice: { seconds: duration_secs, points: pointsOf(waveform) } }),
  };
}

/** 0 to 255. */
function pointsOf(waveform: string): number[] {
  return Array.from(atob(waveform), (character) => character.charCodeAt(0));
}

function viewEmbed(embed: JsonObject): WireEmbed {
  const text = (key: string, of: JsonObject = embed) => asString(of[key]) ?? "";
  const part = (key: string) => asObject(embed[key]);
  const author = part("author");
  const timestamp = Date.parse(text("timestamp"));
  return {
    title: text("title"),
    description: text("description"),
    url: text("url"),
    color: typeof embed["color"] === "number" ? embed["color"] : null,
    author: text("name", author) === "" ? null : { name: text("name", author), url: text("url", author), iconUrl: text("icon_url", author) },
    fields: asObjects(embed["fields"]).map((field) => ({ name: text("name", field), value: text("value", field), isInline: field["inline"] === true })),
    imageUrl: text("url", part("image")),
    thumbnailUrl: text("url", part("thumbnail")),
    footer: text("text", part("footer")),
    timestamp: Number.isNaN(timestamp) ? null : timestamp,
  };
}

function viewComponent(component: JsonObject): WireComponent {
  const text = (key: string) => asString(component[key]) ?? "";
  return {
    type: Number(component["type"]),
    style: Number(component["style"] ?? 2),
    label: text("label"),
    emoji: asString(asObject(component["emoji"])["name"]) ?? "",
    customId: text("custom_id"),
    url: text("url"),
    disabled: component["disabled"] === true,
    placeholder: text("placeholder"),
    options: asObjects(component["options"]).map((option) => ({
      label: asString(option["label"]) ?? "",
      value: asString(option["value"]) ?? "",
      description: asString(option["description"]) ?? "",
      emoji: asString(asObject(option["emoji"])["name"]) ?? "",
      isDefault: option["default"] === true,
    })),
    minValues: Number(component["min_values"] ?? 1),
    maxValues: Number(component["max_values"] ?? 1),
    channelTypes: asArray(component["channel_types"]).map(Number),
    defaultValues: asObjects(component["default_values"]).map((value) => String(value["id"])),
  };
}

/** Discord's client names the command above its first answer. */
function usedCommand(state: State, record: MessageRecord): WireMessage["used"] {
  const interaction = record.interactionId === undefined ? undefined : interactionById(state, record.interactionId);
  // The event of its creation comes before the message is noted as the interaction's.
  const first = interaction?.messageIds[0] ?? record.json.id;
  if (interaction?.type !== 2 || first !== record.json.id) return null;
  const data = asObject(interaction.payload["data"]);
  const name = asString(data["name"]) ?? "";
  if (data["type"] !== 1) return { by: viewPerson(interaction.user), command: name, text: name };
  return { by: viewPerson(interaction.user), command: commandIn(data), text: `/${name} ${optionsInWords(state, asArray(data["options"]))}`.trim() };
}

function optionsInWords(state: State, options: readonly unknown[]): string {
  const words = asObjects(options).map((option) => {
    const inner = asArray(option["options"]);
    if (option["type"] === 1 || option["type"] === 2) return `${String(option["name"])} ${optionsInWords(state, inner)}`;
    const value = String(option["value"]);
    return `${String(option["name"])}: ${valueInWords(state, Number(option["type"]), value)}`;
  });
  return words.join("  ");
}

function valueInWords(state: State, type: number, value: string): string {
  const user = type === 6 ? state.users.get(value) : undefined;
  if (user) return `@${viewPerson(user).name}`;
  if (type === 7) return `#${state.channels.get(value)?.name ?? value}`;
  return (type === 11 ? state.files.get(value)?.attachment.filename : undefined) ?? value;
}

/** In one line there are no chips. */
function withNames(state: State, content: string): string {
  const person = (id: string) => state.users.get(id);
  return content
    .replaceAll(/<@!?(\d+)>/g, (whole, id: string) => (person(id) === undefined ? whole : `@${viewPerson(person(id) as User).name}`))
    .replaceAll(/<#(\d+)>/g, (whole, id: string) => (state.channels.has(id) ? `#${state.channels.get(id)?.name}` : whole));
}

function replyOf(state: State, json: Message): WireMessage["replyTo"] {
  const id = json.message_reference?.message_id;
  if (id === undefined) return null;
  const target = findMessage(state, id);
  if (!target) return { id, author: null, excerpt: null };
  // What stands at the beginning of a thread replies to nothing.
  if (json.type !== messageType.reply && json.type !== messageType.command && json.type !== messageType.menu) return null;
  const { content, attachments } = target.json;
  const excerpt = withNames(state, content).replaceAll(/\s+/g, " ").slice(0, EXCERPT_LENGTH).toWellFormed();
  return { id, author: viewAuthor(state, target.json), excerpt: excerpt !== "" ? excerpt : attachments.length > 0 ? "Click to see attachment" : "…" };
}
