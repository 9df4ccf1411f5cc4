/** What /catchup says about its own reading: the line above the answer, what is missing, and what is said where there is nothing to tell. Used by catch-up.ts. */
import type { AskInput, Job } from "../jobs/types.ts";
import type { MessageId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import type { NumberedLines } from "./numbered-lines.ts";
import type { Found, Reach } from "./read-range.ts";

/** Links in a sentence; who wants more reads the channel. */
const MOST_LINKS = 10;

export interface ReportFacts {
  job: Job;
  input: AskInput;
  link(id: MessageId): string;
  texts: Texts;
  /** Lines of what is remembered. */
  recalled: number;
  /** Nobody knows the asker's time zone. */
  noZone: boolean;
}

export interface Report {
  /** One line; empty where nothing was said. */
  lead: string;
  notices: string[];
  /** In place of an answer, where there is no line that could be read. */
  instead: string;
}

export function reportOn(numbered: NumberedLines, found: Found, reach: Reach, facts: ReportFacts): Report {
  const { catchup: say, notice } = facts.texts;
  const lead = leadOf(numbered, facts);
  const blank = numbered.blank > 0 ? [notice.contentBlank(numbered.blank)] : [];
  const notices = [...blank, ...edgeOf(found, reach, facts), ...(numbered.leftOut ? [say.notice.leftOut] : [])];
  return { lead, notices, instead: numbered.said === 0 ? nothing(numbered, found, reach, facts) : onlyBlank(numbered, lead, notices, facts) };
}

function leadOf({ said, people, bots, from, to }: NumberedLines, { input, recalled, texts }: ReportFacts): string {
  const { catchup: say } = texts;
  const channelId = input.catchup?.channelId;
  const read = from === null || to === null ? [] : [say.read(said, people, bots, stamp(from), stamp(to), channelId === undefined ? "" : `<#${channelId}>`)];
  const parts = [...read, ...(recalled > 0 ? [say.remembered(recalled)] : [])];
  return parts.length === 0 ? "" : `-# ${parts.join(" ")}`;
}

/** How far was read, where that is not how far it should have been. */
function edgeOf({ end, messages, start }: Found, reach: Reach, { job, input, texts, noZone }: ReportFacts): string[] {
  const say = texts.catchup.notice;
  const oldest = messages[0]?.sentAt;
  const newest = messages.at(-1)?.sentAt;
  if (oldest === undefined || newest === undefined) return [];
  if (reach.from === "following") {
    if (end === "more") return [texts.menus.notice.summaryEnds(messages.length)];
    return end === "broken" ? [say.brokenFollowing(stamp(newest))] : [];
  }
  const yours = reach.by === undefined || start !== undefined ? [] : [end === "beginning" ? say.yoursNowhere : say.yoursFurtherBack];
  const utc = noZone && needsZone(input) ? [say.byUtc] : [];
  if (end === "broken") return [say.broken(stamp(oldest)), ...utc];
  if (end !== "more") return [...yours, ...utc];
  const about = reach.at === undefined ? 0 : estimate(messages.length, reach.at, oldest, job.createdAt);
  return [about > messages.length ? say.moreOfAbout(messages.length, about, stamp(oldest)) : say.more(messages.length, stamp(oldest)), ...yours, ...utc];
}

/** If it went on as in the part that was read; two digits, since it is no more than that. */
function estimate(read: number, from: number, oldest: number, now: number): number {
  const all = (read * (now - from)) / Math.max(1, now - oldest);
  return Number.isFinite(all) && from > 0 ? Number(all.toPrecision(2)) : 0;
}

const needsZone = ({ catchup }: AskInput): boolean => catchup?.since !== undefined && catchup.since.kind !== "ago" && catchup.since.kind !== "moment";

function nothing({ leftOut }: NumberedLines, { start }: Found, reach: Reach, { link, texts }: ReportFacts): string {
  const { catchup: say } = texts;
  if (leftOut) return [say.nothingReadable, `-# ${say.notice.leftOut}`].join("\n");
  if (start !== undefined) return [say.nothingSinceYours(link(start.id)), say.lookFurther].join("\n");
  if (reach.from === "newest" && reach.at !== undefined && reach.at > 0) return say.nothingSince(stamp(reach.at));
  return say.nothingAtAll;
}

/** Links work without words. */
function onlyBlank({ toAsker, numbers }: NumberedLines, lead: string, notices: string[], { link, texts }: ReportFacts): string {
  const { catchup: say } = texts;
  const first = numbers.values().next().value;
  return [
    lead,
    say.onlyBlank,
    ...(toAsker.length === 0 ? [] : [say.toYou(toAsker.slice(0, MOST_LINKS).map(link).join(" "))]),
    ...(first === undefined ? [] : [say.beginsAt(link(first))]),
    ...notices.map((sentence) => `-# ${sentence}`),
  ].join("\n");
}

/** Everybody sees it in their own time, by the minute. Source: Discord reference, "Message Formatting", timestamps. */
const stamp = (at: number): string => `<t:${Math.floor(at / 60_000) * 60}:f>`;
