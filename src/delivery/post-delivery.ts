/**
 * The way of a post into the channel: by the bot's own token, as a reply where it answers somebody's message, behind which no interaction stands. Until
 * there is a word the bot is seen typing. Whatever Discord does not take is taken away, and `finish` tells why. Survives a crash at any point by its
 * journal: a message of unknown fate is repeated under its nonce for two minutes, and never after. Made by deliver.ts.
 */

import { MESSAGES_PER_ANSWER } from "../discord/limits.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { Delivery, DeliveryDeps, DeliveryResult, DeliveryTarget } from "./deliver.ts";
import { createDrafts } from "./drafts.ts";
import { endOnce } from "./end-once.ts";
import { type FinalAnswer, REPLY_FORMS, sayLastWord } from "./last-word.ts";
import { createReplySurface, reasonOf } from "./reply-surface.ts";
import { closeOpenFence, splitMessage } from "./split.ts";
import type { Refusal } from "./surface.ts";

/** Discord shows it for some ten seconds. */
const TYPING_EVERY_MS = 8_000;
/** How long a finished post that could not be posted yet is tried, and one that stands already is edited, ms. */
const PATIENCE_MS = 90_000;
const EDIT_PATIENCE_MS = 5 * 60_000;
/** Journal step: why it cannot be posted. */
const REFUSED = "post-refused";

export function createPostDelivery(to: DeliveryTarget, deps: DeliveryDeps): Delivery {
  const { discord, clock, journal } = deps;
  const { id, channelId, replyTo } = to;
  const posts = createReplySurface({ discord, clock, journal, channelId, id, replyTo, acknowledged: null });
  const closing = new AbortController();
  const gone = new AbortController();
  const refusal = () => journal.get(REFUSED) as Refusal | undefined;

  async function giveUp(because: Refusal): Promise<void> {
    journal.put(REFUSED, because);
    gone.abort(because);
    await posts.withdraw();
  }

  const drafts = createDrafts(to.quiet, {
    ...{ clock, pace: deps.pace, closing: closing.signal, delay: posts.delay },
    messages(text, line) {
      const words = closeOpenFence(text);
      if (words === "") return [];
      const { messages } = splitMessage([words, line].filter((part) => part !== "").join("\n"), {
        maxMessages: Math.min(MESSAGES_PER_ANSWER, posts.lostFrom()),
      });
      return messages.map((content, index) => (index === 0 ? { content, components: deps.stopButton } : { content }));
    },
    show: (messages) => posts.show(messages, false, closing.signal),
    async otherwise(result) {
      if (result.kind === "refused") await giveUp(result.because);
      return result.kind === "lost" ? "pause" : "stop";
    },
  });
  if (!to.quiet) void type();

  /** A courtesy: what becomes of it matters to nobody. */
  async function type(): Promise<void> {
    const isOver = () => closing.signal.aborted || gone.signal.aborted || drafts.text() !== "" || posts.begun();
    try {
      for (; !isOver(); await clock.sleep(TYPING_EVERY_MS, closing.signal)) await discord.startTyping(channelId, closing.signal);
    } catch (error) {
      // It may not write here at all, so nothing needs to be thought up; anything else passes.
      if (error instanceof DiscordApiError && (error.status === 403 || error.status === 404) && !isOver()) await giveUp("forbidden");
    }
  }

  async function settle(answer: FinalAnswer): Promise<DeliveryResult> {
    const because = refusal();
    // Decided before a crash, perhaps before all of it was taken away.
    if (because !== undefined) await posts.withdraw();
    if (because !== undefined) return { via: "undeliverable", messageIds: [], because };
    if (answer.failed === true && (to.quiet || answer.untold === true) && !posts.begun()) return { via: "nothing", messageIds: [] };
    const startedAt = clock.now();
    const giveUpAt = () => startedAt + (posts.ids().length > 0 ? EDIT_PATIENCE_MS : (to.patienceMs ?? PATIENCE_MS));
    const shown = await sayLastWord(posts, answer, { forms: REPLY_FORMS, giveUpAt }, deps);
    if (shown.kind === "shown" && posts.ids().length > 0) return { via: "post", messageIds: posts.ids() };
    await giveUp(shown.kind === "refused" ? shown.because : reasonOf(shown.kind === "given-up" ? shown.error : undefined));
    return { via: "undeliverable", messageIds: [], because: refusal() ?? "failed" };
  }

  return {
    draft: drafts.draft,
    status: drafts.status,
    gone: gone.signal,
    ...endOnce({ drafts, closing, journal, settle }),
  };
}
