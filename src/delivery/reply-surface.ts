/**
 * The messages of one answer as the bot's own, the first of them a reply: sent and edited by bot token. Where there is an acknowledgement, which only the
 * asker sees, it has to be there first: nothing is posted for somebody to whom Discord said that it failed. An intent is written before each message,
 * and the nonce makes its repeat harmless for some minutes; one that is older than that is never sent again. Used by deliver.ts and post-delivery.ts.
 */
import type { DiscordApi, OutgoingMessage } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";
import type { Journal } from "../turn/types.ts";
import { fingerprint, type Refusal, type Surface, type SurfaceResult } from "./surface.ts";

/** "The past few minutes", in Discord's words; counted from the intent, so a little before the message itself. */
const NONCE_MS = 2 * 60_000;
const UNKNOWN_MESSAGE = 10008;
/** Source: Discord JSON error codes. */
const REFUSALS: Readonly<Record<number, Refusal>> = { 20016: "slow", 50083: "closed", 160005: "closed", 200000: "blocked", 200001: "blocked" };

export interface ReplySurfaceDeps {
  discord: Pick<DiscordApi, "createMessage" | "editMessage" | "deleteMessage" | "editDelay">;
  clock: Clock;
  journal: Journal;
  channelId: ChannelId;
  /** Makes the nonces. */
  id: string;
  /** What it replies to; a plain message where that is gone. */
  replyTo: MessageId | undefined;
  /** What stands in the acknowledgement while the reply is being written. Null: nobody waits behind an interaction, and a reply that cannot be one is a plain message. */
  acknowledged: { by: Surface; placeholder: OutgoingMessage } | null;
}

export interface ReplySurface extends Surface {
  /** Whether something was posted, or may have been. */
  begun(): boolean;
  /** Takes away what was posted, as far as that is possible. */
  withdraw(): Promise<void>;
}

interface Step {
  /** When it was first sent, ms since 1970. */
  at: number;
  id?: MessageId;
}

