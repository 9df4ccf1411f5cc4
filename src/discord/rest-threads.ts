/** REST calls that start threads. Called by rest.ts. */
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { ChannelId } from "../kernel/ids.ts";
import type { DiscordApi } from "./api.ts";
import { json } from "./rest-body.ts";
import { botCall } from "./rest-call.ts";
import { messageId } from "./rest-message.ts";
import type { createRequest } from "./rest-request.ts";

/** Source: Discord reference, "Channel Types". */
const channelType = { announcement: 5, announcementThread: 10, publicThread: 11 } as const;
/** Source: Discord JSON error codes. */
const THREAD_EXISTS = 160004;

type ThreadCalls = Pick<DiscordApi, "startThread" | "startThreadFrom">;

export function createThreadCalls({ request }: Pick<ReturnType<typeof createRequest>, "request">): ThreadCalls {
  return {
    async startThreadFrom(channelId, from, name, signal) {
      const call = botCall("POST", "/channels/:channel/messages/:message/threads", channelId, "", from);
      try {
        await request({ ...call, body: json({ name }) }, signal);
      } catch (error) {
        // Ours, if only the answer was lost; a message has one thread at most.
        if (!(error instanceof DiscordApiError) || error.code !== THREAD_EXISTS) throw error;
      }
      return { id: from as string as ChannelId };
    },

    async startThread(channel, name, signal) {
      // Left out it would be a private thread. Source: Discord reference, "Start Thread without Message".
      const type = channel.type === channelType.announcement ? channelType.announcementThread : channelType.publicThread;
      const call = { ...botCall("POST", "/channels/:channel/threads", channel.id), body: json({ name, type }), repeatable: false };
      try {
        const id = messageId(await request(call, signal));
        return id === undefined ? { kind: "unknown" } : { kind: "started", id: id as string as ChannelId };
      } catch (error) {
        // There is no nonce for threads: sent again, there might be two.
        if (error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500)) return { kind: "unknown" };
        throw error;
      }
    },
  };
}
