/** Bot-token calls about channels and their messages; mounted by `rest.ts`. */
import { CreatePrivateChannelRequestSchema, MessageCreateRequestSchema, MessageEditRequestPartialSchema } from "discord-api-spec/zod";
import { changeOf, pingedUsers } from "./apply-body.ts";
import { checkMessage } from "./check-message.ts";
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import { createMessage, deleteMessage, editMessage, findMessage } from "./messages.ts";
import { isDirect, isThread, permission } from "./permissions.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { type Answer, need, noContent, ok, type Route, type RouteCall, visibleChannel } from "./route.ts";
import { checkSchema } from "./schemas.ts";
import { compareIds } from "./snowflake.ts";
import { emit, type State } from "./state.ts";
import { type Channel, channelType, type MessageRecord, messageFlag } from "./types.ts";
import { channelJson, messageForApp } from "./views.ts";
import { directChannel } from "./world.ts";

export function channelRoutes(): Route[] {
  const messages = "/channels/:channel/messages";
  return [
    { method: "POST", template: messages, auth: "bot", handle: createOne },
    { method: "GET", template: messages, auth: "bot", handle: listMessages },
    { method: "GET", template: `${messages}/:message`, auth: "bot", handle: getOne },
    { method: "PATCH", template: `${messages}/:message`, auth: "bot", handle: editOne },
    { method: "DELETE", template: `${messages}/:message`, auth: "bot", handle: deleteOne },
    { method: "POST", template: "/channels/:channel/typing", auth: "bot", handle: startTyping },
    {
      method: "GET",
      template: "/channels/:channel",
      auth: "bot",
      handle: ({ state, param }) => ok(channelJson(state, visibleChannel(state, param("channel")).channel)),
    },
    { method: "GET", template: "/channels/:channel/thread-members/:user", auth: "bot", handle: getThreadMember },
    { method: "POST", template: "/users/@me/channels", auth: "bot", handle: openDirect },
  ];
}

const TEXT_TYPES: readonly number[] = [
  channelType.text,
  channelType.dm,
  channelType.voice,
  channelType.announcement,
  channelType.announcementThread,
  channelType.publicThread,
  channelType.privateThread,
];
/** "Past few minutes", in Discord's words. */
const NONCE_MS = 180_000;

async function createOne({ state, param, body, what }: RouteCall): Promise<Answer> {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  if (channel.type === channelType.forum) throw refuse.noForumMessage();
  if (!TEXT_TYPES.includes(channel.type)) throw refuse.noTextChannel();
  if (isDirect(channel)) checkDirect(state, channel);
  // Posting opens an archived thread again, unless it is locked. Source: Discord reference, "Threads", "Active & Archived Threads".
  if (channel.thread?.locked && !(allowed & permission.manageThreads)) throw channel.thread.archived ? refuse.archivedThread() : refuse.lockedThread();
  need(allowed, permission.sendMessages);
  const parsed = await body();
  const flags = messageFlag.suppressEmbeds | messageFlag.silent | messageFlag.voice | messageFlag.componentsV2;
  const json = checkMessage(state, parsed, { schema: MessageCreateRequestSchema, what, flags });
  if (parsed.files.length > 0) need(allowed, permission.attachFiles);
  if (asObjects(json.embeds).length > 0) need(allowed, permission.embedLinks);
  if (Number(json.flags ?? 0) & messageFlag.voice && !(allowed & permission.sendVoiceMessages)) throw refuse.noVoice();
  if (json.poll !== undefined && json.poll !== null) need(allowed, permission.sendPolls);
  const replyTo = replyTarget(state, json, channel, allowed);
  const nonce = json.nonce as string | number | undefined | null;
  const twin = json.enforce_nonce === true && nonce !== undefined && nonce !== null ? findByNonce(state, channel, nonce) : undefined;
  if (twin) return ok(messageForApp(state, twin));
  if (channel.thread) {
    channel.thread.archived = false;
    if (!channel.recipients.includes(state.app.bot.id)) channel.recipients.push(state.app.bot.id);
  }
  const record = createMessage(state, {
    channel,
    author: state.app.bot,
    type: replyTo ? 19 : 0,
    ...changeOf(state, json, parsed.files, channel, [], false),
    flags: Number(json.flags ?? 0),
    tts: json.tts === true,
    mentions: pingedUsers(state, json, replyTo?.json.author),
    replyTo,
    nonce: nonce ?? undefined,
  });
  return ok(messageForApp(state, record));
}

/** Source: Discord reference, "JSON Error Codes" 50007 and 50278. */
function checkDirect(state: State, channel: Channel): void {
  const others = channel.recipients.filter((id) => id !== state.app.bot.id);
  if (others.some((id) => state.closedDms.has(id))) throw refuse.noDm();
  const reachable = others.every((id) => state.app.users.has(id) || [...state.app.guilds].some((guild) => state.guilds.get(guild)?.members.has(id)));
  if (!reachable) throw refuse.noSharedGuild();
}

function replyTarget(state: State, json: JsonObject, channel: Channel, allowed: bigint): MessageRecord | undefined {
  if (json.message_reference === undefined || json.message_reference === null) return undefined;
  const { message_id, fail_if_not_exists } = asObject(json.message_reference);
  if (!(allowed & permission.readMessageHistory)) throw refuse.noHistoryForReply();
  const target = findMessage(state, asString(message_id) ?? "");
  if (target && target.onlyFor === undefined && target.json.channel_id === channel.id) return target;
  if (fail_if_not_exists === false) return undefined;
  throw invalidForm([{ path: ["message_reference"], code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }]);
}

