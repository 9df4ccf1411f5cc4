/** Messages as Discord sends them, read leniently: an unknown or missing field never makes a whole page of messages unreadable. Called by rest.ts. */
import { isSnowflake, type MessageId, snowflakeTime } from "../kernel/ids.ts";
import type { ChannelMessage } from "./api.ts";

type Json = Record<string, unknown>;

/** The id of the message that Discord answered with. */
export function messageId(value: unknown): MessageId | undefined {
  const id = text(object(value).id);
  return isSnowflake(id) ? (id as MessageId) : undefined;
}

/** What is no message is left out. */
export function channelMessages(value: unknown): ChannelMessage[] {
  return list(value).flatMap((item) => {
    const id = messageId(item);
    return id === undefined ? [] : [channelMessage(id, object(item))];
  });
}

function channelMessage(id: MessageId, message: Json): ChannelMessage {
  const author = object(message.author);
  const sentAt = Date.parse(text(message.timestamp));
  return {
    id,
    type: typeof message.type === "number" ? message.type : 0,
    // Messages read by REST carry no member, so nobody's nickname.
    author: { id: text(author.id), name: text(author.global_name) || text(author.username), bot: author.bot === true },
    content: text(message.content),
    attachments: list(message.attachments).map((file) => ({ filename: text(object(file).filename), contentType: text(object(file).content_type) })),
    embeds: list(message.embeds).length,
    sentAt: Number.isNaN(sentAt) ? snowflakeTime(id) : sentAt,
    // `interaction` is the older form of the same.
    interactionUserId: text(object(object(message.interaction_metadata).user).id) || text(object(object(message.interaction).user).id) || undefined,
  };
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
