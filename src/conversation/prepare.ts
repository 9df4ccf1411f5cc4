/** Makes the model's request out of what was loaded: reads what stands around the question, and its files, then fits all of it into the window. */

import { linkCitations } from "../delivery/citations.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import { echoesOf, type Heard, type Person } from "../kernel/echoes.ts";
import { isSnowflake } from "../kernel/ids.ts";
import { localTime } from "../kernel/time-zone.ts";
import type { ModelMessage } from "../llm/model.ts";
import { DEFAULT_RATIO, estimateTokens, TOKENS_PER_IMAGE } from "../llm/tokens.ts";
import { type Texts, word } from "../locales/index.ts";
import { type HistoryMessage, sharedKey } from "../memory/store.ts";
import { buildContext, type ContextReport } from "../turn/context.ts";
import type { Journal, Source } from "../turn/types.ts";
import type { Explanation, RecalledSource } from "../turns/explanation.ts";
import { readAttachments } from "./attachments.ts";
import { examplesOf, personaUse, speakingNotices } from "./cast.ts";
import { type CatchUp, catchUp, type Instead, isCatchUp } from "./catch-up.ts";
import type { ChannelItem, Condense } from "./condense.ts";
import { systemLayers } from "./layers.ts";
import { asFiles, CITE_PAGES, linkedIn, type ReadLinks, readLinks } from "./links.ts";
import { createListen } from "./listen.ts";
import { askerOf, type Loaded } from "./load.ts";
import { isNoMemory, MOST_FOUND, memoriesOf, voicesIn as peopleFound, roomFor, voicesOfFacts } from "./memories.ts";
import type { Overheard } from "./overheard.ts";
import { NO_PAST, type Past, pastOf, peopleIn } from "./past.ts";
import { createSecondLook } from "./recall.ts";
import { filesFor, messageInQuestion, voicesIn, withWords, writtenDown } from "./spoken.ts";
import { readSurroundings, type Surroundings } from "./surroundings.ts";
import { promptOf } from "./task.ts";
import type { ConversationDeps } from "./types.ts";
import { UNREAD, unaskedWords } from "./unasked/words.ts";

export interface Prepared {
  messages: ModelMessage[];
  report: ContextReport;
  /** Sentences for `/why`. */
  notices: string[];
  /** Those that the person should see under the answer. */
  visibleNotices: string[];
  hasImages: boolean;
  replyTokens: number;
  /** Stands above the answer; mostly empty. */
  lead: string;
  /** Where what was remembered comes from. */
  recalled: RecalledSource[];
  /** Of those who were read for it: whose words stand in that answer. */
  echoes(answer: string): Person[];
  /** Who speaks, as it is written down. */
  persona: Explanation["persona"];
}

/** Of the window's room, for the messages that are to be summarized; and what their fence takes. */
const SUMMARY_SHARE = 0.9;
const FENCE_TOKENS = 32;
/** Of what the reply leaves of the window; one picture is always read. */
const PICTURES_SHARE = 0.75;

/** Journal step: the pages that were linked to. */
const LINKED = "linked";

/** All that was read, once. */
export interface Material {
  kind: "material";
  past: Past;
  /** Pages that were linked to, which the answer may cite. */
  sources: Source[];
  /** Where the channel is remembered. */
  overheard: Overheard | null;
  /** With what was found out while reading. */
  input: AskInput;
  /** Builds the request for a window of that many tokens. */
  fit(window: number): Prepared;
  /** The model's words as people see them; `done`: no more will come. */
  show(text: string, done: boolean): string;
}

/** For what may have to be read in many pages. */
export interface Reading {
  journal: Journal;
  condense: Condense;
  /** Notes on what has lapsed, in place of older ones; null where there are none. */
  sumUp(past: Past): Promise<string | null>;
  /** Calls beside the answer's own will cost that at most, in millionths of a dollar; rejects where the budget does not allow it. */
  hold(most: number): Promise<void>;
  /** One of them did cost that. */
  spend(costMicroUsd: number): void;
  /** Tokens of the window that will be used first. */
  window: number;
}

