/** The message of a message menu, and the embeds of the message with a pressed button, out of their payloads. Called by interaction-parse.ts; never throws. */
import { isSnowflake, type UserId } from "../kernel/ids.ts";
import type { InteractionMessage, MessageSnapshot } from "./interaction.ts";
import { list, object, text } from "./json.ts";
import { forwardedIn, wordsOf } from "./message-words.ts";
import { channelMessages, isEphemeral } from "./rest-message.ts";

/** Of everything that stands in a message; its own words may have 4000. */
const LONGEST = 6_000;

/** Undefined where it is no message by anybody. */
export function messageSnapshot(value: unknown): MessageSnapshot | undefined {
  const found = plain(value);
  const replied = found === undefined ? undefined : plain(object(value).referenced_message);
  return found === undefined || replied === undefined || found.replyTo !== replied.id ? found : { ...found, replied };
}

function plain(value: unknown): MessageSnapshot | undefined {
  const [message] = channelMessages([value]);
  if (message === undefined || !isSnowflake(message.author.id)) return undefined;
  const { id, type, author, sentAt, replyTo } = message;
  const forwarded = forwardedIn(object(value));
  const files = [message, ...channelMessages(forwarded.map((part) => ({ ...part, id })))].flatMap((one) => [...one.attachments, ...(one.pictures ?? [])]);
  return {
    id,
    type,
    author: { id: author.id as UserId, name: author.name || author.id, bot: author.bot },
    content: wordsOf(object(value)).slice(0, LONGEST).toWellFormed(),
    attachments: files.filter(({ url }) => /^https?:\/\//.test(url)),
    sentAt,
    ephemeral: isEphemeral(value),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** Those that can be downloaded. */
export function attachmentsIn(message: unknown): InteractionMessage["attachments"] {
  return (channelMessages([message])[0]?.attachments ?? []).filter(({ url }) => /^https?:\/\//.test(url));
}

/** Of the app's own messages, which keep in their embeds what their buttons are about. */
export function embedFields(embeds: readonly unknown[] | null | undefined): InteractionMessage["embeds"] {
  return list(embeds).map((value) => {
    const embed = object(value);
    return {
      authorName: text(object(embed.author).name),
      description: text(embed.description),
      url: text(embed.url),
      imageUrl: text(object(embed.image).url),
      timestamp: text(embed.timestamp),
      fields: list(embed.fields).map((field) => ({ name: text(object(field).name), value: text(object(field).value) })),
    };
  });
}
