/** REST calls about the application and its servers. Called by rest.ts. */
import { NetworkError } from "../kernel/errors.ts";
import type { ApplicationId, ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { DiscordApi } from "./api.ts";
import { list, number, object, text } from "./json.ts";
import { json } from "./rest-body.ts";
import { botCall } from "./rest-call.ts";
import type { createRequest } from "./rest-request.ts";

const SERVERS_PER_PAGE = 200;
/** Source: Discord reference, "Membership State Enum". */
const INVITED = 1;

type ApplicationCalls = Pick<
  DiscordApi,
  "ownUser" | "application" | "updateApplication" | "registerCommands" | "ownServers" | "serverAccess" | "setNickname" | "directChannel"
>;

export function createApplicationCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): ApplicationCalls {
  return {
    async ownUser(signal) {
      const id = text(object(await request(botCall("GET", "/users/@me"), signal)).id);
      if (id === "") throw new NetworkError("GET /users/@me: the answer is no user");
      return id as UserId;
    },

    async application(signal) {
      const found = object(await request(botCall("GET", "/applications/@me"), signal));
      // Who was only invited to the team owns nothing yet.
      const members = list(object(found.team).members).filter((member) => object(member).membership_state !== INVITED);
      const owner = text(object(found.owner).id);
      if (text(found.id) === "") throw new NetworkError("GET /applications/@me: the answer is no application");
      return {
        id: text(found.id) as ApplicationId,
        name: text(found.name),
        publicKey: text(found.verify_key),
        owners: (found.team ? members.map((member) => text(object(object(member).user).id)) : [owner]).filter((id) => id !== ""),
        flags: typeof found.flags === "number" ? found.flags : 0,
        interactionsEndpointUrl: text(found.interactions_endpoint_url) || null,
        eventWebhooksUrl: text(found.event_webhooks_url) || null,
        eventWebhooksStatus: typeof found.event_webhooks_status === "number" ? found.event_webhooks_status : 1,
        privacyPolicyUrl: text(found.privacy_policy_url) || null,
        termsUrl: text(found.terms_of_service_url) || null,
        approximateServers: typeof found.approximate_guild_count === "number" ? found.approximate_guild_count : 0,
      };
    },

    async updateApplication(change, signal) {
      await request({ ...botCall("PATCH", "/applications/@me"), body: json(change) }, signal);
    },

    async registerCommands(applicationId, commands, signal) {
      await request({ ...botCall("PUT", "/applications/:application/commands", applicationId), body: json(commands) }, signal);
    },

    async ownServers(after, signal) {
      const query = new URLSearchParams({ limit: String(SERVERS_PER_PAGE), ...(after === undefined ? {} : { after }) });
      const found = await request(botCall("GET", `/users/@me/guilds`, undefined, `?${query}`), signal);
      // What is missing in this list counts as left, so it must not be misread.
      if (!Array.isArray(found)) throw new NetworkError("GET /users/@me/guilds: the answer is no list");
      return found.map((server) => ({ id: text(object(server).id) as GuildId, name: text(object(server).name) }));
    },

    async serverAccess(guildId, userId, signal) {
      const [guild, channels, member] = await Promise.all([
        request(botCall("GET", "/guilds/:guild", guildId), signal),
        request(botCall("GET", "/guilds/:guild/channels", guildId), signal),
        request(botCall("GET", "/guilds/:guild/members/:user", guildId, "", userId), signal),
      ]);
      return {
        ownerId: text(object(guild).owner_id),
        name: text(object(guild).name),
        roles: list(object(guild).roles).map((role) => ({ id: text(object(role).id), permissions: bits(object(role).permissions) })),
        memberRoles: list(object(member).roles).map(text),
        channels: list(channels).map((channel) => ({
          id: text(object(channel).id) as ChannelId,
          name: text(object(channel).name),
          type: number(object(channel).type),
          parentId: (text(object(channel).parent_id) || null) as ChannelId | null,
          overwrites: list(object(channel).permission_overwrites).map((overwrite) => ({
            id: text(object(overwrite).id),
            type: object(overwrite).type === 1 ? 1 : 0,
            allow: bits(object(overwrite).allow),
            deny: bits(object(overwrite).deny),
          })),
          ...(object(channel).nsfw === true ? { ageRestricted: true } : {}),
          ...(text(object(channel).topic) === "" ? {} : { topic: text(object(channel).topic) }),
        })),
      };
    },

    async setNickname(guildId, name, signal) {
      await request({ ...botCall("PATCH", "/guilds/:guild/members/@me", guildId), body: json({ nick: name }) }, signal);
    },

    async directChannel(userId, signal) {
      const found = await request({ ...botCall("POST", "/users/@me/channels"), body: json({ recipient_id: userId }) }, signal);
      const id = text(object(found).id);
      if (id === "") throw new NetworkError("POST /users/@me/channels: the answer is no channel");
      return id as ChannelId;
    },
  };
}

function bits(value: unknown): bigint {
  return /^\d{1,30}$/.test(text(value)) ? BigInt(text(value)) : 0n;
}
