/** May somebody, and may the bot, read what was said in another channel of the server? Asked of Discord each time; nothing is kept. Used by the conversation. */
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import { isThread } from "./access.ts";
import type { DiscordApi, ServerAccess } from "./api.ts";
import { allows, memberPermissions, permission } from "./permissions.ts";

/** Source: Discord reference, "Channel Types": text, voice, announcement, threads of three kinds, stage. Forums and categories hold no messages of their own. */
export const SPOKEN_IN = [0, 2, 5, 10, 11, 12, 13] as const;
const VOICE: readonly number[] = [2, 13];
const PRIVATE_THREAD = 12;

/** `readable`, or why not: the asker or the bot may not, there is no such channel (any more), it holds no messages, or it is for adults. */
export type ReadVerdict = "readable" | "asker" | "bot" | "gone" | "no-messages" | "age-restricted";

export interface Readers {
  guildId: GuildId;
  channelId: ChannelId;
  askerId: UserId;
  botId: UserId;
}

/** Messages are read with these two; what is written beside a voice channel is for those who may enter it. Source: Discord reference, "Get Channel Messages". */
export function mayReadMessages(granted: bigint, channelType: number): boolean {
  return allows(granted, permission.viewChannel, permission.readMessageHistory, ...(VOICE.includes(channelType) ? [permission.connect] : []));
}

/** Four calls, for a thread up to three more. Throws what the calls throw. */
export async function mayBothRead(
  { guildId, channelId, askerId, botId }: Readers,
  discord: Pick<DiscordApi, "serverAccess" | "memberRoles" | "channel" | "isThreadMember">,
  signal: AbortSignal,
): Promise<ReadVerdict> {
  const [asRoles, askerRoles] = await Promise.all([discord.serverAccess(guildId, botId, signal), discord.memberRoles(guildId, askerId, signal)]);
  if (askerRoles === null) return "asker";
  const own = asRoles.channels.find(({ id }) => id === channelId);
  // The list has no threads.
  const found = own ?? (await discord.channel(channelId, signal));
  if (found === null || ("guildId" in found && found.guildId !== guildId)) return "gone";
  if (!SPOKEN_IN.some((type) => type === found.type)) return "no-messages";
  const deciding = isThread(found.type) ? asRoles.channels.find(({ id }) => id === found.parentId) : own;
  if (deciding === undefined) return "gone";

  const mayRead = async (access: ServerAccess, userId: UserId): Promise<boolean> => {
    const granted = memberPermissions(access, guildId, userId, deciding);
    if (!mayReadMessages(granted, found.type)) return false;
    if (found.type !== PRIVATE_THREAD || allows(granted, permission.manageThreads)) return true;
    return discord.isThreadMember(channelId, userId, signal);
  };
  if (!(await mayRead({ ...asRoles, memberRoles: askerRoles }, askerId))) return "asker";
  if (!(await mayRead(asRoles, botId))) return "bot";
  return deciding.ageRestricted ? "age-restricted" : "readable";
}
