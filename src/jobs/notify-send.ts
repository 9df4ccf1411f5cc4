/** One note to one target: opens what is sealed and says what became of it. Used by the job kinds `notify` and `notify-test`. */
import * as z from "zod";
import type { DiscordApi } from "../discord/api.ts";
import { NONCE_LENGTH } from "../discord/limits.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import type { Ntfy } from "../net/ntfy.ts";
import type { Target, TargetSecret } from "../notify/target.ts";
import type { Note, Sent, TargetProblem, Words } from "../notify/types.ts";
import type { Journal } from "../turn/types.ts";
import { onDiscord } from "./notify-words.ts";

export interface NotifySendDeps {
  discord: Pick<DiscordApi, "directChannel" | "createMessage" | "executeWebhook">;
  ntfy: Ntfy;
  /** Null where it cannot be opened (any more). */
  openTarget(target: Pick<Target, "id" | "owner" | "sealed">): Promise<string | null>;
  clock: Clock;
}

/** What is sent, told apart from everything else by `id`. */
export interface Message {
  id: string;
  kind: Note["kind"];
  words: Words;
  /** A small line below a direct message. */
  hint?: string;
}

/** A nonce works for "the past few minutes", ms. */
const NONCE_MS = 2 * 60_000;
/** As ntfy knows them. Source: ntfy, "Tags & emojis" and "Message priority". */
const LOOKS: Record<Note["kind"], { tags: string[]; priority: number }> = {
  "channel-off": { tags: ["warning"], priority: 4 },
  "schedule-paused": { tags: ["warning"], priority: 4 },
  reminder: { tags: ["bell"], priority: 4 },
  test: { tags: ["white_check_mark"], priority: 3 },
};

/** Discord does not know the webhook, or not this token of it: it never will again. Source: Discord JSON error codes. */
const DEAD_WEBHOOK = [10015, 50027];
const UNKNOWN_USER = 10013;

const secretSchema = (): z.ZodType<TargetSecret> =>
  z.union([
    z.object({ id: z.string(), token: z.string(), threadId: z.string().exactOptional() }),
    z.object({ address: z.string(), topic: z.string(), token: z.string().exactOptional() }),
  ]);

/** `at`: when it was begun, ms since 1970. */
interface Step {
  at: number;
  sent?: Sent;
}
const stepOf = (id: string) => `target:${id}`;

/** What became of it at that target in this job, as far as that is known. */
export const sentTo = (id: string, journal: Journal): Sent | undefined => (journal.get(stepOf(id)) as Step | undefined)?.sent;

/**
 * Exactly once a job: what a crash left without an end is sent again only where that is harmless, which it is not with webhooks. A later attempt may tell
 * twice what nobody is known to have got: better that than never.
 */
export async function sendOnce(target: Target, message: Message, journal: Journal, signal: AbortSignal, deps: NotifySendDeps): Promise<Sent> {
  const step = stepOf(target.id);
  const before = journal.get(step) as Step | undefined;
  if (before?.sent !== undefined) return before.sent;
  const at = before?.at ?? deps.clock.now();
  const isHarmless = before === undefined || target.kind === "ntfy" || (target.kind === "dm" && deps.clock.now() - at < NONCE_MS);
  if (before === undefined) journal.put(step, { at });
  const sent: Sent = isHarmless ? await send(target, message, signal, deps) : { kind: "failed", problem: "failed" };
  journal.put(step, { at, sent });
  return sent;
}

/** Throws only the signal's reason. */
async function send(target: Target, message: Message, signal: AbortSignal, deps: NotifySendDeps): Promise<Sent> {
  const id = await shortDigest(`${message.id}:${target.id}`);
  if (target.kind === "dm") return sendDirect(target, message, id.slice(0, NONCE_LENGTH), signal, deps);
  const opened = target.sealed === null ? null : await deps.openTarget(target);
  const secret = opened === null ? undefined : secretSchema().safeParse(JSON.parse(opened)).data;
  if (secret === undefined) return failed("no-key");
  if (!("topic" in secret)) return sendByWebhook(secret, message, signal, deps);
  const { title, text, url } = message.words;
  const result = await deps.ntfy(secret, { id, title, message: text, click: url, ...LOOKS[message.kind] }, signal);
  return result === "taken" ? { kind: "taken" } : failed(result);
}

async function sendDirect({ userId }: Target, { words, hint }: Message, nonce: string, signal: AbortSignal, { discord }: NotifySendDeps): Promise<Sent> {
  try {
    const channelId = await discord.directChannel((userId ?? "") as Parameters<typeof discord.directChannel>[0], signal);
    await discord.createMessage(channelId, onDiscord(words, hint), nonce, signal);
    return { kind: "taken" };
  } catch (error) {
    return failed(problemOf(error, signal, ({ status, code }) => (status === 403 || code === UNKNOWN_USER ? "closed" : "refused")));
  }
}

async function sendByWebhook(webhook: { id: string; token: string }, { words }: Message, signal: AbortSignal, { discord }: NotifySendDeps): Promise<Sent> {
  try {
    const { kind } = await discord.executeWebhook(webhook, onDiscord(words), undefined, signal);
    return kind === "sent" ? { kind: "taken" } : failed("failed");
  } catch (error) {
    return failed(problemOf(error, signal, ({ status, code }) => (status === 404 || DEAD_WEBHOOK.includes(code) ? "gone" : "refused")));
  }
}

const failed = (problem: TargetProblem): Sent => ({ kind: "failed", problem });

/** `refused`: Discord's no, as a word. */
function problemOf(error: unknown, signal: AbortSignal, refused: (error: DiscordApiError) => TargetProblem): TargetProblem {
  signal.throwIfAborted();
  if (error instanceof NetworkError) return "unreachable";
  if (!(error instanceof DiscordApiError)) throw error;
  if (error.status === 429) return "busy";
  return error.status >= 500 ? "ill" : refused(error);
}