function findByNonce(state: State, channel: Channel, nonce: string | number): MessageRecord | undefined {
  return (state.channelMessages.get(channel.id) ?? []).findLast(
    (record) =>
      record.json.nonce === nonce && record.json.author.id === state.app.bot.id && state.now() - record.createdAt < NONCE_MS && record.deletedAt === undefined,
  );
}

/** Newest first. Without READ_MESSAGE_HISTORY the list is empty, not an error. Source: Discord reference, "Get Channel Messages". */
function listMessages({ state, param, url }: RouteCall): Answer {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  if (!TEXT_TYPES.includes(channel.type)) throw refuse.wrongChannelType();
  const limit = Number(url.searchParams.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalidForm([{ path: ["limit"], code: "NUMBER_TYPE_MAX", message: "int value should be between 1 and 100." }]);
  const cursors = ["before", "after", "around"].filter((key) => url.searchParams.has(key));
  if (cursors.length > 1) throw invalidForm([{ path: ["_misc"], code: "CURSOR_CONFLICT", message: "before, after and around exclude each other." }]);
  for (const key of cursors) {
    if (!/^\d{1,20}$/.test(url.searchParams.get(key) ?? ""))
      throw invalidForm([{ path: [key], code: "NUMBER_TYPE_COERCE", message: "Value is not snowflake." }]);
  }
  if (!(allowed & permission.readMessageHistory)) return ok([]);
  const all = (state.channelMessages.get(channel.id) ?? []).filter((record) => record.deletedAt === undefined && record.onlyFor === undefined);
  return ok(page(all, url.searchParams, limit).map((record) => messageForApp(state, record)));
}

function page(all: readonly MessageRecord[], query: URLSearchParams, limit: number): MessageRecord[] {
  const before = query.get("before");
  const after = query.get("after");
  const around = query.get("around");
  const older = (id: string) => all.filter((record) => compareIds(record.json.id, id) < 0);
  const newer = (id: string) => all.filter((record) => compareIds(record.json.id, id) > 0);
  if (after !== null) return newer(after).slice(0, limit).reverse();
  if (before !== null) return older(before).slice(-limit).reverse();
  if (around === null) return all.slice(-limit).reverse();
  const half = Math.floor(limit / 2);
  const middle = all.filter((record) => record.json.id === around);
  return [...(half > 0 ? older(around).slice(-half) : []), ...middle, ...newer(around).slice(0, Math.max(0, limit - half - middle.length))].reverse();
}

/** Private answers do not exist for bot-token calls. */
export function publicMessage(state: State, channel: Channel, id: string): MessageRecord {
  const record = findMessage(state, id);
  if (!record || record.onlyFor !== undefined || record.json.channel_id !== channel.id) throw refuse.unknownMessage();
  return record;
}

function getOne({ state, param }: RouteCall): Answer {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  need(allowed, permission.readMessageHistory);
  return ok(messageForApp(state, publicMessage(state, channel, param("message"))));
}

async function editOne({ state, param, body, what }: RouteCall): Promise<Answer> {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  const record = publicMessage(state, channel, param("message"));
  if (record.json.author.id !== state.app.bot.id) throw refuse.notYours();
  if (channel.thread?.archived) throw refuse.archivedThread();
  const parsed = await body();
  const flags = messageFlag.suppressEmbeds | messageFlag.componentsV2;
  const json = checkMessage(state, parsed, { schema: MessageEditRequestPartialSchema, what, flags, existing: record.json });
  if (parsed.files.length > 0) need(allowed, permission.attachFiles);
  const change = changeOf(state, json, parsed.files, channel, record.json.attachments, false);
  if (typeof json.flags === "number") change.flags = (record.json.flags & ~messageFlag.suppressEmbeds) | json.flags;
  return ok(messageForApp(state, editMessage(state, record, change)));
}

function deleteOne({ state, param }: RouteCall): Answer {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  const record = publicMessage(state, channel, param("message"));
  if (record.json.author.id !== state.app.bot.id) {
    if (isDirect(channel)) throw refuse.dmOnly();
    need(allowed, permission.manageMessages);
  }
  if (channel.thread?.archived) throw refuse.archivedThread();
  deleteMessage(state, record);
  return noContent;
}

/** Source: Discord reference, "Get Thread Member": 404 for who has not joined. */
function getThreadMember({ state, param }: RouteCall): Answer {
  const { channel } = visibleChannel(state, param("channel"));
  if (!isThread(channel) || !channel.recipients.includes(param("user"))) throw refuse.unknownMember();
  return ok({ id: channel.id, user_id: param("user"), join_timestamp: new Date(0).toISOString(), flags: 0 });
}

function startTyping({ state, param }: RouteCall): Answer {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  need(allowed, permission.sendMessages);
  emit(state, { type: "typing", channelId: channel.id, userId: state.app.bot.id });
  return noContent;
}

async function openDirect({ state, body }: RouteCall): Promise<Answer> {
  const { json } = await body();
  checkSchema(CreatePrivateChannelRequestSchema, json, state.options.strict);
  const user = state.users.get(asString(asObject(json).recipient_id) ?? "");
  if (!user) throw refuse.unknownUser();
  if (user.id === state.app.bot.id || user.bot) throw refuse.noDm();
  return ok(channelJson(state, directChannel(state, [state.app.bot, user])));
}
