/**
 * What stands around a question: the channel's messages before it, or around the message it is about, what that message replies to, and their files.
 * Words of people who opted out stay out. What is to be summarized is read by catch-up.ts. Used by prepare.ts.
 */

import type { OptOutCheck } from "../access/opt-outs.ts";
import type { ChannelMessage, DiscordApi } from "../discord/api.ts";
import type { Attachment, MessageSnapshot } from "../discord/interaction.ts";
import type { AskInput, Job, MessageTask } from "../jobs/types.ts";
import type { Heard } from "../kernel/echoes.ts";
import { fileKind } from "../senses/file-kind.ts";
import { authorsOf, channelContext, isBlank, lineOf, mayBeRead } from "./channel-context.ts";
import { type Remark, remarksIn } from "./overheard.ts";
import { readReplyChain } from "./reply-chain.ts";
import { type Met, type MetDeps, meet, NOBODY_MET, peopleMet } from "./unasked/met.ts";

/** Files of the message and its chain that are read: each is a request. */
const MOST_FILES = 6;

/** Of the channel. `message`: the one in question alone, for links to its files that have not expired. */
type Reach = "before" | "around" | "message" | "nothing";
const REACH: Readonly<Record<MessageTask, Reach>> = {
  reply: "around",
  explain: "around",
  question: "around",
  summarize: "nothing",
  describe: "message",
  transcribe: "message",
  translate: "nothing",
};

export interface Surroundings {
  /** Newest first. */
  channel: string[];
  /** What the message in question replies to, nearest first. */
  chain: string[];
  files: Attachment[];
  /** Whose they are, of those that are not the asker's own. */
  owners: ReadonlyMap<Attachment, ChannelMessage["author"]>;
  filesLeftOut: number;
  /** Messages without their text, because the Message Content intent is off. */
  blank: number;
  /** `unchecked`: nobody could say who had opted out, so nobody was read. */
  state: "read" | "unwanted" | "unreadable" | "unchecked";
  /** Of all who were asked about; null where nobody could tell. */
  optedOut: ReadonlySet<string> | null;
  /** What of it may be kept where the channel is remembered. */
  remarks: Remark[];
  /** Ids of the messages whose words are told. */
  seen: ReadonlySet<string>;
  /** What people said in it, and what the bot told others than the asker. */
  heard: Heard[];
  /** Of an unasked post: what it refers to, and whom it is about. */
  met: Met;
}

export interface SurroundingsDeps {
  discord: Pick<DiscordApi, "channelMessages"> & MetDeps;
  optOuts: OptOutCheck;
  historyMessages: number;
  /** Whose words are in what is remembered: they are asked about along with the others. */
  alsoAsk: readonly string[];
  /** The history is everybody's. */
  shared: boolean;
  /** Turns that are told as history: what a message asked, and the reply to it, need not be told twice. */
  told: ReadonlySet<string>;
}

/** A word where the message in question may not be used. Rejects only with the signal's reason. */
export async function readSurroundings(
  job: Job,
  input: AskInput,
  deps: SurroundingsDeps,
  signal: AbortSignal,
): Promise<Surroundings | "opted-out" | "storage"> {
  const { target, unasked } = input;
  const page = await readPage(job, input, deps, signal);
  const met = unasked === undefined ? NOBODY_MET : await meet(job, unasked, page ?? [], deps.discord, signal);
  const chain = target === undefined ? await chainOfAnswered(job, input, page, deps, signal) : await chainOf(job, target, page, deps, signal);
  const others = [...(page ?? []), ...chain, ...(met.about === null ? [] : [met.about])].filter(({ id }) => id !== target?.id);
  const toCheck = target === undefined || mayBeUsed(job, input) ? [] : [target];
  // What the asker was answered is in the history, if anywhere.
  const ofOthers = others.filter(({ author, interactionUserId }) => !author.bot || interactionUserId !== job.user.id);
  const optedOut = await deps.optOuts([...new Set([...authorsOf([...ofOthers, ...toCheck]), ...peopleMet(met), ...deps.alsoAsk])]);
  // Whom nobody asked says nothing where nobody can tell who wants to be left alone.
  if (optedOut === null && (toCheck.length > 0 || unasked !== undefined)) return "storage";
  if (peopleMet(met).some((id) => optedOut?.has(id))) return "opted-out";
  if (toCheck.some(({ author }) => optedOut?.has(author.id))) return "opted-out";
  const mayBeTold = optedOut === null ? null : chain.filter((message) => mayBeRead(message, optedOut));
  const around = compose(job, input, page, mayBeTold, optedOut ?? new Set(), { ...deps, met });
  return { ...around, optedOut, met, remarks: optedOut === null ? [] : remarksIn(page ?? [], optedOut) };
}

