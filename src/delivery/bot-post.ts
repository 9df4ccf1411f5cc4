/** Posts messages by bot token, each exactly once as far as Discord's nonce reaches (some minutes). Used by deliver.ts when a token has died. */
import type { DiscordApi, OutgoingMessage } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";
import type { Journal } from "../turn/types.ts";

/** How long a channel that cannot be reached is tried, ms. */
const PATIENCE_MS = 5 * 60_000;

interface BotPostDeps {
  discord: Pick<DiscordApi, "createMessage">;
  clock: Clock;
  journal: Journal;
  channelId: ChannelId;
  /** Makes the nonces. */
  id: string;
}

/** The ids in order, or null where the bot may not post or cannot get through. */
export async function postByBot(messages: OutgoingMessage[], deps: BotPostDeps): Promise<MessageId[] | null> {
  const ids: MessageId[] = [];
  for (const [index, message] of messages.entries()) {
    const step = `bot-message:${index}`;
    const before = deps.journal.get(step) as { id: MessageId } | undefined;
    const id = before?.id ?? (await post(message, index, deps));
    if (id === null) return ids.length > 0 ? ids : null;
    if (before === undefined) deps.journal.put(step, { id });
    ids.push(id);
  }
  return ids;
}

async function post(message: OutgoingMessage, index: number, deps: BotPostDeps): Promise<MessageId | null> {
  const nonce = `${BigInt(deps.id).toString(36)}-${index}`;
  return patiently(async () => (await deps.discord.createMessage(deps.channelId, message, nonce)).id, deps.clock);
}

/** A call that may be repeated, until it gets through. Null where Discord refuses it, or cannot be reached for minutes. */
export async function patiently<T>(call: () => Promise<T>, clock: Clock, patienceMs = PATIENCE_MS): Promise<T | null> {
  const giveUpAt = clock.now() + patienceMs;
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof DiscordApiError && error.status < 500 && error.status !== 429) return null;
      if (clock.now() + wait > giveUpAt) return null;
      await clock.sleep(wait);
    }
  }
}
