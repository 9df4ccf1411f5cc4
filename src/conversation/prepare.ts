/** Makes the model's request out of what was loaded: reads what stands around the question, and its files, then fits all of it into the window. */

import { createOptOutCheck } from "../access/opt-outs.ts";
import type { Job, MessageTask } from "../jobs/types.ts";
import { localTime } from "../kernel/time-zone.ts";
import type { ModelMessage } from "../llm/model.ts";
import { DEFAULT_RATIO, TOKENS_PER_IMAGE } from "../llm/tokens.ts";
import { type Texts, word } from "../locales/index.ts";
import { buildContext, type ContextReport } from "../turn/context.ts";
import type { Explanation } from "../turns/explanation.ts";
import { readAttachments } from "./attachments.ts";
import { examplesOf, personaUse, speakingNotices } from "./cast.ts";
import { systemLayers } from "./layers.ts";
import type { Loaded } from "./load.ts";
import { readSurroundings, type Surroundings } from "./surroundings.ts";
import { promptOf } from "./task.ts";
import type { ConversationDeps } from "./types.ts";

export interface Prepared {
  messages: ModelMessage[];
  report: ContextReport;
  /** Sentences for `/why`. */
  notices: string[];
  /** Those that the person should see under the answer. */
  visibleNotices: string[];
  hasImages: boolean;
  replyTokens: number;
  /** Who speaks, as it is written down. */
  persona: Explanation["persona"];
}

/** Of the window's room, for the messages that are to be summarized. */
const SUMMARY_SHARE = 0.9;
/** Of what the reply leaves of the window; one picture is always read. */
const PICTURES_SHARE = 0.75;

/** Builds the request for a window of that many tokens; the material is read once. */
export type Fit = (window: number) => Prepared;

/** The word of a failure where the message in question may not be used. Rejects only with the signal's reason. */
export async function prepareTurn(
  job: Job,
  loaded: Loaded,
  maxOutputTokens: number,
  texts: Texts,
  signal: AbortSignal,
  deps: ConversationDeps,
): Promise<Fit | "opted-out" | "storage"> {
  const { input, counts } = loaded;
  const { target } = input;
  const { settings } = deps;
  const reading = { discord: deps.discord, optOuts: createOptOutCheck(deps), historyMessages: settings.historyMessages, quoted: [...loaded.quoted.values()] };
  const surroundings = readSurroundings(job, input, reading, signal);
  // A question's own files need not wait for the channel.
  const early = target === undefined ? readAttachments(input.attachments, deps.cdn, texts, signal) : undefined;
  const [around] = await Promise.all([surroundings, early]);
  if (typeof around === "string") return around;
  const mayBeRead = (turnId: string) => !loaded.quoted.has(turnId) || around.optedOut?.has(loaded.quoted.get(turnId) ?? "") === false;
  if (input.trigger === "continue" && !mayBeRead(input.parentId ?? "")) return around.optedOut === null ? "storage" : "opted-out";
  const history = loaded.history.filter(({ turnId }) => mayBeRead(turnId));
  const attachments = (await early) ?? (await readAttachments(around.files, deps.cdn, texts, signal));

  const channelNotices = noticesOf(around, job, input.task, texts);
  const layers = systemLayers(job, loaded, settings.systemPrompt, deps.clock.now());
  const { speaker } = loaded.speaking;
  const speakerNotices = speakingNotices(loaded.speaking, input.trigger, loaded.parent, texts);
  const material = {
    layers,
    examples: examplesOf(speaker),
    history,
    channel: around.channel,
    ...(input.task === "summarize" ? { channelShare: SUMMARY_SHARE } : {}),
    target: target && { author: target.author.id === (job.applicationId as string) ? "You, in an earlier answer" : target.author.name, text: target.content },
    chain: around.chain,
    files: attachments.files,
    prompt: promptOf(input, job.locale),
    userName: job.user.name,
    now: moment(deps.clock.now(), loaded.standing.timeZone),
  };

  return (window) => {
    const replyTokens = replyReserve(window, maxOutputTokens);
    const images = attachments.images.slice(0, Math.max(1, Math.floor(((window - replyTokens) * PICTURES_SHARE) / TOKENS_PER_IMAGE)));
    const leftOut = attachments.images.length - images.length;
    const fileNotices = [...attachments.notices, ...(leftOut > 0 ? [texts.menus.notice.filesLeftOut(leftOut)] : [])];
    const remarks = [...channelNotices, ...fileNotices].map((notice) => `(Could not be read: ${notice})`);
    const limits = { window, reply: replyTokens, bytesPerToken: counts?.bytesPerToken ?? DEFAULT_RATIO };
    const { messages, report } = buildContext({ ...material, images, remarks }, limits);
    const layersShortened = report.layersShortened.map((name) => texts.prompts.shortened(word(texts.prompts.layer, name) ?? name));
    const shortened = [
      ...layersShortened,
      ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ...report.filesShortened.map((name) => texts.notice.attachmentTooLarge(name)),
      ...(report.examplesLeftOut > 0 ? [texts.personas.notice.examplesLeftOut(report.examplesLeftOut)] : []),
      ...(report.historyLeftOut > 0 ? [texts.notice.historyShortened(report.historyLeftOut)] : []),
    ];
    const cut = input.task === "summarize" ? around.channel.length - report.channelMessages : 0;
    const summaryCut = cut > 0 ? [texts.menus.notice.summaryCut(cut)] : [];
    return {
      messages,
      report,
      notices: [...speakerNotices, ...channelNotices, ...fileNotices, ...shortened, ...summaryCut],
      // What a channel lacks is said once a conversation, what a file lacks every time.
      visibleNotices: [
        ...(history.length === 0 || input.task === "summarize" ? channelNotices : []),
        ...fileNotices,
        ...summaryCut,
        ...layersShortened,
        ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ],
      hasImages: images.length > 0,
      replyTokens,
      persona: personaUse(speaker),
    };
  };
}

function noticesOf(around: Surroundings, job: Job, task: MessageTask | undefined, texts: Texts): string[] {
  const { notice, menus } = texts;
  const unreadable = task === "summarize" ? menus.notice.cannotSummarize : notice.channelUnreadable;
  return [
    ...(around.state === "unreadable" && (job.bot.present || task === "summarize") ? [unreadable] : []),
    ...(around.state === "unchecked" ? [menus.notice.optOutsUnknown] : []),
    ...(around.blank > 0 ? [notice.contentBlank(around.blank)] : []),
    ...(around.filesLeftOut > 0 ? [menus.notice.filesLeftOut(around.filesLeftOut)] : []),
    ...(around.more ? [menus.notice.summaryEnds(around.channel.length)] : []),
  ];
}

/** What time it is, and what time it is for the asker. */
function moment(now: number, timeZone: string | null): string {
  const utc = `${new Date(now).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return timeZone === null ? `(${utc})` : `(${utc}; for the person asking, in ${timeZone}, it is ${localTime(now, timeZone, "en")})`;
}

/** The most tokens that a request can have. */
export function mostInput(window: number, replyTokens: number): number {
  const room = window - replyTokens;
  return room + (room * PICTURES_SHARE < TOKENS_PER_IMAGE ? TOKENS_PER_IMAGE : 0);
}

/** Tokens kept free for the reply: what was asked for, but never most of the window. */
export function replyReserve(window: number, maxOutputTokens: number): number {
  return Math.min(maxOutputTokens, Math.floor(window / 2));
}
