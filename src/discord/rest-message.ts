/** Messages as Discord sends them, read leniently: an unknown or missing field never makes a whole page of messages unreadable. Called by rest.ts. */
import { isSnowflake, type MessageId, snowflakeTime } from "../kernel/ids.ts";
import type { ChannelMessage } from "./api.ts";
import type { Attachment } from "./interaction.ts";
import { type Json, list, number, object, text } from "./json.ts";
import { EPHEMERAL } from "./limits.ts";
import { wordsOf } from "./message-words.ts";

/** The id of the message that Discord answered with. */
export function messageId(value: unknown): MessageId | undefined {
  const id = text(object(value).id);
  return isSnowflake(id) ? (id as MessageId) : undefined;
}

/** Whether the asker alone sees that message. */
export const isEphemeral = (value: unknown): boolean => (number(object(value).flags) & EPHEMERAL) !== 0;

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
    author: { id: text(author.id), name: nameOf(author), bot: author.bot === true },
    // What the links in somebody's words unfold to is nobody's words; what bots say often stands in embeds alone.
    content: wordsOf(author.bot === true || text(message.content) === "" ? message : { ...message, embeds: [] }),
    attachments: list(message.attachments).map((file) => attachment(object(file))),
    embeds: list(message.embeds).length,
    ...picturesIn(message),
    mentions: list(message.mentions).map((user) => ({ id: text(object(user).id), name: nameOf(object(user)) })),
    replyTo: replyTo(message),
    replied: messageId(message.referenced_message) === undefined ? undefined : channelMessages([withoutReply(message.referenced_message)])[0],
    sentAt: Number.isNaN(sentAt) ? snowflakeTime(id) : sentAt,
    // `interaction` is the older form of the same.
    interactionUserId: text(object(object(message.interaction_metadata).user).id) || text(object(object(message.interaction).user).id) || undefined,
    ...interactionOf(message),
    ...webhookOf(message),
  };
}

function interactionOf(message: Json): Pick<ChannelMessage, "interactionId"> {
  const id = text(object(message.interaction_metadata).id) || text(object(message.interaction).id);
  return id === "" ? {} : { interactionId: id };
}

function webhookOf(message: Json): Pick<ChannelMessage, "webhook"> {
  const [id, applicationId] = [text(message.webhook_id), text(message.application_id)];
  return id === "" ? {} : { webhook: { id, ...(applicationId === "" ? {} : { applicationId }) } };
}

const nameOf = (user: Json): string => text(user.global_name) || text(user.username);

/** One level is enough: Discord sends no more. */
function withoutReply(value: unknown): Json {
  return { ...object(value), referenced_message: undefined };
}

/** Replies only: forwarded and crossposted messages refer to others, too. Source: Discord reference, "Message Reference Types". */
function replyTo(message: Json): MessageId | undefined {
  const reference = object(message.message_reference);
  const id = text(reference.message_id);
  return (reference.type ?? 0) === 0 && message.type === 19 && isSnowflake(id) ? (id as MessageId) : undefined;
}

/** Those that Discord shows of links and in embeds, by the addresses of its own proxy alone. Of moving ones there is a still one. */
function picturesIn(message: Json): { pictures?: Attachment[] } {
  const pictures = list(message.embeds).flatMap((value, index): Attachment[] => {
    const embed = object(value);
    const media = [embed.image, embed.thumbnail].map(object).find((one) => /^https?:\/\//.test(text(one.proxy_url)));
    if (media === undefined) return [];
    const url = text(media.proxy_url);
    const size = number(media.width) > 0 && number(media.height) > 0 ? { width: number(media.width), height: number(media.height) } : {};
    // Of which type it is its bytes will tell.
    return [{ id: `embed-${index}`, filename: `picture-${index + 1}`, contentType: "image/*", size: 0, url, proxyUrl: url, ...size }];
  });
  return pictures.length === 0 ? {} : { pictures };
}

function attachment(file: Json): Attachment {
  return {
    id: text(file.id),
    filename: text(file.filename),
    contentType: text(file.content_type),
    size: typeof file.size === "number" ? file.size : 0,
    url: text(file.url),
    proxyUrl: text(file.proxy_url) || text(file.url),
    ...(typeof file.width === "number" ? { width: file.width } : {}),
    ...(typeof file.height === "number" ? { height: file.height } : {}),
    ...(typeof file.duration_secs === "number" ? { seconds: file.duration_secs } : {}),
  };
}
