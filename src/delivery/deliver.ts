/**
 * An answer's way into the channel: live drafts while it grows, one final state, and the ways around a dead token or a closed channel. Whatever happens,
 * `finish` ends with the one visible outcome or with the reason why there can be none. Survives a crash at any point by its journal.
 */
import type { DiscordApi, OutgoingMessage } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import { MESSAGES_PER_ANSWER, TOKEN_LIFETIME_MS } from "../discord/limits.ts";
import { messageLink } from "../discord/messages.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ApplicationId, ChannelId, GuildId, MessageId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import type { Journal } from "../turn/types.ts";
import { postByBot } from "./bot-post.ts";
import { createDrafts } from "./drafts.ts";
import { endOnce } from "./end-once.ts";
import { botMessages, type FinalAnswer, type LastWord, REPLY_FORMS, sayLastWord } from "./last-word.ts";
import { createPostDelivery } from "./post-delivery.ts";
import { createReplySurface, type ReplySurface, reasonOf } from "./reply-surface.ts";
import { closeOpenFence, splitMessage } from "./split.ts";
import { createSurface, type Refusal, type Surface } from "./surface.ts";

export type { FinalAnswer } from "./last-word.ts";

/** Without a first word after this, a line says that somebody is at work, and offers Stop. */
const SILENCE_MS = 3_000;
/** How long a finished reply that could not be posted yet is tried, and how long its link is, ms. */
const REPLY_PATIENCE_MS = 90_000;
/** Left for the acknowledgement, should the reply not work out, ms. */
const FALLBACK_MS = 60_000;

/** Where an answer goes; a job has most of it. */
export interface DeliveryTarget {
  id: string;
  applicationId: ApplicationId;
  token: string;
  channelId: ChannelId;
  guildId: GuildId | null;
  private: boolean;
  /**
   * `update`: the message stands already and keeps its text until the first draft. `reply`: posted by bot token; the acknowledgement, which only the
   * asker sees, ends as a link to it, or with the answer itself where nothing can be posted. `post`: the same without any acknowledgement.
   */
  target: "message" | "update" | "reply" | "post";
  /** What a `reply` or a `post` replies to. */
  replyTo?: MessageId;
  /** No drafts: Discord allows few edits of a message that is older than an hour (30046). Of a `post`: nobody waits for it, so it comes whole or not at all. */
  quiet: boolean;
  /** Of a `post`: how long it is tried where it cannot be posted at once, ms; it belongs to a moment that passes. Left out: as usual. */
  patienceMs?: number;
  /** The bot may post here by its own token. */
  canPost: boolean;
  createdAt: number;
}

export interface DeliveryResult {
  /**
   * `reply`: as a reply; anything else of a job with that target went to its asker alone. `post`: by a job with that target; `nothing`: it had nothing
   * to say to anybody.
   */
  via: "interaction" | "reply" | "bot" | "notice" | "post" | "nothing" | "undeliverable" | "never-acknowledged";
  messageIds: string[];
  /** Why a post could not be posted, or not all of it. */
  because?: Refusal;
  /** Discord showed it to its asker alone, though it was not meant so. */
  alone?: true;
}

