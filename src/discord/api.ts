/** Port: the Discord REST calls in use. `rest.ts` implements it; the strict stand-in answers on the other side. */
import type { ApplicationId, ChannelId, MessageId } from "../kernel/ids.ts";
import type { ActionRow } from "./components.ts";

export interface OutgoingFile {
  name: string;
  contentType: string;
  data: Uint8Array | string;
}

/** What a message shall be. `components: []` removes buttons, `files: []` keeps none; a missing field stays as it is. */
export interface OutgoingMessage {
  content?: string;
  components?: ActionRow[];
  files?: OutgoingFile[];
  /** Ignored on edits: a message stays what it was. */
  private?: boolean;
  suppressEmbeds?: boolean;
}

export interface InteractionTarget {
  applicationId: ApplicationId;
  token: string;
}

/** Only the fields we read. Content is empty where the bot lacks the Message Content intent. */
export interface ChannelMessage {
  id: MessageId;
  type: number;
  author: { id: string; name: string; bot: boolean };
  content: string;
  attachments: { filename: string; contentType: string }[];
  embeds: number;
  /** ms since 1970 */
  sentAt: number;
  /** Interaction responses carry the asker. */
  interactionUserId: string | undefined;
}

/** An outcome of a call that is not idempotent. `unknown`: it may have been carried out, so never send it again. */
export type SendResult = { kind: "sent"; id: MessageId } | { kind: "unknown" };

/**
 * All calls: own timeouts, rate-limit buckets, Retry-After, `User-Agent`, `allowed_mentions: { parse: [] }`. 429 is waited out and repeated; 5xx and
 * lost connections are repeated where repeating is harmless. Throw `DiscordApiError` when Discord refuses, `NetworkError` when nothing could be
 * reached. When `signal` aborts, no further attempt begins and the signal's reason is thrown; one that is under way is left to end.
 */
export interface DiscordApi {
  /** PATCH a message of the interaction; idempotent. */
  editInteractionMessage(target: InteractionTarget, id: MessageId | "@original", message: OutgoingMessage, signal?: AbortSignal): Promise<{ id: MessageId }>;
  /** POST a further message; not idempotent, has no nonce. */
  followUp(target: InteractionTarget, message: OutgoingMessage, signal?: AbortSignal): Promise<SendResult>;
  deleteInteractionMessage(target: InteractionTarget, id: MessageId | "@original", signal?: AbortSignal): Promise<void>;
  /** POST by bot token; `nonce` (at most 25 characters) makes repeats harmless for some minutes. */
  createMessage(channelId: ChannelId, message: OutgoingMessage, nonce: string, signal?: AbortSignal): Promise<{ id: MessageId }>;
  /** Newest first, at most 100. */
  channelMessages(channelId: ChannelId, query: { limit: number; before?: MessageId }, signal?: AbortSignal): Promise<ChannelMessage[]>;
  /** How long an edit of this interaction should wait because of its rate-limit bucket, ms; 0 when free. */
  editDelay(target: InteractionTarget): number;
}
