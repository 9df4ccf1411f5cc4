/**
 * Who may be shown what, as DESIGN, section 5, and the heads of the rooms promise it, written down once more and not asked of the code. Default deny: a
 * secret of a kind is shown in a look if and only if its row here says so. Used by leaks.test.ts.
 */
import type { Channel, User } from "../../scripts/playground/discord/discord.ts";

/** Somebody in a place. */
export interface Reader {
  name: string;
  user: User;
  channel: Channel;
  /** Null outside servers. */
  guild: string | null;
  /** The bot is a member of the server, or these are its direct messages. */
  member: boolean;
  direct: boolean;
  /** That person and the bot may read what was said in the channel. */
  canRead: boolean;
  /** Answers come from an endpoint that the server's managers run. */
  ownEndpoint: boolean;
}

export interface Secret {
  kind: Kind;
  /** Unique; what is looked for. */
  word: string;
  /** Unique, too, and stands beside it: what is asked for. Empty: there is none. */
  topic: string;
  by: User;
  channel: Channel;
  guild: string | null;
  /** By which custom ids and choices name it. */
  handle?: string;
}

/** What somebody was shown, or a model in their name, in one way. */
export interface Look {
  path: string;
  reader: Reader;
  /** Nobody else sees what comes of it. */
  alone: boolean;
  /** It is a model that was shown it, not a person. */
  model: boolean;
  /** Other channels that were read, as far as that person and the bot may, and in public everybody who reads the answer. */
  elsewhere?: readonly Channel[];
  /** A copy of what somebody is to be told of themselves, wherever they said it. */
  own?: boolean;
  /** All that is granted of these kinds has to be there, too; where it was asked about some alone, of those. */
  whole: readonly Kind[];
  about?: ReadonlySet<Secret>;
  seen: string;
}

type Rule = (secret: Secret, look: Look) => boolean;

const mine: Rule = ({ by }, { reader }) => by.id === reader.user.id;
const here: Rule = ({ channel }, { reader }) => channel.id === reader.channel.id;
const sameServer: Rule = ({ guild }, { reader }) => guild !== null && guild === reader.guild;
const alone: Rule = (_, look) => look.alone || look.reader.direct;
/** What a model is told there, others can read. */
const unread: Rule = (_, { model, reader }) => !(model && reader.ownEndpoint);
const never: Rule = () => false;
const all =
  (...rules: Rule[]): Rule =>
  (secret, look) =>
    rules.every((rule) => rule(secret, look));
const any =
  (...rules: Rule[]): Rule =>
  (secret, look) =>
    rules.some((rule) => rule(secret, look));
const atHome: Rule = (_, { reader }) => reader.member && reader.guild !== null;
/** In public everybody sees it who sees the channel; in private it takes that they may read what was said before. */
const ofChannel = all(here, atHome, (_, look) => !look.alone || look.reader.canRead);
const readElsewhere: Rule = ({ channel }, { elsewhere = [] }) => elsewhere.some(({ id }) => id === channel.id);
/** What a person is told of themselves is everything of theirs. */
const copied: Rule = all(mine, (_, { own }) => own === true);
const ofServer = all(sameServer, atHome);
const inThread: Rule = ({ channel }, { reader }) => reader.channel.parentId === channel.id;

export const matrix = {
  /** In a channel of a server that the bot is a member of: questions, answers, and what is remembered of others. */
  "said in public": any(ofChannel, readElsewhere, copied),
  /** By somebody whose guest the bot is there. */
  "said as a guest": any(all(mine, here), copied),
  "said in private": any(all(mine, here, alone), copied),
  /** Messages of people among themselves, which Discord shows and nobody stored. */
  posted: any(
    all(ofChannel, (_, { reader }) => reader.canRead),
    readElsewhere,
  ),
  /** Such a message that one person remembers, for themselves. */
  "posted and kept": any(
    all(ofChannel, (_, { reader }) => reader.canRead),
    readElsewhere,
    all(mine, alone),
    copied,
  ),
  "fact about oneself": any(all(mine, sameServer), copied),
  "fact about oneself, private": any(all(mine, alone, unread), copied),
  "fact about a channel": any(ofChannel, copied),
  "fact about a server": any(ofServer, copied),
  knowledge: any(ofServer, copied),
  "notes in public": any(all(mine, ofChannel), copied),
  "notes in private": any(all(mine, here, alone), copied),
  "instructions of oneself": any(mine, copied),
  "instructions of a channel": any(all(any(here, inThread), atHome), copied),
  "instructions of a server": any(ofServer, copied),
  "persona of oneself": any(mine, copied),
  "persona of a server": any(ofServer, copied),
  /** Before its moment. */
  reminder: any(
    all(mine, alone, (_, look) => !look.model),
    copied,
  ),
  /** Of a model endpoint. */
  key: never,
  /** Another answer took its place. */
  superseded: copied,
  /** Of somebody who does not want to be read or remembered: for their own eyes alone. */
  unwanted: any(
    copied,
    all(mine, (_, look) => !look.model),
  ),
  /** Such words that another person had kept. */
  "unwanted, kept by another": never,
} as const satisfies Record<string, Rule>;

export type Kind = keyof typeof matrix;

export const isGranted = (secret: Secret, look: Look): boolean => matrix[secret.kind](secret, look);

/** Whether a look that shows all of what it shows has to show it. A copy of one's own is of all places, and of nobody else; so is what one kept oneself. */
export function isDue(secret: Secret, look: Look): boolean {
  const isOwn = look.own === true || secret.kind === "posted and kept";
  return look.whole.includes(secret.kind) && look.about?.has(secret) !== false && isGranted(secret, look) && (!isOwn || mine(secret, look));
}
