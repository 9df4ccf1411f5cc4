/**
 * Posts what the bot says by itself, once: as a reply to the message it refers to, by the persona's webhook where it refers to none, else as a plain
 * message. A webhook knows no nonce, so an intent is written before, and what may have been posted is never posted again in any way. Used by speak.ts.
 */
import { createDelivery, type DeliveryResult } from "../../delivery/deliver.ts";
import type { Refusal } from "../../delivery/surface.ts";
import type { OutgoingFile } from "../../discord/api.ts";
import { MESSAGE_LENGTH } from "../../discord/limits.ts";
import type { Job, JobRun } from "../../jobs/types.ts";
import { DiscordApiError } from "../../kernel/errors.ts";
import type { MessageId } from "../../kernel/ids.ts";
import type { Texts } from "../../locales/index.ts";
import type { Journal } from "../../turn/types.ts";
import type { Explanation } from "../../turns/explanation.ts";
import { signed } from "../signature.ts";
import type { ConversationDeps } from "../types.ts";
import { type PersonaWebhooks, speakerName } from "./persona-webhook.ts";

export type PostDeps = ConversationDeps & { webhooks: PersonaWebhooks };

export interface Words {
  text: string;
  files: OutgoingFile[];
  about: MessageId | null;
  persona: Explanation["persona"];
  /** By the persona's webhook, where that is permitted. */
  webhook: boolean;
}

export type Posted = { kind: "posted"; messageIds: string[]; by: "bot" | "webhook" } | { kind: "undeliverable"; because: Refusal };

/** So long after the last look at the channel people may have gone on talking: what could not be posted by then is let go, ms. */
const MOMENT_MS = 10_000;
/** Journal step of the way by webhook: an intent, then the id, or that it was refused. */
const BY_WEBHOOK = "webhook-post";
interface Step {
  id?: string;
  refused?: true;
}
const step = (journal: Journal) => journal.get(BY_WEBHOOK) as Step | undefined;

/** Something of it was sent, or may have been. */
export const hasBegun = (journal: Journal): boolean => journal.get("reply:0") !== undefined || step(journal) !== undefined;

/** What of it stands in the channel for certain; null: nothing does. */
export function standing(journal: Journal): Extract<Posted, { kind: "posted" }> | null {
  const byHook = step(journal)?.id;
  if (byHook !== undefined) return { kind: "posted", messageIds: [byHook], by: "webhook" };
  const delivered = journal.get("delivered") as DeliveryResult | undefined;
  const first = journal.get("reply:0") as { id?: string } | undefined;
  const messageIds = delivered?.messageIds ?? (first?.id === undefined ? [] : [first.id]);
  return messageIds.length === 0 ? null : { kind: "posted", messageIds, by: "bot" };
}

export async function post(job: Job, words: Words, texts: Texts, run: JobRun, deps: PostDeps): Promise<Posted> {
  return (await byWebhook(job, words, run, deps)) ?? byBot(job, words, texts, run, deps);
}

/** Null where it has to go another way; then nothing was posted. */
async function byWebhook(job: Job, { text, files, about, persona, webhook }: Words, { journal, signal }: JobRun, deps: PostDeps): Promise<Posted | null> {
  const before = step(journal);
  if (before?.refused) return null;
  if (before !== undefined)
    return before.id === undefined ? { kind: "undeliverable", because: "failed" } : { kind: "posted", messageIds: [before.id], by: "webhook" };
  const name = speakerName(persona?.name ?? "");
  // A webhook cannot reply. What the bot itself has begun it ends.
  if (!webhook || name === null || about !== null || job.guildId === null || text.length > MESSAGE_LENGTH || hasBegun(journal)) return null;
  // A thread has none of its own.
  const home = job.parentId ?? job.channelId;
  const found = await deps.webhooks.of(home, job.applicationId, signal);
  if (found === null) return null;
  const speaker = { name, ...(persona?.avatar === undefined ? {} : { avatarUrl: persona.avatar }) };
  const thread = job.parentId === null ? {} : { threadId: job.channelId };
  journal.put(BY_WEBHOOK, {});
  try {
    const sent = await deps.discord.executeWebhook({ ...found, ...thread }, { content: text, ...(files.length > 0 ? { files } : {}) }, speaker, signal);
    if (sent.kind === "unknown") return { kind: "undeliverable", because: "failed" };
    journal.put(BY_WEBHOOK, { id: sent.id });
    return { kind: "posted", messageIds: [sent.id], by: "webhook" };
  } catch (error) {
    if (!(error instanceof DiscordApiError)) throw error;
    // Refused is not posted. Somebody may have deleted the webhook.
    journal.put(BY_WEBHOOK, { refused: true });
    deps.webhooks.forget(home);
    return null;
  }
}

async function byBot(job: Job, { text, files, about, persona }: Words, texts: Texts, run: JobRun, deps: PostDeps): Promise<Posted> {
  const { discord, clock } = deps;
  const to = { ...job, target: "post" as const, canPost: job.bot.canPost, quiet: true, patienceMs: MOMENT_MS, ...(about === null ? {} : { replyTo: about }) };
  const delivery = createDelivery(to, { discord, clock, journal: run.journal, texts, stopButton: [], pace: () => 0 });
  const plain = { heading: "", buttons: () => [], showButton: [], ...(files.length > 0 ? { files, noFiles: "" } : {}) };
  const { via, messageIds, because } = await delivery.finish({ text: signed(text, persona), ...plain });
  return via === "post" ? { kind: "posted", messageIds, by: "bot" } : { kind: "undeliverable", because: because ?? "failed" };
}
