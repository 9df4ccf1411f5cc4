/** Whose prompts hold in a place, in the order in which the model reads them. Used by the conversation and the prompt commands. */
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { PromptScope } from "./store.ts";

/** `thread`: a thread's own, beside its channel's. */
export type ScopeKind = "server" | "channel" | "thread" | "user";

export interface PromptPlace {
  guildId: GuildId | null;
  channelId: ChannelId;
  /** The channel of a thread; null for anything else. */
  parentId: ChannelId | null;
  userId: UserId;
  /** The bot itself is a member. Where it is a guest of one person, nobody else's wishes count. */
  botPresent: boolean;
}

/** Outside servers there is only the person's own. */
export function promptScopes({ guildId, channelId, parentId, userId, botPresent }: PromptPlace): [ScopeKind, PromptScope][] {
  const own: [ScopeKind, PromptScope] = ["user", `user:${userId}`];
  if (guildId === null || !botPresent) return [own];
  const here: [ScopeKind, PromptScope][] =
    parentId === null
      ? [["channel", `channel:${channelId}`]]
      : [
          ["channel", `channel:${parentId}`],
          ["thread", `channel:${channelId}`],
        ];
  return [["server", `server:${guildId}`], ...here, own];
}
