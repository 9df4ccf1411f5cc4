/** REST calls about what a server holds: members, emojis, messages by their words, events; and reactions. For tools. Called by rest.ts. */
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { ChannelId, UserId } from "../kernel/ids.ts";
import type { DiscordApi, MessageQuery, SearchResult, ServerMember, ThreadInfo } from "./api.ts";
import { list, number, object, text } from "./json.ts";
import { json } from "./rest-body.ts";
import { botCall, unless } from "./rest-call.ts";
import { channelMessages } from "./rest-message.ts";
import type { createRequest } from "./rest-request.ts";

/** Unknown member or user; no search before the server is indexed. Source: Discord JSON error codes. */
const NO_MEMBER = [10007, 10013];
const INDEXING = 110000;
/** Source: Discord reference, "Guild Scheduled Event": somewhere outside Discord, for the server's members alone. */
const EXTERNAL = 3;
const GUILD_ONLY = 2;

type ServerCalls = Pick<DiscordApi, "member" | "findMembers" | "server" | "emojis" | "activeThreads" | "searchMessages" | "addReaction" | "createEvent">;

export function createServerCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): ServerCalls {
  return {
    async member(guildId, userId, signal) {
      const found = await unless(NO_MEMBER, request(botCall("GET", "/guilds/:guild/members/:user", guildId, "", userId), signal));
      return found === undefined ? null : memberOf(found);
    },

    async findMembers(guildId, beginning, limit, signal) {
      const search = new URLSearchParams({ query: beginning, limit: String(limit) });
      return list(await request(botCall("GET", "/guilds/:guild/members/search", guildId, `?${search}`), signal)).map(memberOf);
    },

    async server(guildId, signal) {
      const found = object(await request(botCall("GET", "/guilds/:guild", guildId, "?with_counts=true"), signal));
      const roles = list(found.roles).map((role) => ({ id: text(object(role).id), name: text(object(role).name), position: number(object(role).position) }));
      return {
        name: text(found.name),
        description: text(found.description),
        ownerId: text(found.owner_id) as UserId,
        members: number(found.approximate_member_count),
        online: number(found.approximate_presence_count),
        boosts: number(found.premium_subscription_count),
        roles: roles.toSorted((a, b) => b.position - a.position).map(({ id, name }) => ({ id, name })),
      };
    },

    async emojis(guildId, signal) {
      const found = list(await request(botCall("GET", "/guilds/:guild/emojis", guildId), signal));
      return found.map((emoji) => ({ id: text(object(emoji).id), name: text(object(emoji).name), available: object(emoji).available !== false }));
    },

    async activeThreads(guildId, signal) {
      return list(object(await request(botCall("GET", "/guilds/:guild/threads/active", guildId), signal)).threads).map(threadOf);
    },

    async searchMessages(guildId, query, signal) {
      return searchResult(await request(botCall("GET", "/guilds/:guild/messages/search", guildId, `?${searchParams(query)}`), signal));
    },

    async addReaction(channelId, messageId, emoji, signal) {
      await request(botCall("PUT", "/channels/:channel/messages/:message/reactions/:emoji/@me", channelId, "", messageId, emoji), signal);
    },

    async createEvent(guildId, { name, description, place, from, to }, signal) {
      const body = {
        name,
        ...(description === undefined ? {} : { description }),
        entity_type: EXTERNAL,
        entity_metadata: { location: place },
        privacy_level: GUILD_ONLY,
        scheduled_start_time: new Date(from).toISOString(),
        scheduled_end_time: new Date(to).toISOString(),
      };
      try {
        const made = await request({ ...botCall("POST", "/guilds/:guild/scheduled-events", guildId), body: json(body), repeatable: false }, signal);
        const id = text(object(made).id);
        return id === "" ? { kind: "unknown" } : { kind: "made", id };
      } catch (error) {
        // Sent again, there might be two.
        if (error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500)) return { kind: "unknown" };
        throw error;
      }
    },
  };
}

function memberOf(value: unknown): ServerMember {
  const member = object(value);
  const user = object(member.user);
  return {
    id: text(user.id) as UserId,
    name: text(member.nick) || text(user.global_name) || text(user.username),
    username: text(user.username),
    bot: user.bot === true,
    roles: list(member.roles).map(text),
    joinedAt: moment(member.joined_at),
    timeoutUntil: moment(member.communication_disabled_until),
  };
}

function moment(value: unknown): number | null {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? null : at;
}

/** Source: Discord reference, "Search Guild Messages"; "Array Query Strings": the same name once for each. */
function searchParams({ content, channels, authorId, minId, maxId, limit, ageRestricted, order }: MessageQuery): URLSearchParams {
  const search = new URLSearchParams({
    limit: String(limit),
    sort_by: order === "newest" ? "timestamp" : "relevance",
    include_nsfw: String(ageRestricted),
    ...(content === undefined ? {} : { content }),
    ...(authorId === undefined ? {} : { author_id: authorId }),
    ...(minId === undefined ? {} : { min_id: minId }),
    ...(maxId === undefined ? {} : { max_id: maxId }),
  });
  for (const channel of channels) search.append("channel_id", channel);
  return search;
}

/** Each message lies in a list of its own, which once held those around it. */
function searchResult(value: unknown): SearchResult {
  const found = object(value);
  if (found.code === INDEXING) return { kind: "indexing", retryAfterMs: Math.max(0, number(found.retry_after)) * 1000 };
  if (!Array.isArray(found.messages)) throw new NetworkError("GET of a search: the answer is no result");
  const items = found.messages.flatMap(list);
  const messages = items.flatMap((item) => channelMessages([item]).map((message) => ({ ...message, channelId: text(object(item).channel_id) as ChannelId })));
  return { kind: "found", messages, threads: list(found.threads).map(threadOf) };
}

function threadOf(value: unknown): ThreadInfo {
  const thread = object(value);
  return {
    id: text(thread.id) as ChannelId,
    parentId: (text(thread.parent_id) || null) as ChannelId | null,
    type: number(thread.type),
    name: text(thread.name),
  };
}