export interface Delivery {
  /** The text so far. Returns at once; the newest draft is shown when it may be, as `present` makes it. */
  draft(text: string, present?: (text: string) => string): void;
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

/** All beat an eternal "thinking". */
const FORMS = ["whole", "no-file", "words", "apology"] as const;
/** Journal step: why it is not posted; `nothing`: there was no answer that anybody else would want to read. */
const NOT_A_REPLY = "not-a-reply";

export function createDelivery(to: DeliveryTarget, deps: DeliveryDeps): Delivery {
  if (to.target === "post") return createPostDelivery(to, deps);
  const { discord, clock, journal, texts } = deps;
  const isPrivate = to.private || to.target === "reply";
  const target = { applicationId: to.applicationId, token: to.token };
  const acknowledgement = createSurface({ discord, clock, journal, target, isPrivate, createdAt: to.createdAt });
  const reply = to.target === "reply" ? openReply() : null;
  const closing = new AbortController();
  const gone = new AbortController();
  const drafts = createDrafts(to.quiet, {
    ...{ clock, pace: deps.pace, closing: closing.signal },
    delay: () => surface().delay(),
    messages: draftMessages,
    show: (messages) => surface().show(messages, false, closing.signal),
    async otherwise(result) {
      if (result.kind === "never-acknowledged") gone.abort("never-acknowledged");
      if (result.kind === "refused") await giveUpReply(result.because);
      // A dead token is `finish`'s business, and asking again with each word would only get the address banned; so is a lost follow-up.
      return result.kind === "refused" ? "again" : result.kind === "lost" ? "pause" : "stop";
    },
  });

  if (to.target === "message") {
    void clock.sleep(SILENCE_MS, closing.signal).then(() => {
      if (drafts.text() === "" && drafts.line() === "" && !closing.signal.aborted) drafts.status(texts.answer.thinking);
    });
  }

  function openReply(): ReplySurface {
    const placeholder = { content: texts.menus.replying, components: deps.stopButton };
    const { id, channelId, replyTo } = to;
    return createReplySurface({ discord, clock, journal, channelId, id, replyTo, acknowledged: { by: acknowledgement, placeholder } });
  }

  /** Why there is no reply (any more). */
  const refusal = () => journal.get(NOT_A_REPLY) as Refusal | "nothing" | undefined;
  const surface = (): Surface => (reply === null || refusal() !== undefined ? acknowledgement : reply);

  async function giveUpReply(because: Refusal | "nothing"): Promise<void> {
    journal.put(NOT_A_REPLY, because);
    await reply?.withdraw();
  }

  /** Stands above an answer that only its asker sees although it was meant for everybody. */
  function onlyYou(): string {
    const because = refusal();
    return because === undefined || because === "nothing" ? "" : `-# ${texts.menus.onlyYou[because]}`;
  }

  function draftMessages(text: string, line: string): OutgoingMessage[] {
    const words = closeOpenFence(text);
    // A reply begins with its first words; until then its acknowledgement says what is going on.
    if (surface() === reply && words === "") return [];
    const body = [onlyYou(), words, line].filter((part) => part !== "").join("\n");
    const { messages } = splitMessage(body, { maxMessages: Math.min(MESSAGES_PER_ANSWER, surface().lostFrom()) });
    return messages.map((content, index) => (index === 0 ? { content, components: deps.stopButton } : { content }));
  }

  // Without a word it only makes sure that the acknowledgement is there.
  if (reply !== null) drafts.kick();

  return {
    draft: drafts.draft,
    status: drafts.status,
    gone: gone.signal,
    ...endOnce({ drafts, closing, journal, settle }),
  };

  async function settle(answer: FinalAnswer): Promise<DeliveryResult> {
    if (gone.signal.aborted) return { via: "never-acknowledged", messageIds: [] };
    const replied = reply === null ? null : await settleReply(reply, answer);
    if (replied !== null) return replied;
    const note = onlyYou();
    return settleHere(note === "" ? answer : { ...answer, text: `${note}\n${answer.text}` });
  }

  /** Null where the answer has to go another way; then nothing of it stands, as far as that can be helped. */
  async function settleReply(posted: ReplySurface, answer: FinalAnswer): Promise<DeliveryResult | null> {
    if (refusal() === undefined && answer.failed === true && !posted.begun()) await giveUpReply("nothing");
    // Decided before a crash, perhaps before all of it was taken away.
    else if (refusal() !== undefined) await posted.withdraw();
    if (refusal() !== undefined) return null;
    const { footer, ...said } = answer;
    const until = Math.min(clock.now() + REPLY_PATIENCE_MS, to.createdAt + TOKEN_LIFETIME_MS - FALLBACK_MS);
    const giveUpAt = () => (posted.ids().length > 0 ? to.createdAt + TOKEN_LIFETIME_MS - FALLBACK_MS : until);
    const shown = await sayLastWord(posted, said, { forms: REPLY_FORMS, giveUpAt }, deps);
    if (shown.kind === "never-acknowledged") return { via: "never-acknowledged", messageIds: [] };
    const [first] = posted.ids();
    if (shown.kind === "shown" && first !== undefined) {
      await leadTo(first, footer);
      return { via: "reply", messageIds: posted.ids() };
    }
    await giveUpReply(shown.kind === "refused" ? shown.because : reasonOf(shown.kind === "given-up" ? shown.error : undefined));
    return null;
  }

  /** What concerns the asker alone stands here, too. */
  async function leadTo(messageId: MessageId, footer = ""): Promise<void> {
    const words = [texts.menus.replied(messageLink(to.guildId, to.channelId, messageId)), footer].filter((part) => part !== "").join("\n");
    const giveUpAt = clock.now() + REPLY_PATIENCE_MS;
    await sayLastWord(acknowledgement, { text: words, buttons: () => [], heading: "", showButton: [] }, { forms: ["whole"], giveUpAt: () => giveUpAt }, deps);
  }

  async function settleHere(answer: FinalAnswer): Promise<DeliveryResult> {
    if (journal.get("token-dead") === undefined) {
      const shown: LastWord = await sayLastWord(acknowledgement, answer, { forms: FORMS, giveUpAt: () => to.createdAt + TOKEN_LIFETIME_MS }, deps);
      if (shown.kind === "shown") return { via: "interaction", messageIds: acknowledgement.ids(), ...(acknowledgement.alone() ? { alone: true } : {}) };
      if (shown.kind === "never-acknowledged") return { via: "never-acknowledged", messageIds: [] };
      journal.put("token-dead", true);
    }
    if (!to.canPost) return { via: "undeliverable", messageIds: [] };
    const notice = answer.lost === undefined ? { content: texts.delivery.privateReady, components: answer.showButton } : { content: answer.lost };
    const messages = isPrivate ? [notice] : botMessages(answer, texts);
    const ids = await postByBot(messages, { discord, clock, journal, channelId: to.channelId, id: to.id });
    return ids === null ? { via: "undeliverable", messageIds: [] } : { via: isPrivate ? "notice" : "bot", messageIds: ids };
  }
}
