/** Reads what came into a channel since the last look, by cursor: one request where little came, a few where much did, and no catching up on hours. Called by jobs/look.ts. */
import type { ChannelMessage, DiscordApi } from "../../discord/api.ts";
import { type ChannelId, type MessageId, snowflakeTime } from "../../kernel/ids.ts";

const PAGE = 100;
/** Requests of one look. */
const MOST_PAGES = 4;
/** What is older than this nobody waits for; the newest page tells enough of it. */
const FAR_BEHIND_MS = 60 * 60_000;

export interface NewMessages {
  /** Oldest first, each once. */
  messages: ChannelMessage[];
  /** Of the newest; what was given where nothing came. */
  cursor: string;
  /** Not all could be read: there was too much, or it is too long ago. */
  skipped: boolean;
}

/** `cursor`: id of the last message that was read, empty at first. Throws as `DiscordApi` does. */
export async function readNew(
  discord: Pick<DiscordApi, "channelMessages">,
  channelId: ChannelId,
  cursor: string,
  now: number,
  signal?: AbortSignal,
): Promise<NewMessages> {
  if (cursor === "" || snowflakeTime(cursor) < now - FAR_BEHIND_MS) return readNewest(discord, channelId, cursor, signal);
  const found: ChannelMessage[] = [];
  for (let page = 0, after = cursor; page < MOST_PAGES; page++) {
    const messages = inOrder(await discord.channelMessages(channelId, { limit: PAGE, after: after as MessageId }, signal));
    found.push(...messages);
    after = messages.at(-1)?.id ?? after;
    if (messages.length < PAGE) return { messages: found, cursor: after, skipped: false };
  }
  return readNewest(discord, channelId, found.at(-1)?.id ?? cursor, signal, found);
}

async function readNewest(
  discord: Pick<DiscordApi, "channelMessages">,
  channelId: ChannelId,
  cursor: string,
  signal: AbortSignal | undefined,
  before: readonly ChannelMessage[] = [],
): Promise<NewMessages> {
  const page = inOrder(await discord.channelMessages(channelId, { limit: PAGE }, signal));
  const fresh = page.filter(({ id }) => cursor === "" || isAfter(id, cursor));
  return {
    messages: [...before, ...fresh],
    cursor: fresh.at(-1)?.id ?? cursor,
    skipped: cursor !== "" && fresh.length === page.length && page.length === PAGE,
  };
}

const isAfter = (id: string, other: string): boolean => BigInt(id) > BigInt(other);

const inOrder = (messages: readonly ChannelMessage[]): ChannelMessage[] => messages.toSorted((a, b) => (isAfter(a.id, b.id) ? 1 : -1));
