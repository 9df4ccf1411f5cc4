/**
 * An answer's way into the channel: live drafts while it grows, one final state, and the ways around a dead token. Whatever happens, `finish` ends with
 * the one visible outcome or with the reason why there can be none. Survives a crash at any point by its journal.
 */

import type { DiscordApi, OutgoingMessage } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import { MESSAGE_LENGTH, MESSAGES_PER_ANSWER, TOKEN_LIFETIME_MS } from "../discord/limits.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { ApplicationId, ChannelId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import type { Journal } from "../turn/types.ts";
import { postByBot } from "./bot-post.ts";
import { closeOpenFence, splitMessage } from "./split.ts";
import { createSurface, type SurfaceResult } from "./surface.ts";

/** Discord's buckets stand about 5 edits in 5 s; more looks restless, too. */
const DRAFT_EVERY_MS = 1_200;
/** Without a first word after this, a line says that somebody is at work, and offers Stop. */
const SILENCE_MS = 3_000;

/** Where an answer goes; a job has all of it. */
export interface DeliveryTarget {
  id: string;
  applicationId: ApplicationId;
  token: string;
  channelId: ChannelId;
  private: boolean;
  /** `update`: the message stands already and keeps its text until the first draft. */
  target: "message" | "update" | "reply";
  /** No drafts: Discord allows few edits of a message that is older than an hour (30046). */
  quiet: boolean;
  /** The bot may post here by its own token. */
  canPost: boolean;
  createdAt: number;
}

export interface FinalAnswer {
  text: string;
  /** Buttons under the last message; `inPlace`: the answer is one message. */
  buttons(inPlace: boolean): ActionRow[];
  /** Stands above the answer where the bot has to post it without the question beside it. */
  heading: string;
  /** Opens the answer of a private turn whose token died. */
  showButton: ActionRow[];
}

export interface DeliveryResult {
  via: "interaction" | "bot" | "notice" | "undeliverable" | "never-acknowledged";
  messageIds: string[];
}

export interface Delivery {
  /** The text so far. Returns at once; the newest draft is shown when it may be. */
  draft(text: string): void;
  status(line: string): void;
  /** Aborted when nobody will ever see an answer. */
  readonly gone: AbortSignal;
  finish(answer: FinalAnswer): Promise<DeliveryResult>;
  /** Nothing more is shown by this delivery; resolves when no draft is under way any more. */
  abandon(): Promise<void>;
}

export interface DeliveryDeps {
  discord: DiscordApi;
  clock: Clock;
  journal: Journal;
  texts: Texts;
  stopButton: ActionRow[];
  /** Least ms between drafts that outgoing budgets allow. */
  pace(): number;
}

/** From the whole answer down to less and less, for where Discord refuses it as it is: no files here, or words that AutoMod blocks. All beat an eternal "thinking". */
const FORMS = ["whole", "no-file", "words", "apology"] as const;
type Form = (typeof FORMS)[number];