export function createReplySurface(deps: ReplySurfaceDeps): ReplySurface {
  const { discord, clock, journal, channelId } = deps;
  const ids: (MessageId | undefined)[] = [];
  const shown: string[] = [];
  let lost = Number.POSITIVE_INFINITY;
  let isAcknowledged = deps.acknowledged === null || deps.acknowledged.by.ids().length > 0;
  let { replyTo } = deps;

  const stepAt = (index: number) => journal.get(stepOf(index)) as Step | undefined;
  const isStale = (step: Step) => step.id === undefined && clock.now() > step.at + NONCE_MS;
  for (let index = 0; ; index++) {
    const step = stepAt(index);
    if (step === undefined) break;
    ids[index] = step.id;
    if (index > 0 && isStale(step)) lost = Math.min(lost, index);
  }

  async function acknowledge(signal: AbortSignal | undefined): Promise<SurfaceResult> {
    if (isAcknowledged || deps.acknowledged === null) return { kind: "shown" };
    const { by, placeholder } = deps.acknowledged;
    try {
      const result = await by.show([placeholder], false, signal);
      if (result.kind === "never-acknowledged") return result;
    } catch (error) {
      // Whatever Discord has against the line: it knows the interaction.
      if (!isFinal(error)) throw error;
    }
    isAcknowledged = true;
    return { kind: "shown" };
  }

  async function showOne(index: number, message: OutgoingMessage, signal: AbortSignal | undefined): Promise<SurfaceResult> {
    const before = stepAt(index);
    if (before?.id === undefined) {
      if (before !== undefined && isStale(before)) return index === 0 ? { kind: "refused", because: "failed" } : lose(index);
      if (before === undefined) journal.put(stepOf(index), { at: clock.now() });
      const refused = await post(index, message, before?.at ?? clock.now(), signal);
      // One that had been sent before may show an older draft.
      if (refused !== undefined || before === undefined) return refused ?? { kind: "shown" };
    }
    return edit(index, message, signal);
  }

  async function post(index: number, message: OutgoingMessage, at: number, signal: AbortSignal | undefined): Promise<SurfaceResult | undefined> {
    const reference = index === 0 && replyTo !== undefined ? { replyTo } : {};
    try {
      const { id } = await discord.createMessage(channelId, { ...message, ...reference }, `${BigInt(deps.id).toString(36)}-r${index}`, signal);
      journal.put(stepOf(index), { at, id });
      ids[index] = id;
      return undefined;
    } catch (error) {
      if (deps.acknowledged === null && "replyTo" in reference && isAboutReply(error)) {
        // It was refused, so the same nonce is free.
        replyTo = undefined;
        return post(index, message, at, signal);
      }
      if (!isFinal(error) || hasFiles(message)) throw error;
      return index === 0 ? { kind: "refused", because: reasonOf(error) } : lose(index);
    }
  }

  async function edit(index: number, message: OutgoingMessage, signal: AbortSignal | undefined): Promise<SurfaceResult> {
    const id = ids[index];
    if (id === undefined) return lose(index);
    try {
      await discord.editMessage(channelId, id, message, signal);
      return { kind: "shown" };
    } catch (error) {
      if (!(error instanceof DiscordApiError)) throw error;
      // Somebody deleted it. Of a later part: so be it.
      if (error.code === UNKNOWN_MESSAGE) return index > 0 ? { kind: "shown" } : { kind: "refused", because: "removed" };
      // Words or a file that Discord does not take may be followed by others that it does; a closed door stays closed.
      const isClosed = error.status === 403 || error.status === 404 || REFUSALS[error.code] === "closed";
      if (index > 0 || !isClosed || hasFiles(message)) throw error;
      return { kind: "refused", because: reasonOf(error) };
    }
  }

  function lose(index: number): SurfaceResult {
    lost = Math.min(lost, index);
    return { kind: "lost", from: lost };
  }

  return {
    async show(messages, last, signal) {
      const acknowledged = await acknowledge(signal);
      if (acknowledged.kind !== "shown") return acknowledged;
      for (const [index, message] of messages.entries()) {
        if (index >= lost) return { kind: "lost", from: lost };
        const wanted = fingerprint(message);
        if (wanted !== "" && wanted === shown[index]) continue;
        const result = await showOne(index, message, signal);
        if (result.kind !== "shown") return result;
        shown[index] = wanted;
      }
      if (last) {
        for (const id of ids.slice(messages.length)) if (id !== undefined) await discord.deleteMessage(channelId, id, signal);
        ids.length = Math.min(ids.length, messages.length);
      }
      return { kind: "shown" };
    },
    ids: () => ids.filter((id) => id !== undefined),
    alone: () => false,
    lostFrom: () => lost,
    delay: () => discord.editDelay({ channelId }),
    begun: () => stepAt(0) !== undefined,
    async withdraw() {
      for (const id of ids.splice(0)) if (id !== undefined) await discord.deleteMessage(channelId, id).catch(() => undefined);
    },
  };
}

/** Perhaps only the reply is not taken: its message is gone (50035, 10008), or no history may be read (160002). Source: Discord JSON error codes. */
function isAboutReply(error: unknown): boolean {
  return error instanceof DiscordApiError && [UNKNOWN_MESSAGE, 50035, 160002].includes(error.code);
}

/** Why Discord does not take a message, as far as people need to know. */
export function reasonOf(error: unknown): Refusal {
  if (!(error instanceof DiscordApiError)) return "failed";
  return REFUSALS[error.code] ?? (error.status === 403 || error.status === 404 ? "forbidden" : "failed");
}

/** Not carried out, and it would not be the next time either. */
function isFinal(error: unknown): boolean {
  return error instanceof DiscordApiError && ((error.status < 500 && error.status !== 429) || REFUSALS[error.code] !== undefined);
}

const hasFiles = (message: OutgoingMessage) => (message.files?.length ?? 0) > 0;
const stepOf = (index: number) => `reply:${index}`;
