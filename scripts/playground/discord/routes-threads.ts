/** Bot-token calls that start threads and forum posts; mounted by `rest.ts`. */
import {
  BaseCreateMessageCreateRequestSchema,
  CreateForumThreadRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
} from "discord-api-spec/zod";
import { changeOf, pingedUsers } from "./apply-body.ts";
import { checkMessage } from "./check-message.ts";
import { asArray, asObject, asString, isObject, type JsonObject } from "./json.ts";
import { isThread, permission } from "./permissions.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { type Answer, need, type Route, type RouteCall, visibleChannel } from "./route.ts";
import { publicMessage } from "./routes-channels.ts";
import { checkSchema } from "./schemas.ts";
import type { State } from "./state.ts";
import { STARTERS, startPost, startThread, type ThreadSpec, threadOf } from "./threads.ts";
import { type Channel, channelType, messageFlag } from "./types.ts";
import { channelJson, messageForApp } from "./views.ts";

/** Per server; not in the reference, which only has the error (160006). */
const MOST_ACTIVE_THREADS = 1000;
const WITH_THREADS: readonly number[] = [channelType.text, channelType.announcement];

export function threadRoutes(): Route[] {
  return [
    { method: "POST", template: "/channels/:channel/messages/:message/threads", auth: "bot", handle: fromMessage },
    { method: "POST", template: "/channels/:channel/threads", auth: "bot", handle: withoutMessage },
  ];
}

async function fromMessage({ state, param, body }: RouteCall): Promise<Answer> {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  if (!WITH_THREADS.includes(channel.type)) throw refuse.wrongChannelType();
  const { json } = await body();
  checkSchema(CreateTextThreadWithMessageRequestSchema, json, state.options.strict);
  need(allowed, permission.createPublicThreads);
  const from = publicMessage(state, channel, param("message"));
  if (!STARTERS.includes(from.json.type)) throw refuse.wrongMessageType();
  if (threadOf(state, from)) throw refuse.threadExists();
  checkRoom(state, channel);
  return created(state, startThread(state, channel, { ...common(state, asObject(json)), from }));
}

async function withoutMessage(call: RouteCall): Promise<Answer> {
  const { state, param, body } = call;
  const { channel, allowed } = visibleChannel(state, param("channel"));
  if (channel.type === channelType.forum) return createPost(call, channel, allowed);
  if (!WITH_THREADS.includes(channel.type)) throw refuse.wrongChannelType();
  const { json } = await body();
  checkSchema(CreateTextThreadWithoutMessageRequestSchema, json, state.options.strict);
  const wanted = asObject(json);
  // "`type` currently defaults to PRIVATE_THREAD".
  const type = Number(wanted.type ?? channelType.privateThread);
  const fits: readonly number[] =
    channel.type === channelType.announcement ? [channelType.announcementThread] : [channelType.publicThread, channelType.privateThread];
  if (!fits.includes(type)) throw invalidForm([{ path: ["type"], code: "BASE_TYPE_CHOICES", message: `Value must be one of {${fits.join(", ")}}.` }]);
  const isPrivate = type === channelType.privateThread;
  if (wanted.invitable !== undefined && !isPrivate)
    throw invalidForm([{ path: ["invitable"], code: "BASE_TYPE_INVALID", message: "Only private threads have it." }]);
  need(allowed, isPrivate ? permission.createPrivateThreads : permission.createPublicThreads);
  checkRoom(state, channel);
  return created(state, startThread(state, channel, { ...common(state, wanted), type }));
}

/** "The current user must have the SEND_MESSAGES permission (CREATE_PUBLIC_THREADS is ignored)." */
async function createPost({ state, body, what }: RouteCall, forum: Channel, allowed: bigint): Promise<Answer> {
  const parsed = await body();
  if (!isObject(parsed.json)) throw invalidForm([{ path: [], code: "DICT_TYPE_CONVERT", message: "Only dictionaries may be used in a DictType" }]);
  checkSchema(CreateForumThreadRequestSchema, parsed.json, state.options.strict);
  need(allowed, permission.sendMessages);
  const flags = messageFlag.suppressEmbeds | messageFlag.silent | messageFlag.componentsV2;
  const schema = BaseCreateMessageCreateRequestSchema;
  const json = checkMessage(state, { json: parsed.json.message, files: parsed.files }, { schema, what, flags });
  const tags = asArray(parsed.json.applied_tags).map(String);
  const errors = tags.flatMap((id, index) => {
    const tag = forum.tags.find((known) => known.id === id);
    const may = tag && (!tag.moderated || (allowed & permission.manageThreads) !== 0n);
    return may ? [] : [{ path: ["applied_tags", index], code: "INVALID_TAG", message: "Unknown or moderated tag" }];
  });
  if (errors.length > 0) throw invalidForm(errors);
  checkRoom(state, forum);
  const { thread, message } = startPost(state, forum, {
    ...common(state, parsed.json),
    tags,
    message: {
      ...changeOf(state, json, parsed.files, forum, [], false),
      flags: Number(json.flags ?? 0),
      mentions: pingedUsers(state, json, undefined),
    },
  });
  return { status: 201, json: { ...channelJson(state, thread), message: messageForApp(state, message) } };
}

function common(state: State, json: JsonObject): ThreadSpec {
  const archiveAfter = json.auto_archive_duration;
  const name = (asString(json.name) ?? "").trim();
  if (name === "") throw invalidForm([{ path: ["name"], code: "BASE_TYPE_REQUIRED", message: "This field is required" }]);
  return { name, owner: state.app.bot, ...(typeof archiveAfter === "number" ? { archiveAfter } : {}) };
}

function checkRoom(state: State, parent: Channel): void {
  const active = [...state.channels.values()].filter((channel) => channel.guildId === parent.guildId && isThread(channel) && !channel.thread?.archived);
  if (active.length >= MOST_ACTIVE_THREADS) throw refuse.tooManyThreads();
}

const created = (state: State, thread: Channel): Answer => ({ status: 201, json: channelJson(state, thread) });
