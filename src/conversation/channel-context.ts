/** The channel's messages as lines for the model, and the honest count of those that came blank. Used by surroundings.ts. */
import type { ChannelMessage } from "../discord/api.ts";
import { isSpoken } from "../discord/messages.ts";

const LINE_LENGTH = 1_000;

export interface ChannelContext {
  /** In the order in which the messages came: `Name: text`. */
  lines: string[];
  /** Of the same messages. */
  ids: string[];
  /** Messages whose content Discord withheld: the Message Content intent is off. */
  blank: number;
}

interface Where {
  /** The bot user. */
  selfId: string;
  /** Whose exchanges with it are left out. */
  askerId: string;
  /** Everybody's are: theirs is one conversation. */
  shared?: boolean;
}

/** `optedOut`: who does not want to be read. */
export function channelContext(messages: ChannelMessage[], where: Where, optedOut: ReadonlySet<string>): ChannelContext {
  const isOwn = (message: ChannelMessage) => message.author.id === where.selfId;
  const spoken = messages
    .filter((message) => isSpoken(message.type) && mayBeRead(message, optedOut))
    .map((message) => (isOwn(message) ? withoutSmallPrint(message) : message));
  // What is in the history already, with real roles; answers still being written are empty.
  const isHistory = ({ interactionUserId }: ChannelMessage) => interactionUserId !== undefined && (where.shared || interactionUserId === where.askerId);
  const relevant = spoken.filter((message) => !isOwn(message) || !(isHistory(message) || isBlank(message)));
  const told = relevant.filter((message) => !isBlank(message));
  return { lines: told.map((message) => lineOf(message)), ids: told.map(({ id }) => id), blank: relevant.length - told.length };
}

type Spoken = Pick<ChannelMessage, "author"> & { interactionUserId?: string | undefined; replied?: Pick<ChannelMessage, "author"> | undefined };

/** Whose words are in it: what a bot answers somebody speaks of what they asked or wrote. Bots themselves opt out of nothing. */
function peopleBehind({ author, interactionUserId, replied }: Spoken): string[] {
  if (!author.bot) return [author.id];
  return [...(interactionUserId === undefined ? [] : [interactionUserId]), ...(replied === undefined || replied.author.bot ? [] : [replied.author.id])];
}

/** Ids of people, each once. */
export const authorsOf = (messages: readonly Spoken[]): string[] => [...new Set(messages.flatMap(peopleBehind))];

export const mayBeRead = (message: Spoken, optedOut: ReadonlySet<string>): boolean => !peopleBehind(message).some((id) => optedOut.has(id));

/** Discord sends everything empty without the intent; a real message always has something. */
export function isBlank(message: ChannelMessage): boolean {
  return message.content === "" && message.attachments.length === 0 && message.embeds === 0;
}

/** Of the bot's own: without what it sets around its words, such as whose voice it is, its first-use notice, how the answer ended. */
export function withoutSmallPrint(message: ChannelMessage): ChannelMessage {
  return { ...message, content: message.content.replaceAll(/^-# .*$\n?/gm, "").trim() };
}

/** `speaker`: in place of the author's name. */
export function lineOf(message: Pick<ChannelMessage, "author" | "content" | "attachments" | "sentAt">, speaker?: string): string {
  const time = new Date(message.sentAt).toISOString().slice(11, 16);
  const name = speaker ?? `${message.author.name}${message.author.bot ? " (bot)" : ""}`;
  return `${time} ${name}: ${oneLine(message)}`;
}

/** What it says and the names of its files. Indented where it has more lines, so that no line break makes words look like somebody else's. */
export function oneLine({ content, attachments }: Pick<ChannelMessage, "content" | "attachments">): string {
  const files = attachments.map((file) => `[${file.filename}]`).join(" ");
  const whole = content.length > LINE_LENGTH ? `${content.slice(0, LINE_LENGTH).toWellFormed()}...` : content;
  return [whole.replaceAll(/[\r\n\u2028\u2029]+/g, "\n  "), files].filter((part) => part !== "").join(" ");
}
