/** Voice messages within a range of a channel become their authors' words: the newest few, within limits of time and money. Used by catch-up.ts. */
import type { ChannelMessage } from "../discord/api.ts";
import type { Attachment } from "../discord/interaction.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Texts } from "../locales/index.ts";
import type { Cdn } from "../net/cdn.ts";
import { fileKind } from "../senses/file-kind.ts";
import type { Listen } from "./listen.ts";

/** Each is a download and a call. */
const MOST = 5;
const MOST_BYTES = 8 * 1024 * 1024;
/** Together; whoever asked waits. */
const PATIENCE_MS = 30_000;

export interface VoiceDeps {
  cdn: Cdn;
  listen: Listen;
  clock: Pick<Clock, "now">;
  texts: Texts;
}

export interface Heard {
  /** All of them, with their words where they were heard. */
  messages: ChannelMessage[];
  /** Voice messages that nobody listened to. */
  leftOut: number;
}

/** `messages`: oldest first. Rejects only with the signal's reason. */
export async function withVoices(
  messages: readonly ChannelMessage[],
  mayBeRead: (message: ChannelMessage) => boolean,
  { cdn, listen, clock }: VoiceDeps,
  signal: AbortSignal,
): Promise<Heard> {
  const voices = messages.filter((message) => message.content === "" && voiceOf(message) !== undefined && mayBeRead(message));
  const heard = new Map<string, string>();
  const until = clock.now() + PATIENCE_MS;
  let left = MOST_BYTES;
  for (const message of voices.slice(-MOST).toReversed()) {
    const voice = voiceOf(message);
    if (voice === undefined || listen.refusal(voice) !== null) break;
    const known = await listen.known(voice);
    const patience = until - clock.now();
    if (known === undefined && patience <= 0) break;
    const fetched = known === undefined ? await cdn(voice.url, left, signal) : null;
    if (fetched?.kind === "bytes") left -= fetched.bytes.byteLength;
    const spoken = known ?? (fetched?.kind === "bytes" ? await listen.hear(voice, fetched.bytes, signal, patience) : undefined);
    if (spoken !== undefined && typeof spoken !== "string") heard.set(message.id, spoken.text);
  }
  const told = messages.map((message) => {
    const words = heard.get(message.id);
    return words === undefined ? message : { ...message, content: `[Voice message] ${words}`, attachments: [] };
  });
  return { messages: told, leftOut: voices.length - heard.size };
}

const voiceOf = ({ attachments }: ChannelMessage): Attachment | undefined => attachments.find((file) => fileKind(file) === "recording");