/** The word of a failure where the message in question may not be used. Rejects with the signal's reason and with what `condense` rejects with. */
export async function prepareTurn(
  job: Job,
  loaded: Loaded,
  maxOutputTokens: number,
  texts: Texts,
  signal: AbortSignal,
  deps: ConversationDeps,
  { journal, condense, sumUp, hold, spend, window: usualWindow }: Reading,
): Promise<Material | Instead | "opted-out" | "storage"> {
  const { input, counts } = loaded;
  const { target } = input;
  const { settings } = deps;
  const second = await createSecondLook(loaded.recalling, { signal, spend }, deps);
  const reading = {
    discord: deps.discord,
    optOuts: second.optOuts,
    historyMessages: settings.historyMessages,
    alsoAsk: peopleIn(loaded, askerOf(job)),
    shared: loaded.conversation.key === sharedKey(job.channelId) && input.unasked === undefined,
    told: new Set(loaded.history.map(({ turnId }) => turnId)),
  };
  const listen = createListen({ ...deps, journal, hold, spend, texts, isElsewhere: loaded.chosen.own !== null });
  const surroundings = readSurroundings(job, input, reading, signal);
  const catchingUp = isCatchUp(input)
    ? catchUp(job, input, { ...deps, ...reading, listen, meant: second.meant, journal, texts, timeZone: loaded.standing.timeZone }, signal)
    : null;
  // A number that the model cites stays the same page's, whatever that page says after a crash.
  const known = journal.get(LINKED) as ReadLinks | undefined;
  const links = known ?? readLinks(linkedIn(input, loaded.toolRules, job.roles ?? []), deps.toolPorts.readPage, texts, signal);
  // A question's own files need not wait for the channel.
  const isAlone = target === undefined && input.answers?.replyTo === undefined && !input.unasked?.about;
  const early = isAlone ? readAttachments(input.attachments, deps.cdn, texts, signal, listen) : undefined;
  const [around, missed, linked] = await Promise.all([surroundings, catchingUp, links, early]);
  if (known === undefined && linked.pages.length + linked.notices.length > 0) journal.put(LINKED, linked);
  if (typeof around === "string") return around;
  if (missed === "storage" || missed?.kind === "instead") return missed;
  const mayBeRead = (turnId: string) => !loaded.quoted.has(turnId) || around.optedOut?.has(loaded.quoted.get(turnId) ?? "") === false;
  if (input.trigger === "continue" && !mayBeRead(input.parentId ?? "")) return around.optedOut === null ? "storage" : "opted-out";
  const past = isFresh(input) ? NO_PAST : pastOf(job, loaded, around.optedOut);
  const history = past.history.slice(0, settings.historyMessages);
  const bytesPerToken = counts?.bytesPerToken ?? DEFAULT_RATIO;
  const tokens = (text: string) => estimateTokens(text, bytesPerToken);
  const askedAgain = input.parentId !== undefined && input.trigger !== "follow-up" ? input.parentId : undefined;
  const turns = new Set([...history.map(({ turnId }) => turnId), ...[askedAgain, input.replaces].filter((id) => id !== undefined)]);
  const told = { turns, messages: around.seen, conversation: loaded.conversation, askerId: askerOf(job), sharedKey: sharedKey(job.channelId) };
  const recall = second.found((message) => isNoMemory(message, told), { limit: MOST_FOUND, fit: { budget: roomFor(usualWindow), size: tokens } });
  const [attachments, notes, found] = await Promise.all([
    early ?? readAttachments(filesFor(input, around), deps.cdn, texts, signal, listen),
    sumUp(past),
    recall,
  ]);
  const voices = voicesIn(attachments.spoken, around.owners, target, askerOf(job));
  if (input.task === "transcribe") return { kind: "instead", text: writtenDown(attachments, texts), input };
  const memories = missed === null ? memoriesOf(loaded.recalling.facts, found, usualWindow, tokens) : [];

  const channelNotices = missed === null ? noticesOf(around, job, texts) : [...missed.notices, ...filesNotice(around, texts)];
  const layers = systemLayers(job, loaded, settings.systemPrompt, deps.clock.now());
  const { speaker } = loaded.speaking;
  const speakerNotices = speakingNotices(loaded.speaking, input.trigger, loaded.parent, texts);
  const material = {
    layers,
    summary: notes ?? past.summary?.text ?? "",
    examples: examplesOf(speaker),
    history,
    ...(missed === null ? {} : { channelShare: SUMMARY_SHARE }),
    target: messageInQuestion(job, target, around.met.about, voices.target),
    chain: around.chain,
    memories: memories.map(({ line }) => line),
    files: [...asFiles(linked.pages), ...attachments.files, ...voices.files],
    prompt: input.unasked
      ? unaskedWords(input.unasked, job.locale, around.met.person?.name ?? "")
      : promptOf(input, job.locale, missed !== null && missed.lines.length > 0 ? missed.timeZone : null),
    userName: job.user.name,
    now: moment(deps.clock.now(), loaded.standing.timeZone, input.unasked === undefined ? "for the person asking" : "here"),
  };
  const requestWith = (channel: string[], images: typeof attachments.images, remarks: string[], window: number) =>
    buildContext({ ...material, channel, images, remarks }, { window, reply: replyReserve(window, maxOutputTokens), bytesPerToken });
  const items = missed === null ? around.channel.map((text) => ({ text, messages: 1 })) : await condensed(missed);

  /** Newest first, as much of it in notes as it takes. */
  async function condensed({ lines, notices }: CatchUp): Promise<ChannelItem[]> {
    const { report } = requestWith([], attachments.images, notices, usualWindow);
    const room = (report.budget - report.total + report.history) * SUMMARY_SHARE - FENCE_TOKENS;
    return (await condense(lines, room, input.prompt, bytesPerToken)).toReversed();
  }

  // Whose words stand in it besides the asker's: of who is quoted there, and in a shared conversation of who asked.
  const voicesOf = ({ turnId, userId }: HistoryMessage): Person[] => [
    ...(loaded.voices.get(turnId) ?? []).map((key) => ({ key })),
    ...(userId === askerOf(job) ? [] : [{ id: userId }]),
  ];
  const retold = history.flatMap((message) => voicesOf(message).map((person): Heard => ({ person, name: message.name, text: message.content })));
  // Of notes nobody can tell whose words are whose.
  const summed = (past.summary?.people ?? []).filter((id) => id !== askerOf(job)).map((id): Person => (isSnowflake(id) ? { id } : { key: id }));
  const recalled = [...summed, ...past.lapsed.flatMap(voicesOf)].map((person): Heard => ({ person, name: "", text: material.summary }));
  const factVoices = missed === null ? voicesOfFacts(loaded.recalling.facts, askerOf(job)) : [];
  const own = history.filter((message) => voicesOf(message).length === 0).map(({ content }) => content);
  const usual = [...layers.map(({ text }) => text), ...own, input.prompt, job.user.name];

  const fit = (window: number): Prepared => {
    const replyTokens = replyReserve(window, maxOutputTokens);
    const images = attachments.images.slice(0, Math.max(1, Math.floor(((window - replyTokens) * PICTURES_SHARE) / TOKENS_PER_IMAGE)));
    const leftOut = attachments.images.length - images.length;
    const fileNotices = [...attachments.notices, ...linked.notices, ...(leftOut > 0 ? [texts.menus.notice.filesLeftOut(leftOut)] : [])];
    const unread = [...channelNotices, ...fileNotices].map((notice) => (input.unasked === undefined ? `(Could not be read: ${notice})` : UNREAD));
    const remarks = [...new Set(unread), ...(linked.pages.length > 0 ? [CITE_PAGES] : [])];
    const { messages, report: built } = requestWith(
      items.map(({ text }) => text),
      images,
      remarks,
      window,
    );
    const kept = items.slice(0, built.channelMessages);
    const report = { ...built, channelMessages: countOf(kept) };
    const layersShortened = report.layersShortened.map((name) => texts.prompts.shortened(word(texts.prompts.layer, name) ?? name));
    const filesShortened = report.filesShortened.map((name) => texts.senses.shortened(name));
    const shortened = [
      ...layersShortened,
      ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ...filesShortened,
      ...(report.examplesLeftOut > 0 ? [texts.personas.notice.examplesLeftOut(report.examplesLeftOut)] : []),
      ...(report.historyLeftOut > 0 ? [texts.notice.historyShortened(report.historyLeftOut)] : []),
    ];
    const inNotes = countOf(kept.filter(({ messages: several }) => several > 1));
    const cut = missed === null ? 0 : missed.lines.length - report.channelMessages;
    const summaryCut = [...(inNotes > 0 ? [texts.catchup.notice.condensed(inNotes)] : []), ...(cut > 0 ? [texts.menus.notice.summaryCut(cut)] : [])];
    return {
      messages,
      report,
      notices: [...speakerNotices, ...(second.byWordsAlone() ? [texts.notice.wordsAlone] : []), ...channelNotices, ...fileNotices, ...shortened, ...summaryCut],
      // What a channel lacks is said once a conversation, what a file lacks every time.
      visibleNotices: [
        ...(history.length === 0 || missed !== null ? channelNotices : []),
        ...fileNotices,
        ...filesShortened,
        ...summaryCut,
        ...layersShortened,
        ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ],
      hasImages: images.length > 0,
      replyTokens,
      lead: missed?.lead ?? "",
      recalled: memories.slice(0, built.memoriesTold).map(({ source }) => source),
      echoes: (answer) =>
        echoesOf(
          answer,
          [...around.heard, ...voices.heard, ...peopleFound(found, askerOf(job)), ...factVoices, ...(missed?.heard ?? []), ...retold, ...recalled],
          usual,
        ),
      persona: personaUse(speaker),
    };
  };
  const show = (text: string, done: boolean) => (missed === null ? text : linkCitations(text, missed.linkOf, done));
  return {
    kind: "material",
    sources: linked.pages.map(({ title, url }) => ({ title, url })),
    fit,
    show,
    input: withWords(missed?.input ?? input, voices),
    past,
    overheard: overheardIn(job, loaded, around, missed),
  };
}

