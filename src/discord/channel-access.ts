/** May somebody, and may the bot, read what was said in another channel of the server? Asked of Discord each time; nothing is kept. Used by the conversation. */
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import { isThread } from "./access.ts";
import type { DiscordApi, ServerAccess } from "./api.ts";
import { allows, everybodysPermissions, memberPermissions, permission } from "./permissions.ts";

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

type AccessCalls = Pick<DiscordApi, "serverAccess" | "memberRoles" | "channel" | "isThreadMember">;

/** A channel or thread, and what each may do there; 0 in a private thread that they have not joined. */
export interface Standing {
  channel: { id: ChannelId; name: string; type: number; locked: boolean };
  /** Itself, or the channel of a thread: its overwrites count. */
  deciding: ServerAccess["channels"][number];
  /** 0, too, for somebody who is no member. */
  asker: bigint;
  bot: bigint;
  /** Whoever joins the server, without any role. */
  everyone: bigint;
}

/** Four calls, for a thread up to three more. Throws what the calls throw. */
export async function standingIn({ guildId, channelId, askerId, botId }: Readers, discord: AccessCalls, signal: AbortSignal): Promise<Standing | "gone"> {
  const [asBot, askerRoles] = await Promise.all([discord.serverAccess(guildId, botId, signal), discord.memberRoles(guildId, askerId, signal)]);
  const own = asBot.channels.find(({ id }) => id === channelId);
  // The list has no threads.
  const found = own ?? (await discord.channel(channelId, signal));
  if (found === null || ("guildId" in found && found.guildId !== guildId)) return "gone";
  const inThread = isThread(found.type);
  const deciding = inThread ? asBot.channels.find(({ id }) => id === found.parentId) : own;
  if (deciding === undefined) return "gone";

  const allowed = async (access: ServerAccess, userId: UserId): Promise<bigint> => {
    const granted = memberPermissions(access, guildId, userId, deciding, inThread);
    if (granted === 0n || found.type !== PRIVATE_THREAD || allows(granted, permission.manageThreads)) return granted;
    return (await discord.isThreadMember(channelId, userId, signal)) ? granted : 0n;
  };
  const asker = askerRoles === null ? 0n : await allowed({ ...asBot, memberRoles: askerRoles }, askerId);
  return {
    channel: { id: found.id, name: found.name, type: found.type, locked: "locked" in found && found.locked === true },
    deciding,
    asker,
    bot: await allowed(asBot, botId),
    everyone: found.type === PRIVATE_THREAD ? 0n : everybodysPermissions(asBot, guildId, deciding, inThread),
  };
}

export async function mayBothRead(readers: Readers, discord: AccessCalls, signal: AbortSignal): Promise<ReadVerdict> {
  const standing = await standingIn(readers, discord, signal);
  return standing === "gone" ? "gone" : readVerdict(standing);
}

export function readVerdict({ channel, deciding, asker, bot }: Standing): ReadVerdict {
  if (!SPOKEN_IN.some((type) => type === channel.type)) return "no-messages";
  if (!mayReadMessages(asker, channel.type)) return "asker";
  if (!mayReadMessages(bot, channel.type)) return "bot";
  return deciding.ageRestricted ? "age-restricted" : "readable";
}

type Channel = ServerAccess["channels"][number];

/** Whether whoever may read `here` may read `there` for the same reasons: nothing about reading is set differently for the two. */
export function isReadAlike(here: Channel, there: Channel): boolean {
  const isVoice = VOICE.includes(there.type);
  if (isVoice && !VOICE.includes(here.type)) return false;
  const bits = permission.viewChannel | permission.readMessageHistory | (isVoice ? permission.connect : 0n);
  const rules = ({ overwrites }: Channel) =>
    overwrites
      .map(({ id, type, allow, deny }) => `${type}:${id}:${allow & bits}:${deny & bits}`)
      .filter((rule) => !rule.endsWith(":0:0"))
      .toSorted();
  return rules(here).join() === rules(there).join();
}
