/** What others say in channels that are remembered: kept when the bot reads it anyway, never because of it. Used by the turn and by /catchup. */
import type { Statement } from "../db/client.ts";
import type { ChannelMessage } from "../discord/api.ts";
import { isSpoken } from "../discord/messages.ts";
import type { ChannelId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ConversationStore } from "../memory/store.ts";
import { channelScope } from "../memory/visibility.ts";

/** Messages that are kept at once. */
const MOST = 100;
/** Of one message; the longest that Discord allows anybody is twice that. */
const LENGTH = 2_000;

/** Plain JSON. */
export interface Said {
  id: string;
  userId: string;
  name: string;
  content: string;
  /** ms since 1970 */
  sentAt: number;
}

/** The newest hundred of what may be kept: people's words, of nobody who opted out. Oldest first. */
export function saidIn(messages: readonly ChannelMessage[], optedOut: ReadonlySet<string>): Said[] {
  return messages
    .filter(({ type, author, content }) => isSpoken(type) && !author.bot && !optedOut.has(author.id) && content.trim() !== "")
    .toSorted((a, b) => b.sentAt - a.sentAt)
    .slice(0, MOST)
    .toReversed()
    .map(({ id, author, content, sentAt }) => ({ id, userId: author.id, name: author.name, content: content.slice(0, LENGTH).toWellFormed(), sentAt }));
}

/** For one batch; a repeat changes nothing, an edited message gets its new words. `said`: of one call of `saidIn`. */
export async function keepSaid(
  said: readonly Said[],
  { channelId, guildId }: { channelId: string; guildId: string | null },
  { conversations, pseudonyms }: { conversations: Pick<ConversationStore, "remember" | "reword">; pseudonyms: Pseudonyms },
): Promise<Statement[]> {
  if (said.length === 0 || guildId === null) return [];
  const keys = new Map(await Promise.all([...new Set(said.map(({ userId }) => userId))].map(async (id) => [id, (await pseudonyms(id))[0]] as const)));
  const rows = said.map(({ id, userId, name, content, sentAt }) => ({
    source: id,
    turnId: null,
    conversation: null,
    guildId,
    channelId,
    messageId: id,
    userId,
    userKey: keys.get(userId) ?? "",
    quotedKey: null,
    role: "user" as const,
    name,
    content,
    private: false,
    createdAt: sentAt,
  }));
  const reworded = conversations.reword(Object.fromEntries(said.map(({ id, content }) => [id, content])));
  return [...conversations.remember({ key: channelScope(channelId as ChannelId), guildId }, rows), reworded];
}
