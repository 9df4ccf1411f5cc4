/** Messages of a channel as the REST adapter hands them over. Used by the tests of what is read. */
import type { ChannelMessage } from "../../src/discord/api.ts";
import type { MessageId } from "../../src/kernel/ids.ts";

export const BOT = "9";
export const ADA = "1";
export const BOB = "2";
let lastId = 100;

export const message = (more: Partial<ChannelMessage> = {}): ChannelMessage => ({
  id: String(++lastId) as MessageId,
  type: 0,
  author: { id: BOB, name: "Bob", bot: false },
  content: "hello",
  attachments: [],
  embeds: 0,
  mentions: [],
  sentAt: Date.UTC(2026, 10, 20, 9, 5),
  replyTo: undefined,
  replied: undefined,
  interactionUserId: undefined,
  ...more,
});

export const ownAnswer = (to: string | undefined, content = "an answer") =>
  message({ type: 20, author: { id: BOT, name: "Edgewise", bot: true }, content, interactionUserId: to });

/** `id` by `author`, who replies to `to`. */
export const replyOf = (id: string, to: string | undefined, more: Partial<ChannelMessage> = {}) =>
  message({ id: id as MessageId, type: 19, replyTo: to as MessageId | undefined, content: `words of ${id}`, ...more });
