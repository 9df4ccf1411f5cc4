/** Bot-token calls about servers and about the bot itself; mounted by `rest.ts`. */
import { ALL_PERMISSIONS, isThread } from "./permissions.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { ok, type Route } from "./route.ts";
import type { State } from "./state.ts";
import type { Guild } from "./types.ts";
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
    { method: "GET", template: "/guilds/:guild", auth: "bot", handle: ({ state, param }) => ok(guildJson(joinedGuild(state, param("guild")))) },
    { method: "GET", template: "/guilds/:guild/roles", auth: "bot", handle: ({ state, param }) => ok(joinedGuild(state, param("guild")).roles.map(roleJson)) },
    {
      method: "GET",
      template: "/guilds/:guild/channels",
      auth: "bot",
      handle: ({ state, param }) => ok(channelsOf(state, joinedGuild(state, param("guild")))),
    },
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
function joinedGuild(state: State, id: string): Guild {
  const guild = state.guilds.get(id);
  if (!guild || !state.app.guilds.has(id)) throw refuse.unknownGuild();
  return guild;
}

/** All channels, hidden ones too: this call does not filter by permission. Threads are not part of it. */
function channelsOf(state: State, guild: Guild): unknown[] {
  return [...state.channels.values()].filter((channel) => channel.guildId === guild.id && !isThread(channel)).map((channel) => channelJson(state, channel));
}

function ownGuildJson(state: State, guild: Guild): unknown {
  const roles = guild.members.get(state.app.bot.id)?.roles ?? [];
  const granted = guild.roles.filter((role) => role.id === guild.id || roles.includes(role.id)).reduce((all, role) => all | role.permissions, 0n);
  const owner = guild.ownerId === state.app.bot.id;
  return { id: guild.id, name: guild.name, icon: null, banner: null, owner, permissions: String(owner ? ALL_PERMISSIONS : granted), features: [] };
}
