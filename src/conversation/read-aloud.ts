/**
 * An answer becomes sound: its words made speakable, what it may cost reserved before, spoken. The sound is too large for the journal, so after a crash it
 * is made anew, once, and both times are paid for. Used by the job kind `read-aloud`.
 */
import type { BudgetScope, BudgetStore, Reservation } from "../budget/store.ts";
import { type Database, inOneBatch } from "../db/client.ts";
import { type VoiceShape, voiceShapeOf } from "../discord/voice-message.ts";
import type { Job, JobRun } from "../jobs/types.ts";
import { describeError, ModelError, type ModelFailure } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Audio, Speech } from "../llm/speech.ts";
import type { Journal } from "../turn/types.ts";
import { type SpokenWords, speakable } from "./speakable.ts";

export interface ReadAloudDeps {
  db: Database;
  budget: Pick<BudgetStore, "reserve" | "extend" | "settle">;
  pseudonyms: Pseudonyms;
  log: Log;
}

/** `nothing`: no words in it; `too-large`: more sound than Discord takes; `crashed`: interrupted twice. */
export type ReadingFailure = ModelFailure | `budget-${BudgetScope}` | "storage" | "nothing" | "too-large" | "crashed";

/** `shape`: null where it can only be a file. */
export type Reading = { kind: "sound"; audio: Audio; shape: VoiceShape | null; isShortened: boolean } | { kind: "failed"; failure: ReadingFailure };

/** One time that it was asked for: what that could cost, and what it did as far as that is known. */
interface Attempt {
  most: number;
  cost?: number;
}

const ATTEMPTS = 2;
const stepOf = (index: number) => `speech:${index}`;
/** The server has, or may have, spoken, and bills it. */
const BILLED: readonly string[] = ["first-token-timeout", "broken-stream", "empty"] satisfies ModelFailure[];

/** Rejects with the signal's reason alone. */
export async function readAloud(
  job: Job,
  answer: string,
  words: SpokenWords,
  run: Pick<JobRun, "journal" | "signal">,
  speech: Speech,
  deps: ReadAloudDeps,
): Promise<Reading> {
  const { text, isShortened } = speakable(answer, words);
  const failed = (failure: ReadingFailure): Reading => ({ kind: "failed", failure });
  if (text === "") return failed("nothing");
  const index = attemptsOf(run.journal).length;
  if (index >= ATTEMPTS) return failed("crashed");
  const most = speech.worstCaseMicroUsd(text);
  const refused = await reserve(job, most, index, deps);
  if (refused !== null) return failed(refused);
  const note = (attempt: Attempt) => run.journal.put(stepOf(index), attempt);
  run.signal.throwIfAborted();
  note({ most });
  try {
    const spoken = await speech.speak(text, run.signal);
    if (spoken.kind === "too-large") return failed("too-large");
    const shape = voiceShapeOf(spoken.bytes);
    note({ most, cost: speech.costMicroUsd(text, shape?.durationSecs ?? null, spoken.reportedUsd) });
    return { kind: "sound", audio: spoken, shape, isShortened };
  } catch (error) {
    run.signal.throwIfAborted();
    deps.log.error("speech failed", { id: job.id, error: describeError(error) });
    if (!(error instanceof ModelError)) throw error;
    if (!BILLED.includes(error.failure)) note({ most, cost: 0 });
    return failed(error.failure);
  }
}

/** Of all attempts so far; of one whose end nobody knows the most that it could be. */
export const readingCost = (journal: Journal): number => attemptsOf(journal).reduce((sum, { most, cost }) => sum + (cost ?? most), 0);

function attemptsOf(journal: Journal): Attempt[] {
  // Written by `note` alone.
  return Array.from({ length: ATTEMPTS }, (_, index) => journal.get(stepOf(index)) as Attempt | undefined).filter((attempt) => attempt !== undefined);
}

/** What stands in the way, or null. A second attempt is reserved besides the first, which may have been billed. */
async function reserve(job: Job, most: number, index: number, { db, budget, pseudonyms }: ReadAloudDeps): Promise<ReadingFailure | null> {
  try {
    const [userKey] = await pseudonyms(job.user.id);
    const reservation: Reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: most };
    const { insert, own, usage, limit, verdict } = budget.reserve(reservation);
    const rows = await inOneBatch(db, { insert, own, usage, limit });
    const first = verdict(rows.own, rows.usage, rows.limit);
    const all = first.reserved && index > 0 ? await budget.extend(reservation, most * index) : first;
    return all.reserved ? null : `budget-${all.full}`;
  } catch {
    return "storage";
  }
}
