/** Bot-token calls about servers and about the bot itself; mounted by `rest.ts`. */
import { asString, isObject } from "./json.ts";
import { guildPermissions, isThread, permission } from "./permissions.ts";
import { type FormError, invalidForm, refuse } from "./refusal.ts";
import { type Answer, ok, type Route, type RouteCall } from "./route.ts";
import { compareIds } from "./snowflake.ts";
import { emit, permissionsIn, type State } from "./state.ts";
import type { Channel, Guild } from "./types.ts";
import { channelJson, guildJson, memberJson, roleJson } from "./views.ts";

const MOST_GUILDS = 200;

export function guildRoutes(): Route[] {
  return [
    {
      method: "GET",
      template: "/users/@me",
      auth: "bot",
      handle: ({ state }) => ok({ ...state.app.bot, mfa_enabled: true, locale: "en-US", verified: true, email: null }),
    },
    {
      method: "GET",
      template: "/users/@me/guilds",
      auth: "bot",
      handle: ({ state, url }) => ok(ownGuilds(state, url.searchParams).map((id) => ownGuildJson(state, joinedGuild(state, id)))),
    },
    { method: "GET", template: "/guilds/:guild", auth: "bot", handle: getGuild },
    { method: "GET", template: "/guilds/:guild/roles", auth: "bot", handle: ({ state, param }) => ok(joinedGuild(state, param("guild")).roles.map(roleJson)) },
    {
      method: "GET",
      template: "/guilds/:guild/channels",
      auth: "bot",
      handle: ({ state, param }) => ok(channelsOf(state, joinedGuild(state, param("guild")))),
    },
    { method: "GET", template: "/guilds/:guild/threads/active", auth: "bot", handle: activeThreads },
    { method: "PATCH", template: "/guilds/:guild/members/@me", auth: "bot", handle: editSelf },
    {
      method: "GET",
      template: "/guilds/:guild/members/:user",
      auth: "bot",
      handle: ({ state, param }) => {
        const member = joinedGuild(state, param("guild")).members.get(param("user"));
        if (!member) throw state.users.has(param("user")) ? refuse.unknownMember() : refuse.unknownUser();
        return ok(memberJson(member));
      },
    },
  ];
}

function getGuild({ state, param, url }: RouteCall): Answer {
  return ok(guildJson(joinedGuild(state, param("guild")), /^(true|1)$/i.test(url.searchParams.get("with_counts") ?? "")));
}

/** By ascending id, a page at a time. Source: Discord reference, "Get Current User Guilds". */
function ownGuilds(state: State, query: URLSearchParams): string[] {
  const limit = Number(query.get("limit") ?? MOST_GUILDS);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_GUILDS) {
    throw invalidForm([{ path: ["limit"], code: "NUMBER_TYPE_MAX", message: `int value should be from 1 to ${MOST_GUILDS}.` }]);
  }
  const after = BigInt(query.get("after") ?? 0);
  return [...state.app.guilds]
    .filter((id) => BigInt(id) > after)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .slice(0, limit);
}

/** A server that the bot is not in answers like one that does not exist. */
export function joinedGuild(state: State, id: string): Guild {
  const guild = state.guilds.get(id);
  if (!guild || !state.app.guilds.has(id)) throw refuse.unknownGuild();
  return guild;
}

const NICK_LIMIT = 32;

/** Source: Discord reference, "Modify Current Member"; the OpenAPI description has its schema in place, so there is none to import. */
async function editSelf({ state, param, body }: RouteCall): Promise<Answer> {
  const guild = joinedGuild(state, param("guild"));
  const member = guild.members.get(state.app.bot.id);
  if (!member) throw refuse.unknownMember();
  const { json } = await body();
  if (!isObject(json)) throw invalidForm([{ path: [], code: "DICT_TYPE_CONVERT", message: "Only dictionaries may be used in a DictType" }]);
  const errors = Object.entries(json).flatMap(([key, value]): FormError[] => {
    const known = ["nick", "avatar", "banner", "bio"].includes(key);
    if (!known) return state.options.strict ? [{ path: [key], code: "UNKNOWN_KEY", message: `Discord does not know the key "${key}" here.` }] : [];
    if (value !== null && typeof value !== "string") return [{ path: [key], code: "BASE_TYPE_INVALID", message: "Expected text." }];
    const tooLong = key === "nick" && (value ?? "").length > NICK_LIMIT;
    return tooLong ? [{ path: [key], code: "BASE_TYPE_BAD_LENGTH", message: `Must be ${NICK_LIMIT} or fewer in length.` }] : [];
  });
  if (errors.length > 0) throw invalidForm(errors);
  if (json.nick !== undefined) {
    if (!(guildPermissions(guild, state.app.bot.id) & permission.changeNickname)) throw refuse.missingPermissions();
    // "Names are sanitized and trimmed of leading, trailing, and excessive internal whitespace."
    member.nick = (asString(json.nick) ?? "").trim().replaceAll(/\s+/g, " ") || null;
    emit(state, { type: "member-update", guildId: guild.id, userId: state.app.bot.id });
  }
  return ok(memberJson(member));
}

/** All channels, hidden ones too: this call does not filter by permission. Threads are not part of it. */
function channelsOf(state: State, guild: Guild): unknown[] {
  return [...state.channels.values()].filter((channel) => channel.guildId === guild.id && !isThread(channel)).map((channel) => channelJson(state, channel));
}

/** Public ones, and private ones that the bot has joined, "ordered by their id, in descending order". */
function activeThreads({ state, param }: RouteCall): Answer {
  const guild = joinedGuild(state, param("guild"));
  const isSeen = (channel: Channel) => (permissionsIn(state, state.app.bot.id, channel) & permission.viewChannel) !== 0n;
  const active = [...state.channels.values()].filter(
    (channel) => channel.guildId === guild.id && isThread(channel) && !channel.thread?.archived && isSeen(channel),
  );
  return ok({ threads: active.toSorted((a, b) => compareIds(b.id, a.id)).map((channel) => channelJson(state, channel)), members: [], has_more: false });
}

function ownGuildJson(state: State, guild: Guild): unknown {
  const owner = guild.ownerId === state.app.bot.id;
  return { id: guild.id, name: guild.name, icon: null, banner: null, owner, permissions: String(guildPermissions(guild, state.app.bot.id)), features: [] };
}
