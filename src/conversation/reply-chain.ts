/** What a message replies to, and what that replies to, as far back as a few reads go. Used by surroundings.ts. */
import type { ChannelMessage, DiscordApi } from "../discord/api.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";

const LONGEST_CHAIN = 10;
/** Single messages that are read for it; what came along with others costs nothing. */
const MOST_READS = 3;

/** Nearest first, without the message itself. `known`: what was read already, the message itself perhaps among it. Rejects only with the signal's reason. */
export async function readReplyChain(
  of: { id: MessageId; replyTo?: MessageId },
  known: readonly ChannelMessage[],
  channelId: ChannelId,
  discord: Pick<DiscordApi, "message">,
  signal: AbortSignal,
): Promise<ChannelMessage[]> {
  const byId = new Map(known.map((message) => [message.id, message]));
  const start = byId.get(of.id);
  const chain: ChannelMessage[] = [];
  let next = start?.replyTo ?? of.replyTo;
  let handedOver = start?.replied;
  let reads = 0;
  while (next !== undefined && chain.length < LONGEST_CHAIN) {
    const found = byId.get(next) ?? (handedOver?.id === next ? handedOver : undefined) ?? (reads++ < MOST_READS ? await read(next) : null);
    if (found === null) break;
    chain.push(found);
    next = found.replyTo;
    handedOver = found.replied;
  }
  return chain;

  async function read(id: MessageId): Promise<ChannelMessage | null> {
    try {
      return await discord.message(channelId, id, signal);
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }
}