/** Nothing where another channel was read than the one of which it is known. */
function overheardIn(job: Job, { input, remembered }: Loaded, around: Surroundings, missed: CatchUp | null): Overheard | null {
  // Reading for what nobody asked stores nothing.
  if (input.unasked !== undefined) return null;
  const channelId = input.catchup?.channelId ?? job.channelId;
  return remembered === channelId ? { channelId, remarks: missed?.remarks ?? around.remarks } : null;
}

/** What was said before has nothing to do with what nobody asked, nor with what somebody missed, unless they go on from there. */
const isFresh = ({ catchup, trigger, unasked }: AskInput): boolean =>
  unasked !== undefined || (catchup !== undefined && trigger !== "follow-up" && trigger !== "continue");

const countOf = (items: readonly ChannelItem[]): number => items.reduce((sum, { messages }) => sum + messages, 0);

function noticesOf(around: Surroundings, job: Job, texts: Texts): string[] {
  const { notice, menus } = texts;
  return [
    ...(around.state === "unreadable" && job.bot.present ? [notice.channelUnreadable] : []),
    ...(around.state === "unchecked" ? [menus.notice.optOutsUnknown] : []),
    ...(around.blank > 0 ? [notice.contentBlank(around.blank)] : []),
    ...filesNotice(around, texts),
  ];
}

function filesNotice({ filesLeftOut }: Surroundings, { menus }: Texts): string[] {
  return filesLeftOut > 0 ? [menus.notice.filesLeftOut(filesLeftOut)] : [];
}

/** What time it is, and what time it is for the asker. */
function moment(now: number, timeZone: string | null, forWhom: string): string {
  const utc = `${new Date(now).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return timeZone === null ? `(${utc})` : `(${utc}; ${forWhom}, in ${timeZone}, it is ${localTime(now, timeZone, "en")})`;
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
