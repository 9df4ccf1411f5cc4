/** Starting threads and forum posts; every way in (REST, people, builders of the world) ends here. Source: Discord reference, "Threads". */
import { createMessage, type MessageDraft, markWithThread } from "./messages.ts";
import { isThread, permission } from "./permissions.ts";
import { ClientError } from "./spec.ts";
import { emit, permissionsIn, type State } from "./state.ts";
import { type Channel, channelType, type MessageRecord, messageType, type Thread, type User } from "./types.ts";

const DAY = 1440;
const NAME_LIMIT = 100;
/** On notices of the system no thread can hang. */
export const STARTERS: readonly number[] = [messageType.regular, messageType.reply, messageType.command, messageType.menu];

export interface ThreadSpec {
  name: string;
  owner: User;
  /** The message it hangs on; both have the same id then. */
  from?: MessageRecord;
  /** Default: the public kind of the channel. */
  type?: number;
  /** Minutes. */
  archiveAfter?: number;
  archived?: boolean;
  locked?: boolean;
}

export type PostSpec = Omit<ThreadSpec, "from" | "type"> & { tags?: readonly string[]; message: Omit<MessageDraft, "channel" | "author" | "type"> };

/** A thread in a text or announcement channel, with the notices that Discord writes about it. */
export function startThread(state: State, parent: Channel, spec: ThreadSpec): Channel {
  const { from, owner } = spec;
  const thread = addThread(state, parent, from?.json.id ?? state.nextId(), spec, []);
  if (from) {
    markWithThread(state, from);
    createMessage(state, { channel: thread, author: owner, type: messageType.threadStarter, replyTo: from });
  } else if (thread.type !== channelType.privateThread) {
    const record = createMessage(state, { channel: parent, author: owner, type: messageType.threadCreated, content: spec.name });
    record.json.message_reference = { type: 0, channel_id: thread.id, ...(thread.guildId === null ? {} : { guild_id: thread.guildId }) };
  }
  emit(state, { type: "thread-create", channelId: thread.id });
  return thread;
}

/** A post in a forum is a thread whose first message has the thread's id. */
export function startPost(state: State, forum: Channel, spec: PostSpec): { thread: Channel; message: MessageRecord } {
  const id = state.nextId();
  const thread = addThread(state, forum, id, { ...spec, type: channelType.publicThread }, spec.tags ?? []);
  const message = createMessage(state, { ...spec.message, id, channel: thread, author: spec.owner, type: messageType.regular });
  emit(state, { type: "thread-create", channelId: thread.id });
  return { thread, message };
}

/** Somebody does it in the client, which offers only what it allows. */
export function startThreadBy(state: State, user: User, channel: Channel, name: string, from?: MessageRecord): Channel {
  if (channel.type !== channelType.text && channel.type !== channelType.announcement) throw new ClientError("a thread cannot be started here");
  if (!(permissionsIn(state, user.id, channel) & permission.createPublicThreads)) throw new ClientError(`${user.username} may not start threads here`);
  if (name.trim() === "" || name.length > NAME_LIMIT) throw new ClientError(`a thread's name has 1 to ${NAME_LIMIT} characters`);
  if (from && (from.deletedAt !== undefined || from.onlyFor !== undefined || !STARTERS.includes(from.json.type)))
    throw new ClientError("no thread can hang on this message");
  if (from && threadOf(state, from)) throw new ClientError("this message has a thread already");
  return startThread(state, channel, { name: name.trim(), owner: user, ...(from ? { from } : {}) });
}

/** Only the channel, as if it had been there for long. */
export function addThread(state: State, parent: Channel, id: string, spec: ThreadSpec, tags: readonly string[]): Channel {
  const publicType = parent.type === channelType.announcement ? channelType.announcementThread : channelType.publicThread;
  const thread: Thread = {
    ownerId: spec.owner.id,
    archived: spec.archived ?? false,
    locked: spec.locked ?? false,
    createdAt: state.now(),
    archiveAfter: spec.archiveAfter ?? DAY,
    appliedTags: [...tags],
  };
  const channel: Channel = {
    id,
    type: spec.type ?? publicType,
    guildId: parent.guildId,
    name: spec.name,
    parentId: parent.id,
    topic: null,
    nsfw: false,
    position: 0,
    overwrites: [],
    recipients: [spec.owner.id],
    thread,
    tags: [],
    lastMessageId: null,
  };
  state.channels.set(id, channel);
  return channel;
}

export function threadOf(state: State, message: MessageRecord): Channel | undefined {
  const channel = state.channels.get(message.json.id);
  return channel && isThread(channel) && channel.parentId === message.json.channel_id ? channel : undefined;
}
