/** The channel's preceding messages as lines for the model, and the honest count of those that came blank. */
import type { ChannelMessage, DiscordApi } from "../discord/api.ts";
import type { ChannelId } from "../kernel/ids.ts";

/** What people write (default, reply) and answers to commands; joins, pins and the like are not said by anybody. Source: Discord, "Message Types". */
const SPOKEN_TYPES = [0, 19, 20, 23];
const LINE_LENGTH = 1_000;

export interface ChannelContext {
  /** Newest first: `Name: text`. */
  lines: string[];
  /** Messages whose content Discord withheld: the Message Content intent is off. */
  blank: number;
  readable: boolean;
}

export const NOTHING_READ: ChannelContext = { lines: [], blank: 0, readable: false };

/** Never rejects but for the signal's reason: an answer without the channel is better than none. `selfId`: the bot user; `askerId`: whose exchanges with it are left out. */
export async function readChannel(
  where: { channelId: ChannelId; limit: number; selfId: string; askerId: string },
  discord: Pick<DiscordApi, "channelMessages">,
  signal: AbortSignal,
): Promise<ChannelContext> {
  try {
    const messages = await discord.channelMessages(where.channelId, { limit: where.limit }, signal);
    const spoken = messages.filter((message) => SPOKEN_TYPES.includes(message.type));
    const isOwn = (message: ChannelMessage) => message.author.id === where.selfId;
    // The asker's own exchanges are in the history already, with real roles; answers still being written are empty.
    const relevant = spoken.filter((message) => !isOwn(message) || (message.interactionUserId !== where.askerId && !isBlank(message)));
    return { lines: relevant.filter((message) => !isBlank(message)).map(lineOf), blank: relevant.filter(isBlank).length, readable: true };
  } catch {
    signal.throwIfAborted();
    return NOTHING_READ;
  }
}

/** Discord sends everything empty without the intent; a real message always has something. */
function isBlank(message: ChannelMessage): boolean {
  return message.content === "" && message.attachments.length === 0 && message.embeds === 0;
}

function lineOf(message: ChannelMessage): string {
  const time = new Date(message.sentAt).toISOString().slice(11, 16);
  const files = message.attachments.map((file) => `[${file.filename}]`).join(" ");
  const whole = message.content.length > LINE_LENGTH ? `${message.content.slice(0, LINE_LENGTH).toWellFormed()}...` : message.content;
  // Indented, so that no line break makes words look like somebody else's.
  const text = whole.replaceAll(/[\r\n\u2028\u2029]+/g, "\n  ");
  return `${time} ${message.author.name}${message.author.bot ? " (bot)" : ""}: ${[text, files].filter((part) => part !== "").join(" ")}`;
}
