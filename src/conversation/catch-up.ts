/**
 * What was said in a channel, for /catchup and "Summarize from here": may it be read, from where on, who may be quoted; then numbered lines, for a question
 * also of what is remembered, and in honest sentences what is not among them. Keeps nothing but the messages' ids, in the job's journal, so that the numbers hold after a crash. Used by prepare.ts.
 */
import type { OptOutCheck } from "../access/opt-outs.ts";
import type { LinkOf } from "../delivery/citations.ts";
import type { DiscordApi } from "../discord/api.ts";
import { mayBothRead } from "../discord/channel-access.ts";
import { messageLink } from "../discord/messages.ts";
import type { AskInput, CatchUpInput, Job } from "../jobs/types.ts";
import type { Heard } from "../kernel/echoes.ts";
import { type MessageId, snowflakeBefore, type UserId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { sinceMoment } from "../kernel/since.ts";
import type { Search } from "../memory/search.ts";
import type { Journal } from "../turn/types.ts";
import { reportOn } from "./catch-up-report.ts";
import { mayBeRead } from "./channel-context.ts";
import { numberedLines, peopleIn } from "./numbered-lines.ts";
import { type Remark, remarksIn } from "./overheard.ts";
import { type Found, type Reach, readRange } from "./read-range.ts";
import { NOTHING_RECALLED, type RecallContext, type RecalledLines, recallLines } from "./recalled-lines.ts";
import { heardOf } from "./surroundings.ts";
import { type VoiceDeps, withVoices } from "./voice-messages.ts";

export interface CatchUp {
  kind: "read";
  /** Oldest first. */
  lines: string[];
  /** Whose words they are. */
  heard: Heard[];
  /** What of it may be kept where the channel is remembered. */
  remarks: Remark[];
  linkOf: LinkOf;
  /** Stands above the answer: what was read. */
  lead: string;
  /** Sentences about what was not. */
  notices: string[];
  /** What the lines are told to be in. */
  timeZone: string;
  input: AskInput;
}

/** There is nothing that a model could tell: that is said. */
export interface Instead {
  kind: "instead";
  text: string;
  input: AskInput;
}

export interface CatchUpDeps extends VoiceDeps {
  discord: Pick<DiscordApi, "channelMessages" | "serverAccess" | "memberRoles" | "channel" | "isThreadMember">;
  optOuts: OptOutCheck;
  search: Pick<Search, "search">;
  /** What the question means; null where that is not known. */
  meant: Promise<Float32Array | null>;
  log: Log;
  journal: Journal;
  /** The asker's; null: unknown. */
  timeZone: string | null;
}

/** Journal step: what the numbers stand for. */
const NUMBERED = "numbered";
interface Numbered {
  ids: MessageId[];
  recalled: number[];
}
/** Of people's roles and ids, only what is needed: the bot's user has its application's id. */
const botIdOf = (job: Job) => job.applicationId as string as UserId;

/** Whether what was said in a channel is the turn's matter. */
export const isCatchUp = ({ catchup, task }: AskInput): boolean => catchup !== undefined || task === "summarize";

/** `storage`: nobody could say who had opted out. Rejects only with the signal's reason. */
export async function catchUp(job: Job, input: AskInput, deps: CatchUpDeps, signal: AbortSignal): Promise<CatchUp | Instead | "storage"> {
  const { texts, journal } = deps;
  const say = texts.catchup;
  // What goes on from an answer, and what is about a message, has matter enough without.
  const canDoWithout = input.task === "summarize" || input.trigger === "follow-up" || input.trigger === "continue";
  const without = (sentence: string): CatchUp | Instead =>
    canDoWithout
      ? { kind: "read", lines: [], heard: [], remarks: [], linkOf: () => undefined, lead: "", notices: [sentence], timeZone: "UTC", input }
      : { kind: "instead", text: sentence, input };

  const refusal = await refusalOf(job, input.catchup, deps, signal);
  if (refusal !== null) return without(input.task === "summarize" ? texts.menus.notice.cannotSummarize : refusal);

  const known = journal.get(NUMBERED) as Numbered | undefined;
  const channelId = input.catchup?.channelId ?? job.channelId;
  const timeZone = deps.timeZone ?? "UTC";
  const reach = reachOf(job, input, known?.ids, timeZone);
  const found = await readRange(channelId, reach, deps.discord, signal);
  if (found === null) return without(input.task === "summarize" ? texts.menus.notice.cannotSummarize : say.unreadable);

  const ids = known?.ids ?? found.messages.map(({ id }) => id);
  const places = new Set(ids);
  const written = known === undefined ? found.messages : found.messages.filter(({ id }) => places.has(id));
  const [optedOut, recalled] = await Promise.all([
    deps.optOuts(peopleIn(written)),
    recall(job, input, { channelId, timeZone, read: places, taken: ids.length, known: known?.recalled }, deps),
  ]);
  if (optedOut === null) return "storage";
  journal.put(NUMBERED, { ids, recalled: recalled.ids } satisfies Numbered);
  // Nobody listens to somebody who does not want to be read.
  const { messages, leftOut } = await withVoices(written, (message) => mayBeRead(message, optedOut), deps, signal);
  const numbered = numberedLines(messages, ids, { selfId: job.applicationId, askerId: job.user.id, optedOut, timeZone });
  const whole = input.catchup === undefined ? input : { ...input, catchup: { ...input.catchup, after: startOf(input.catchup, reach, found) } };
  const lines = [...recalled.lines, ...numbered.lines];
  const overheard = messages.filter((message) => mayBeRead(message, optedOut)).flatMap((message) => heardOf(message, job.user.id));
  const link = (id: MessageId) => messageLink(job.guildId, channelId, id);
  const report = reportOn(numbered, found, reach, { job, input, link, texts, recalled: recalled.lines.length, noZone: deps.timeZone === null });
  if (lines.length === 0 && !canDoWithout) return { kind: "instead", text: report.instead, input: whole };
  const remarks = remarksIn(messages, optedOut);
  const heard = [...overheard, ...recalled.heard];
  const linkOf = linksOf(new Map([...numbered.numbers, ...recalled.numbers]), link);
  const { lead } = report;
  const notices = [...report.notices, ...(leftOut > 0 ? [texts.senses.voicesLeftOut(leftOut)] : [])];
  return { kind: "read", lines, heard, remarks, linkOf, lead, notices, timeZone, input: whole };
}

/** A sentence where the channel may not be read. */
async function refusalOf(job: Job, catchup: CatchUpInput | undefined, { discord, texts }: CatchUpDeps, signal: AbortSignal): Promise<string | null> {
  const say = texts.catchup;
  if (!job.bot.present) return say.guest;
  const channelId = catchup?.channelId;
  if (channelId === undefined || channelId === job.channelId) return job.bot.canRead ? null : say.hereUnreadable;
  if (job.guildId === null) return say.otherServer;
  try {
    const verdict = await mayBothRead({ guildId: job.guildId, channelId, askerId: job.user.id, botId: botIdOf(job) }, discord, signal);
    const channel = `<#${channelId}>`;
    const sentences = {
      readable: null,
      asker: say.youMayNot(channel),
      bot: say.iMayNot(channel),
      gone: say.gone(channel),
      "no-messages": say.noMessages(channel),
      "age-restricted": say.ageRestricted(channel),
    };
    return sentences[verdict];
  } catch {
    signal.throwIfAborted();
    return say.uncheckable;
  }
}

/** `known`: what was read before a crash; what came later would shift the numbers. */
function reachOf(job: Job, { catchup, target, prompt, trigger }: AskInput, known: MessageId[] | undefined, timeZone: string): Reach {
  const last = known?.at(-1);
  const before = last === undefined ? {} : { before: String(BigInt(last) + 1n) as MessageId };
  if (catchup === undefined) return { from: "following", message: target?.id ?? ("0" as MessageId), ...before };
  if (catchup.after !== undefined) return { from: "newest", after: catchup.after, ...before };
  if (catchup.since !== undefined) return { from: "newest", at: sinceMoment(catchup.since, job.createdAt, timeZone), ...before };
  // A question is about anything that was said, seen or not.
  return { from: "newest", ...(isQuestion({ prompt, trigger }) ? {} : { by: job.user.id }), ...before };
}

const isQuestion = ({ prompt, trigger }: Pick<AskInput, "prompt" | "trigger">): boolean => prompt !== "" && trigger !== "continue";

/** Whether it is looked up, too. Only on servers: in direct messages what was said is history. */
export const isAboutChannel = (input: AskInput, guildId: Job["guildId"]): boolean => input.catchup !== undefined && isQuestion(input) && guildId !== null;

async function recall(job: Job, input: AskInput, context: Omit<RecallContext, "askerId" | "at">, deps: CatchUpDeps): Promise<RecalledLines> {
  if (!isAboutChannel(input, job.guildId)) return NOTHING_RECALLED;
  return recallLines(input.prompt, { ...context, askerId: job.user.id, at: job.createdAt }, deps);
}

/** From where on it was, so that the same is read again. */
function startOf({ after }: CatchUpInput, reach: Reach, found: Found): MessageId {
  if (after !== undefined) return after;
  if (found.start !== undefined) return found.start.id;
  const [oldest] = found.messages;
  if (found.end === "whole" && reach.from === "newest" && reach.at !== undefined) return snowflakeBefore(reach.at) as MessageId;
  return (oldest === undefined ? "0" : String(BigInt(oldest.id) - 1n)) as MessageId;
}

/** Only lines that are there can be cited. */
function linksOf(numbers: ReadonlyMap<number, MessageId>, link: (id: MessageId) => string): LinkOf {
  return (number) => {
    const id = numbers.get(number);
    return id === undefined ? undefined : link(id);
  };
}
