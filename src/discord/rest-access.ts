/** REST calls about single members and channels, for who may see what. Called by rest.ts. */
import type { ChannelId, GuildId } from "../kernel/ids.ts";
import type { DiscordApi } from "./api.ts";
import { list, number, object, text } from "./json.ts";
import { botCall, unless } from "./rest-call.ts";
import type { createRequest } from "./rest-request.ts";

/** Unknown or hidden channel; unknown member or user. Source: Discord JSON error codes. */
const NO_CHANNEL = [10003, 50001];
const NO_MEMBER = [10007, 10013];

type AccessCalls = Pick<DiscordApi, "memberRoles" | "channel" | "isThreadMember">;

export function createAccessCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): AccessCalls {
  return {
    async memberRoles(guildId, userId, signal) {
      const found = await unless(NO_MEMBER, request(botCall("GET", "/guilds/:guild/members/:user", guildId, "", userId), signal));
      return found === undefined ? null : list(object(found).roles).map(text);
    },

    async channel(channelId, signal) {
      const found = object(await unless(NO_CHANNEL, request(botCall("GET", "/channels/:channel", channelId), signal)));
      if (text(found.id) === "") return null;
      return {
        id: text(found.id) as ChannelId,
        name: text(found.name),
        type: number(found.type),
        guildId: (text(found.guild_id) || null) as GuildId | null,
        parentId: (text(found.parent_id) || null) as ChannelId | null,
        ...(object(found.thread_metadata).locked === true ? { locked: true } : {}),
      };
    },

    async isThreadMember(threadId, userId, signal) {
      const call = botCall("GET", "/channels/:channel/thread-members/:user", threadId, "", userId);
      return (await unless(NO_MEMBER, request(call, signal))) !== undefined;
    },
  };
}
