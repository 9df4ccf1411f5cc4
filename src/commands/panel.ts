/**
 * The panel behind "Ask AI privately": an embed that quotes the message, and a button for each thing to do with it. Nothing is stored: the embed is the
 * state, and a press brings it back. Used by ask-privately.ts and actions/panel.ts.
 */
import { botAccess } from "../discord/access.ts";
import { type ActionRow, button, customId, type Embed, row } from "../discord/components.ts";
import type { Attachment, Interaction, InteractionMessage, MessageSnapshot } from "../discord/interaction.ts";
import { UNNAMED_MEDIA } from "../discord/message-words.ts";
import { messageLink } from "../discord/messages.ts";
import type { MessageTask } from "../jobs/types.ts";
import { isSnowflake, type MessageId, snowflakeTime, type UserId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import { isPicture, isReadable, isRecording, isWritten } from "./attachments.ts";
import type { CommandDeps } from "./types.ts";

/** Discord's limits of an embed; the sum is a little lower, for what is counted that we don't know of. */
const NAME_LENGTH = 256;
const DESCRIPTION_LENGTH = 4096;
const VALUE_LENGTH = 1024;
const SUM_LENGTH = 5900;
const FIELDS = 25;
/** As messageLink makes it. */
const MESSAGE_LINK = /^https:\/\/discord\.com\/channels\/[^/]+\/\d+\/(\d{1,20})$/;
/** Below so many letters a picture is what the message is about. */
const WORTH_EXPLAINING = 12;

export type PanelTask = Exclude<MessageTask, "reply">;
const emoji: Readonly<Record<PanelTask, string>> = { explain: "💡", translate: "🌐", summarize: "📝", describe: "🖼️", transcribe: "🎙️", question: "💬" };

export const isPanelTask = (word: string): word is PanelTask => Object.hasOwn(emoji, word);

export const hasPictures = (target: MessageSnapshot): boolean => target.attachments.some(isPicture);

/** There is something to listen to, and somebody who listens. */
export const isHeard = (target: MessageSnapshot, { facts }: Pick<CommandDeps, "facts">): boolean =>
  facts.audioHost !== null && target.attachments.some(isRecording);

/** Words enough that somebody might want them explained: links and mentions are none. */
export function isWordy({ content }: MessageSnapshot): boolean {
  const words = content.replaceAll(UNNAMED_MEDIA, "").replaceAll(/https?:\/\/\S+|<[^>\s]+>/g, "");
  return (words.match(/\p{L}/gu) ?? []).length >= WORTH_EXPLAINING;
}

export function buildPanel(
  target: MessageSnapshot,
  interaction: Interaction,
  deps: Pick<CommandDeps, "texts" | "facts">,
): { embeds: Embed[]; rows: ActionRow[] } {
  const { texts } = deps;
  const { menus } = texts;
  const hasWords = target.content !== "" || target.attachments.some(isWritten) || isHeard(target, deps);
  const tasks: PanelTask[] = [
    ...(hasWords ? (["explain", "translate"] as const) : []),
    ...(botAccess(interaction).canRead ? (["summarize"] as const) : []),
    ...(hasPictures(target) ? (["describe"] as const) : []),
    ...(isHeard(target, deps) ? (["transcribe"] as const) : []),
    "question",
  ];
  const { id, bot } = target.author;
  const buttons = tasks.map((task) => button(menus.task[task], customId("panel", task, id, bot ? "1" : "0"), "secondary", emoji[task]));
  const remember = button(menus.remember, customId("panel-remember", id, bot ? "1" : "0"), "secondary", "📌");
  return {
    embeds: [embedOf(target, interaction, texts)],
    rows: [...row(buttons), ...row([...buttons.slice(5), ...(target.content === "" ? [] : [remember])])],
  };
}

function embedOf(target: MessageSnapshot, { guildId, channelId }: Interaction, { menus }: Texts): Embed {
  const picture = target.attachments.find(isPicture);
  const description = cut(target.content, DESCRIPTION_LENGTH);
  const author = cut(target.author.name, NAME_LENGTH);
  let left = SUM_LENGTH - description.length - author.length - menus.original.length;
  const found = target.attachments
    .filter((one) => isReadable(one) || isRecording(one))
    .flatMap((file) => {
      const field = { name: cut(file.filename, NAME_LENGTH) || "?", value: fieldValue(file, menus.open) };
      left -= field.name.length + field.value.length;
      return left < 0 || field.value.length > VALUE_LENGTH ? [] : [field];
    });
  const fields = found.slice(0, FIELDS);
  return {
    author: { name: author },
    title: menus.original,
    url: messageLink(guildId, channelId, target.id),
    timestamp: new Date(target.sentAt).toISOString(),
    ...(description === "" ? {} : { description }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(picture === undefined ? {} : { image: { url: picture.url } }),
  };
}

/** What people see of a file, and all that is needed to read it later. */
export function fieldValue({ url, contentType, width, height, seconds }: Attachment, open: string): string {
  const length = seconds === undefined ? "" : `${seconds} s`;
  const size = width === undefined || height === undefined ? length : `${width}×${height}`;
  return [`[${open}](${url})`, contentType.replaceAll(/\s+/g, ""), size].filter((part) => part !== "").join(" ");
}

/** The message that a panel quotes; undefined where it is no panel (any more). */
export function quotedIn(message: InteractionMessage | undefined, author: { id: UserId; bot: boolean }): MessageSnapshot | undefined {
  // Under an answer that came at once there may be previews of its links, too.
  const embed = message?.embeds.find(({ url }) => MESSAGE_LINK.test(url));
  const id = MESSAGE_LINK.exec(embed?.url ?? "")?.[1] ?? "";
  if (embed === undefined || !isSnowflake(id)) return undefined;
  const sentAt = Date.parse(embed.timestamp);
  return {
    id: id as MessageId,
    type: 0,
    author: { ...author, name: embed.authorName || author.id },
    content: embed.description,
    attachments: embed.fields.flatMap(readField),
    sentAt: Number.isNaN(sentAt) ? snowflakeTime(id) : sentAt,
    ephemeral: false,
  };
}

/** The file in a field, or none. */
export function readField({ name, value }: { name: string; value: string }, index: number): Attachment[] {
  const [, url, contentType = "", width, height, seconds] =
    /^\[[^\]]*\]\((\S+)\)(?: ([^\s×]+\/[^\s×]+))?(?: (?:(\d+)×(\d+)|(\d+(?:\.\d+)?) s))?$/.exec(value) ?? [];
  if (url === undefined) return [];
  const size = width === undefined || height === undefined ? {} : { width: Number(width), height: Number(height) };
  return [
    { id: String(index), filename: name, contentType, size: 0, url, proxyUrl: url, ...size, ...(seconds === undefined ? {} : { seconds: Number(seconds) }) },
  ];
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
