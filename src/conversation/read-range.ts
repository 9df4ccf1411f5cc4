/** A channel's messages, page by page, from a starting point on. Used by catch-up.ts. */
import type { ChannelMessage, DiscordApi } from "../discord/api.ts";
import { isSpoken } from "../discord/messages.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";

/** The most that Discord gives at once, and that is read in all: five requests. */
const PAGE = 100;
export const MOST_MESSAGES = 500;

/**
 * Where it begins. `newest`: the last ones there are, back to the message `after` (which is left out), to a moment, or to the newest message by `by`;
 * `before` leaves out what came later. `following`: what came right after that message.
 */
export type Reach =
  | { from: "newest"; after?: MessageId; at?: number; by?: string; before?: MessageId }
  | { from: "following"; message: MessageId; before?: MessageId };

export interface Found {
  /** Oldest first, notices of the system among them. */
  messages: ChannelMessage[];
  /** `whole`: from the starting point on. `beginning`: from the channel's first message on. `more`: there is more than is read. `broken`: Discord failed midway. */
  end: "whole" | "beginning" | "more" | "broken";
  /** Where `by` was looked for: their newest message. */
  start?: ChannelMessage;
}

/** Null where nothing can be read. Rejects only with the signal's reason. */
export async function readRange(channelId: ChannelId, reach: Reach, discord: Pick<DiscordApi, "channelMessages">, signal: AbortSignal): Promise<Found | null> {
  const read = (cursor: { before?: MessageId } | { after: MessageId }) => discord.channelMessages(channelId, { limit: PAGE, ...cursor }, signal);
  const walk = reach.from === "newest" ? backward(reach, read) : forward(reach, read);
  const messages: ChannelMessage[] = [];
  try {
    for await (const page of walk) {
      messages.push(...page.messages);
      if (page.end !== undefined) return { messages: inOrder(messages), end: page.end, ...(page.start === undefined ? {} : { start: page.start }) };
      if (messages.length >= MOST_MESSAGES) break;
    }
    return { messages: inOrder(messages), end: "more" };
  } catch {
    signal.throwIfAborted();
    return messages.length === 0 ? null : { messages: inOrder(messages), end: "broken" };
  }
}

interface Page {
  messages: ChannelMessage[];
  end?: "whole" | "beginning";
  start?: ChannelMessage;
}
type Read = (cursor: { before?: MessageId } | { after: MessageId }) => Promise<ChannelMessage[]>;

async function* backward({ after, at, by, before }: Extract<Reach, { from: "newest" }>, read: Read): AsyncGenerator<Page> {
  const isOutside = (message: ChannelMessage) =>
    (after !== undefined && !isLater(message.id, after)) ||
    (at !== undefined && message.sentAt < at) ||
    (by !== undefined && message.author.id === by && isSpoken(message.type));
  for (let cursor = before; ; ) {
    const page = await read(cursor === undefined ? {} : { before: cursor });
    const outside = page.findIndex(isOutside);
    const start = by === undefined ? undefined : page[outside];
    if (outside !== -1) yield { messages: page.slice(0, outside), end: "whole", ...(start === undefined ? {} : { start }) };
    else if (page.length < PAGE) yield { messages: page, end: "beginning" };
    else yield { messages: page };
    cursor = page.at(-1)?.id;
  }
}

async function* forward({ message, before }: Extract<Reach, { from: "following" }>, read: Read): AsyncGenerator<Page> {
  for (let cursor = message; ; ) {
    const page = await read({ after: cursor });
    const messages = before === undefined ? page : page.filter(({ id }) => isLater(before, id));
    yield { messages, ...(page.length < PAGE || messages.length < page.length ? { end: "whole" as const } : {}) };
    cursor = page[0]?.id ?? cursor;
  }
}

const isLater = (id: MessageId, than: MessageId): boolean => BigInt(id) > BigInt(than);

function inOrder(messages: ChannelMessage[]): ChannelMessage[] {
  return messages.toSorted((a, b) => (isLater(a.id, b.id) ? 1 : -1));
}
