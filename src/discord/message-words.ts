/** All of a message that can be read as words: its own, and what stands in its embeds, its components, its poll, its stickers' names and in what it forwards. */
import { type Json, list, object, text } from "./json.ts";

/** A forwarded message lies as a copy inside the one that forwards it. */
export function forwardedIn(message: Json): Json[] {
  return list(message.message_snapshots).map((snapshot) => object(object(snapshot).message));
}

export function wordsOf(message: Json): string {
  const parts = [
    text(message.content),
    ...list(message.embeds).map((embed) => embedWords(object(embed))),
    ...componentWords(message.components),
    pollWords(object(message.poll)),
    ...list(message.sticker_items).map((sticker) => `[Sticker: ${text(object(sticker).name)}]`),
    ...forwardedIn(message).map((part) => `[Forwarded]\n${wordsOf({ ...part, message_snapshots: [] })}`),
  ];
  return parts.filter((part) => part.trim() !== "").join("\n\n");
}

/** Of an embed without a word. Such pictures are looked at where somebody asks about the message; elsewhere they are only named. */
export const UNNAMED_MEDIA = "[Embed: a picture or video]";

function embedWords(embed: Json): string {
  const fields = list(embed.fields).map((field) => `${text(object(field).name)}: ${text(object(field).value)}`);
  const words = [text(object(embed.author).name), text(embed.title), text(embed.description), ...fields, text(object(embed.footer).text)].filter(
    (part) => part.trim() !== "",
  );
  const hasMedia = [embed.image, embed.thumbnail, embed.video].some((media) => text(object(media).url) !== "");
  if (words.length === 0) return hasMedia ? UNNAMED_MEDIA : "";
  return `[Embed]\n${words.join("\n")}`;
}

/** Source: Discord reference, "Component Reference": a text display is type 10, and stands beside others or inside them. */
function componentWords(components: unknown): string[] {
  return list(components).flatMap((value) => {
    const component = object(value);
    return component.type === 10 ? [text(component.content)] : componentWords(component.components);
  });
}

function pollWords(poll: Json): string {
  const question = text(object(poll.question).text);
  const answers = list(poll.answers).map((answer) => `- ${text(object(object(answer).poll_media).text)}`);
  return question === "" && answers.length === 0 ? "" : [`[Poll] ${question}`, ...answers].join("\n");
}
