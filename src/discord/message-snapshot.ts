/** The message of a message menu, and the embeds of the message with a pressed button, out of their payloads. Called by interaction-parse.ts; never throws. */
import { isSnowflake, type UserId } from "../kernel/ids.ts";
import type { InteractionMessage, MessageSnapshot } from "./interaction.ts";
import { channelMessages, isEphemeral, list, object, text } from "./rest-message.ts";

type Json = Record<string, unknown>;

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
  const files = [...message.attachments, ...forwarded.flatMap((part) => channelMessages([{ ...part, id }])[0]?.attachments ?? [])];
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

/** A forwarded message lies as a copy inside the one that forwards it. */
function forwardedIn(message: Json): Json[] {
  return list(message.message_snapshots).map((snapshot) => object(object(snapshot).message));
}

function wordsOf(message: Json): string {
  const parts = [
    text(message.content),
    ...list(message.embeds).map((embed) => embedWords(object(embed))),
    pollWords(object(message.poll)),
    ...list(message.sticker_items).map((sticker) => `[Sticker: ${text(object(sticker).name)}]`),
    ...forwardedIn(message).map((part) => `[Forwarded]\n${wordsOf({ ...part, message_snapshots: [] })}`),
  ];
  return parts.filter((part) => part.trim() !== "").join("\n\n");
}

/** Pictures within embeds are seen by nobody here, so they are named. */
function embedWords(embed: Json): string {
  const fields = list(embed.fields).map((field) => `${text(object(field).name)}: ${text(object(field).value)}`);
  const words = [text(object(embed.author).name), text(embed.title), text(embed.description), ...fields, text(object(embed.footer).text)].filter(
    (part) => part.trim() !== "",
  );
  const hasMedia = [embed.image, embed.thumbnail, embed.video].some((media) => text(object(media).url) !== "");
  if (words.length === 0) return hasMedia ? "[Embed: a picture or video that cannot be seen from here]" : "";
  return `[Embed]\n${words.join("\n")}`;
}

function pollWords(poll: Json): string {
  const question = text(object(poll.question).text);
  const answers = list(poll.answers).map((answer) => `- ${text(object(object(answer).poll_media).text)}`);
  return question === "" && answers.length === 0 ? "" : [`[Poll] ${question}`, ...answers].join("\n");
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