export function createDelivery(to: DeliveryTarget, deps: DeliveryDeps): Delivery {
  const { discord, clock, journal, texts } = deps;
  const target = { applicationId: to.applicationId, token: to.token };
  const surface = createSurface({ discord, clock, journal, target, isPrivate: to.private, createdAt: to.createdAt });
  const closing = new AbortController();
  const gone = new AbortController();
  let text = "";
  let line = "";
  let dirty = false;
  let lastDraftAt = Number.NEGATIVE_INFINITY;
  let drafting: Promise<void> | null = null;
  /** The token is dead: asking again with each word would only get the address banned. */
  let mute = false;

  if (to.target === "message") {
    void clock.sleep(SILENCE_MS, closing.signal).then(() => {
      if (text === "" && line === "" && !closing.signal.aborted) status(texts.answer.thinking);
    });
  }

  function status(next: string): void {
    line = next;
    kick();
  }

  function kick(): void {
    if (to.quiet) return;
    dirty = true;
    drafting ??= showDrafts().finally(() => {
      drafting = null;
    });
  }

  async function showDrafts(): Promise<void> {
    while (dirty && !mute && !closing.signal.aborted && !gone.signal.aborted) {
      const spacing = Math.max(DRAFT_EVERY_MS, deps.pace());
      await clock.sleep(Math.max(lastDraftAt + spacing - clock.now(), discord.editDelay(target)), closing.signal);
      if (closing.signal.aborted) return;
      dirty = false;
      try {
        const result = await surface.show(draftMessages(), false, closing.signal);
        if (result.kind === "never-acknowledged") gone.abort("never-acknowledged");
        // A dead token or a lost follow-up is `finish`'s business.
        if (result.kind === "token-dead") mute = true;
        if (result.kind !== "shown") return;
      } catch {
        // A draft that failed is replaced by the next one or by the final text.
      }
      lastDraftAt = clock.now();
    }
  }

  function draftMessages(): OutgoingMessage[] {
    const body = [closeOpenFence(text), line].filter((part) => part !== "").join("\n");
    const { messages } = splitMessage(body, { maxMessages: Math.min(MESSAGES_PER_ANSWER, surface.lostFrom()) });
    return messages.map((content, index) => (index === 0 ? { content, components: deps.stopButton } : { content }));
  }

  /** What remains after the messages goes into a file; after a follow-up of unknown fate, onto the first message, whose edit is idempotent. */
  function finalMessages(answer: FinalAnswer, form: Form): OutgoingMessage[] {
    if (form === "apology") return [{ content: texts.answer.notPosted, components: [] }];
    const lost = surface.lostFrom();
    const { messages, rest } = splitMessage(answer.text, { maxMessages: Math.min(MESSAGES_PER_ANSWER, lost) });
    const fileAt = Number.isFinite(lost) ? 0 : messages.length - 1;
    const note = form === "whole" ? texts.answer.restInFile(rest.length) : texts.answer.notPosted;
    return messages.map((content, index) => ({
      content: index === fileAt && rest !== "" ? withNote(content, note) : content,
      components: index === messages.length - 1 && form !== "words" ? answer.buttons(messages.length === 1 && rest === "") : [],
      ...(index === fileAt && rest !== "" && form === "whole"
        ? { files: [{ name: texts.answer.restFileName, contentType: "text/markdown; charset=utf-8", data: rest }] }
        : {}),
    }));
  }

  async function finishByInteraction(answer: FinalAnswer): Promise<SurfaceResult> {
    const giveUpAt = to.createdAt + TOKEN_LIFETIME_MS;
    let form = 0;
    for (let wait = 1_000; ; wait = Math.min(wait * 2, 15_000)) {
      try {
        const result = await surface.show(finalMessages(answer, FORMS[form] ?? "apology"), true);
        // Composed anew: what was lost moves into the file.
        if (result.kind !== "lost") return result;
      } catch (error) {
        const passing = error instanceof NetworkError || (error instanceof DiscordApiError && (error.status === 429 || error.status >= 500));
        if (passing && clock.now() + wait < giveUpAt) {
          await clock.sleep(wait);
          continue;
        }
        if (passing || form >= FORMS.length - 1) return { kind: "token-dead" };
        form += 1;
      }
    }
  }

  return {
    draft(next) {
      text = next;
      if (text !== "") line = "";
      kick();
    },
    status,
    gone: gone.signal,
    async abandon() {
      closing.abort();
      await drafting;
    },
    async finish(answer) {
      closing.abort();
      await drafting;
      const before = journal.get("delivered") as DeliveryResult | undefined;
      if (before) return before;
      const result = await settle(answer);
      journal.put("delivered", result);
      return result;
    },
  };

  async function settle(answer: FinalAnswer): Promise<DeliveryResult> {
    if (gone.signal.aborted) return { via: "never-acknowledged", messageIds: [] };
    if (journal.get("token-dead") === undefined) {
      const shown = await finishByInteraction(answer);
      if (shown.kind === "shown") return { via: "interaction", messageIds: surface.ids() };
      if (shown.kind === "never-acknowledged") return { via: "never-acknowledged", messageIds: [] };
      journal.put("token-dead", true);
    }
    if (!to.canPost) return { via: "undeliverable", messageIds: [] };
    const messages = to.private ? [{ content: texts.delivery.privateReady, components: answer.showButton }] : botMessages(answer);
    const ids = await postByBot(messages, { discord, clock, journal, channelId: to.channelId, id: to.id });
    return ids === null ? { via: "undeliverable", messageIds: [] } : { via: to.private ? "notice" : "bot", messageIds: ids };
  }

  function botMessages(answer: FinalAnswer): OutgoingMessage[] {
    const { messages, rest } = splitMessage(`${answer.heading}\n${answer.text}`, { maxMessages: MESSAGES_PER_ANSWER });
    return messages.map((content, index) => ({
      content,
      ...(index === messages.length - 1 ? { components: answer.buttons(false) } : {}),
      ...(index === messages.length - 1 && rest !== ""
        ? { files: [{ name: texts.answer.restFileName, contentType: "text/markdown; charset=utf-8", data: rest }] }
        : {}),
    }));
  }
}

/** The note is a courtesy: it is left out where it does not fit. */
function withNote(content: string, note: string): string {
  return content.length + note.length + 1 <= MESSAGE_LENGTH ? `${content}\n${note}` : content;
}
