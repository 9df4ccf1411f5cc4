/** Messages as the numbers that the channel's state is made of; whoever opted out is nobody in it. Pure. Called by jobs/look.ts. */
import type { ActivityEvent, SeenMessage } from "../../autonomy/types.ts";
import type { ChannelMessage } from "../../discord/api.ts";
import { isSpoken } from "../../discord/messages.ts";
import { isBlank } from "../channel-context.ts";
import { isByPerson, isOwn, speaksTo } from "./addressed.ts";
import { isQuestion, keywordsOf, sentimentOf } from "./words.ts";

export interface Sight {
  selfId: string;
  applicationId: string;
  /** Who does not want to be read or remembered. */
  optedOut: ReadonlySet<string>;
}

/** Stands for everybody who opted out; taken out of the state again at once (autonomy, `forgetPerson`), so that only a moment is left. */
export const NOBODY = "nobody";
/** Somebody came to the server. Source: Discord reference, "Message Types". */
const JOINED = 7;

/** What a message is to the state: a moment, a person, and what its words say where they can be read. Some are two things, most of the others none. */
export function seenOf(message: ChannelMessage, sight: Sight): ActivityEvent[] {
  const { id, type, author, sentAt: at } = message;
  if (type === JOINED) return sight.optedOut.has(author.id) ? [] : [{ kind: "join", at, author: author.id }];
  if (!isSpoken(type)) return [];
  if (isOwn(message, sight)) return [...askedBy(message, sight), { kind: "own", id, at, unasked: null }];
  if (!isByPerson(message, sight)) return [{ kind: "message", id, at, author: author.id, bot: true, question: isBlank(message) ? null : false }];
  return [ofPerson(message, sight)];
}

/** An answer of the bot to a command tells that somebody used it. Under the interaction's id, so that it counts once. */
function askedBy({ interactionId, interactionUserId, sentAt }: ChannelMessage, sight: Sight): SeenMessage[] {
  if (interactionId === undefined || interactionUserId === undefined) return [];
  return [usedCommand(interactionId, interactionUserId, sentAt, sight.optedOut)];
}

/** The id of an interaction is no message's: nothing can be a reply to it. */
export function usedCommand(id: string, userId: string, at: number, optedOut: ReadonlySet<string>): SeenMessage {
  const who = optedOut.has(userId) ? named(id, userId, optedOut) : { id: `c${id}`, author: userId };
  // Not one that others could answer: the bot does.
  return { kind: "message", ...who, at, bot: false, question: false, toBot: true };
}

function ofPerson(message: ChannelMessage, sight: Sight): SeenMessage {
  const { id, author, sentAt: at, content, mentions, replied } = message;
  const toBot = speaksTo(message, sight);
  const who = { kind: "message", ...named(id, author.id, sight.optedOut), at, bot: false, ...(toBot ? { toBot } : {}) } as const;
  const to = toBot ? undefined : (replied?.author.id ?? (mentions.length === 1 ? mentions[0]?.id : undefined));
  const addressee = to === undefined || sight.optedOut.has(to) ? {} : { to };
  if (isBlank(message)) return { ...who, ...addressee, question: null };
  // Of those who opted out there is no more than that they spoke.
  if (sight.optedOut.has(author.id)) return { ...who, question: isQuestion(content) };
  const names = [author, ...mentions, ...(replied === undefined ? [] : [replied.author])].map(({ name }) => name);
  return {
    ...who,
    ...addressee,
    question: isQuestion(content),
    length: content.length,
    keywords: keywordsOf(content, names),
    sentiment: sentimentOf(content),
  };
}

function named(id: string, author: string, optedOut: ReadonlySet<string>): { id: string; author: string } {
  return optedOut.has(author) ? { id: nobodys(id), author: NOBODY } : { id, author };
}

/** The id of a message leads to its author, so that of somebody who opted out is none that Discord knows. */
export const nobodys = (id: string): string => `x${id.replace(/^c/, "")}`;

/** Null: it cannot be referred to, such as one of somebody who opted out. */
export const quotable = (id: string | null): string | null => (id !== null && /^\d{1,20}$/.test(id) ? id : null);

/** Everybody whom these messages would bring into the state. */
export function peopleIn(messages: readonly ChannelMessage[]): string[] {
  return [
    ...new Set(
      messages.flatMap(({ author, interactionUserId, mentions, replied, webhook }) => [
        ...(author.bot || webhook !== undefined ? [] : [author.id]),
        ...(interactionUserId === undefined ? [] : [interactionUserId]),
        ...(mentions.length === 1 ? mentions.map(({ id }) => id) : []),
        ...(replied === undefined || replied.author.bot ? [] : [replied.author.id]),
      ]),
    ),
  ];
}