/** Just checked by the menu's or the panel's own handler; or a bot's; or the asker's own, who has decided for themselves. */
function mayBeUsed(job: Job, { trigger, target }: AskInput): boolean {
  return trigger === "reply" || trigger === "panel" || target?.author.bot === true || target?.author.id === job.user.id;
}

/** Null: it cannot be read; undefined: it is not wanted. */
async function readPage(job: Job, input: AskInput, deps: SurroundingsDeps, signal: AbortSignal): Promise<ChannelMessage[] | null | undefined> {
  const reach = reachOf(input, deps.historyMessages);
  if (reach === "nothing") return undefined;
  if (!job.bot.canRead) return reach === "message" ? undefined : null;
  const { discord, historyMessages: limit } = deps;
  const id = input.target?.id;
  try {
    const before = input.answers === undefined ? {} : { before: input.answers.id };
    if (id === undefined) return await discord.channelMessages(job.channelId, { limit, ...before }, signal);
    if (reach === "around") return await discord.channelMessages(job.channelId, { limit, around: id }, signal);
    const found = await discord.message(job.channelId, id, signal);
    return found === null ? [] : [found];
  } catch {
    signal.throwIfAborted();
    // An answer without the channel is better than none.
    return null;
  }
}

function reachOf({ task, target, catchup, readChannel, trigger }: AskInput, historyMessages: number): Reach {
  if (catchup !== undefined) return "nothing";
  const reach = task === undefined || target === undefined ? "before" : REACH[task];
  // Links that came with the menu itself are new; those of an answer that is made again may not be.
  if (!readChannel && (reach !== "message" || trigger === "panel")) return "nothing";
  return historyMessages === 0 && (reach === "before" || reach === "around") ? "nothing" : reach;
}

/** Where the channel is out of reach there is what Discord handed over with the message. */
async function chainOf(job: Job, target: MessageSnapshot, page: ChannelMessage[] | null | undefined, deps: SurroundingsDeps, signal: AbortSignal) {
  const handedOver = target.replied === undefined ? [] : [asMessage(target.replied)];
  const chain = page ? await readReplyChain(target, page, job.channelId, deps.discord, signal) : [];
  // Read by REST it may have come without its words.
  const [nearest] = chain;
  return nearest === undefined || (isBlank(nearest) && handedOver.length > 0) ? [...handedOver, ...chain.slice(1)] : chain;
}

/** Of a message that asks: what it replies to. */
async function chainOfAnswered(
  { channelId, bot }: Job,
  { answers }: AskInput,
  page: ChannelMessage[] | null | undefined,
  deps: SurroundingsDeps,
  signal: AbortSignal,
) {
  if (answers?.replyTo === undefined || !bot.canRead) return [];
  return readReplyChain(answers, page ?? [], channelId, deps.discord, signal);
}

const asMessage = (snapshot: MessageSnapshot): ChannelMessage => ({
  ...snapshot,
  embeds: 0,
  mentions: [],
  replyTo: snapshot.replyTo,
  replied: undefined,
  interactionUserId: undefined,
});

