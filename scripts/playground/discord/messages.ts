/** Creating, editing, deleting and finding messages; every way in (REST, interactions, people) ends here. */
import { asArray, asObjects, copy, type JsonObject } from "./json.ts";
import { permission } from "./permissions.ts";
import { emit, permissionsIn, type State } from "./state.ts";
import { type Attachment, type Channel, type Message, type MessageRecord, messageFlag, type User } from "./types.ts";

export interface MessageDraft {
  /** Default: a new one. */
  id?: string;
  channel: Channel;
  author: User;
  type: number;
  content?: string;
  flags?: number;
  attachments?: Attachment[];
  embeds?: JsonObject[];
  components?: JsonObject[];
  poll?: JsonObject | undefined;
  tts?: boolean;
  mentions?: User[];
  replyTo?: MessageRecord | undefined;
  nonce?: string | number | undefined;
  onlyFor?: string | undefined;
  interactionId?: string;
  /** Set on what interactions make: it is sent through the application's webhook. */
  webhookId?: string;
  /** Of another webhook than the interaction's: whose it is, null where it belongs to no application. */
  webhookOwner?: string | null;
  metadata?: JsonObject;
}

export function createMessage(state: State, draft: MessageDraft): MessageRecord {
  const now = state.now();
  const { channel, replyTo } = draft;
  const json: Message = {
    id: draft.id ?? state.nextId(),
    type: draft.type,
    channel_id: channel.id,
    author: draft.author,
    // Discord strips white space at both ends, so that a message of blanks is an empty one.
    content: (draft.content ?? "").trim(),
    timestamp: new Date(now).toISOString(),
    edited_timestamp: null,
    flags: draft.flags ?? 0,
    tts: draft.tts ?? false,
    pinned: false,
    mention_everyone: false,
    mentions: draft.mentions ?? [],
    mention_roles: [],
    attachments: draft.attachments ?? [],
    embeds: embedsForDisplay(draft.embeds ?? []),
    components: componentsForDisplay(draft.components ?? []),
    ...(draft.poll ? { poll: draft.poll } : {}),
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
    ...(draft.webhookId === undefined ? {} : { webhook_id: draft.webhookId, ...ownerOf(state, draft) }),
    ...(draft.metadata ? { interaction_metadata: draft.metadata } : {}),
  };
  if (replyTo) {
    json.message_reference = {
      type: 0,
      channel_id: replyTo.json.channel_id,
      message_id: replyTo.json.id,
      ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
    };
  }
  const record: MessageRecord = { json, onlyFor: draft.onlyFor, interactionId: draft.interactionId, history: [], deletedAt: undefined, createdAt: now };
  remember(state, record);
  const list = state.channelMessages.get(channel.id) ?? [];
  list.push(record);
  state.channelMessages.set(channel.id, list);
  state.messages.set(json.id, record);
  if (draft.onlyFor === undefined) channel.lastMessageId = json.id;
  emit(state, { type: "message-create", message: record });
  return record;
}

function ownerOf(state: State, { webhookOwner = state.app.id }: MessageDraft): { application_id?: string } {
  return webhookOwner === null ? {} : { application_id: webhookOwner };
}

/** A thread hangs on it from now on; that is no edit. */
export function markWithThread(state: State, record: MessageRecord): void {
  record.json.flags |= messageFlag.hasThread;
  emit(state, { type: "message-update", message: record });
}

/** Only the fields given change. `loading`: the "thinking" message becomes a real one. */
export interface MessageChange {
  content?: string;
  attachments?: Attachment[];
  embeds?: JsonObject[];
  components?: JsonObject[];
  flags?: number;
  poll?: JsonObject | undefined;
}

export function editMessage(state: State, record: MessageRecord, change: MessageChange): MessageRecord {
  const { json } = record;
  const wasLoading = (json.flags & messageFlag.loading) !== 0;
  if (change.content !== undefined) json.content = change.content.trim();
  if (change.attachments) json.attachments = change.attachments;
  if (change.embeds) json.embeds = embedsForDisplay(change.embeds);
  if (change.components) json.components = componentsForDisplay(change.components);
  if (change.poll) json.poll = change.poll;
  if (change.flags !== undefined) json.flags = change.flags;
  json.flags &= ~messageFlag.loading;
  if (!wasLoading) json.edited_timestamp = new Date(state.now()).toISOString();
  remember(state, record);
  emit(state, { type: "message-update", message: record });
  return record;
}

export function deleteMessage(state: State, record: MessageRecord): void {
  record.deletedAt = state.now();
  emit(state, { type: "message-delete", message: record });
}

/** A living message, or undefined. */
export function findMessage(state: State, id: string): MessageRecord | undefined {
  const record = state.messages.get(id);
  return record?.deletedAt === undefined ? record : undefined;
}

/** Oldest first, what a person sees in a channel: nothing without permission, others' private answers never. */
export function visibleTo(state: State, user: User, channel: Channel): MessageRecord[] {
  const allowed = permissionsIn(state, user.id, channel);
  if (!(allowed & permission.viewChannel)) return [];
  const hasHistory = (allowed & permission.readMessageHistory) !== 0n;
  return (state.channelMessages.get(channel.id) ?? []).filter(
    (record) => record.deletedAt === undefined && (record.onlyFor === undefined ? hasHistory : record.onlyFor === user.id),
  );
}

function remember(state: State, record: MessageRecord): void {
  const { content, flags, components, attachments, embeds } = record.json;
  record.history.push(copy({ at: state.now(), content, flags, components, attachments, embeds }));
}

/** Components get their numbers in order of appearance, as in Discord's answers; nulls disappear. */
function componentsForDisplay(components: readonly JsonObject[]): JsonObject[] {
  let next = 0;
  const number = (component: JsonObject): JsonObject => {
    next += 1;
    const result: JsonObject = { ...withoutNulls(component), id: typeof component.id === "number" && component.id > 0 ? component.id : next };
    if (component.type === 3) Object.assign(result, { min_values: component.min_values ?? 1, max_values: component.max_values ?? 1 });
    if (Array.isArray(component.components)) result.components = asObjects(asArray(component.components)).map(number);
    return result;
  };
  return components.map(number);
}

function embedsForDisplay(embeds: readonly JsonObject[]): JsonObject[] {
  return embeds.map((embed) => ({ ...withoutNulls(embed), type: "rich" }));
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}
