/** Which of the messages in a channel are for the bot, without anybody having used a command. Pure. Called by jobs/look.ts. */
import type { ChannelMessage } from "../../discord/api.ts";

export interface Listener {
  /** The bot's user, and its application. */
  selfId: string;
  applicationId: string;
  /** A direct channel: all that somebody writes there is for the bot. */
  direct: boolean;
  /** For whom the bot opened the thread; empty: it is none of its own. */
  opener: string;
  /** Somebody else took part in that thread. */
  isShared: boolean;
}

/** What people write: messages and replies. Source: Discord reference, "Message Types". */
const WRITTEN: readonly number[] = [0, 19];
/** What somebody sends in so short a time is one thought, cut into pieces; for so long the next piece is waited for, ms. */
const PIECES_MS = 6_000;
const SETTLED_MS = 2_500;
const PATIENCE_MS = 10_000;
const MOST_PIECES = 5;

type Who = Pick<Listener, "selfId" | "applicationId">;

/** Under its own name, or by a webhook of its application. */
export const isOwn = ({ author, webhook }: ChannelMessage, { selfId, applicationId }: Who): boolean =>
  author.id === selfId || webhook?.applicationId === applicationId;

/** Somebody typed it. */
export const isByPerson = (message: ChannelMessage, who: Who): boolean =>
  WRITTEN.includes(message.type) && !message.author.bot && message.webhook === undefined && message.interactionUserId === undefined && !isOwn(message, who);

/** Roles and @everyone are no mention of the bot. Source: Discord reference, "Message Object": `mentions` holds users alone. */
export const speaksTo = (message: ChannelMessage, who: Who): boolean =>
  message.mentions.some(({ id }) => id === who.selfId) || (message.replied !== undefined && isOwn(message.replied, who));

/** Messages for the bot, oldest first; what somebody cut into pieces is one, under the id of the last piece. */
export function addressed(messages: readonly ChannelMessage[], listener: Listener): ChannelMessage[] {
  const found: ChannelMessage[] = [];
  let isShared = listener.isShared;
  for (const message of messages) {
    if (!isByPerson(message, listener)) continue;
    isShared ||= message.author.id !== listener.opener;
    const isDirectly = listener.direct || (listener.opener !== "" && !isShared);
    if (!isDirectly && !speaksTo(message, listener)) continue;
    const last = found.at(-1);
    const isPiece = isDirectly && last !== undefined && last.author.id === message.author.id && message.sentAt - last.sentAt <= PIECES_MS;
    if (isPiece && piecesOf(last) < MOST_PIECES) found[found.length - 1] = joined(last, message);
    else found.push(message);
  }
  return found;
}

const pieces = new WeakMap<ChannelMessage, number>();
const piecesOf = (message: ChannelMessage): number => pieces.get(message) ?? 1;

function joined(first: ChannelMessage, next: ChannelMessage): ChannelMessage {
  const whole = {
    ...next,
    content: [first.content, next.content].filter((part) => part !== "").join("\n"),
    attachments: [...first.attachments, ...next.attachments],
    replyTo: next.replyTo ?? first.replyTo,
    replied: next.replied ?? first.replied,
  };
  pieces.set(whole, piecesOf(first) + 1);
  return whole;
}

/** Whether a thread of the bot's own is one between it and its opener no more. */
export const isJoined = (messages: readonly ChannelMessage[], listener: Listener): boolean =>
  listener.isShared || messages.some((message) => isByPerson(message, listener) && message.author.id !== listener.opener);

/** Until when the last of them may still go on, ms since 1970; null: nobody has to be waited for, as where pieces come without end. */
export function unsettledUntil(messages: readonly ChannelMessage[], listener: Listener, now: number): number | null {
  if (!listener.direct && listener.opener === "") return null;
  const own = messages.filter((message) => isByPerson(message, listener));
  const [first, last] = [own[0], addressed(messages, listener).at(-1)];
  if (first === undefined || last === undefined || now - first.sentAt >= PATIENCE_MS || now - last.sentAt >= SETTLED_MS) return null;
  return last.sentAt + SETTLED_MS;
}
