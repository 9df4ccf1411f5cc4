/**
 * Messages as numbered lines for the model, which cites their numbers: who said what to whom, and when for the person asking. Numbers instead of ids, so
 * that nobody's words can make up a link. Used by catch-up.ts.
 */
import type { ChannelMessage } from "../discord/api.ts";
import { isSpoken } from "../discord/messages.ts";
import { localTimeOf } from "../kernel/calendar.ts";
import type { MessageId } from "../kernel/ids.ts";
import { isBlank, mayBeRead, oneLine, withoutSmallPrint } from "./channel-context.ts";

export interface NumberedLines {
  /** Oldest first. */
  lines: string[];
  /** By number, oldest first; also of those that came without their text. */
  numbers: ReadonlyMap<number, MessageId>;
  /** Of everything that was said, readable or not. */
  said: number;
  people: number;
  bots: number;
  /** ms since 1970; null where nothing was said. */
  from: number | null;
  to: number | null;
  /** Without their text, because the Message Content intent is off. */
  blank: number;
  /** What is addressed to the asker, oldest first. */
  toAsker: MessageId[];
  /** Somebody's messages were left out because they do not want to be read. */
  leftOut: boolean;
}

export interface LineContext {
  selfId: string;
  askerId: string;
  optedOut: ReadonlySet<string>;
  timeZone: string;
}

/** Everybody whose words, or names, would be in the lines. */
export function peopleIn(messages: readonly ChannelMessage[]): string[] {
  const ids = messages.flatMap(({ author, mentions, interactionUserId, replied }) => [
    ...(author.bot ? [] : [author.id]),
    ...mentions.map(({ id }) => id),
    ...(interactionUserId === undefined ? [] : [interactionUserId]),
    ...(replied === undefined || replied.author.bot ? [] : [replied.author.id]),
  ]);
  return [...new Set(ids)].filter((id) => id !== "");
}

/** `messages`: oldest first. `ids`: their numbers are the places in it, from 1. */
export function numberedLines(messages: readonly ChannelMessage[], ids: readonly MessageId[], context: LineContext): NumberedLines {
  const { optedOut, askerId, selfId } = context;
  // Of its own, what is still being written is empty.
  const isOwn = ({ author }: ChannelMessage) => author.id === selfId;
  const said = messages.map((message) => (isOwn(message) ? withoutSmallPrint(message) : message));
  const spoken = said.filter((message) => isSpoken(message.type) && (!isOwn(message) || !isBlank(message)));
  const kept = spoken.filter((message) => mayBeRead(message, optedOut));
  const numbers = new Map(ids.map((id, index) => [id, index + 1]));
  const own = new Set(kept.filter(({ author }) => author.id === askerId).map(({ id }) => id));
  const toAsker = kept.filter((message) => isTo(message, askerId, own));
  const shown = new Set(kept.map(({ id }) => id));
  const days = new Set(kept.map(({ sentAt }) => dayOf(sentAt, context.timeZone)));
  const lineFor = (message: ChannelMessage) => {
    const when = whenSaid(message.sentAt, context.timeZone, days.size > 1);
    const notes = [...speakerNotes(message, context), ...addressNotes(message, { ...context, numbers, own, shown })];
    const who = [message.author.name, ...(notes.length === 0 ? [] : [`(${notes.join(", ")})`])].join(" ");
    return `[${numbers.get(message.id) ?? 0}] ${when} ${who}: ${oneLine({ ...message, content: named(message, context) })}`;
  };
  return {
    lines: kept.filter((message) => !isBlank(message)).map(lineFor),
    numbers: new Map(kept.map(({ id }) => [numbers.get(id) ?? 0, id])),
    said: kept.length,
    people: new Set(kept.filter(({ author }) => !author.bot).map(({ author }) => author.id)).size,
    bots: new Set(kept.filter(({ author }) => author.bot).map(({ author }) => author.id)).size,
    from: kept[0]?.sentAt ?? null,
    to: kept.at(-1)?.sentAt ?? null,
    blank: readsOthers(kept, selfId) ? 0 : kept.filter(isBlank).length,
    toAsker: toAsker.map(({ id }) => id),
    leftOut: kept.length < spoken.length,
  };
}

/** The intent is on: a message of somebody else's that does not speak to the bot came with its text (stickers always come). What is blank then has none. */
function readsOthers(messages: readonly ChannelMessage[], selfId: string): boolean {
  const hasText = ({ content }: ChannelMessage) => content.replaceAll(/\[Sticker: [^\]]*\]/g, "").trim() !== "";
  return messages.some((message) => message.author.id !== selfId && !message.mentions.some(({ id }) => id === selfId) && hasText(message));
}

/** Named in it, or what it replies to is the asker's. */
function isTo({ author, mentions, replied, replyTo }: ChannelMessage, askerId: string, own: ReadonlySet<MessageId>): boolean {
  if (author.id === askerId) return false;
  return mentions.some(({ id }) => id === askerId) || replied?.author.id === askerId || (replyTo !== undefined && own.has(replyTo));
}

export function speakerNotes({ author }: ChannelMessage, { selfId, askerId }: Pick<LineContext, "selfId" | "askerId">): string[] {
  if (author.id === askerId) return ["the person asking"];
  if (author.id === selfId) return ["you"];
  return author.bot ? ["bot"] : [];
}

interface AddressContext extends LineContext {
  numbers: ReadonlyMap<MessageId, number>;
  own: ReadonlySet<MessageId>;
  shown: ReadonlySet<MessageId>;
}

/** Names of people who opted out do not appear. */
function addressNotes(message: ChannelMessage, context: AddressContext): string[] {
  const { replyTo, replied } = message;
  const toAsker = isTo(message, context.askerId, context.own) ? ["to the person asking"] : [];
  if (replyTo === undefined) return toAsker;
  const number = context.shown.has(replyTo) ? context.numbers.get(replyTo) : undefined;
  if (number !== undefined) return [...toAsker, `replying to [${number}]`];
  if (toAsker.length > 0 || replied === undefined || context.optedOut.has(replied.author.id)) return toAsker;
  return [`replying to ${replied.author.name}`];
}

/** Mentions and custom emoji by their names. */
export function named({ content, mentions }: ChannelMessage, { optedOut }: Pick<LineContext, "optedOut">): string {
  const names = new Map(mentions.filter(({ id }) => !optedOut.has(id)).map(({ id, name }) => [id, name]));
  return content.replaceAll(/<@!?(\d{1,20})>/g, (_mention, id: string) => `@${names.get(id) ?? "somebody"}`).replaceAll(/<a?(:\w{1,40}:)\d{1,20}>/g, "$1");
}

const pad = (n: number): string => String(n).padStart(2, "0");
const DAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

function dayOf(at: number, timeZone: string): string {
  const { weekday, month, day } = localTimeOf(at, timeZone);
  return `${DAY_NAMES[weekday] ?? ""} ${pad(month)}-${pad(day)}`;
}

/** As a line has it, in that time zone. */
export function whenSaid(at: number, timeZone: string, withDay: boolean): string {
  const { minutes } = localTimeOf(at, timeZone);
  const clock = `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return withDay ? `${dayOf(at, timeZone)} ${clock}` : clock;
}