/** `chain`: null where nobody could be asked who had opted out. */
function compose(
  job: Job,
  input: AskInput,
  page: ChannelMessage[] | null | undefined,
  chain: ChannelMessage[] | null,
  optedOut: ReadonlySet<string>,
  { shared, told, met: { about } }: Pick<SurroundingsDeps, "shared" | "told"> & Pick<Surroundings, "met">,
): Omit<Surroundings, "optedOut" | "remarks" | "met"> {
  const { target } = input;
  const apart = new Set([target?.id, about?.id, ...(chain ?? []).map(({ id }) => id)]);
  const where = { selfId: job.applicationId as string, askerId: job.user.id, shared };
  const isTold = ({ id, author, replyTo }: ChannelMessage) => told.has(id) || (author.id === where.selfId && replyTo !== undefined && told.has(replyTo));
  const around = (page ?? []).filter((message) => !apart.has(message.id) && !isTold(message));
  const neighbours = input.task === "describe" || input.task === "transcribe" || chain === null ? [] : around;
  const { lines, ids, blank } = channelContext(neighbours, where, optedOut);
  const isOwn = (message: ChannelMessage) => message.author.id === where.selfId;
  const links = (chain ?? []).filter((message) => !isOwn(message) || !isBlank(message));
  const met = about === null ? [] : [about];
  const heard = [...neighbours, ...links, ...met].filter((message) => mayBeRead(message, optedOut)).flatMap((message) => heardOf(message, job.user.id));
  const ofTarget = filesOf(target, page).filter((file) => !(target?.heard && fileKind(file) === "recording"));
  // Nobody asked to have anything else of it read.
  const ofMet = met.flatMap(allFilesOf).filter((file) => fileKind(file) === "image");
  const own = [...input.attachments, ...ofTarget, ...ofMet];
  const ofChain = links.flatMap((message) => allFilesOf(message).map((file) => ({ file, author: message.author })));
  const files = [...own, ...ofChain.map(({ file }) => file).filter((file) => !["film", "old-office", null].includes(fileKind(file)))];
  return {
    channel: lines,
    chain: links.map((message) =>
      isBlank(message)
        ? lineOf({ ...message, content: "(its text could not be read)" })
        : lineOf(message, isOwn(message) ? "You, in an earlier answer" : undefined),
    ),
    owners: new Map([
      ...ofChain.map(({ file, author }) => [file, author] as const),
      ...ofTarget.flatMap((file) => (target === undefined ? [] : [[file, target.author] as const])),
    ]),
    files: files.slice(0, Math.max(MOST_FILES, input.attachments.length)),
    filesLeftOut: Math.max(0, own.length - Math.max(MOST_FILES, input.attachments.length)),
    blank: blank + [...links, ...met].filter(isBlank).length,
    state: page === undefined ? "unwanted" : page === null ? "unreadable" : chain === null ? "unchecked" : "read",
    heard,
    seen: new Set([
      ...ids,
      ...links.filter((message) => !isBlank(message)).map(({ id }) => id),
      ...met.map(({ id }) => id),
      ...(target === undefined ? [] : [target.id]),
    ]),
  };
}

/** An answer of the bot repeats whom it was given to. */
export function heardOf({ author, content, interactionUserId }: ChannelMessage, askerId: string): Heard[] {
  const id = author.bot ? interactionUserId : author.id;
  return id === undefined || id === askerId ? [] : [{ person: { id }, name: author.bot ? "" : author.name, text: content }];
}

/** Links to files expire within a day or so; a message that was just read has new ones. */
function filesOf(target: MessageSnapshot | undefined, page: ChannelMessage[] | null | undefined): Attachment[] {
  if (target === undefined) return [];
  const found = page?.find(({ id }) => id === target.id);
  const fresh = found === undefined ? [] : allFilesOf(found);
  return fresh.length >= target.attachments.length ? fresh : target.attachments;
}

/** With the pictures that its embeds show. */
const allFilesOf = ({ attachments, pictures }: ChannelMessage): Attachment[] => [...attachments, ...(pictures ?? [])];
