/** Bot-token calls that look for something in a server: members by their names, messages by their words. Mounted by `rest.ts`. */
import { copy, type JsonObject } from "./json.ts";
import { isThread, permission } from "./permissions.ts";
import { type FormError, invalidForm, refuse } from "./refusal.ts";
import { type Answer, ok, type Route, type RouteCall } from "./route.ts";
import { joinedGuild } from "./routes-guilds.ts";
import { compareIds } from "./snowflake.ts";
import { permissionsIn, type State } from "./state.ts";
import type { Channel, Guild, MessageRecord } from "./types.ts";
import { channelJson, memberJson, messageForApp } from "./views.ts";

export function searchRoutes(): Route[] {
  return [
    { method: "GET", template: "/guilds/:guild/members/search", auth: "bot", handle: findMembers },
    { method: "GET", template: "/guilds/:guild/messages/search", auth: "bot", handle: findMessages },
  ];
}

/** By the beginning of user name or nickname. Source: Discord reference, "Search Guild Members". */
function findMembers({ state, param, url }: RouteCall): Answer {
  const guild = joinedGuild(state, param("guild"));
  const query = url.searchParams.get("query") ?? "";
  const limit = inRange(url, "limit", 1, 1000, 1);
  if (query === "") throw invalidForm([{ path: ["query"], code: "BASE_TYPE_REQUIRED", message: "This field is required" }]);
  const begins = (name: string | null) => name?.toLowerCase().startsWith(query.toLowerCase()) === true;
  const found = [...guild.members.values()].filter(({ user, nick }) => begins(user.username) || begins(user.global_name) || begins(nick));
  return ok(found.slice(0, limit).map(memberJson));
}

/** What this application can ask for; whatever else Discord knows is refused, so that nothing is silently not filtered. */
const KNOWN = ["limit", "offset", "max_id", "min_id", "content", "channel_id", "author_id", "sort_by", "sort_order", "include_nsfw"];
const MOST_CHANNELS = 500;
const MOST_AUTHORS = 100;
const CONTENT_LIMIT = 1024;

/** Source: Discord reference, "Search Guild Messages"; the Message Content intent is needed (change log, 2026-03-19). */
function findMessages({ state, param, url }: RouteCall): Answer {
  const guild = joinedGuild(state, param("guild"));
  const query = url.searchParams;
  const limit = inRange(url, "limit", 1, 25, 25);
  const offset = inRange(url, "offset", 0, 9975, 0);
  const errors = [...unknownParams(query), ...wrongParams(query)];
  if (errors.length > 0) throw invalidForm(errors);
  if (!state.intents.messageContent) throw refuse.missingAccess();
  if (guild.indexing > 0) {
    guild.indexing -= 1;
    return { status: 202, json: { message: "Index not yet available. Try again later", code: 110000, documents_indexed: 0, retry_after: 1 } };
  }
  const hits = matching(state, guild, query);
  const sorted = query.get("sort_order") === "asc" ? hits.toReversed() : hits;
  const page = sorted.slice(offset, offset + limit);
  const threads = [...new Set(page.map(({ json }) => json.channel_id))].flatMap((id) => state.channels.get(id) ?? []).filter(isThread);
  return ok({
    doing_deep_historical_index: false,
    total_results: hits.length,
    messages: page.map((record) => [hitJson(state, record)]),
    threads: threads.map((thread) => channelJson(state, thread)),
    members: [],
  });
}

/** Newest first. Only what the bot may read; threads belong to their channel, too. */
function matching(state: State, guild: Guild, query: URLSearchParams): MessageRecord[] {
  const channels = query.getAll("channel_id");
  const authors = query.getAll("author_id");
  const words = (query.get("content") ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const [min, max] = [query.get("min_id"), query.get("max_id")];
  const nsfw = /^(true|1)$/i.test(query.get("include_nsfw") ?? "");
  const isWanted = (channel: Channel): boolean => {
    const parent = state.channels.get(channel.parentId ?? "");
    const allowed = permissionsIn(state, state.app.bot.id, channel);
    if (channel.guildId !== guild.id || !(allowed & permission.viewChannel) || !(allowed & permission.readMessageHistory)) return false;
    if (!nsfw && (channel.nsfw || (isThread(channel) && parent?.nsfw))) return false;
    return channels.length === 0 || channels.includes(channel.id) || (isThread(channel) && channels.includes(channel.parentId ?? ""));
  };
  return [...state.channels.values()]
    .filter(isWanted)
    .flatMap(({ id }) => state.channelMessages.get(id) ?? [])
    .filter(({ json, deletedAt, onlyFor }) => {
      if (deletedAt !== undefined || onlyFor !== undefined) return false;
      if (authors.length > 0 && !authors.includes(json.author.id)) return false;
      if (min !== null && compareIds(json.id, min) <= 0) return false;
      if (max !== null && compareIds(json.id, max) >= 0) return false;
      return words.every((word) => json.content.toLowerCase().includes(word));
    })
    .toSorted((a, b) => compareIds(b.json.id, a.json.id));
}

function hitJson(state: State, record: MessageRecord): JsonObject {
  const { reactions: _, ...json } = copy(messageForApp(state, record));
  return { ...json, hit: true };
}

function unknownParams(query: URLSearchParams): FormError[] {
  return [...new Set(query.keys())]
    .filter((key) => !KNOWN.includes(key))
    .map((key) => ({ path: [key], code: "UNKNOWN_KEY", message: `The stand-in does not know the parameter "${key}" here.` }));
}

function wrongParams(query: URLSearchParams): FormError[] {
  const ids = ["channel_id", "author_id", "min_id", "max_id"].flatMap((key) =>
    query
      .getAll(key)
      .filter((id) => !/^\d{1,20}$/.test(id))
      .map(() => ({ path: [key], code: "NUMBER_TYPE_COERCE", message: "Value is not snowflake." })),
  );
  const choices = Object.entries({ sort_by: ["timestamp", "relevance"], sort_order: ["asc", "desc"] }).flatMap(([key, known]) => {
    const value = query.get(key);
    return value === null || known.includes(value) ? [] : [{ path: [key], code: "BASE_TYPE_CHOICES", message: `Value must be one of {${known.join(", ")}}.` }];
  });
  const lengths = [
    { key: "channel_id", is: query.getAll("channel_id").length, most: MOST_CHANNELS },
    { key: "author_id", is: query.getAll("author_id").length, most: MOST_AUTHORS },
    { key: "content", is: (query.get("content") ?? "").length, most: CONTENT_LIMIT },
  ].filter(({ is, most }) => is > most);
  return [
    ...ids,
    ...choices,
    ...lengths.map(({ key, most }) => ({ path: [key], code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${most} or fewer in length.` })),
  ];
}

function inRange(url: URL, key: string, least: number, most: number, otherwise: number): number {
  const value = Number(url.searchParams.get(key) ?? otherwise);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidForm([{ path: [key], code: "NUMBER_TYPE_MAX", message: `int value should be between ${least} and ${most}.` }]);
}
