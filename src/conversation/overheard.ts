/** What others say in channels that are remembered: kept when the bot reads it anyway, never because of it. Used by the turn, /catchup's among them. */
import type { Statement } from "../db/client.ts";
import type { ChannelMessage } from "../discord/api.ts";
import { isSpoken } from "../discord/messages.ts";
import type { ChannelId, GuildId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ConversationStore } from "../memory/store.ts";
import { channelScope } from "../memory/visibility.ts";

/** Messages that are kept at once. */
const MOST = 100;
/** Of one message; the longest that Discord allows anybody is twice that. */
const LENGTH = 2_000;

/** Plain JSON. */
export interface Remark {
  id: string;
  userId: string;
  name: string;
  content: string;
  /** ms since 1970 */
  sentAt: number;
}

/** Where, and what. Plain JSON. */
export interface Overheard {
  channelId: ChannelId;
  /** At most a hundred, oldest first. */
  remarks: Remark[];
}

/** The newest hundred of what may be kept: people's words, of nobody who opted out. */
export function remarksIn(messages: readonly ChannelMessage[], optedOut: ReadonlySet<string>): Remark[] {
  return messages
    .filter(({ type, author, content }) => isSpoken(type) && !author.bot && !optedOut.has(author.id) && content.trim() !== "")
    .toSorted((a, b) => b.sentAt - a.sentAt)
    .slice(0, MOST)
    .toReversed()
    .map(({ id, author, content, sentAt }) => ({ id, userId: author.id, name: author.name, content: content.slice(0, LENGTH).toWellFormed(), sentAt }));
}

/** For one batch; a repeat changes nothing, an edited message gets its new words. `except`: whoever had to be asked first. */
export async function keepOverheard(
  { channelId, remarks }: Overheard,
  guildId: GuildId,
  except: readonly string[],
  { conversations, pseudonyms }: { conversations: Pick<ConversationStore, "remember" | "reword">; pseudonyms: Pseudonyms },
): Promise<Statement[]> {
  const kept = remarks.filter(({ userId }) => !except.includes(userId));
  if (kept.length === 0) return [];
  const keys = new Map(await Promise.all([...new Set(kept.map(({ userId }) => userId))].map(async (id) => [id, (await pseudonyms(id))[0]] as const)));
  const rows = kept.map(({ id, userId, name, content, sentAt }) => ({
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
  const named = await Promise.all(kept.map(async ({ id, content }) => [id, await keysNamedIn(content, pseudonyms)] as const));
  const contents = Object.fromEntries(kept.map(({ id, content }) => [id, content]));
  return [
    ...conversations.remember({ key: channelScope(channelId), guildId }, rows),
    ...conversations.reword(contents, Object.fromEntries(named.filter(([, keys]) => keys.length > 0))),
  ];
}

/** Of all ids in it, mentions or not. */
async function keysNamedIn(content: string, pseudonyms: Pseudonyms): Promise<string[]> {
  const ids = new Set(content.match(/\d{15,20}/g));
  return (await Promise.all([...ids].map((id) => pseudonyms(id)))).flat();
}
