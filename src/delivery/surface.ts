/**
 * The messages of one answer in Discord, by interaction token: brings them to a wanted state and remembers in the journal what is certain.
 * The first message is edited (idempotent); further ones are follow-ups without a nonce: an intent is written before each, and one whose fate is
 * unknown is never sent again. Used by deliver.ts.
 */
import type { DiscordApi, InteractionTarget, OutgoingMessage } from "../discord/api.ts";
import { TOKEN_LIFETIME_MS } from "../discord/limits.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { MessageId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import type { Journal } from "../turn/types.ts";

/** 10015 unknown webhook, 10008 unknown message, 10062 unknown interaction; 50027 invalid webhook token. Source: Discord JSON error codes. */
const NOT_THERE = [10015, 10008, 10062];
const TOKEN_INVALID = 50027;
/** The acknowledgement and our first edit race; it has this long to arrive, ms. */
const ACKNOWLEDGEMENT_GRACE_MS = 10_000;
/** Stop using a token shortly before it dies, ms. */
const TOKEN_MARGIN_MS = 30_000;

/** Why an answer that was meant for everybody is shown to its asker alone. */
export type Refusal = keyof Texts["menus"]["onlyYou"];

export type SurfaceResult =
  | { kind: "shown" }
  /** Nothing can be posted here; the answer must go another way. */
  | { kind: "refused"; because: Refusal }
  /** Message `from` (a follow-up) may or may not exist; it and what comes after must go another way. */
  | { kind: "lost"; from: number }
  | { kind: "token-dead" }
  | { kind: "never-acknowledged" };

export interface Surface {
  /** Brings message i to `messages[i]`. `last`: what is shown beyond them goes. Throws DiscordApiError (other refusals, 429, 5xx) and NetworkError. */
  show(messages: OutgoingMessage[], last: boolean, signal?: AbortSignal): Promise<SurfaceResult>;
  /** Ids that are known, in order. */
  ids(): MessageId[];
  /** Discord shows it to the asker alone, whatever was wanted. */
  alone(): boolean;
  /** From which follow-up on nothing is certain any more; Infinity when all is well. */
  lostFrom(): number;
  /** How long the next edit should wait because of its rate limit, ms. */
  delay(): number;
}

export interface SurfaceDeps {
  discord: Pick<DiscordApi, "editInteractionMessage" | "followUp" | "deleteInteractionMessage" | "editDelay">;
  clock: Clock;
  journal: Journal;
  target: InteractionTarget;
  isPrivate: boolean;
  /** The interaction's moment, ms since 1970. */
  createdAt: number;
}

export function createSurface(deps: SurfaceDeps): Surface {
  const { discord, clock, journal, target } = deps;
  const ids: (MessageId | undefined)[] = [];
  const shown: string[] = [];
  let lost = Number.POSITIVE_INFINITY;
  let isAlone = false;

  for (let index = 0; ; index++) {
    const entry = journal.get(stepOf(index)) as { id?: MessageId } | undefined;
    if (entry === undefined) break;
    // An intent without an id: the process died in between.
    if (entry.id === undefined && index > 0) lost = Math.min(lost, index);
    else ids[index] = entry.id;
  }

  async function editFirst(message: OutgoingMessage, signal: AbortSignal | undefined): Promise<SurfaceResult> {
    const reachedBefore = journal.get(stepOf(0)) !== undefined;
    const giveUpAt = clock.now() + ACKNOWLEDGEMENT_GRACE_MS;
    for (;;) {
      try {
        const { id, alone } = await discord.editInteractionMessage(target, "@original", message, signal);
        isAlone = alone === true;
        if (!reachedBefore) journal.put(stepOf(0), { id });
        ids[0] = id;
        return { kind: "shown" };
      } catch (error) {
        if (!(error instanceof DiscordApiError)) throw error;
        if (error.code === TOKEN_INVALID) return { kind: "token-dead" };
        if (!NOT_THERE.includes(error.code)) throw error;
        if (reachedBefore) return { kind: "token-dead" };
        if (clock.now() >= giveUpAt) return { kind: "never-acknowledged" };
        await clock.sleep(400, signal);
        signal?.throwIfAborted();
      }
    }
  }

  async function showFurther(index: number, message: OutgoingMessage, signal: AbortSignal | undefined): Promise<SurfaceResult> {
    const id = ids[index];
    try {
      if (id !== undefined) {
        await discord.editInteractionMessage(target, id, message, signal);
        return { kind: "shown" };
      }
      journal.put(stepOf(index), {});
      const sent = await discord.followUp(target, { ...message, private: deps.isPrivate }, signal);
      if (sent.kind === "unknown") return lose(index);
      journal.put(stepOf(index), { id: sent.id });
      ids[index] = sent.id;
      return { kind: "shown" };
    } catch (error) {
      // Given up before it was sent; the same message may be tried again.
      if (signal?.aborted && error === signal.reason) throw error;
      if (!(error instanceof DiscordApiError)) {
        if (id === undefined) return lose(index);
        throw error;
      }
      if (error.code === TOKEN_INVALID || error.code === 10015) return { kind: "token-dead" };
      // Somebody deleted this follow-up: so be it.
      if (id !== undefined && error.code === 10008) return { kind: "shown" };
      // Refused for good (e.g. 40094, too many follow-ups): it goes another way. A 429 was not carried out and passes.
      if (id === undefined && error.status < 500 && error.status !== 429) return lose(index);
      throw error;
    }
  }

  function lose(index: number): SurfaceResult {
    lost = Math.min(lost, index);
    return { kind: "lost", from: lost };
  }

  return {
    async show(messages, last, signal) {
      if (clock.now() > deps.createdAt + TOKEN_LIFETIME_MS - TOKEN_MARGIN_MS) return { kind: "token-dead" };
      for (const [index, message] of messages.entries()) {
        if (index >= lost) return { kind: "lost", from: lost };
        const wanted = fingerprint(message);
        if (wanted === shown[index]) continue;
        const result = index === 0 ? await editFirst(message, signal) : await showFurther(index, message, signal);
        if (result.kind !== "shown") return result;
        shown[index] = wanted;
      }
      if (last) {
        for (const [index, id] of ids.entries()) {
          if (index >= messages.length && id !== undefined) await discord.deleteInteractionMessage(target, id, signal);
        }
        ids.length = Math.min(ids.length, messages.length);
      }
      return { kind: "shown" };
    },
    ids: () => ids.filter((id) => id !== undefined),
    alone: () => isAlone,
    lostFrom: () => lost,
    delay: () => discord.editDelay(target),
  };
}

const stepOf = (index: number) => `message:${index}`;

/** Files are large and only come with the last edit, which is always sent. */
export function fingerprint(message: OutgoingMessage): string {
  return message.files && message.files.length > 0 ? "" : JSON.stringify([message.content, message.components, message.embeds]);
}
