/**
 * What is said in recordings: reserved before, by how long they last, and written down in the job's journal, so that a crash does not pay twice. Whatever
 * goes wrong is a sentence, and the answer comes without. Used by attachments.ts and voice-messages.ts.
 */
import type { Attachment } from "../discord/interaction.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Transcriber } from "../llm/transcription.ts";
import type { Texts } from "../locales/index.ts";
import { recordingFormat, secondsOf } from "../senses/recording.ts";
import type { Journal } from "../turn/types.ts";
import { OverBudget } from "./purse.ts";

/** Plain JSON. */
export interface Spoken {
  text: string;
  /** Of the recording. */
  seconds: number;
}

export interface Listen {
  /** A sentence where no recording is listened to here at all. */
  refusal(of: Attachment): string | null;
  /** What was heard before a crash. Never rejects. */
  known(of: Attachment): Promise<Spoken | undefined>;
  /** What is said in it, or a sentence that tells why nobody knows. Rejects only with the signal's reason. */
  hear(of: Attachment, bytes: Uint8Array, signal: AbortSignal, patienceMs?: number): Promise<Spoken | string>;
}

export interface ListenDeps {
  /** Null: without TRANSCRIBE_MODEL. */
  transcriber: Transcriber | null;
  journal: Journal;
  /** As the purse's: it rejects where the budget does not allow it. */
  hold(most: number): Promise<void>;
  spend(cost: number): void;
  /** The server has an endpoint of its own, and what is asked there goes nowhere else. */
  isElsewhere: boolean;
  texts: Texts;
  log: Log;
}

/** Somebody waits for the answer. */
const PATIENCE_MS = 60_000;
/** Of what is kept of one. */
const LONGEST = 100_000;
/** A file that says more lies: so much does not go into eight MiB. */
const MOST_SECONDS = 6 * 60 * 60;
/** Bits a second: what is held is at least what that makes of the bytes, so that a file cannot call itself short. */
const USUAL_BITRATE = 64_000;

interface Entry extends Spoken {
  costMicroUsd: number;
}

export function createListen({ transcriber, journal, hold, spend, isElsewhere, texts, log }: ListenDeps): Listen {
  const say = texts.senses;

  return {
    refusal({ filename }) {
      if (transcriber === null) return say.notListening(filename);
      return isElsewhere ? say.notListeningHere(filename) : null;
    },

    async known(of) {
      // Written by `hear` alone.
      const entry = journal.get(stepOf(of)) as Entry | undefined;
      if (entry === undefined) return undefined;
      // It is paid for, whatever the budget says now.
      await hold(entry.costMicroUsd).catch(() => undefined);
      spend(entry.costMicroUsd);
      return { text: entry.text, seconds: entry.seconds };
    },

    async hear(of, bytes, signal, patienceMs = PATIENCE_MS) {
      const format = recordingFormat(bytes);
      if (transcriber === null || format === null) return texts.notice.attachmentUnreadable(of.filename);
      const seconds = Math.min(MOST_SECONDS, Math.max(of.seconds ?? 0, secondsOf(bytes, format)));
      const most = transcriber.worstCaseMicroUsd(Math.max(seconds, (bytes.length * 8) / USUAL_BITRATE));
      try {
        await hold(most);
      } catch (error) {
        return (error instanceof OverBudget ? say.noMoney : say.notHeard)(of.filename);
      }
      try {
        const filename = `${of.filename.replace(/\.\w{1,5}$/, "")}.${format}`;
        const recording = { bytes, filename, contentType: `audio/${format}`, seconds };
        const { text, costMicroUsd } = await transcriber.transcribe(recording, patienceMs, signal);
        const entry: Entry = { text: text.slice(0, LONGEST).toWellFormed(), seconds, costMicroUsd };
        journal.put(stepOf(of), entry);
        spend(costMicroUsd);
        return text === "" ? say.silent(of.filename) : { text: entry.text, seconds };
      } catch (error) {
        // Who was too slow has listened all the same, and bills it.
        const isTooSlow = error instanceof ModelError && error.failure === "first-token-timeout";
        if (isTooSlow || signal.aborted) spend(most);
        signal.throwIfAborted();
        log.error("transcription failed", { error: describeError(error) });
        return say.notHeard(of.filename);
      }
    },
  };
}

/** By its path: signatures change with every reading, and so do ids of files that stand in a panel. */
const stepOf = ({ id, url }: Attachment): string => `heard:${URL.canParse(url) ? new URL(url).pathname : id}`;
