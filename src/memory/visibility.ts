/**
 * Who may be shown what: the memory's scopes, which of them a turn writes to and which it reads. Default deny: a scope that is not named here is not
 * read. Pure. Everything that reads memory asks here; the leak test is generated from it.
 *
 * | scope | what | read by |
 * |---|---|---|
 * | `channel:C` | what was said in public in a channel of a server that the bot is a member of | public turns in C; private ones there of somebody who may read C |
 * | `guest:C:U` | what U asked in public where the bot is only U's guest | U's turns in C |
 * | `private:C:U` | what U asked in private in C, or in the bot's direct messages | U's private turns in C |
 * | `facts:user:U:G` | facts about U, said in public in server G | U's turns in G |
 * | `facts:user:U:private` | facts about U, said in private | U's private turns and direct messages, anywhere |
 * | `facts:channel:C` | facts about a channel | as `channel:C` |
 * | `facts:server:G`, `knowledge:G` | facts about a server, and what its managers gave the bot to know | turns in G |
 */
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";

export interface MemoryPlace {
  /** Null outside servers. */
  guildId: GuildId | null;
  channelId: ChannelId;
  userId: UserId;
  /** Nobody but that person sees the answer. The bot's direct messages are private by themselves. */
  private: boolean;
  /** The bot itself is a member of the server, or these are its direct messages. */
  botPresent: boolean;
  /** That person (and the bot) may read the channel. */
  canRead: boolean;
}

/** Whose facts: as people choose it. */
export type FactOwner = "user" | "channel" | "server";

const isDirect = ({ guildId, botPresent }: MemoryPlace): boolean => guildId === null && botPresent;
const isPrivate = (place: MemoryPlace): boolean => place.private || isDirect(place);
const isMember = ({ guildId, botPresent }: MemoryPlace): boolean => guildId !== null && botPresent;

/** Where a turn's own words go. */
export function messageScope(place: MemoryPlace): string {
  const { channelId, userId } = place;
  if (isPrivate(place)) return `private:${channelId}:${userId}`;
  return isMember(place) ? channelScope(channelId) : `guest:${channelId}:${userId}`;
}

/** What others say in a channel of a server that the bot is a member of. */
export const channelScope = (channelId: ChannelId): string => `channel:${channelId}`;

export const knowledgeScope = (guildId: GuildId): string => `knowledge:${guildId}`;

/** Where a fact goes that is said in that place; null where there can be none for that owner. */
export function factScope(place: MemoryPlace, owner: FactOwner): string | null {
  const { guildId, channelId, userId } = place;
  if (owner === "user") return guildId === null || isPrivate(place) ? `facts:user:${userId}:private` : `facts:user:${userId}:${guildId}`;
  // Where the bot is nobody's or a guest there is no channel and no server to remember things for.
  if (!isMember(place)) return null;
  return owner === "channel" ? `facts:channel:${channelId}` : `facts:server:${guildId}`;
}

/** All that a turn may be shown, its own scope first. */
export function readableScopes(place: MemoryPlace): string[] {
  const { guildId, channelId, userId } = place;
  const own = messageScope(place);
  const ofChannel = isMember(place) && (!place.private || place.canRead) ? [channelScope(channelId), `facts:channel:${channelId}`] : [];
  const ofServer = guildId !== null && place.botPresent ? [`facts:server:${guildId}`, knowledgeScope(guildId)] : [];
  const ofPerson = [
    ...(guildId === null ? [] : [`facts:user:${userId}:${guildId}`]),
    ...(isPrivate(place) ? [`facts:user:${userId}:private`] : []),
    // What they asked there in public themselves.
    ...(isPrivate(place) && !place.botPresent ? [`guest:${channelId}:${userId}`] : []),
  ];
  return [...new Set([own, ...ofChannel, ...ofPerson, ...ofServer])];
}
