/** Makes the model's request out of what was loaded: reads the channel and the files at the same time, then fits all of it into the window. */
import type { AskInput, Job } from "../jobs/types.ts";
import type { ModelMessage } from "../llm/model.ts";
import { DEFAULT_RATIO } from "../llm/tokens.ts";
import type { Texts } from "../locales/index.ts";
import { buildContext, type ContextReport } from "../turn/context.ts";
import { readAttachments } from "./attachments.ts";
import { NOTHING_READ, readChannel } from "./channel-context.ts";
import { systemLayers } from "./layers.ts";
import type { Loaded } from "./load.ts";
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
}

/** Builds the request for a window of that many tokens; the material is read once. */
export type Fit = (window: number) => Prepared;

/** Rejects only with the signal's reason. */
export async function prepareTurn(job: Job, loaded: Loaded, texts: Texts, signal: AbortSignal, deps: ConversationDeps): Promise<Fit> {
  const { input, history, counts } = loaded;
  const { settings } = deps;
  const wantsChannel = input.readChannel && settings.historyMessages > 0;
  const where = { channelId: job.channelId, limit: settings.historyMessages, selfId: job.applicationId, askerId: job.user.id };
  const [channel, attachments] = await Promise.all([
    wantsChannel && job.bot.canRead ? readChannel(where, deps.discord, signal) : NOTHING_READ,
    readAttachments(input.attachments, deps.cdn, texts, signal),
  ]);

  const channelNotices: string[] = [];
  if (wantsChannel && job.bot.present && !channel.readable) channelNotices.push(texts.notice.channelUnreadable);
  if (channel.blank > 0) channelNotices.push(texts.notice.contentBlank(channel.blank));
  const layers = systemLayers(settings.systemPrompt);
  const material = {
    layers,
    history,
    channel: channel.lines,
    files: attachments.files,
    images: attachments.images,
    remarks: [...channelNotices, ...attachments.notices].map((notice) => `(Could not be read: ${notice})`),
    prompt: input.prompt,
    userName: job.user.name,
    now: `(${new Date(deps.clock.now()).toISOString().slice(0, 16).replace("T", " ")} UTC)`,
  };

  return (window) => {
    const replyTokens = replyReserve(window, settings.maxOutputTokens);
    const { messages, report } = buildContext(material, { window, reply: replyTokens, bytesPerToken: counts?.bytesPerToken ?? DEFAULT_RATIO });
    const shortened = [
      ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ...report.filesShortened.map((name) => texts.notice.attachmentTooLarge(name)),
      ...(report.historyLeftOut > 0 ? [texts.notice.historyShortened(report.historyLeftOut)] : []),
    ];
    return {
      messages,
      report,
      notices: [...channelNotices, ...attachments.notices, ...shortened],
      // What a channel lacks is said once a conversation, what a file lacks every time.
      visibleNotices: [
        ...(history.length === 0 ? channelNotices : []),
        ...attachments.notices,
        ...(report.promptShortened ? [texts.notice.promptShortened] : []),
      ],
      hasImages: attachments.images.length > 0,
      replyTokens,
    };
  };
}

/** Tokens kept free for the reply: what was asked for, but never most of the window. */
export function replyReserve(window: number, maxOutputTokens: number): number {
  return Math.min(maxOutputTokens, Math.floor(window / 2));
}

/** The model that answers: the person's choice first, the deployer's chain behind it. */
export function modelChain(input: AskInput, models: readonly string[]): string[] {
  return input.model === undefined ? [...models] : [input.model, ...models.filter((model) => model !== input.model)];
}
